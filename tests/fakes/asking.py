"""A plain client of the fakes, which knows nothing of our own."""

import json
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit


class Got(NamedTuple):
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a list; none without a body."""
        return json.loads(self.body)["_embedded"][name] if self.body else []

    def said(self) -> Any:
        """The body."""
        return json.loads(self.body)


def ask(fake, path: str, method: str = "GET", body: Any = None, token: str | None = None) -> Got:
    """One request with a connection of its own."""
    parts = urlsplit(fake.url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
    headers = {"Authorization": f"Bearer {fake.token if token is None else token}"}
    try:
        sent = json.dumps(body).encode() if body is not None else None
        connection.request(method, quote(path, safe="/?&=[]%,:+"), sent, headers)
        answer = connection.getresponse()
        return Got(answer.status, dict(answer.headers), answer.read())
    finally:
        connection.close()


def listed(fake, path: str, name: str) -> list[dict[str, Any]]:
    """All rows of a list, by its links."""
    rows: list[dict[str, Any]] = []
    at: str | None = "/api/v4" + path
    while at:
        got = ask(fake, at)
        rows += got.rows(name)
        following = got.said()["_links"].get("next") if got.body else None
        at = following and following["href"].removeprefix(fake.url)
    return rows
