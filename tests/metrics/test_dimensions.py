"""Segments, territories, products and slices of time: what figures are split by."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from merilo.facts.rows import Row
from merilo.periods import Grain, Period, Year
from tests.builders import (
    OCTOBER,
    answers,
    ask,
    at,
    calendar,
    call,
    deal,
    posting,
    row,
)


def line(sold: Row, product: str | None, amount: Any) -> Row:
    money = None if amount is None else Decimal(amount)
    return row("order_lines", {}, deal=f"test:{sold['id']}", product=product, amount_base=money)


def test_segment_is_the_deal_s_or_else_the_customer_s() -> None:
    customers = [row("customers", {}, id="c", segment="small", territory="west")]
    deals = [deal(1, segment="large", customer="test:c"), deal(20, customer="test:c"), deal(300)]
    said: Any = {"deals": deals, "customers": customers}

    assert ask("revenue", "segment", **said) == {"large": 1, "small": 20, None: 300}
    assert ask("revenue", "territory", **said) == {"west": 21, None: 300}


def test_territory_is_the_customer_s_or_else_the_unit_s() -> None:
    units = [row("units", {}, id="north", territory="up")]
    customers = [row("customers", {}, id="c", territory="west")]
    said: Any = {"units": units, "customers": customers, "postings": [posting(unit="test:north")]}

    found = ask("revenue", "territory", deals=[deal(1, customer="test:c"), deal(20)], **said)
    assert found == {"west": 1, "up": 20}


def test_call_with_a_customer_is_of_the_customer_s_segment() -> None:
    customers = [row("customers", {}, id="c", segment="small")]
    deals = [deal(id="1", customer="test:c"), deal(id="2", segment="large", customer="test:c")]
    acts = [call(deal=None, customer="test:c"), call(deal="test:2"), call(deal=None)]

    found = ask("calls", "segment", deals=deals, customers=customers, activities=acts)
    assert found == {"large": 1, "small": 1, None: 1}


def test_products_share_in_the_money_of_a_deal_and_parts_sum_to_it() -> None:
    """A deal's amount is what was paid; the lines only say how it is split."""
    sold = deal(1000)
    lines = [line(sold, "saw", 30), line(sold, "axe", 10), line(sold, "saw", 60)]

    assert ask("revenue", "product", deals=[sold], order_lines=lines) == {"axe": 100, "saw": 900}
    (whole,) = answers("revenue deals_won", deals=[sold], order_lines=lines)
    assert [*whole.values()] == [1000, 1]


def test_lines_without_amounts_have_equal_parts() -> None:
    sold, unpriced, bare = deal(90), deal(60), deal(7)
    lines = [line(sold, "saw", None), line(sold, "saw", None), line(sold, "axe", None),
             line(unpriced, "axe", 0), line(unpriced, None, 0)]  # fmt: skip

    found = ask("revenue", "product", deals=[sold, unpriced, bare], order_lines=lines)
    assert found == {"axe": 60, "saw": 60, None: 37}


def test_group_of_products_has_the_parts_of_its_products() -> None:
    products = [row("products", {}, id=id, group="tools") for id in ("saw", "axe")]
    sold = deal(100)
    lines = [line(sold, f"test:{name}", 1) for name in ("saw", "axe", "oak", "elm")]

    found = ask("revenue", "product_group", deals=[sold], order_lines=lines, products=products)
    assert found == {"tools": 50, None: 50}


def test_deal_counts_once_with_each_of_its_products() -> None:
    sold = deal()
    lines = [line(sold, "saw", 1), line(sold, "saw", 2), line(sold, "axe", 1)]

    assert ask("deals_won", "product", deals=[sold], order_lines=lines) == {"axe": 1, "saw": 1}


def test_filter_on_a_product_leaves_its_part() -> None:
    sold = deal(100)
    lines = [line(sold, "saw", 3), line(sold, "axe", 1)]

    found = ask("revenue", where=(("product", ("saw",)),), deals=[sold], order_lines=lines)
    assert found == 75


# Grains


def test_weeks_begin_on_monday_whatever_the_year() -> None:
    """The first of January 2017 was a Sunday."""
    turn = Period(date(2016, 12, 26), date(2017, 1, 9))
    days = [at(1).replace(year=2017, month=1, day=day) for day in (1, 2, 8)]

    found = ask("deals_won", "week", turn, deals=[deal(closed_at=day) for day in days])
    assert found == {date(2016, 12, 26): 1, date(2017, 1, 2): 2}


def test_slices_are_named_by_their_first_day_even_if_the_period_begins_later() -> None:
    deals = [deal(closed_at=at(20))]
    part = Period(date(2017, 10, 17), date(2017, 10, 22))

    (found,) = answers("revenue", "day week month quarter year", part, deals=deals, postings=[])
    assert [*found.values()] == [
        date(2017, 10, 20), date(2017, 10, 16), date(2017, 10, 1), date(2017, 10, 1),
        date(2017, 1, 1), 1000,
    ]  # fmt: skip


def own(year: Year) -> list[Row]:
    """The calendar of 2017 and 2018 with the first days of a year of the company's own."""
    return [
        {**day, **{f"{g.value}_on": year.start(g, day["day"]) for g in (*Grain,)[2:]}}
        for day in calendar(date(2017, 1, 1), 730)
    ]


def test_fiscal_year_begins_when_the_company_says() -> None:
    fiscal = Year(starts=11)
    deals = [deal(1, closed_at=at(31)), deal(20, closed_at=at(31) + timedelta(days=1))]
    both = Period(OCTOBER.since, date(2017, 12, 1))

    said: Any = {"deals": deals, "calendar": own(fiscal), "year": fiscal, "period": both}
    assert ask("revenue", "year", **said) == {date(2016, 11, 1): 1, date(2017, 11, 1): 20}
    assert ask("revenue", "quarter", **said) == {date(2017, 8, 1): 1, date(2017, 11, 1): 20}


def test_state_is_told_for_the_end_of_a_fiscal_slice() -> None:
    """In a year of weeks the month of October 2017 has days of the calendar's November."""
    weeks = Year(weeks="4-4-5")
    first = date(2017, 10, 30)  # of November
    assert weeks.start(Grain.MONTH, first) == first
    deals = [deal(outcome="open", created_at=at(29)), deal(outcome="open", created_at=at(30))]

    said: Any = {"deals": deals, "calendar": own(weeks), "year": weeks}
    found = ask("deals_open", "month", Period(date(2017, 10, 2), date(2017, 11, 5)), **said)
    assert found == {date(2017, 10, 2): 1, first: 2}


def test_days_to_come_have_no_zeros() -> None:
    found = ask("calls", "month", Period(date(2017, 12, 1), date(2018, 4, 1)), activities=[call()])

    assert [*found] == [date(2017, 12, 1), date(2018, 1, 1)]
    assert ask("calls", period=Period(date(2018, 2, 1), date(2018, 3, 1)), activities=[]) is None


def test_same_question_of_another_time_has_another_answer() -> None:
    """Its SQL was written once; the days in it are moved."""
    deals = [deal(1, closed_at=at(31)), deal(20, closed_at=at(31) + timedelta(days=1))]
    months = [OCTOBER, Period(date(2017, 11, 1), date(2017, 12, 1))]

    assert [ask("revenue", period=month, deals=deals) for month in months] == [1, 20]
