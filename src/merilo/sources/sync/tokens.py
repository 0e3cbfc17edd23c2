"""Tokens that run out: renewed late and seldom, by one process at a time, saved before use.

The service gives a new pair and forgets the old one at that moment. Whoever died between its
answer and our file would have lost the way in: so that stretch is short, and a signal to stop
waits until it is over.
"""

import fcntl
import json
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from merilo.sources.sync import faults, wire
from merilo.sources.sync.protocol import OAuth
from merilo.sources.sync.vault import Secret, Vault

TIMEOUT_S = 30.0


@dataclass(frozen=True)
class Tokens:
    """The pair of one connection, in the vault under its name."""

    vault: Vault
    connection: str
    oauth: OAuth
    send: Callable[[OAuth, Mapping[str, str]], tuple[int, bytes]] | None = None

    def access(self) -> str:
        """The token as it is now."""
        return self.vault.read(self.connection).get("access", "")

    def renew(self, used: str) -> None:
        """A new pair in place of the one whose access token was `used`, unless another process
        made one meanwhile. SignIn if it is refused; Again if the service does not answer."""
        with self._alone():
            kept = self.vault.read(self.connection)
            if kept.get("access", "") != used:
                return
            if not kept.get("refresh") and not self.oauth.grant:
                raise faults.SignIn("401")
            with uninterrupted():
                status, body = (self.send or post)(self.oauth, self._asked(kept))
                self._take(kept, status, body)

    def first(self, code: str, said: Mapping[str, str]) -> dict[str, str]:
        """The pair that a code is good for, once, beside `said` (the integration's id and
        secret). It is on the disk before anybody uses it, aside, until it is known whose it is.
        SignIn if it is refused; Again if no answer came: the code may be used up."""
        asked = {**said, "grant_type": "authorization_code", "code": code, **self.oauth.extra}
        with self._alone(), uninterrupted():
            status, body = (self.send or post)(self.oauth, asked)
            access, refresh = self._pair(status, body)
            found = {**said, "access": Secret(access), "refresh": Secret(refresh)}
            self.vault.write(aside(self.connection), found)
        return found

    def _asked(self, kept: Mapping[str, str]) -> Mapping[str, str]:
        said = {name: kept[name] for name in ("client_id", "client_secret") if name in kept}
        grant = self.oauth.grant or {
            "grant_type": "refresh_token", "refresh_token": kept["refresh"],
        }  # fmt: skip
        return {**said, **grant, **self.oauth.extra}

    def _take(self, kept: Mapping[str, str], status: int, body: bytes) -> None:
        access, refresh = self._pair(status, body)
        self.vault.write(self.connection, {**kept, "access": access, "refresh": refresh})

    def _pair(self, status: int, body: bytes) -> tuple[str, str]:
        if status >= 500 or status == 429:
            raise faults.Again(str(status))
        pair = parsed(body, bool(self.oauth.grant)) if 200 <= status < 300 else None
        if pair is None and self.oauth.grant and status == 200:
            raise faults.Again("no token")  # a password may be sent once more
        if pair is None:
            raise faults.SignIn(str(status))
        return pair

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process renews at a time."""
        with locked(self.vault.folder / f"{self.connection}.lock"):
            yield


def aside(connection: str) -> str:
    """Under which name a pair is kept that is not yet the connection's; no connection has it."""
    return f"{connection}.new-pair"


def parsed(body: bytes, alone: bool = False) -> tuple[str, str] | None:
    """The pair that an answer gives; None if it gives none. `alone`: the first of it will do."""
    try:
        said = json.loads(body)
        access, refresh = said["access_token"], "" if alone else said["refresh_token"]
    except (ValueError, KeyError, TypeError):
        return None
    sound = all(isinstance(one, str) and (one or alone) for one in (access, refresh)) and access
    return (access, refresh) if sound else None


def post(oauth: OAuth, said: Mapping[str, str]) -> tuple[int, bytes]:
    """Ask for a pair: status and body. Again if nothing came back."""
    try:
        with wire.client(TIMEOUT_S) as http:
            if oauth.form:
                answer = http.post(oauth.url, data=dict(said))
            else:
                answer = http.post(oauth.url, json=dict(said))
    except httpx2.TransportError as error:
        raise faults.Again(type(error).__name__) from None
    return answer.status_code, answer.content


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """The file is ours meanwhile; the system takes it from whoever dies."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Signals to stop wait until the end. Only the main thread hears signals: elsewhere nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held = {signal.SIGTERM, signal.SIGINT}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
