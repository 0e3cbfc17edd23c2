"""What was asked, and what is answered."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Tree = dict[str, Any]  # of texts and further trees


def tree(pairs: list[tuple[str, str]]) -> Tree:
    """`a[b][]=1` as PHP reads it: {"a": {"b": {"0": "1"}}}."""
    root: Tree = {}
    for name, value in pairs:
        head, *rest = name.replace("]", "").split("[")
        node = root
        for step in rest:
            below = node.get(head)
            if not isinstance(below, dict):
                below = node[head] = {}
            node, head = below, step if step else str(len(below))
        node[head] = value
    return root


def listed(node: Any) -> list[str]:
    """The values of a filter: a list, a tree of them, or text with commas."""
    if node is None:
        return []
    if isinstance(node, dict):
        return [text for value in node.values() for text in listed(value)]
    return [text.strip() for text in str(node).split(",") if text.strip()]


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]  # names in small letters
    body: bytes = b""

    @cached_property
    def path(self) -> str:
        """Without the query."""
        return urlsplit(self.target).path

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The query, in its order."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @cached_property
    def query(self) -> Tree:
        """The query as a tree."""
        return tree(self.pairs)

    @cached_property
    def form(self) -> Tree:
        """The body as a form."""
        return tree(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def json(self) -> Any:
        """The body as JSON; None if it is none."""
        try:
            return json.loads(self.body or b"null")
        except ValueError:
            return None

    @property
    def bearer(self) -> str:
        """The token it came with."""
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""


@dataclass
class Answer:
    """What goes back. `broken`: how the transport spoils it (`faults.BROKEN`)."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    broken: str = ""
    slow_s: float = 0.0  # how long the body takes

    @classmethod
    def json(cls, data: Any, status: int = 200, kind: str = "application/json") -> "Answer":
        """Data as JSON."""
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        return cls(status, body, {"Content-Type": kind})

    @classmethod
    def text(cls, text: str, status: int, kind: str = "text/plain; charset=utf-8") -> "Answer":
        """Words."""
        return cls(status, text.encode(), {"Content-Type": kind})


def flat(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The opposite of `tree`: pairs of a form, in PHP's spelling."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from flat(value, f"{name}[{key}]" if name else str(key))
    elif isinstance(data, list | tuple):
        for place, value in enumerate(data):
            yield from flat(value, f"{name}[{place}]")
    elif data is not None:
        yield name, str(data)
