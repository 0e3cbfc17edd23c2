"""Scores month by month."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from merilo.metrics.question import Scope
from merilo.report.scorecard import Kpi
from merilo.report.scores import over, trend
from tests.builders import deal, posting, row
from tests.desks import desk

SETS = {"seller": [Kpi("revenue", 50), Kpi("deals_won", 50)]}


def won(amount: int, month: int, year: int = 2017):
    return deal(amount, owner="test:ann", closed_at=datetime(year, month, 10, 12, tzinfo=UTC))


def plan(metric: str, target: float, month: int):
    ends = date(2017 + month // 12, month % 12 + 1, 1)
    return row("plans", {}, person="test:ann", metric=metric, kind="at_least", target=target,
               period_since=date(2017, month, 1), period_until=ends)  # fmt: skip


def company(**tables):
    people = [row("people", {}, id="ann", name="Ann", role="seller")]
    return desk(people=people, postings=[posting("test:ann", role="seller")], **tables)


def test_score_of_each_month_that_is_over():
    """October: 50 of 100 and 1 of 1: 75 %. December: 300 of 100 counts as 150 %, no other plan."""
    now = company(
        deals=[won(50, 10), won(300, 12)],
        plans=[plan("revenue", 100, 10), plan("deals_won", 1, 10), plan("revenue", 100, 12)],
    )
    found = trend(now, now.question(["days_worked"], "this-month"), SETS)["test:ann"]

    assert [(n, one) for n, one in enumerate(found) if one is not None] == [(9, 0.75), (11, 1.5)]


def test_months_end_with_the_last_that_is_over():
    now = company()
    spans = [over(now, now.question(["days_worked"], said).period)
             for said in ("this-month", "2017-10", "2017-10-15..2017-11-10", "2019")]  # fmt: skip

    assert [(span.since, span.until) for span in spans] == [
        (date(2017, 1, 1), date(2018, 1, 1)), (date(2016, 11, 1), date(2017, 11, 1)),
        (date(2016, 11, 1), date(2017, 11, 1)), (date(2017, 1, 1), date(2018, 1, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize(("scope", "known"), [("test:ann", True), ("test:bob", False)])
def test_scores_of_those_out_of_sight_are_not_told(scope, known):
    now = company(deals=[won(50, 10)], plans=[plan("revenue", 100, 10)])
    asked = replace(now.question(["days_worked"], "this-month"), scope=Scope(frozenset({scope})))

    assert ("test:ann" in trend(now, asked, SETS)) is known
