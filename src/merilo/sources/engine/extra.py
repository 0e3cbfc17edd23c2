"""What the file says and no column holds: kept in `extra`, as JSON by the file's own captions."""

import json
from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from merilo.sources.engine.cells import quoted


def captions(header: Sequence[str]) -> tuple[str, ...]:
    """The captions, each but once: the second `Товар` is `Товар 2`, one without is `column 7`."""
    found: dict[str, int] = {}
    for place, said in enumerate(header, start=1):
        caption, number = said.strip() or f"column {place}", 2
        name = caption
        while name in found:
            name, number = f"{caption} {number}", number + 1
        found[name] = place
    return tuple(found)


class Extra:
    """The columns `places` of a sheet that nobody mapped."""

    def __init__(self, header: Sequence[str], places: Sequence[int]) -> None:
        self.keys: Mapping[int, str] = {
            place: caption
            for place, caption in enumerate(captions(header))
            if place in frozenset(places)
        }

    def json(self, db: DuckDBPyConnection, source: str) -> str:
        """An expression over the columns of `source`; empty cells are left out, all empty is NULL.

        Most columns of a wide export hold nothing, and those that are full need no test: the
        expression is made for the rows at hand, which is several times quicker.
        """
        if not self.keys:
            return "null::text"
        counts = ", ".join(f"count(c{place})" for place in self.keys)
        total, *filled = db.execute(f"select count(*), {counts} from {source}").fetchall()[0]
        full = [p for p, n in zip(self.keys, filled, strict=True) if n == total]
        some = [p for p, n in zip(self.keys, filled, strict=True) if 0 < n < total]
        return self._object(full, some)

    def _object(self, full: Sequence[int], some: Sequence[int]) -> str:
        pairs = ", ".join(f"{quoted(self.keys[p])}, c{p}" for p in full)
        whole = f"json_object({pairs})::text" if full else ""
        parts = ", ".join(
            f"{quoted(json.dumps(self.keys[p], ensure_ascii=False) + ':')} || "
            f"case when c{p} is not null then to_json(c{p})::text end"
            for p in some
        )
        if not some:
            return whole or "null::text"
        if not full:
            return f"'{{' || nullif(concat_ws(',', {parts}), '') || '}}'"
        return f"concat_ws(',', ({whole})[:-2], {parts}) || '}}'"


class Given:
    """A column that holds the whole of it already, as JSON; `place` is where."""

    def __init__(self, place: int) -> None:
        self.keys: Mapping[int, str] = {place: "extra"}
        self.place = place

    def json(self, db: DuckDBPyConnection, source: str) -> str:
        """An expression over the columns of `source`."""
        return f"c{self.place}"
