"""A million deals into the lake, beside DuckDB's COPY of the same relation: make bench.

CPU seconds of all threads, in one run; both begin with the rows in DuckDB. Ours looks every key up,
splits by month, commits, syncs to the disk and publishes a snapshot.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from merilo.facts.lake import Change, Lake, Load
from merilo.facts.tables import TABLES

ROWS = 1_000_000
ROUNDS = 3
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DEALS = """
select 'crm' as connection, i::varchar as id, 'Deal ' || i as name,
  'crm:' || i * 31 % 50000 as customer, 'crm:' || i * 7919 % 300 as owner, 'crm:1' as pipeline,
  'crm:1/' || i % 7 as stage, case i % 3 when 0 then 'won' when 1 then 'lost' else 'open' end
  as outcome, (i % 9973)::decimal(18, 4) as amount, amount as amount_base, 'RUB' as currency,
  'web' as channel, '{segment}' as segment,
  timestamptz '2021-01-01 00:00:00+00' + to_minutes(i * 17 % 1576800) as created_at,
  created_at::date as created_on, created_at + to_days(20) as closed_at,
  closed_at::date as closed_on, '{{"Source": "' || i % 1000 || '"}}' as extra, false as deleted
from range({rows}) t(i)"""


def main(rows: int = ROWS) -> None:
    """Print what it costs to put the rows first, again, and changed."""
    costs: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            for what, cost in once(Path(folder), rows):
                costs.setdefault(what, []).append(cost)
    plain = min(costs.pop("plain"))
    for what, tries in costs.items():
        best = min(tries)
        print(  # noqa: T201
            f"{what:28} {best:6.2f} s cpu, {best / plain:5.2f} times DuckDB's COPY "
            f"({plain:.2f} s), {rows / best:9,.0f} rows/s"
        )


def once(folder: Path, rows: int) -> list[tuple[str, float]]:
    """One round: the cost of each way."""
    lake = Lake.open(folder / "lake")
    ways = {
        "deals, first": ("a", Change(new=rows)),
        "deals, the same again": ("a", Change(same=rows)),
        "deals, all changed": ("b", Change(changed=rows)),
    }
    found = []
    for what, (segment, expected) in ways.items():
        with lake.writing("bench", NOW) as load:
            load.db.execute(f"create temp table made as {DEALS.format(segment=segment, rows=rows)}")
            if what == "deals, first":
                copy = f"copy made to '{folder}/plain.parquet' (compression zstd)"
                found.append(("plain", cpu(lambda load=load, copy=copy: load.db.execute(copy))))
            found.append((what, cpu(lambda load=load, expected=expected: put(load, expected))))
    return found


def put(load: Load, expected: Change) -> None:
    """Put the rows made; a faster wrong answer is not faster."""
    assert load.put(TABLES["deals"], load.db.table("made")) == expected


def cpu(way: Callable[[], object]) -> float:
    """CPU seconds."""
    start = process_time()
    way()
    return process_time() - start


if __name__ == "__main__":
    main()
