"""The people table on both engines, with the same answer: what asking a server costs."""

import os
from datetime import date
from math import isclose
from pathlib import Path

from benchmarks.bench_table import METRICS
from benchmarks.race import line, timed
from merilo.facts.lake import Lake
from merilo.metrics.engines import engine
from merilo.metrics.engines.duckdb import DuckDB
from merilo.metrics.engines.engine import Engine
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period


def main(home: Path, today: date, size: str) -> None:
    """A month, then three years. Sail runs in this process, so the processor time is of both."""
    from pysail.spark import SparkConnectServer

    os.environ.setdefault("RUST_LOG", "off")
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    snapshot = Lake.open(home / "lake").snapshot()
    spark, duckdb = engine("sc://{}:{}".format(*server.listening_address)), DuckDB(threads=2)
    month = Period.of("last-month", today)
    years = Period(date(month.until.year - 3, month.until.month, 1), month.until)

    def rows(one: Engine, period: Period) -> list[dict[str, object]]:
        asked = Question(METRICS, period, EVERYBODY, today, ("person",))
        return one.answer(asked, snapshot).rows

    for what, period in (("a month", month), ("three years", years)):
        alike(rows(spark, period), rows(duckdb, period))
        line(f"{size}: people, {what}, Sail beside DuckDB", timed(lambda p=period: rows(spark, p)),
             timed(lambda p=period: rows(duckdb, p)))  # fmt: skip
    server.stop()


def alike(ours: list[dict[str, object]], theirs: list[dict[str, object]]) -> None:
    """The same rows in the same order, to twelve digits."""
    assert len(ours) == len(theirs)
    for mine, yours in zip(ours, theirs, strict=True):
        for name, value in yours.items():
            one, other = mine[name], value
            if isinstance(one, float) and isinstance(other, float):
                assert isclose(one, other, rel_tol=1e-12), f"answers differ in {name}"
            else:
                assert one == other, f"answers differ in {name}"
