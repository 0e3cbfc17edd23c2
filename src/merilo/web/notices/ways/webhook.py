"""Messages to an address of one's own, signed as standardwebhooks.com says.

`webhook-id` is the same each time the same message is sent. No redirects, no proxies, nothing read
of the answer but its first line, and all of it within seconds.
"""

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Timer
from urllib.parse import quote, urlsplit

from django.conf import settings

from merilo.web.notices.letter import Letter
from merilo.web.notices.ways.public import connect
from merilo.web.notices.ways.trouble import Trouble

STEP_S, WHOLE_S = 10.0, 20.0  # for one answer of the network, and for all
LONGEST = 1000  # of an address
SAFE = "/%:@!$&'()*+,;=~-._?"  # of what stands in an address already quoted


@dataclass(frozen=True)
class Target:
    """An address by its parts, in ASCII."""

    scheme: str
    host: str
    port: int
    path: str


def send(letter: Letter, said: dict[str, str]) -> None:
    """Send it to the address said. Trouble if it does not arrive."""
    where = target(said.get("address", ""))
    if where is None:
        raise Trouble("unset", final=True)
    body = json.dumps(letter.content, ensure_ascii=False).encode()
    with line(where) as connection:
        connection.request("POST", where.path, body, headers(letter, said["key"], body))
        status = connection.getresponse().status
    if not 200 <= status < 300:
        raise Trouble("answered", str(status))


@contextmanager
def line(where: Target) -> Iterator[http.client.HTTPConnection]:
    """A connection to a checked address, cut when its time is over."""
    wire = connect(where.host, where.port, settings.PRIVATE_HOSTS, STEP_S)
    twin = wire.dup()
    cut = Timer(WHOLE_S, hang_up, [twin])
    cut.daemon = True
    cut.start()
    connection = http.client.HTTPConnection(where.host, where.port)
    try:
        connection.sock = wrapped(wire, where.host) if where.scheme == "https" else wire
        yield connection
    except ssl.SSLCertVerificationError:
        raise Trouble("certificate") from None
    except (OSError, http.client.HTTPException):
        raise Trouble("silent") from None
    finally:
        cut.cancel()
        for one in (connection, wire, twin):
            one.close()


def wrapped(wire: socket.socket, host: str) -> ssl.SSLSocket:
    """The same, encrypted; the certificate is of the name, whatever the address is."""
    return ssl.create_default_context().wrap_socket(wire, server_hostname=host)


def hang_up(wire: socket.socket) -> None:
    """Whoever waits for it hears that it is over."""
    with suppress(OSError):
        wire.shutdown(socket.SHUT_RDWR)


def headers(letter: Letter, key: str, body: bytes) -> dict[str, str]:
    """What says which message it is, and that it is ours."""
    name, now = f"msg_{letter.id.hex}", str(int(datetime.now(UTC).timestamp()))
    return {
        "Content-Type": "application/json", "User-Agent": "Merilo", "webhook-id": name,
        "webhook-timestamp": now, "webhook-signature": signature(key, name, now, body),
    }  # fmt: skip


def signature(key: str, name: str, at: str, body: bytes) -> str:
    """By which the receiver knows that whoever has the key wrote it, and when."""
    word = base64.b64decode(key.removeprefix("whsec_"))
    sign = hmac.digest(word, f"{name}.{at}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(sign).decode()}"


def fresh_key() -> str:
    """A key to sign by."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def target(address: str) -> Target | None:
    """The parts of an address that may be written so; None if it may not.

    Without encryption only where the administrator allowed the host.
    """
    if len(address) > LONGEST or not address.isprintable() or " " in address:
        return None
    try:
        found = urlsplit(address)
        port, host = found.port, (found.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return None
    sealed = found.scheme == "https" or (found.scheme == "http" and host in settings.PRIVATE_HOSTS)
    if not sealed or not host or port == 0 or "@" in found.netloc:
        return None
    asked = f"?{quote(found.query, safe=SAFE)}" if found.query else ""
    path = quote(found.path or "/", safe=SAFE)
    return Target(
        found.scheme, host, port or (443 if found.scheme == "https" else 80), path + asked
    )


def masked(address: str) -> str:
    """Enough of it to be known again by whoever typed it."""
    where = target(address)
    return f"{where.scheme}://{where.host}/…" if where else "…"
