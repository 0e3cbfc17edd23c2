"""Tokens over HTTP: a code or a refresh token for a pair."""

from typing import TYPE_CHECKING

from merilo.fakes.server import Answer, Failed, Refused, Request

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM


def access_token(amo: "AmoCRM", request: Request) -> Answer:
    """Give out a pair. A refresh token works once."""
    said = request.json()
    if request.method != "POST" or not isinstance(said, dict):
        return amo.problem(400, "The request is missing a required parameter")
    if (said.get("client_id"), said.get("client_secret")) != (amo.client_id, amo.client_secret):
        return amo.problem(401, "Client authentication failed")
    if said.get("grant_type") == "authorization_code":
        try:
            pair = amo.tokens.exchange(str(said.get("code")))
        except Refused:
            return amo.problem(400, "Cannot decrypt the authorization code")
    elif said.get("grant_type") == "refresh_token":
        return refreshed(amo, str(said.get("refresh_token")))
    else:
        return amo.problem(400, "The authorization grant type is not supported")
    return given(pair.life, pair.access, pair.refresh)


def refreshed(amo: "AmoCRM", token: str) -> Answer:
    """A new pair for an old refresh token; perhaps nobody hears of it."""
    amo.counters.refreshes += 1
    try:
        pair = amo.tokens.renew(token)
    except Failed:
        return amo.refusal(503)
    except Refused:
        amo.counters.refused_refreshes += 1
        return amo.problem(amo.tokens.refusal, "Token has been revoked")
    answer = given(pair.life, pair.access, pair.refresh)
    if amo.tokens.lose:
        amo.tokens.lose -= 1
        answer.broken = "drop"
    return answer


def given(life: int, access: str, refresh: str) -> Answer:
    """A pair as it is told."""
    return Answer.json({"token_type": "Bearer", "expires_in": life, "access_token": access,
                        "refresh_token": refresh})  # fmt: skip


def subdomain(amo: "AmoCRM", request: Request) -> Answer:
    """What the account is called now, for whoever still has a refresh token."""
    if not amo.tokens.knows(request.headers.get("x-refresh-token", "")):
        return amo.refusal(401)
    host = amo.url.removeprefix("http://")
    said = {"id": amo.account_id, "subdomain": amo.subdomain, "domain": host}
    return Answer.json(said | {"top_level_domain": "ru"}, kind="application/hal+json")
