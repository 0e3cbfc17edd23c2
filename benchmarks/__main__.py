"""Every benchmark in one run: `make bench`, or `python -m benchmarks table` for some of them.

The demo companies are made once, under `.bench`; the large one takes some minutes.
"""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks import (
    bench_board,
    bench_calls,
    bench_cluster,
    bench_hooks,
    bench_import,
    bench_lake,
    bench_pages,
    bench_sync,
    bench_table,
)  # fmt: skip
from merilo.demo import load, sizes

HOMES = Path(".bench")
TODAY = date(2026, 11, 22)


def home(size: str) -> Path:
    """The home of the demo company of that size."""
    found = HOMES / size
    if not (found / "lake" / "published.json").exists():
        print(f"making the demo company of size {size} ...", flush=True)  # noqa: T201
        load(found, sizes[size], TODAY, datetime(2026, 11, 22, 9, tzinfo=UTC))
    return found


def table() -> None:
    """The same questions on the small and on the large company: growth with data and period."""
    for size in ("S", "M"):
        bench_table.main(home(size), TODAY, size)


def cluster() -> None:
    """The first engine beside the second, on both companies."""
    for size in ("S", "M"):
        bench_cluster.main(home(size), TODAY, size)


def board() -> None:
    """Scorecards and Today, on both companies."""
    for size in ("S", "M"):
        bench_board.main(home(size), TODAY, size)


BENCHES: dict[str, Callable[[], object]] = {
    "lake": bench_lake.main,
    "import": bench_import.main,
    "table": table,
    "board": board,
    "cluster": cluster,
    "pages": bench_pages.main,
    "sync": bench_sync.main,
    "hooks": bench_hooks.main,
    "calls": bench_calls.main,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHES:
        print(f"\n{name}", flush=True)  # noqa: T201
        BENCHES[name]()
