"""Asking a method, many of them at once, and the rows in their answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from merilo.sources.bitrix24.judge import meaning
from merilo.sources.bitrix24.plain import lowered
from merilo.sources.sync.faults import Broken
from merilo.sources.sync.plain import obj
from merilo.sources.sync.protocol import Client, Record

PAGE = 50  # rows, always
COMMANDS = 50  # of a batch, at most

Params = Mapping[str, Any]


class Command(NamedTuple):
    """One of a batch; `under` is where the rows are in its result."""

    method: str
    params: Params
    under: str = ""


class Came(NamedTuple):
    """What came of a command: its result and where its list goes on, or why it failed."""

    result: Any
    next: int | None = None
    failed: Exception | None = None


def call(client: Client, method: str, params: Params | None = None) -> Record:
    """The answer of a method, with `result`."""
    said = client.ask("POST", f"{method}.json", body=dict(params or {})).json()
    if not isinstance(said, dict) or "result" not in said:
        raise Broken(f"{method} gives no result")
    return said


def rows(result: object, name: str = "") -> list[Record]:
    """The rows of a result: a list, or under a name. An empty map comes as a list."""
    found = result.get(name) if isinstance(result, dict) and name else result
    if isinstance(found, dict):
        found = [*found.values()]
    if found is None:
        return []
    if not isinstance(found, list):
        raise Broken("no list where one was asked for")
    return [lowered(row) for row in found]


def batch(client: Client, commands: Sequence[Command]) -> list[Came]:
    """What came of some commands, in their order; those that failed say so."""
    found: list[Came] = []
    for first in range(0, len(commands), COMMANDS):
        some = commands[first : first + COMMANDS]
        cmd = {f"c{n}": f"{one.method}?{urlencode([*flat(one.params)])}"
               for n, one in enumerate(some)}  # fmt: skip
        said = obj(call(client, "batch", {"halt": 0, "cmd": cmd})["result"])
        found += [_came(said, f"c{n}", n) for n in range(len(some))]
    return found


def _came(said: Record, name: str, place: int) -> Came:
    results, failed, after = (
        _named(said.get(part)) for part in ("result", "result_error", "result_next")
    )
    if isinstance(failed.get(name), dict):
        return Came(None, failed=meaning(failed[name]))
    if name not in results:
        raise Broken("a batch without the result of a command")
    place_of = after.get(name)
    return Came(results[name], place_of if isinstance(place_of, int) else None)


def _named(said: object) -> Record:
    """A map, which comes as a list where it is empty, or where its names are 0, 1, 2."""
    return said if isinstance(said, dict) else {}


class Whole(NamedTuple):
    """All rows of a list, or why it cannot be read."""

    rows: list[Record]
    failed: Exception | None = None

    def told(self) -> list[Record]:
        """The rows. The failure, if it failed."""
        if self.failed:
            raise self.failed
        return self.rows


def whole(client: Client, *commands: Command) -> list[Whole]:
    """All rows of some short lists: the first pages in one request, the others by `next`."""
    found = []
    for command, came in zip(commands, batch(client, commands), strict=True):
        some = [] if came.failed else rows(came.result, command.under)
        start: object = came.next
        while start is not None:
            said = call(client, command.method, {**command.params, "start": start})
            more = rows(said["result"], command.under)
            some += more
            start = said.get("next") if more else None
        found.append(Whole(some, came.failed))
    return found


def flat(said: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Pairs of a query, as PHP reads them."""
    if isinstance(said, Mapping):
        for key, value in said.items():
            yield from flat(value, f"{name}[{key}]" if name else str(key))
    elif isinstance(said, list | tuple):
        for place, value in enumerate(said):
            yield from flat(value, f"{name}[{place}]")
    elif said is not None:
        yield name, str(said)
