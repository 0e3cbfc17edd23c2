"""Signing in over HTTP: the page on which an administrator agrees, and a code or a refresh token
for a pair."""

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from merilo.fakes.server import Answer, Failed, Refused, Request

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM


PAGE = """<!doctype html><html lang="ru"><title>amoCRM</title><link rel="icon" href="data:,">
<h1>Предоставить доступ?</h1>
<p><a id="allow" href="{allow}">Разрешить</a> <a id="deny" href="{deny}">Отказать</a></p></html>"""


def consent(amo: "AmoCRM", request: Request) -> Answer:
    """The page that asks; and, once it is answered, the way back to the integration's address."""
    said = request.query
    if said.get("client_id") != amo.client_id or not amo.redirect_uri:
        return Answer.text("<h1>Интеграция не найдена</h1>", 404, "text/html; charset=utf-8")
    kept = {"client_id": amo.client_id, "state": str(said.get("state", ""))}
    answer = said.get("answer")
    if answer is None:
        links = {one: escape(f"{amo.url}/oauth?{urlencode({**kept, 'answer': one})}")
                 for one in ("allow", "deny")}  # fmt: skip
        return Answer.text(PAGE.format(**links), 200, "text/html; charset=utf-8")
    host = amo.url.removeprefix("http://")
    told = {"error": "access_denied"} if answer == "deny" else {
        "code": amo.tokens.code(), "referer": host,
    }  # fmt: skip
    return Answer(302, headers={"Location": f"{amo.redirect_uri}?{urlencode({**told, **kept})}"})


def access_token(amo: "AmoCRM", request: Request) -> Answer:
    """Give out a pair. A refresh token works once."""
    said = request.json()
    if request.method != "POST" or not isinstance(said, dict):
        return amo.problem(400, "The request is missing a required parameter")
    if (said.get("client_id"), said.get("client_secret")) != (amo.client_id, amo.client_secret):
        return amo.problem(401, "Client authentication failed")
    if amo.redirect_uri and said.get("redirect_uri") != amo.redirect_uri:
        return amo.problem(400, "Redirect URI is not associated with client")
    if said.get("grant_type") == "authorization_code":
        return exchanged(amo, str(said.get("code")))
    if said.get("grant_type") == "refresh_token":
        return refreshed(amo, str(said.get("refresh_token")))
    return amo.problem(400, "The authorization grant type is not supported")


def exchanged(amo: "AmoCRM", code: str) -> Answer:
    """A pair for a code, which works once; perhaps nobody hears of it."""
    try:
        pair = amo.tokens.exchange(code)
    except Refused:
        return amo.problem(400, "Cannot decrypt the authorization code")
    return heard(amo, given(pair.life, pair.access, pair.refresh))


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
    return heard(amo, given(pair.life, pair.access, pair.refresh))


def heard(amo: "AmoCRM", answer: Answer) -> Answer:
    """The answer, unless it is lost on its way."""
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
