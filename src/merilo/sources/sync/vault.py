"""Secrets of connections: each in a file of its own, encrypted; the key lies outside the home.

So a copy of the home folder holds no key. `repr` of a secret shows nothing.
"""

import hashlib
import hmac
import json
import os
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from merilo.errors import SetupError, Unwritable
from merilo.facts.lake.disk import sync
from merilo.words import say

KEY, KEY_FILE = "MERILO_KEY", "MERILO_KEY_FILE"
FOLDER = "secrets"


class Secret(str):
    """A text that does not show itself by accident."""

    def __repr__(self) -> str:
        return "***"

    __slots__ = ()


@dataclass(frozen=True)
class Vault:
    """The secrets of an installation, in the home's folder of them."""

    home: Path

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.home / FOLDER / "connections"

    def read(self, connection: str) -> dict[str, str]:
        """All of one connection; none if nothing was kept. SetupError if the key is another."""
        try:
            sealed = self._path(connection).read_bytes()
        except FileNotFoundError:
            return {}
        try:
            found: dict[str, str] = json.loads(self.cipher.decrypt(sealed))
        except InvalidToken:
            wanted = say("the secrets were sealed with another key: give that one back, "
                         "or enter the secrets anew")  # fmt: skip
            raise SetupError(KEY, "***", wanted) from None
        return {name: Secret(said) for name, said in found.items()}

    def write(self, connection: str, said: Mapping[str, str]) -> None:
        """Keep them in place of what was kept: on the disk before this returns."""
        path = self._path(connection)
        text = json.dumps({name: str(value) for name, value in said.items()})
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = path.with_suffix(".new")
            put(draft, self.cipher.encrypt(text.encode()))
            os.replace(draft, path)
            sync(path.parent)
        except OSError as error:
            raise Unwritable(str(path), (error.strerror or str(error)).lower()) from None

    def forget(self, connection: str) -> None:
        """As if nothing had ever been kept."""
        self._path(connection).unlink(missing_ok=True)

    def seal(self, content: bytes) -> bytes:
        """What nobody reads without the key: pages on their way into the lake."""
        return self.cipher.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed."""
        return self.cipher.decrypt(sealed)

    def digest(self, text: str) -> str:
        """A mark that tells a text from others, and from which nobody gets it back without the
        key. Half of a SHA-256: the chance that two of ten million share one is below 10^-24."""
        return hmac.new(self._digesting, text.encode(), hashlib.sha256).hexdigest()[:32]

    def _path(self, connection: str) -> Path:
        return self.folder / f"{connection}.enc"

    @cached_property
    def cipher(self) -> MultiFernet:
        """By the first key it is sealed, by any of them opened."""
        return MultiFernet([Fernet(key) for key in self._keys])

    @cached_property
    def _digesting(self) -> bytes:
        return hashlib.sha256(b"digest" + self._keys[-1]).digest()  # the oldest: it never changes

    @cached_property
    def _keys(self) -> list[bytes]:
        said = os.environ.get(KEY, "")
        if not said:
            said = self._kept()
        keys = [one.strip().encode() for one in said.split(",") if one.strip()]
        try:
            for key in keys:
                Fernet(key)
        except ValueError:
            raise SetupError(KEY, "***", say("a key of 32 bytes in base64 is wanted")) from None
        return keys

    def _kept(self) -> str:
        """The key of this installation: made when it is first asked for."""
        path = Path(os.environ.get(KEY_FILE) or self._place())
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            once(path, Fernet.generate_key())
            return path.read_text("ascii").strip()
        except OSError as error:
            raise Unwritable(str(path), (error.strerror or str(error)).lower()) from None

    def _place(self) -> Path:
        """Beside the settings of this user's programs, by a name that the home folder carries."""
        named = self.home / FOLDER / "name"
        if not named.exists():
            named.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            once(named, random.token_hex(8).encode())
        name = named.read_text("ascii").strip()
        config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Path(config) / "merilo" / f"{name}.key"


def once(path: Path, content: bytes) -> None:
    """Write the file if there is none: of several who try, the first one's stands, whole."""
    draft = path.with_name(f"{path.name}.{random.token_hex(4)}")
    put(draft, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def put(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, onto the disk."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, content)
        os.fsync(file)
    finally:
        os.close(file)
