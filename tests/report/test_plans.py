"""Targets as last revised and as first set; of quarters of the company's year; with no facts, and
facts with none."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from merilo.analysis.attainment import attainment
from merilo.periods import Year
from merilo.report.planning import periods
from merilo.report.plans import Plans
from merilo.report.revisions import firsts, revisions
from merilo.report.table import table
from tests.builders import deal, posting, row
from tests.desks import desk

ANN, BOB = "test:ann", "test:bob"
OCTOBER = date(2017, 10, 1), date(2017, 11, 1)


def plan(target, since=None, until=None, person=ANN, span=OCTOBER, **said):
    moments = {"valid_since": since, "valid_until": until}
    return row("plans", said, person=person, metric="revenue", kind="at_least", target=target,
               period_since=span[0], period_until=span[1], **moments)  # fmt: skip


def on(day: int, month: int = 9):
    return datetime(2017, month, day, 12, tzinfo=UTC)


REVISED = (plan(100, on(1), on(10)), plan(120, on(10), author="Bob", why="too little"))


def firm(*plans, today=date(2017, 11, 15), deals=(), **tables):
    return desk(today, plans=plans, deals=deals, postings=[posting(ANN), posting(BOB)], **tables)


def won(amount, day=date(2017, 10, 12), owner=ANN):
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return deal(amount, owner=owner, created_at=at, closed_at=at)


def attained(now, compare, period="2017-10"):
    """By person, the target and how far it is attained."""
    found = table(now, now.question(["revenue"], period, ["person"]), compare=compare)
    ids = [column.id for column in found.columns]
    places = [ids.index(f"revenue_{name}") for name in ("target", "attainment")]
    return {row["person"]: tuple(line[n] for n in places)
            for row, line in zip(found.keys, found.rows, strict=True)}  # fmt: skip


@pytest.mark.parametrize(("compare", "target", "share"), [
    ("plan", 120, 0.75), ("first_plan", 100, 0.9),
])  # fmt: skip
def test_ninety_of_what_was_asked_last_and_first(compare, target, share):
    """Asked for 100; 120 from the 10th on; 90 were brought."""
    found = attained(firm(*REVISED, deals=[won(90)]), compare)

    assert found == {ANN: (target, share), BOB: (None, None)}


def test_of_three_the_first_and_the_last():
    chain = (plan(150, on(20)), plan(100, None, on(10)), plan(120, on(10), on(20)))
    now = firm(*chain, deals=[won(90)])

    assert attained(now, "plan")[ANN][0] == 150
    assert attained(now, "first_plan")[ANN][0] == 100


def test_a_target_taken_away_was_set_first_all_the_same():
    now = firm(plan(100, on(1), on(10)), deals=[won(90)])

    assert attained(now, "plan")[ANN] == (None, None)
    assert attained(now, "first_plan")[ANN] == (100, 0.9)


def test_what_is_set_later_than_today_was_not_set():
    now = firm(*REVISED, today=date(2017, 9, 5), deals=[won(90)])

    assert attained(now, "plan")[ANN][0] == 100


def test_first_targets_that_became_others():
    same = plan(70, on(1), person=BOB)
    now = firm(*REVISED, same)
    (one,) = firsts(now, "revenue", now.question(["revenue"], "2017").period).values()

    assert (one.set.target, one.first.at, one.last.author, one.last.why) == (
        100, on(1), "Bob", "too little",
    )  # fmt: skip
    assert one.last.now == replace(one.set, target=120)
    assert len(revisions(now, "revenue", now.question(["revenue"], "2017").period)) == 3


def test_plan_without_facts_and_facts_without_plan():
    """Anna was asked for 100 and brought nothing; nobody asked Boris for his 50."""
    now = firm(plan(100, on(1)), deals=[won(50, owner=BOB)])
    question = now.question(["revenue"], "2017-10", ["person"])
    plans, (metric,) = Plans.of(now, question), [question.catalogue.find("revenue")]

    assert attained(now, "plan") == {ANN: (100, 0), BOB: (None, None)}
    found = plans.find(metric, {"person": ANN})
    assert found is not None
    assert found.wanted == 100
    assert attainment(found.kind, 0, found.wanted) == 0
    assert plans.find(metric, {"person": BOB}) is None


def fiscal(*plans, deals=()):
    """A year that begins in April and has the number of that in which it ends."""
    now = firm(*plans, deals=deals, today=date(2018, 5, 15))
    return replace_year(now, Year(starts=4))


def replace_year(now, year):
    made = replace(now, company=replace(now.company, year=year))
    made.__dict__["engine"] = now.engine
    return made


def months(first: int, *targets):
    return [
        plan(target, on(1), span=(date(2018, first + n, 1), date(2018, first + n + 1, 1)))
        for n, target in enumerate(targets)
    ]


def test_last_quarter_of_a_year_that_begins_in_april():
    """2018-Q4 is January to March 2018: 100 + 150 + 250 asked for, 375 brought: 75 %."""
    deals = [won(300, date(2018, 1, 20)), won(75, date(2018, 3, 31)), won(999, date(2018, 4, 2))]
    now = fiscal(*months(1, 100, 150, 250), *months(4, 1000), deals=deals)

    assert attained(now, "plan", "2018-Q4")[ANN] == (500, 0.75)


def test_quarter_of_which_a_month_has_no_target_has_none():
    now = fiscal(*months(2, 150, 250), deals=[won(300, date(2018, 1, 20))])

    assert attained(now, "plan", "2018-Q4")[ANN] == (None, None)


def test_sheet_of_that_year_goes_from_april_to_march():
    now = fiscal()
    spans = periods(now, "quarter", date(2018, 2, 1))

    assert [str(one.since) for one in spans] == [
        "2017-04-01", "2017-07-01", "2017-10-01", "2018-01-01",
    ]  # fmt: skip
    assert spans[-1].until == date(2018, 4, 1)
