"""Open deals beside months, in the chances of targets: a small company reckoned by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from math import exp

import pytest

from merilo.metrics.question import EVERYBODY, Scope
from merilo.report import promises
from merilo.report.promises import HISTORY, seen
from merilo.report.realism import Record, realism
from tests.builders import deal, move, posting, row, stage
from tests.desks import desk

ANN, BOB = "test:ann", "test:bob"
TODAY = date(2017, 10, 13)  # a Friday; 12 of October's 22 working days are to come
MONTHS = range(4, 10)  # April to September


def on(month: int, day: int) -> datetime:
    return datetime(2017, month, day, 12, tzinfo=UTC)


def offers(who: str, month: int, amount: int = 1000):
    """Two of each month appear on the 5th; on the 25th one is won, and on the 26th one is lost."""
    for outcome, day in (("won", 25), ("lost", 26)):
        key = f"{who[5:]}-{month}-{outcome}"
        yield deal(amount, id=key, owner=who, outcome=outcome, created_at=on(month, 5),
                   closed_at=on(month, day))  # fmt: skip


def opened(who: str, number: int, amount: int = 3000, **said):
    return [
        deal(amount, id=f"{who[5:]}-{n}", owner=who, outcome="open", created_at=on(10, 5), **said)
        for n in range(number)
    ]


def firm(*open_deals, plans=(), today=TODAY, months=MONTHS, more=()):
    past = [one for who in (ANN, BOB) for month in months for one in offers(who, month)]
    deals = [*past, *open_deals, *more]
    return desk(
        today, deals=deals, plans=plans,
        stages=[stage("offer", 1), stage("won", 2, "won")],
        stage_changes=[move(f"test:{one['id']}", "test:p/offer", one["created_at"])
                       for one in deals],
        people=[row("people", {}, id=key, role=role)
                for key, role in (("ann", "seller"), ("bob", "cold_caller"))],
        postings=[posting(ANN, unit="test:n"), posting(BOB, unit="test:n")],
        units=[row("units", {}, id="n", name="North", kind="team")],
    )  # fmt: skip


def plan(target, metric="deals_won", month=10, **said):
    until = date(2017 + month // 12, month % 12 + 1, 1)
    period = {"period_since": date(2017, month, 1), "period_until": until}
    return row("plans", said, metric=metric, kind="at_least", target=target, **period)


def asked(now, metric="deals_won", period="2017-10", by="person", scope=EVERYBODY):
    return realism(now, now.question((metric,), period, (by,), (), "then", scope))


def book(now, metric="deals_won", period="2017-10"):
    question = now.question((metric,), period, ("person",))
    return Record(now, question, 12 / 22).book(question.catalogue.find(metric))


def test_a_company_by_hand():
    """Of 24 offers 12 were won after as many working days as October has left: 0.5 each, and of
    what came all was open before. Ann holds two: 1 deal, 3,000.

    Months foretold 1 in each of July, August, September (21, 23, 21 working days; April is a
    first month, and one more is too few), so 12/21, 12/23, 12/21 after those days; deals foretold
    1, and 1 came. Each counts by its own variance, Poisson's, and Bob's are the same.
    """
    now = firm(*opened(ANN, 2), plans=[plan(2, person=ANN), plan(2, person=BOB)])
    found = {one.whose: one for one in asked(now)}
    square = 2 * sum((1 - left) ** 2 / left for left in (12 / 21, 12 / 23, 12 / 21))
    weight = square / (1 + square)

    assert book(now).part == 1
    assert book(now).weight == pytest.approx(weight)
    assert (found[ANN].open, found[BOB].open) == (1, 0)
    for who, open in ((ANN, 1), (BOB, 0)):
        mean = weight * open + (1 - weight) * 12 / 22
        assert found[who].chance == pytest.approx(1 - exp(-mean) * (1 + mean))


def test_money_by_its_amounts():
    now = firm(*opened(ANN, 2), plans=[plan(5000, "revenue", person=ANN)])
    (found,) = asked(now, "revenue")
    promise = book(now, "revenue").of({ANN})

    assert found.open == 3000
    assert promise.variance == pytest.approx(2 * 0.25 * 3000**2 + 3000**2 / (6 + 10))
    assert promise.nothing == 0.25


def test_a_team_by_its_people():
    now = firm(*opened(ANN, 2), *opened(BOB, 4), plans=[plan(7, unit="test:n")])
    (team,) = asked(now, by="unit")

    assert (team.whose, team.open) == ("test:n", 3)


def test_who_asks_does_not_matter():
    now = firm(*opened(ANN, 2), *opened(BOB, 1), plans=[plan(2, person=ANN), plan(2, person=BOB)])
    every = asked(now)

    assert asked(now, scope=Scope(frozenset({BOB}))) == every[1:]


def test_what_is_not_known_yet_does_not_matter():
    """Deals that are won, moved and handed over later on, and later ones."""
    later = [deal(3000, id=f"ann-{n}", owner=ANN, created_at=on(10, 5), closed_at=on(10, 20))
             for n in range(2)]  # fmt: skip
    more = [deal(9000, owner=ANN, created_at=on(10, 16), closed_at=on(10, 18))]
    now, then = firm(*opened(ANN, 2)), firm(*later, more=more)

    assert book(now) == book(then)


def test_what_is_never_won_so_late_promises_nothing():
    """Of the offers of a month none was won in the next."""
    now = firm(*opened(ANN, 2), plans=[plan(2, person=ANN, month=11)])
    (found,) = asked(now, period="2017-11")

    assert (found.open, book(now, period="2017-11")) == (None, None)
    assert found.chance == pytest.approx(1 - exp(-1) * 2)


def slow(month: int, after: int = 1):
    """An offer of Ann that is won in the month after it appeared, or later."""
    return deal(500, id=f"slow-{month}", owner=ANN, created_at=on(month, 10),
                closed_at=on(month + after, 20))  # fmt: skip


def test_of_the_next_month_only_what_is_won_in_it_counts():
    """April to September brought 17 deals, of which 5 had been open in the month before."""
    now = firm(*opened(ANN, 2), more=[slow(month) for month in range(4, 9)])
    found = book(now, period="2017-11")

    assert found.part == pytest.approx(5 / 17)
    assert 0 < found.promises[ANN].mean < 2 / 3


def test_of_months_over_and_far_ahead_nothing_is_promised():
    now = firm(
        *opened(ANN, 2), plans=[plan(2, person=ANN, month=n) for n in (8, 12)],
        more=[slow(month, after=2) for month in range(4, 8)],
    )  # fmt: skip

    for period in ("2017-08", "2017-12"):
        (found,) = asked(now, period=period)
        assert found.open is None


def test_months_are_looked_at_with_as_many_working_days_to_go():
    """On 13 October 12 are left; as many are from Thursday, 14 September, to the 29th."""
    now = firm()
    first, *views = seen(now, now.question((), "2017-10").period)

    assert (first.look.on, first.look.then.since) == (TODAY, date(2017, 10, 14))
    assert [str(view.look.on)[5:] for view in views[:4]] == ["09-13", "08-15", "07-13", "06-14"]
    assert views[0].look.then.since == date(2017, 9, 14)
    assert views[0].left == 12 / 21
    assert len(views) == 6


def test_the_month_before_is_looked_at_where_a_month_has_fewer_working_days():
    """On the last day of September 22 are left of October. August has 23; July has 21 itself, and
    with the last of June as many."""
    now = firm(today=date(2017, 9, 30))
    _first, august, july, *_more = seen(now, now.question((), "2017-10").period)

    assert (august.look.on, august.look.then.since) == (date(2017, 8, 1), date(2017, 8, 2))
    assert (july.look.on, july.look.then.since) == (date(2017, 6, 29), date(2017, 7, 1))
    assert (august.left, july.left) == (22 / 23, 1)
    begun = replace(now, today=date(2017, 10, 1))
    _first, september, *_more = seen(begun, begun.question((), "2017-10").period)
    assert (september.look.on, september.left) == (date(2017, 8, 31), 1)


def test_who_was_not_at_work_in_a_month_tells_nothing_of_it():
    now = firm()
    _first, september, august, *_more = seen(now, now.question((), "2017-10").period)
    months = {ANN: [*[1.0] * (HISTORY - 1), None], BOB: [2.0] * HISTORY}

    assert [*september.own(months, {}, True)] == [BOB]
    assert [*august.own(months, {}, True)] == [ANN, BOB]


def test_facts_are_read_once_for_money_and_deals(monkeypatch):
    now, read = firm(*opened(ANN, 2)), []
    monkeypatch.setattr(promises, "opened", lambda *said: read.append(said) or [])
    for metric in ("revenue", "deals_won", "revenue"):
        assert book(now, metric) is None

    assert len(read) == 1
