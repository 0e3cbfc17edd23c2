"""Whether a call knows the secret of the address that it came to."""

import hmac
from pathlib import Path

from cachetools import TTLCache, cached
from django.conf import settings

from merilo.sources.sync.connection import NAME
from merilo.sources.sync.hooks import hook, secret
from merilo.sources.sync.vault import Vault

BELIEVED_S = 30.0  # a secret, before it is read anew


def address(connection: str) -> str:
    """The path that a connected system may call."""
    return hook(Vault(Path(settings.HOME)), connection)


def knows(connection: str, said: str) -> bool:
    """Whether the secret is that of the connection."""
    kept = _secret(connection) if NAME.fullmatch(connection) else ""
    return bool(kept) and hmac.compare_digest(kept.encode(), said.encode())


@cached(TTLCache(200, BELIEVED_S))
def _secret(connection: str) -> str:
    return secret(Vault(Path(settings.HOME)), connection)
