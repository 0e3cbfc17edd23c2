"""How likely targets are, of people and units."""

from datetime import UTC, date, datetime

import pytest

from merilo.analysis.realism import Verdict, counts
from merilo.metrics.question import EVERYBODY, Scope
from merilo.report.realism import realism
from tests.builders import deal, posting, row
from tests.desks import desk

TODAY = date(2017, 10, 31)
NOVEMBER = {"period_since": date(2017, 11, 1), "period_until": date(2017, 12, 1)}
OCTOBER = {"period_since": date(2017, 10, 1), "period_until": date(2017, 11, 1)}


def plan(target, metric="deals_won", **said):
    return row("plans", said, metric=metric, kind="at_least", target=target,
               **{**NOVEMBER, **said})  # fmt: skip


def won(who: str, *months: int, amount: int = 1000, until: date = TODAY):
    """So many deals in each month, the last of which is that of today."""
    last = until.year * 12 + until.month - 1
    for ago, many in enumerate(reversed(months)):
        year, month = divmod(last - ago, 12)
        when = datetime(year, month + 1, 10, tzinfo=UTC)
        yield from (deal(amount, owner=who, created_at=when, closed_at=when) for _n in range(many))


def person(key: str, role: str):
    return row("people", {}, id=key.partition(":")[2], role=role)


ANN, BOB = "test:ann", "test:bob"
WON = (9, 4, 6, 5, 4, 6)  # of Ann; in the first of them the facts begin


def firm(*plans, today=TODAY, deals=(), bob=()):
    deals = deals or (*won(ANN, *WON), *won(BOB, *bob))
    return desk(
        today, deals=deals, plans=plans,
        people=[person(ANN, "seller"), person(BOB, "seller" if bob else "cold_caller")],
        postings=[posting(ANN, unit="test:n"), posting(BOB, unit="test:n")],
        units=[row("units", {}, id="n", name="North", kind="team")],
    )  # fmt: skip


def asked(now, *metrics, period="2017-11", by="person", scope=EVERYBODY, where=()):
    return realism(
        now, now.question(metrics or ("deals_won",), period, (by,), where, "then", scope)
    )


def test_by_ones_own_months():
    """Ann's months 4, 6, 5, 4 before October, whose mean is 4.75; seven in October."""
    before = [*won(ANN, *WON[:-1], until=date(2017, 9, 30))]
    now = firm(plan(7, person=ANN, **OCTOBER), today=date(2017, 10, 2), deals=before)
    (found,) = asked(now, period="2017-10")

    assert (found.whose, found.plan.wanted, found.known) == (ANN, 7, 4)
    assert found.mean == 4.75
    left = 21 / 22  # working days after Monday the 2nd
    assert found.chance == pytest.approx(counts(7, 4.75 * left, 0), abs=1e-6)
    assert found.verdict is Verdict.AMBITIOUS


def test_what_is_done_counts_and_a_month_that_is_over_is_sure():
    now = firm(plan(6, person=ANN, **OCTOBER), plan(1, person=BOB, **OCTOBER))
    found = {one.whose: one for one in asked(now, period="2017-10")}

    assert (found[ANN].done, found[ANN].chance) == (6, 1)
    assert found[ANN].verdict is Verdict.EASY
    assert (found[BOB].chance, found[BOB].verdict) == (0, Verdict.BEYOND)


def test_the_next_month_is_foretold_by_those_that_are_over():
    (found,) = asked(firm(plan(3, person=ANN)))

    assert (found.done, found.known, found.mean) == (0, 4, 4.75)  # October is not over
    assert found.chance == pytest.approx(counts(3, 4.75, 0))


def test_what_does_not_add_up_and_what_is_no_month_is_not_foretold():
    quarter = {"period_since": date(2017, 10, 1), "period_until": date(2018, 1, 1)}
    two = {"period_since": date(2017, 11, 1), "period_until": date(2018, 1, 1)}
    now = firm(
        plan(0.5, "win_rate", person=ANN), plan(20, person=ANN, **quarter),
        plan(12, person=ANN, **two),
    )  # fmt: skip
    (rate,) = asked(now, "win_rate")
    assert (rate.chance, rate.why) == (None, "only sums and counts are foretold")
    for period in ("2017-Q4", "2017-11..2017-12"):
        (longer,) = asked(now, period=period)
        assert (longer.chance, longer.why) == (None, "only a single month is foretold")


def test_of_too_few_months_nothing_is_said():
    (found,) = asked(firm(plan(3, person=ANN), deals=[*won(ANN, 3, 2, 0)]))

    assert (found.chance, found.why) == (None, "too few months are known")


def test_targets_out_of_sight_are_not_told_and_the_others_do_not_change():
    now = firm(plan(5, person=ANN), plan(3, person=BOB), bob=(1, 2, 3, 2, 4, 1))
    every = asked(now)
    own = asked(now, scope=Scope(frozenset({BOB})))

    assert [one.whose for one in every] == [ANN, BOB]
    assert own == every[1:]
    assert [one.whose for one in asked(now, where=(f"person={ANN}",))] == [ANN]


def test_a_team_by_its_people():
    now = firm(plan(7, unit="test:n"), bob=(1, 2, 3, 2, 4, 1))
    (team,) = asked(now, by="unit")

    assert (team.whose, team.known, team.mean) == ("test:n", 4, 4.75 + 2.75)
    assert team.chance == pytest.approx(counts(7, 7.5, 0), abs=0.06)
    assert asked(now, by="unit", scope=Scope(frozenset({ANN}))) == []
    assert asked(now, by="department") == []
