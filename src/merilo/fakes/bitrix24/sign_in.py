"""Tokens over HTTP: a code or a refresh token for a pair. The service does it on another host."""

from typing import TYPE_CHECKING

from merilo.fakes.bitrix24.lists import Wrong
from merilo.fakes.server import Answer, Failed, Refused, Request

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24


def access_token(b24: "Bitrix24", request: Request) -> Answer:
    """Give out a pair. A refresh token works once."""
    said = {**request.query, **request.form}
    if (said.get("client_id"), said.get("client_secret")) != (b24.client_id, b24.client_secret):
        return b24.error(Wrong("invalid_client", "Invalid client", 401))
    try:
        if said.get("grant_type") == "authorization_code":
            pair = b24.tokens.exchange(str(said.get("code")))
        elif said.get("grant_type") == "refresh_token":
            b24.counters.refreshes += 1
            pair = b24.tokens.renew(str(said.get("refresh_token")))
        else:
            return b24.error(Wrong("invalid_request", "Invalid grant type", 400))
    except Failed:
        return b24.refusal(503)
    except Refused:
        b24.counters.refused_refreshes += said.get("grant_type") == "refresh_token"
        return b24.error(Wrong("invalid_grant", "Invalid grant", 400))
    answer = Answer.json({
        "access_token": pair.access, "refresh_token": pair.refresh, "expires_in": pair.life,
        "domain": "oauth.bitrix.info", "member_id": "x", "scope": ",".join(sorted(b24.scopes)),
        "client_endpoint": f"{b24.url}/rest/", "server_endpoint": "https://oauth.bitrix.info/rest/",
    })  # fmt: skip
    if said.get("grant_type") == "refresh_token" and b24.tokens.lose:
        b24.tokens.lose -= 1
        answer.broken = "drop"
    return answer
