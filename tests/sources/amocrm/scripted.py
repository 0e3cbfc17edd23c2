"""A client that answers from a script, and remembers what it was asked."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from merilo.sources.sync.protocol import Record


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body, parse_float=str) if self.body else None


def told(body: Any) -> Said:
    return Said(200, json.dumps(body).encode())


def listed(name: str, rows: Any, more: bool = False) -> Said:
    """A page of a list; none is "no content"."""
    if not rows:
        return Said(204)
    links = {"self": {"href": "..."}, **({"next": {"href": "..."}} if more else {})}
    return told({"_page": 1, "_links": links, "_embedded": {name: rows}})


@dataclass
class Scripted:
    """Answers by the path; each is a function of the query, an answer, or an error."""

    answers: Mapping[str, Any]
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    asked: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)

    def ask(
        self, method: str, path: str, query: Sequence[tuple[str, str]] = (), body: Any = None,
        form: Any = None, plain: bool = False,
    ) -> Said:  # fmt: skip
        assert method == "GET"
        self.asked.append((path.removeprefix("/api/v4/"), [*query]))
        found = self.answers[self.asked[-1][0]]
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, Said) else found([*query])

    def queries(self, path: str) -> list[list[tuple[str, str]]]:
        """What was asked of a path."""
        return [query for asked, query in self.asked if asked == path]


def timed(name: str, rows: list[Record], page: int = 250) -> Callable[..., Said]:
    """A list that is filtered by time of change and by ids, in the order of change."""

    def answer(query: list[tuple[str, str]]) -> Said:
        said, number = dict(query), int(dict(query)["page"])
        since = int(said.get("filter[updated_at][from]", 0))
        until = int(said.get("filter[updated_at][to]", 2**40))
        ids = {value for key, value in query if key == "filter[id][]"}
        found = [row for row in rows if since <= row["updated_at"] <= until]
        found = [row for row in found if not ids or str(row["id"]) in ids]
        by = "id" if "order[id]" in said else "updated_at"
        found.sort(key=lambda row: (row[by], row["id"]))
        return listed(name, found[(number - 1) * page : number * page], number * page < len(found))

    return answer
