"""The people table: our question beside SQL by hand over the same files."""

from datetime import date
from pathlib import Path

from benchmarks import bench_all
from benchmarks.race import alone, line, peak, timed
from merilo.facts.lake import Lake, Snapshot
from merilo.facts.show import show
from merilo.metrics.engines.duckdb import DuckDB
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period
from merilo.report.people import COLUMNS

METRICS = (
    "calls", "meetings", "deals_won", "average_check", "call_to_meeting", "lead_processing",
    "deal_closing",
)  # fmt: skip
BY_HAND = Path(__file__).with_name("table.sql").read_text("utf-8")


def main(home: Path, today: date, size: str) -> None:
    """A month with and without the definitions compiled, then three years."""
    snapshot, engine = Lake.open(home / "lake").snapshot(), DuckDB(threads=2)
    month = Period.of("last-month", today)

    def ours(period: Period = month) -> list[dict[str, object]]:
        asked = Question(METRICS, period, EVERYBODY, today, ("person",))
        return engine.answer(asked, snapshot).rows

    def anew() -> None:
        engine.template.cache_clear()
        ours()

    def by_hand(period: Period = month) -> list[tuple[object, ...]]:
        db = engine.db.cursor()
        show(db, snapshot, TABLES)
        sql = BY_HAND.format(since=period.since, until=period.until)
        return db.execute(sql).fetchall()

    same(ours(), by_hand())
    line(f"{size}: people, a month, compiled", timed(ours), timed(by_hand))
    line(f"{size}: people, a month, not compiled", timed(anew), timed(by_hand))
    asked = Question(COLUMNS, month, EVERYBODY, today, ("person",))
    both, apart = asked.beside_whole(), (asked, asked.over())
    assert both
    line(f"{size}: a page's people and their whole, of one reading, and apart",
         timed(lambda: engine.answer(both, snapshot)),
         timed(lambda: [engine.answer(one, snapshot) for one in apart]))  # fmt: skip
    years = Period(date(month.until.year - 3, month.until.month, 1), month.until)
    line(f"{size}: people, three years", timed(lambda: ours(years), 2),
         timed(lambda: by_hand(years), 2))  # fmt: skip
    alone(f"{size}: one figure, a month", timed(lambda: engine.answer(
        Question(("revenue",), month, EVERYBODY, today), snapshot)))  # fmt: skip
    months(snapshot, engine, years, today, size)
    bench_all.main(home, today, size)
    print(f"{size}: peak memory of the process {peak():.0f} MiB")  # noqa: T201


def months(snapshot: Snapshot, engine: DuckDB, years: Period, today: date, size: str) -> None:
    """Thirty-six months of the teams, beside SQL by hand."""
    asked = Question(OF_TEAMS, years, EVERYBODY, today, ("unit", "month"))

    def ours() -> list[dict[str, object]]:
        return engine.answer(asked, snapshot).rows

    def by_hand() -> list[tuple[object, ...]]:
        db = engine.db.cursor()
        show(db, snapshot, TABLES)
        return db.execute(TEAMS.format(since=years.since, until=years.until)).fetchall()

    same(ours(), by_hand())
    line(f"{size}: teams, 36 months", timed(ours, 3), timed(by_hand, 3))


OF_TEAMS = ("revenue", "deals_won", "win_rate", "average_check", "calls", "meetings")
TEAMS = Path(__file__).with_name("teams.sql").read_text("utf-8")
TABLES = ("activities", "deals", "owner_changes", "credits", "postings", "absences")


def same(ours: list[dict[str, object]], plain: list[tuple[object, ...]]) -> None:
    """A race between different answers says nothing."""
    rows = sorted([[cell(v) for v in row.values()] for row in ours], key=str)
    assert rows == sorted([[cell(v) for v in row] for row in plain], key=str), "answers differ"


def cell(value: object) -> object:
    """A number by its value."""
    if value is None or isinstance(value, str | date):
        return value
    return round(float(str(value)), 6)
