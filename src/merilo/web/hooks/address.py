"""Where a connected system may call us: an address with a secret in it, for calls bear no proof."""

import hmac
import secrets as random
from pathlib import Path

from cachetools import TTLCache, cached
from django.conf import settings
from django.urls import reverse

from merilo.sources.sync.vault import Vault

NAME = "hook"  # among the secrets of the connection
BELIEVED_S = 30.0


def address(connection: str) -> str:
    """The path to call; its secret is made when it is first asked for."""
    vault = Vault(Path(settings.HOME))
    kept = vault.read(connection)
    if NAME not in kept:
        kept = {**kept, NAME: random.token_urlsafe(32)}
        vault.write(connection, kept)
        _secret.cache_clear()
    return reverse("hook", args=[connection, str(kept[NAME])])


def knows(connection: str, said: str) -> bool:
    """Whether the secret is that of the connection."""
    kept = _secret(connection)
    return bool(kept) and hmac.compare_digest(kept.encode(), said.encode())


@cached(TTLCache(200, BELIEVED_S))
def _secret(connection: str) -> str:
    if not connection.replace("-", "").replace("_", "").isalnum() or len(connection) > 40:
        return ""
    return str(Vault(Path(settings.HOME)).read(connection).get(NAME, ""))
