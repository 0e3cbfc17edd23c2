"""A million deals from a CSV, beside DuckDB's own CSV to Parquet: make bench.

Both in the same run, in turn, on one core, CPU seconds; ours also reads as text, judges every
cell, finds doubles, people, customers and stages, and publishes a snapshot.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import duckdb

ROWS = 1_000_000
ROUNDS = 3
DEALS = """
select 30000000 + i as "Deal ID", 'Deal ' || i as "Deal name",
  case i % 3 when 0 then (i % 9973 + 1)::text else '' end as "Amount",
  'Seller ' || (i * 7919 % 300) as "Owner",
  strftime(timestamp '2015-01-01' + to_seconds(i * 90), '%Y-%m-%d %H:%M:%S') as "Created",
  case when i % 3 < 2
    then strftime(timestamp '2015-01-20 15:00:00' + to_seconds(i * 90), '%Y-%m-%d %H:%M:%S')
  end as "Closed",
  case i % 3 when 0 then 'won' when 1 then 'lost' else 'open' end as "Outcome",
  'Pipeline ' || (i % 3) as "Pipeline", 'Stage ' || (i % 7) as "Stage",
  'Customer ' || (i * 31 % 50000) as "Customer"
from range(?) t(i)"""


def make(path: Path, rows: int = ROWS) -> Path:
    """A CSV of deals, the same every time."""
    with duckdb.connect() as db:
        db.sql(DEALS, params=[rows]).to_csv(str(path))
    return path


def load(path: Path, home: Path) -> None:
    """Import it, as the command does."""
    from merilo.company import Company
    from merilo.sources.files.find import find
    from merilo.sources.files.load import Home, Import
    from merilo.sources.files.open import sheets

    (sheet,) = sheets(path)
    where = Home(home, Company(), datetime(2026, 1, 1, tzinfo=UTC))
    Import(sheet, find(sheet, home).plan, where).run()


def copy(path: Path, folder: Path) -> None:
    """What DuckDB does by itself: no check, no key, no history."""
    with duckdb.connect() as db:
        db.execute(f"copy (from read_csv('{path}')) to '{folder}/plain.parquet'")


def cost(way: Callable[[], None]) -> float:
    """CPU seconds."""
    start = process_time()
    way()
    return process_time() - start


@contextmanager
def one_core() -> Iterator[None]:
    """This process on one of its cores, as the aim is for one; elsewhere than on Linux, on all."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def peak(path: Path) -> float:
    """The largest memory of a process that imports it, in MB."""
    with TemporaryDirectory() as home:
        code = (
            "from benchmarks import race; from benchmarks.bench_import import *; "
            f"load(Path({str(path)!r}), Path({home!r})); print(race.peak())"
        )
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return float(done.stdout.split()[-1])


def main() -> None:
    """Print the figures."""
    with TemporaryDirectory() as folder:
        path, few = make(Path(folder) / "deals.csv"), make(Path(folder) / "few.csv", 10)
        ours, plain = [], []
        for n in range(ROUNDS):
            home = Path(folder) / f"home{n}"
            load(few, home)  # it has its settings and calendar
            with one_core():
                ours.append(cost(partial(load, path, home)))
                plain.append(cost(partial(copy, path, Path(folder))))
        mine, theirs = median(ours), median(plain)
        print(f"import of {ROWS:,} deals: {mine:.1f} s CPU, {ROWS / mine:,.0f} rows/s of CPU")  # noqa: T201
        print(f"  {mine / theirs:.1f} times DuckDB's CSV to Parquet ({theirs:.2f} s); aim: 6")  # noqa: T201
        print(f"  peak memory {peak(path):,.0f} MB")  # noqa: T201
        three = make(Path(folder) / "three.csv", 3 * ROWS)
        print(f"  peak memory of {3 * ROWS:,} deals {peak(three):,.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
