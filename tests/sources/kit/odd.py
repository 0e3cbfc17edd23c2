"""Records in which something else stands than belongs there, among those that are right."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from merilo.fakes.server import Answer, Request

INSTEAD = (None, [], {}, [1, {"id": 2}], {"id": {"x": []}}, "?", "", -1, 10**30, True, "9" * 50)
STRAY = (None, 7, "row", [], [[]])  # in place of a record
Serve = Callable[[Request], Answer]
Listed = Callable[[Any], list[Any] | None]


def variants(record: dict[str, Any]) -> Iterator[Any]:
    """The record with each of its values replaced by each of what does not belong there."""
    names = [one for one in ("id", "entry_id", "ext_id") if one in record]
    for field in record:
        for n, odd in enumerate(INSTEAD):
            yield {**record, **dict.fromkeys(names, f"odd-{field}-{n}"), field: odd}
    yield from STRAY


def spoiling(serve: Serve, listed: Listed, odd: list[Any]) -> Serve:
    """The same answers; wherever the first record that ever came stands, its variants follow, which
    are then in `odd`, too."""
    first: list[str] = []

    def served(request: Request) -> Answer:
        answer = serve(request)
        try:
            said = json.loads(answer.body)
        except ValueError:
            return answer
        rows = listed(said) or []
        for row in [*rows]:
            told = json.dumps(row, sort_keys=True)
            first.append(told) if not first else None
            if told == first[0]:
                odd[:] = variants(row)
                rows += odd
        return Answer.json(said, answer.status)

    return served
