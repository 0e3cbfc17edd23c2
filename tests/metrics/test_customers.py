"""Customers, markets and gaps, a rule at a time."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest

from merilo.metrics.past import Past
from merilo.periods import Calendar, Hours, Period
from tests.builders import OCTOBER, answers, ask, at, deal, move, posting, row, task

NOON = time(12, tzinfo=UTC)


def won(customer, day, amount=1000, **said):
    when = datetime.combine(day, NOON)
    return deal(
        amount, customer=customer, closed_at=when, created_at=when - timedelta(days=1), **said
    )


@pytest.mark.parametrize(("days", "active"), [(0, 1), (89, 1), (90, 0), (400, 0)])
def test_customer_is_active_for_ninety_days(days, active):
    deals = [won("x", date(2017, 10, 31) - timedelta(days=days))]

    assert ask("customers_active", deals=deals) == active
    assert ask("buyers", deals=deals) == 1


def test_of_two_deals_on_a_day_the_earlier_is_the_first():
    deals = [
        deal(70, customer="x", closed_at=at(15, 14), owner="bob"),
        deal(30, customer="x", closed_at=at(15, 9), owner="ann"),
    ]

    assert ask("customers_new", "person", deals=deals) == {"ann": 1, "bob": 0}
    assert ask("repeat_revenue", "person", deals=deals) == {"ann": 0, "bob": 70}


def test_refund_is_of_the_first_deal_until_the_customer_bought_again():
    first, back = won("x", date(2017, 10, 2)), won("x", date(2017, 10, 5), -400)
    again, later = won("x", date(2017, 10, 9)), won("x", date(2017, 10, 12), -300)

    assert ask("repeat_revenue", deals=[first, back]) == 0
    assert ask("repeat_revenue", deals=[first, back, again, later]) == 700
    assert ask("customers_new", deals=[first, back, again, later]) == 1


def test_new_and_repeated_revenue_are_all_the_revenue_of_known_customers():
    dice = Random(5)
    deals = [
        won(dice.choice("uvwxyz"), date(2017, 9, 1) + timedelta(days=dice.randrange(60)), amount)
        for amount in range(-3, 30)
    ]
    (row,) = answers("revenue repeat_revenue", deals=deals)
    seen, fresh = set(), Decimal(0)
    twice = set()
    for one in sorted(deals, key=lambda d: (d["closed_at"], d["connection"], d["id"])):
        inside = one["closed_on"] in OCTOBER
        who, amount = one["customer"], one["amount_base"]
        if amount < 0:
            continue
        if who in seen:
            twice.add(who)
        elif inside:
            fresh += amount
        seen.add(who)
    # A second method: firsts by walking through the deals; refunds go to whom they belong to then.
    assert twice
    refunds = sum(
        d["amount_base"] for d in deals if d["amount_base"] < 0 and d["closed_on"] in OCTOBER
    )
    again = row["repeat_revenue"]
    assert fresh + refunds <= row["revenue"] - again <= fresh


def test_retention_by_walking_through_the_sales():
    """The second method: sets of customers, month by month."""
    dice = Random(9)
    deals = [
        won(dice.choice("abcdefgh"), date(2017, 8, 1) + timedelta(days=dice.randrange(92)))
        for _ in range(40)
    ]
    months = {8: set(), 9: set(), 10: set()}
    for one in deals:
        months[one["closed_on"].month].add(one["customer"])
    period = Period(date(2017, 9, 1), date(2017, 11, 1))

    found = ask("retention", "month", period, deals=deals)
    assert found == {
        date(2017, 9, 1): len(months[8] & months[9]) / len(months[8]),
        date(2017, 10, 1): len(months[9] & months[10]) / len(months[9]),
    }


def test_customers_in_care_are_where_their_keeper_is_today():
    """The month is not over, and tomorrow Ann moves."""
    facts = {
        "customers": [row("customers", {}, id="x", owner="ann", created_at=at(1))],
        "postings": [
            posting("ann", unit="north", until=date(2017, 11, 11)),
            posting("ann", unit="south", since=date(2017, 11, 11)),
        ],
    }
    november = Period(date(2017, 11, 1), date(2017, 12, 1))
    today = date(2017, 11, 10)

    assert ask("customers_kept", "unit", november, today=today, **facts) == {"north": 1}


def test_nothing_to_retain_is_unknown():
    assert ask("retention", deals=[won("x", date(2017, 10, 2))]) is None
    assert ask("churn", deals=[won("x", date(2017, 10, 2))]) is None


def test_cac_and_payback_without_new_customers_or_margin_are_unknown():
    spent = [row("costs", {}, day=date(2017, 10, 3), kind="marketing", amount_base=Decimal(90))]

    assert ask("cac", costs=spent) is None
    sold = [won("x", date(2017, 10, 2), margin_base=Decimal(-5))]
    assert ask("cac", costs=spent, deals=sold) == 90
    assert ask("payback", costs=spent, deals=sold) is None
    sold = [won("x", date(2017, 10, 2), margin_base=Decimal(30))]
    assert ask("payback", costs=spent, deals=sold) == pytest.approx(3)


def test_payback_by_cohort_is_empty_until_it_is_covered():
    spent = [row("costs", {}, day=date(2017, 10, 3), kind="marketing", amount_base=Decimal(90))]
    sold = [won("x", date(2017, 10, 2), margin_base=Decimal(40))]
    more = [won("x", date(2017, 12, 1), margin_base=Decimal(49))]  # in its second month
    rest = [won("x", date(2017, 12, 2), margin_base=Decimal(1))]  # the third begins

    assert ask("payback_cohort", costs=spent, deals=sold) is None
    assert ask("payback_cohort", costs=spent, deals=sold + more) is None
    assert ask("payback_cohort", costs=spent, deals=sold + more + rest) == 3


def test_market_is_that_of_the_nearest_unit_with_a_territory():
    units = [
        row("units", {}, id="t", department="test:d", company="test:c"),
        row("units", {}, id="d", department="test:d", company="test:c", territory="west"),
        row("units", {}, id="c", company="test:c", territory="world"),
    ]
    market = [
        row("market", {}, month_on=date(2017, 10, 1), territory=where, size=Decimal(size))
        for where, size in (("west", 4000), ("world", 90_000))
    ]
    facts = {"units": units, "market": market, "postings": [posting(unit="test:t")],
             "deals": [won("x", date(2017, 10, 2))]}  # fmt: skip

    assert ask("market_share", "person", **facts) == {"ann": pytest.approx(0.25), None: 0}


def test_without_a_market_there_is_no_share_of_it():
    assert ask("market_share", deals=[won("x", date(2017, 10, 2))]) is None


def test_task_that_was_done_after_the_period_was_open_in_it():
    open_deal = deal(outcome="open", id="1")
    late = task(due=20, completed_at=at(31) + timedelta(days=3), deal="test:1")
    done = task(due=20, done=30, deal="test:1")

    assert ask("deals_without_task", deals=[open_deal]) == 1
    assert ask("deals_without_task", deals=[open_deal], activities=[late]) == 0
    assert ask("deals_without_task", deals=[open_deal], activities=[done]) == 1


def test_refund_needs_no_history():
    deals = [deal(id="1"), deal(id="2"), deal(-100, id="3")]

    assert (
        ask("deals_without_history", deals=deals, stage_changes=[move("test:1", "s", at(3))]) == 1
    )


def test_marks_are_shown_from_five():
    def marks(count):
        return [
            row("answers", {}, question="politeness", scale=5, score=4, person="ann",
                occurred_at=at(3)) for _ in range(count)
        ]  # fmt: skip

    assert ask("politeness", answers=marks(4)) is None
    assert ask("politeness", answers=marks(5)) == 4


def test_period_whose_last_day_is_today_is_over():
    week = Calendar(ZoneInfo("Europe/Budapest"), Hours.of("09:00-18:00"))
    february = Period(date(2017, 2, 1), date(2017, 3, 1))

    def compared(day):
        return str(Past(calendar=week).of(february, today=date(2017, 2, day)))

    assert compared(28) == "2017-01-01..2017-01-31"
    assert compared(27) == "2017-01-01..2017-01-26"  # the nineteenth working day
