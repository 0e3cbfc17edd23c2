"""Canonical rows on their way to the check: gathered by what they speak of, the newest of each."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from merilo.facts.lake import Load
from merilo.sources.engine.cells import quoted
from merilo.sources.files.sheet import Chunk
from merilo.sources.sync.protocol import Row

EXTRA = "extra"
AT_ONCE = 20_000  # rows in memory


class Kind(NamedTuple):
    """Rows that speak of the same columns of the same table."""

    table: str
    columns: tuple[str, ...]  # slots, then EXTRA if they have one


@dataclass
class Heap:
    """The rows of a kind, in a table of DuckDB: `seq`, then c0 ... cN as texts."""

    kind: Kind
    name: str
    rows: int = 0


class Stage:
    """Of one load."""

    def __init__(self, load: Load) -> None:
        self.db = load.db
        self.heaps: dict[Kind, Heap] = {}
        self.seq = 0
        self._some: defaultdict[Kind, list[tuple[int, Row]]] = defaultdict(list)
        self._waiting = 0

    def take(self, rows: Iterable[Row]) -> None:
        """More rows."""
        for row in rows:
            self.seq += 1
            columns = tuple(sorted(row.values))
            if row.extra is not None:
                columns = (*columns, EXTRA)
            self._some[Kind(row.table, columns)].append((self.seq, row))
            self._waiting += 1
            if self._waiting >= AT_ONCE:
                self.flush()

    def flush(self) -> None:
        """Nothing waits in memory any more."""
        for kind, rows in self._some.items():
            self._write(kind, rows)
        self._some.clear()
        self._waiting = 0

    def _write(self, kind: Kind, rows: Sequence[tuple[int, Row]]) -> None:
        slots = [c for c in kind.columns if c != EXTRA]
        columns = {"seq": pa.array([seq for seq, _row in rows], pa.int64())}
        for n, slot in enumerate(slots):
            columns[f"c{n}"] = pa.array([text(row.values[slot]) for _seq, row in rows], pa.string())
        if EXTRA in kind.columns:
            texts = [written(row.extra or {}) for _seq, row in rows]
            columns[f"c{len(slots)}"] = pa.array(texts, pa.string())
        heap = self.heaps.setdefault(kind, Heap(kind, f"heap{len(self.heaps)}"))
        self.db.register("arrived", pa.table(columns))
        begun = f"insert into {heap.name}" if heap.rows else f"create temp table {heap.name} as"
        self.db.execute(f"{begun} select * from arrived")
        self.db.unregister("arrived")
        heap.rows += len(rows)

    def newest(self, heap: Heap) -> int:
        """Keep the newest of the rows of one id: by when they changed, else the last that came.
        How many are superseded."""
        place = heap.kind.columns.index("id")
        order = ["seq desc"]
        if "updated" in heap.kind.columns:
            order.insert(0, f"c{heap.kind.columns.index('updated')} desc nulls last")
        self.db.execute(
            f"create or replace temp table newest as select seq from {heap.name} qualify "
            f"c{place} is null or row_number() over (partition by c{place} "
            f"order by {', '.join(order)}) = 1"
        )
        (gone,) = self.db.execute(
            f"delete from {heap.name} where seq not in (select seq from newest)"
        ).fetchall()[0]
        return int(gone)

    def chunks(self, heap: Heap, columns: Mapping[str, str] | None = None) -> Iterator[Chunk]:
        """The rows as a sheet has them; `columns` are expressions in place of some slots."""
        names = [f"c{n}" for n in range(len(heap.kind.columns))]
        for slot, expression in (columns or {}).items():
            n = heap.kind.columns.index(slot)
            names[n] = f"{expression} as c{n}"
        (total,) = self.db.execute(f"select count(*) from {heap.name}").fetchall()[0]
        found = f"select seq as _row, {', '.join(names)} from {heap.name} order by seq"
        for first in range(0, total, AT_ONCE * 5):
            rows = self.db.sql(f"{found} limit {AT_ONCE * 5} offset {first}").to_arrow_table()
            yield Chunk(rows, rows.num_rows, (first + rows.num_rows) / total)


def text(value: object) -> str | None:
    """A value as text, whatever a source has put there; the check tells what it is worth."""
    return value if value is None or isinstance(value, str) else str(value)


def written(extra: Mapping[str, object]) -> str:
    """As JSON, what is empty left out; the same content is the same text."""
    said = {key: value for key, value in extra.items() if value not in (None, "", [], {})}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def literal(values: Iterable[str]) -> str:
    """A list of SQL."""
    return "[" + ", ".join(map(quoted, values)) + "]"
