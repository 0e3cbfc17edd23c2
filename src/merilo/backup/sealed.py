"""Keys that lie in the home go into its backup sealed, by the key that lies outside.

They open second factors and the ways by which people are told. The key that signs cookies stays
out: a restored home makes a new one, and everybody signs in again.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import InvalidToken

from merilo.errors import Error
from merilo.sources.sync.vault import Vault, put

NAMES = ("factors", "channels")
FOLDER = "secrets"


def sealed(home: Path) -> bytes:
    """The keys of a home; nothing where it has none, or where the key outside is not the one that
    sealed the secrets of its connections."""
    places = {name: home / FOLDER / f"{name}.key" for name in NAMES}
    keys = {name: path.read_text("ascii") for name, path in places.items() if path.exists()}
    names = [*connections(home)]
    if not keys or (names and names == [*unopened(home)]):
        return b""
    return Vault(home).seal(json.dumps(keys).encode())


def unsealed(home: Path, kept: bytes) -> bool:
    """Put them back where they lay; whether they could be opened."""
    try:
        keys = json.loads(Vault(home).open(kept))
    except (InvalidToken, Error):
        return False
    for name in NAMES:
        if name in keys:
            put(home / FOLDER / f"{name}.key", str(keys[name]).encode("ascii"))
    return True


def connections(home: Path) -> Iterator[str]:
    """The connections of which secrets are kept."""
    yield from (path.stem for path in sorted(Vault(home).folder.glob("*.enc")))


def unopened(home: Path) -> Iterator[str]:
    """Those whose secrets the key here does not open."""
    vault = Vault(home)
    for name in connections(home):
        try:
            vault.read(name)
        except Error:
            yield name
