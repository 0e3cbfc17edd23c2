"""Questions: facts meet only after each was grouped alone."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from merilo.errors import NotBy, Unknown
from merilo.facts.rows import Row
from merilo.metrics.behind import behind
from merilo.metrics.question import EVERYBODY, Question, Scope
from merilo.periods import Grain, Period, Year
from tests.builders import (
    ENGINE,
    NOWHERE,
    OCTOBER,
    TODAY,
    answers,
    ask,
    at,
    calendar,
    call,
    cost,
    deal,
    meeting,
    posting,
    proposal,
    row,
)


def sees(*people: str) -> Scope:
    return Scope(frozenset(people))


def line(sold: Row, product: str | None, amount: Any) -> Row:
    money = None if amount is None else Decimal(amount)
    return row("order_lines", {}, deal=f"test:{sold['id']}", product=product, amount_base=money)


# No fan-out, nothing lost


def test_children_of_a_deal_do_not_multiply_it_or_each_other() -> None:
    """Joined before they were grouped, one deal of 1000 would be revenue of 6000."""
    children: Any = {
        "deals": [deal(id="1", channel="web", qualified_at=at(3))],
        "activities": [call(deal="test:1") for _ in range(3)],
        "proposals": [proposal(deal="test:1") for _ in range(2)],
    }
    figures = "revenue calls proposals_amount deals_won leads_qualified deals_created"
    expected = [1000, 3, 1000, 1, 1, 1]

    for by in ("", "person", "channel", "unit month"):
        (found,) = answers(figures, by, **children)
        assert [found[name] for name in figures.split()] == expected, by


def test_deals_without_a_channel_are_not_lost() -> None:
    rows = answers("revenue deals_won", "channel", deals=[deal(), deal(channel="web")])

    assert [[*row.values()] for row in rows] == [["web", 1000, 1], [None, 1000, 1]]


def test_one_fact_s_rows_stand_beside_another_s_that_has_none() -> None:
    """On every combination that any of them has, and 0 where a count has no rows."""
    rows = answers(
        "revenue calls win_rate", "channel",
        deals=[deal(channel="web"), deal(id="9", channel="fair", outcome="open")],
        activities=[call(deal="test:9"), call(deal=None)],
    )  # fmt: skip

    assert [[*row.values()] for row in rows] == [
        ["fair", 0, 1, None], ["web", 1000, 0, 1], [None, 0, 1, None]
    ]  # fmt: skip


def test_activity_about_a_deal_that_was_deleted_is_of_no_channel() -> None:
    gone = deal(id="9", channel="web", deleted=True)

    assert ask("calls", "channel", deals=[gone], activities=[call(deal="test:9")]) == {None: 1}


def test_rows_come_in_the_order_of_their_keys_with_the_empty_one_last() -> None:
    owners = ("vera", None, "ann", "boris")
    deals = [deal(owner=who, channel=c) for who in owners for c in (None, "b", "a")]

    rows = answers("revenue", "channel person", deals=deals)
    assert [row["channel"] for row in rows] == ["a"] * 4 + ["b"] * 4 + [None] * 4
    assert [row["person"] for row in rows] == ["ann", "boris", "vera", None] * 3


# Totals


def test_ratio_of_totals_is_not_the_mean_of_ratios() -> None:
    """T2.1: 10 of 20 and 30 of 100 are 33.3 %, not 40 %, not 80 %."""
    deals = [
        *(deal(outcome="won" if n < 10 else "lost") for n in range(20)),
        *(deal(outcome="won" if n < 30 else "lost", owner="boris") for n in range(100)),
    ]

    assert ask("win_rate", "person", deals=deals) == {"ann": 0.5, "boris": 0.3}
    assert ask("win_rate", deals=deals) == pytest.approx(1 / 3)


def test_median_of_a_group_is_of_its_rows() -> None:
    """Not the mean or the median of its people's medians."""
    days = {"ann": (1, 2, 3), "boris": (30,)}
    deals = [
        deal(owner=who, closed_at=at(1) + timedelta(days=n))
        for who, all in days.items()
        for n in all
    ]

    assert ask("sales_cycle_median", "person", deals=deals) == {"ann": 2, "boris": 30}
    assert ask("sales_cycle_median", deals=deals) == 2.5


# Scope


def test_what_the_asker_may_not_see_is_in_no_total() -> None:
    said: Any = {"deals": [deal(700), deal(9000, owner="boris"), deal(5, owner=None)]}

    assert ask("revenue", scope=sees("ann"), **said) == 700
    assert ask("revenue", "person", scope=sees("ann"), **said) == {"ann": 700}
    assert ask("revenue", scope=sees(), **said) is None
    assert ask("revenue", "channel", scope=sees(), **said) == {}
    assert ask("revenue", scope=EVERYBODY, **said) == 9705


def test_colleagues_at_work_are_not_seen_either() -> None:
    staff = [posting("ann"), posting("boris", unit="south")]

    assert ask("calls", "person", scope=sees("boris"), postings=staff) == {"boris": 0}
    assert ask("calls", "unit", scope=sees("boris"), postings=staff) == {"south": 0}


def test_shared_cost_is_divided_by_all_and_seen_in_part() -> None:
    staff = [posting("ann"), posting("boris")]

    found = ask("selling_cost", scope=sees("ann"), costs=[cost(90)], postings=staff)
    assert found == 45


