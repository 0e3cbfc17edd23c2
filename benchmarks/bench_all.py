"""Every metric of a month by person: our question beside SQL by hand over the same tables."""

from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

from benchmarks.race import alone, line, timed
from merilo.facts.show import show
from merilo.metrics.catalogue import CATALOGUE
from merilo.periods import Period
from merilo.report.desk import Desk

HERE = Path(__file__).with_name("all")
FILES = (
    "shared", "sales", "activity", "conversion", "speed", "customers", "voices", "economics",
    "data", "people",
)  # fmt: skip
BY_HAND = "".join(HERE.joinpath(f"{name}.sql").read_text("utf-8") for name in FILES)
Row = dict[str, Any]


def main(home: Path, today: date, size: str) -> None:
    """With the question written before and not; then writing alone, and an answer at hand."""
    desk = Desk.at(home, today)
    asked = desk.question([*CATALOGUE], "last-month", ("person",))

    def ours() -> list[Row]:
        return desk.engine.answer(asked, desk.snapshot).rows

    def anew() -> list[Row]:
        desk.engine.template.cache_clear()
        return ours()

    same(ours(), by_hand(desk, asked.period), size)
    plain = timed(lambda: by_hand(desk, asked.period), 3)
    line(f"{size}: all metrics of a month, compiled", timed(ours, 3), plain)
    line(f"{size}: all metrics of a month, not compiled", timed(anew, 2), plain)
    alone(f"{size}: SQL of {len(CATALOGUE)} metrics", timed(lambda: desk.engine.write(asked), 2))
    desk.ask(asked)
    alone(f"{size}: the same again", timed(lambda: desk.ask(asked)))


def by_hand(desk: Desk, period: Period) -> list[Row]:
    """The same from the SQL by hand: its last statement answers, those before it make tables."""
    db = desk.engine.db.cursor()
    show(db, desk.snapshot)
    db.execute(BY_HAND.format(since=period.since, until=period.until, today=desk.today))
    names = [column[0] for column in db.description or ()]
    return [dict(zip(names, row, strict=True)) for row in db.fetchall()]


def same(ours: list[Row], plain: list[Row], size: str) -> None:
    """Both say the same of every person in every metric; a race between others says nothing."""
    theirs = {row["person"]: row for row in plain}
    assert len(ours) == len(plain) == len(theirs), "other people"
    differ = [
        f"{name} of {row['person']}: ours {row[name]}, by hand {theirs[row['person']][name]}"
        for row in ours
        for name in CATALOGUE
        if not alike(row[name], theirs[row["person"]][name])
    ]
    assert not differ, "\n".join(differ[:20])
    filled = sum(any(row[name] for row in ours) for name in CATALOGUE)
    print(  # noqa: T201
        f"{size}: {len(CATALOGUE)} metrics of {len(ours)} people are those by hand; "
        f"{filled} of them are not 0 or empty for everybody"
    )


def alike(one: object, other: object) -> bool:
    """The same number; empty is only the same as empty."""
    if one is None or other is None:
        return one is other
    return isclose(float(str(one)), float(str(other)), rel_tol=1e-6, abs_tol=1e-9)
