"""Where a connected system may call us: an address with a secret in it, for calls bear no proof."""

import secrets as random

from merilo.sources.sync.vault import Vault

NAME = "hook"  # among the secrets of the connection


def hook(vault: Vault, connection: str) -> str:
    """The path to call; its secret is made when it is first asked for."""
    kept = vault.read(connection)
    if NAME not in kept:
        kept = {**kept, NAME: random.token_urlsafe(32)}
        vault.write(connection, kept)
    return f"/hooks/{connection}/{kept[NAME]!s}/"


def secret(vault: Vault, connection: str) -> str:
    """The secret, if there is one; else an empty text."""
    return str(vault.read(connection).get(NAME, ""))
