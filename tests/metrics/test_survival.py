"""Times until an end: published numbers, and a slow second method."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.facts.rows import Row
from merilo.metrics.survival import curve
from merilo.periods import Period
from tests.builders import ENGINE, NOWHERE, TODAY, ask, at, deal, row

AGES = ibis.table({"age": "int64", "event": "boolean", "rival": "boolean"}, name="ages")
SQL = ENGINE.sql(curve(AGES, ()).order_by("at_age"))
YEARS = Period(date(2010, 1, 1), date(2018, 2, 1))

KAPLAN_MEIER = "10w 20w 20o 30w 40o 50w 60o 70w 80o 90o"
AALEN_JOHANSEN = "10w 20l 30w 30o 40l 50w 60l 70o 80w 90o"


class Step(NamedTuple):
    """What the curve says of an age: S just before it, and how many won and lost by it."""

    age: float
    before: float
    won: float
    lost: float


def read(written: str) -> list[tuple[int, str]]:
    """Ages with how each ended: won, lost, or open yet."""
    return [(int(word[:-1]), word[-1]) for word in written.split()]


def ours(ages: list[tuple[int, str]]) -> list[Step]:
    values = ", ".join(f"({age}, {end == 'w'}, {end == 'l'})" for age, end in ages)
    ENGINE.db.execute(
        f"create or replace temp table ages as from (values {values}) t(age, event, rival)"
    )
    found = ENGINE.rows(SQL, NOWHERE)
    return [Step(r["at_age"], r["before"], r["meant"], r["other"]) for r in found]


def slowly(ages: list[tuple[int, str]]) -> Iterator[Step]:
    """The same in fractions, age by age: of those still there, who ends?"""
    there, won, lost = Fraction(1), Fraction(0), Fraction(0)
    for now in sorted({age for age, _ in ages}):
        left = [(age, end) for age, end in ages if age >= now]
        ends = [end for age, end in left if age == now]
        before = there
        won += before * Fraction(ends.count("w"), len(left))
        lost += before * Fraction(ends.count("l"), len(left))
        there *= 1 - Fraction(len(ends) - ends.count("o"), len(left))
        yield Step(now, float(before), float(won), float(lost))


def test_curve_of_kaplan_and_meier() -> None:
    """T7.8: at ties events come first."""
    steps = ours(read(KAPLAN_MEIER))

    after = {step.age: 1 - step.won for step in steps}
    assert [after[age] for age in (10, 20, 30, 50, 70)] == pytest.approx(
        [0.9, 0.8, 0.6857, 0.5486, 0.3657], abs=5e-5
    )
    assert after[90] == after[70]


def test_curve_of_aalen_and_johansen() -> None:
    """T7.9: without rivals the won alone would be said to be 0.685."""
    last = ours(read(AALEN_JOHANSEN))[-1]

    assert (last.won, last.lost) == (pytest.approx(0.4917, abs=5e-5), pytest.approx(1 / 3))
    assert 1 - last.won - last.lost == pytest.approx(0.175)


histories = st.lists(st.tuples(st.integers(0, 12), st.sampled_from("wwlo")), min_size=1)


@settings(deadline=None)
@given(histories)
def test_curve_is_that_of_the_slow_method(ages: list[tuple[int, str]]) -> None:
    assert [number for step in ours(ages) for number in step] == pytest.approx(
        [number for step in slowly(ages) for number in step], abs=1e-9
    )


def lived(ages: str) -> dict[str, Any]:
    """Deals that were won, lost or are open at these ages."""
    return {"deals": [aged(age, end) for age, end in read(ages)], "period": YEARS}


def aged(age: int, end: str, **said: Any) -> Row:
    outcome = {"w": "won", "l": "lost", "o": "open"}[end]
    born = at(1) + timedelta(days=(TODAY - at(1).date()).days - age)
    closed = None if end == "o" else born + timedelta(days=age)
    return deal(outcome=outcome, created_at=born, closed_at=closed, **said)


def test_median_cycle_with_open_deals() -> None:
    """T7.8: the mean of the closed alone, 36 days, is half of it."""
    assert ask("sales_cycle_all", **lived(KAPLAN_MEIER)) == 70
    assert ask("sales_cycle", **lived(KAPLAN_MEIER)) == 36


def test_median_cycle_is_of_those_that_will_be_won() -> None:
    """T7.9: of those that ended, 0.4917 of 0.825 are won: so will be 0.596 of all, half of which
    are by the age of 50. Nine in ten of them, 0.536, no curve has reached."""
    assert ask("sales_cycle_all", **lived(AALEN_JOHANSEN)) == 50
    assert ask("sales_cycle_all_p90", **lived(AALEN_JOHANSEN)) is None


def test_cycle_that_nobody_reached_is_not_known() -> None:
    assert ask("sales_cycle_all", **lived("10w 20o 30o 40o")) is None
    assert ask("sales_cycle_all", **lived("10l 20l")) is None
    assert ask("sales_cycle_all", **lived("10o")) is None


def test_cycle_of_one_win_is_its_age() -> None:
    assert ask("sales_cycle_all", **lived("0w")) == 0
    assert ask("sales_cycle_all_p90", **lived("10w")) == 10


def test_refund_is_no_win_of_a_lead() -> None:
    said = lived("10w 20w 30w")
    refund = aged(0, "w", amount=-5)

    assert ask("sales_cycle_all", **said | {"deals": [*said["deals"], refund]}) == 20


def test_deal_that_is_to_be_closed_tomorrow_is_open_today() -> None:
    planned = aged(1, "w", closed_on=TODAY + timedelta(days=1))
    known = lived("10w 20w 30w")

    found = ask("sales_cycle_all", **known | {"deals": [*known["deals"], planned]})
    assert found == 20


def test_curves_of_channels_do_not_meet() -> None:
    apart = [aged(10, "w", channel="web"), aged(40, "w", channel="fair"), aged(50, "o")]

    assert ask("sales_cycle_all", "channel", YEARS, deals=apart) == {
        "fair": 40, "web": 10, None: None
    }  # fmt: skip


def test_lead_of_another_month_is_of_another_cohort() -> None:
    old = row("deals", {}, owner="ann", outcome="won", created_at=at(1) - timedelta(days=1),
              closed_at=at(9))  # fmt: skip

    assert ask("sales_cycle_all", deals=[deal(created_at=at(1), closed_at=at(4)), old]) == 3
