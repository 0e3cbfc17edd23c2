"""Tokens: long-lived ones, and pairs of which the second renews the first."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

YEAR = 365 * 86_400


@dataclass
class Pair:
    """A pair that was given out."""

    access: str
    refresh: str
    life: int


class Refused(Exception):
    """A code or a refresh token that does not work."""


class Failed(Exception):
    """The service cannot refresh just now."""


class Tokens:
    """Which tokens work. `now` is the fake's clock.

    `life` seconds of an access token; `rotate`: a refresh token works once; `fail`: so many next
    refreshes answer 503; `lose`: so many next pairs are given out, but nobody hears of it.
    """

    def __init__(self, now: Callable[[], int], seed: int, life: int = 86_400) -> None:
        self.now, self.seed, self.life = now, seed, life
        self.rotate, self.refusal = True, 400
        self.fail, self.lose = 0, 0
        self.issued = 0
        self.live: dict[str, int] = {}  # access token -> its end
        self.of: dict[str, str] = {}  # access token -> its integration
        self.codes: dict[str, int] = {}
        self.refreshes: dict[str, int] = {}

    def long(self, life: int = YEAR, of: str = "private") -> str:
        """A token that needs no renewal, of one of the integrations."""
        return self._access(life, of)

    def accept(self, token: str, life: int = YEAR) -> None:
        """This one works too."""
        self.live[token] = self.now() + life

    def code(self) -> str:
        """For the first exchange; lives for 20 minutes."""
        code = self._secret("code")
        self.codes[code] = self.now() + 1200
        return code

    def good(self, token: str) -> bool:
        """Does it open the door?"""
        return self.live.get(token, 0) > self.now()

    def exchange(self, code: str) -> Pair:
        """A pair for a code, which works once."""
        if self.codes.pop(code, 0) <= self.now():
            raise Refused
        return self.pair()

    def pair(self) -> Pair:
        """A new pair."""
        pair = Pair(self._access(self.life, "oauth"), self._secret("refresh"), self.life)
        self.refreshes[pair.refresh] = self.now() + YEAR // 4
        return pair

    def renew(self, refresh: str) -> Pair:
        """A new pair for a refresh token, which is dead after it."""
        if self.fail:
            self.fail -= 1
            raise Failed
        if not self.knows(refresh):
            raise Refused
        pair = self.pair()
        if self.rotate:
            del self.refreshes[refresh]
        else:
            del self.refreshes[pair.refresh]
            pair.refresh = refresh
        return pair

    def knows(self, refresh: str) -> bool:
        """Would this refresh token work?"""
        return self.refreshes.get(refresh, 0) > self.now()

    def expire(self) -> None:
        """All access tokens end now; those that renew them still work."""
        self.live.clear()

    def revoke(self) -> None:
        """Nothing works any more."""
        self.live.clear()
        self.refreshes.clear()
        self.codes.clear()

    def _access(self, life: int, of: str) -> str:
        end = self.now() + life
        claims = {"jti": self._secret("access"), "iat": self.now(), "exp": end, "scopes": ["crm"]}
        parts = [{"typ": "JWT", "alg": "HS256"}, claims]
        token = ".".join(coded(json.dumps(part).encode()) for part in parts)
        token += "." + coded(sha256(token.encode()).digest())
        self.live[token], self.of[token] = end, of
        return token

    def _secret(self, what: str) -> str:
        self.issued += 1
        return sha256(f"{self.seed}:{what}:{self.issued}".encode()).hexdigest()


def coded(raw: bytes) -> str:
    """Base64 as in a JWT."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