def test_meeting_of_a_colleague_serves_a_call_that_is_seen() -> None:
    acts = [call(5, deal="d"), meeting(6, deal="d", person="boris")]

    assert ask("calls_led", scope=sees("ann"), activities=acts) == 1
    assert ask("meetings", scope=sees("ann"), activities=acts) == 0


def test_share_of_everybody_s_is_of_everybody_s_for_whoever_sees_little() -> None:
    said: Any = {"deals": [deal(100), deal(900, owner="boris")]}

    assert ask("revenue_share", scope=sees("ann"), **said) == 0.1


def test_rows_behind_a_share_of_everybody_s_are_those_that_are_seen() -> None:
    ENGINE.hold({"deals": [deal(100), deal(900, owner="boris"), deal(7, outcome="lost")]})
    question = Question((), OCTOBER, sees("ann"), TODAY)

    found = ENGINE.rows(ENGINE.sql(behind("revenue_share", question)), NOWHERE)
    assert [(row["part"], float(row["adds"])) for row in found] == [("revenue", 100)]


# Filters


def test_filter_takes_any_of_its_keys_and_the_empty_one_if_asked() -> None:
    deals = [deal(1, channel="web"), deal(20, channel="fair"), deal(300), deal(4000, channel="x")]

    def kept(*keys: str | None) -> Any:
        return ask("revenue", where=(("channel", keys),), deals=deals)

    assert kept("web") == 1
    assert kept("web", "fair") == 21
    assert kept(None) == 300
    assert kept("web", None) == 301
    assert kept("nothing") == 0


def test_several_filters_hold_together() -> None:
    deals = [deal(1, channel="web"), deal(20, channel="web", owner="boris"), deal(300)]
    where = (("channel", ("web",)), ("person", ("ann",)))

    assert ask("revenue", where=where, deals=deals) == 1


def test_filter_may_hold_any_text() -> None:
    odd = 'O\'Neil "&" Сын; --'

    found = ask("revenue", where=(("channel", (odd,)),), deals=[deal(1, channel=odd), deal(20)])
    assert found == 1


def test_whoever_was_at_work_has_zero_of_what_is_filtered() -> None:
    """But not whom the filter on people leaves out."""
    staff = [posting("ann"), posting("boris", unit="south")]
    sold = [deal(1, channel="web")]
    said: Any = {"deals": sold, "postings": staff}

    assert ask("revenue", "person", where=(("channel", ("fair",)),), **said) == {
        "ann": 0, "boris": 0
    }  # fmt: skip
    assert ask("revenue", "person", where=(("unit", ("south",)),), **said) == {"boris": 0}


def test_filter_on_the_unit_is_on_that_of_the_day() -> None:
    moved = [
        posting(unit="north", until=date(2017, 10, 10)),
        posting(unit="south", since=date(2017, 10, 10)),
    ]
    said: Any = {"activities": [call(9), call(10), call(11)], "postings": moved}

    assert ask("calls", where=(("unit", ("south",)),), **said) == 2
    assert ask("calls", where=(("unit", ("north",)),), placed="now", **said) is None


# Segments, territories, products


def test_segment_is_the_deal_s_or_else_the_customer_s() -> None:
    customers = [row("customers", {}, id="c", segment="small", territory="west")]
    deals = [deal(1, segment="large", customer="test:c"), deal(20, customer="test:c"), deal(300)]
    said: Any = {"deals": deals, "customers": customers}

    assert ask("revenue", "segment", **said) == {"large": 1, "small": 20, None: 300}
    assert ask("revenue", "territory", **said) == {"west": 21, None: 300}


def test_territory_of_a_deal_without_a_customer_is_the_unit_s() -> None:
    units = [row("units", {}, id="north", territory="up")]

    found = ask("revenue", "territory", deals=[deal()], units=units,
                postings=[posting(unit="test:north")])  # fmt: skip
    assert found == {"up": 1000}


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
    lines = [line(sold, "saw", 1), line(sold, "saw", 1), line(sold, "axe", 1)]

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


# Errors


def asked(*metrics: str, by: str = "", where: Any = ()) -> None:
    question = Question(metrics, OCTOBER, EVERYBODY, TODAY, tuple(by.split()), where)
    ENGINE.answer(question, NOWHERE)


def test_misspelt_metric_or_dimension_offers_the_nearest() -> None:
    with pytest.raises(Unknown, match=r"no metric “revenu”\. Nearest: .*revenue"):
        asked("revenu")
    with pytest.raises(Unknown, match=r"no dimension “chanel”\. Nearest: channel"):
        asked("revenue", by="chanel")
    with pytest.raises(Unknown, match=r"no dimension “peson”\. Nearest: person"):
        asked("revenue", where=(("peson", ("ann",)),))


@pytest.mark.parametrize(
    ("metric", "by"),
    [("selling_cost", "stage"), ("profit", "customer"), ("selling_cost", "segment")],
)
def test_dimension_that_the_facts_do_not_know_is_said(metric: str, by: str) -> None:
    with pytest.raises(NotBy, match=f"cannot be split by {by}; it can by person, unit"):
        asked(metric, by=by)
    with pytest.raises(NotBy, match=f"cannot be split by {by}"):
        asked(metric, where=((by, ("x",)),))


def test_scope_and_today_have_no_default() -> None:
    """So that no door can forget them."""
    with pytest.raises(TypeError, match="scope"):
        Question(("revenue",), OCTOBER, today=TODAY)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="today"):
        Question(("revenue",), OCTOBER, EVERYBODY)  # type: ignore[call-arg]
