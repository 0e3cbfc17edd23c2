"""Signing in by agreeing in the browser: where it is sent, and whose answer is believed."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from merilo.errors import Impossible
from merilo.sources.amocrm.address import ADDRESS, base
from merilo.sources.sync.protocol import Ask, OAuth, Wanted
from merilo.words import say

BRANDS = ("amocrm.ru", "kommo.com")
ACCOUNT = re.compile(rf"(?!www\.)[a-z0-9][a-z0-9-]{{0,62}}\.({'|'.join(map(re.escape, BRANDS))})")


class Consent:
    """See `protocol.Consent`."""

    wanted = (
        ADDRESS,
        Wanted("client_id", "Integration ID", hint="Of the integration's page, Keys"),
        Wanted("client_secret", "Secret key", Ask.SECRET, "Of the same page"),
    )
    steps = (
        "amoMarket, Create integration, private. As its redirect address paste this one, letter "
        "by letter:",
        "Give it access to the data of the account, save it, and open its tab Keys.",
    )

    def asks(self, settings: Mapping[str, Any], client_id: str, state: str) -> str:
        """The page of the account's brand, where an administrator agrees."""
        here = base(settings)
        brand = _brand(urlsplit(here).hostname or "")
        said = urlencode({"client_id": client_id, "state": state, "mode": "popup"})
        return f"https://www.{brand}/oauth?{said}" if brand else f"{here}/oauth?{said}"

    def account(self, settings: Mapping[str, Any], said: Mapping[str, str]) -> Mapping[str, Any]:
        """The account that `referer` names: anybody can write an address into it, so only those of
        the service count, and the one that was typed."""
        named = said.get("referer", "").strip().lower()
        if not named or named == urlsplit(base(settings)).netloc.lower():
            return settings
        if not ACCOUNT.fullmatch(named):
            raise Impossible(say("the answer came from “{said}”, which is no account of amoCRM or "
                                 "Kommo: nothing was sent there", said=named[:100]))  # fmt: skip
        return {**settings, "address": named}

    def oauth(self, settings: Mapping[str, Any]) -> OAuth:
        """The account's own address; the address to come back to is sent along."""
        extra = {"redirect_uri": str(settings.get("redirect_uri") or "")}
        return OAuth(f"{base(settings)}/oauth2/access_token", extra=extra)


def _brand(host: str) -> str:
    return next((brand for brand in BRANDS if host.endswith(f".{brand}")), "")
