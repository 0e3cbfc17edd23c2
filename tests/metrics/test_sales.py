"""Sales, a rule at a time."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from merilo.facts.rows import Row
from merilo.periods import Period
from tests.builders import OCTOBER, answers, ask, at, deal, handed, posting, repriced, row

LATER = at(31) + timedelta(days=40)


def credit(sold: Row, person: str, share: str) -> Row:
    return row("credits", {}, deal=f"test:{sold['id']}", person=person, share=Decimal(share))


def test_revenue_counts_won_deals_only() -> None:
    deals = [deal(700), deal(300), deal(9000, outcome="lost"), deal(8000, outcome="open")]

    assert ask("revenue", deals=deals) == 1000


def test_deleted_deals_are_not_counted() -> None:
    assert ask("revenue", deals=[deal(700), deal(300, deleted=True), deal(1, deleted=False)]) == 701


def test_other_currency_is_added_in_the_company_s() -> None:
    """The amount counts at the rate of its day, which the import has put beside it."""
    euros = deal(500, amount_base=Decimal(45_000), currency="EUR")

    assert ask("revenue", deals=[deal(1000), euros]) == 46_000


def test_refund_takes_off_revenue_on_its_own_day_and_is_no_win() -> None:
    deals = [deal(1000, closed_at=at(10)), deal(-400, closed_at=at(31)), deal(0, closed_at=at(20))]
    figures = "revenue deals_won deals_closed win_rate average_check"

    (row,) = answers(figures, deals=deals)
    assert [*row.values()] == [600, 2, 2, 1, 300]
    assert ask("revenue", by="day", deals=deals)[date(2017, 10, 31)] == -400


def test_average_check_leaves_out_deals_without_an_amount() -> None:
    (row,) = answers(
        "average_check won_with_amount won_without_amount deals_won",
        deals=[deal(600), deal(200), deal(None), deal(0)],
    )

    assert [*row.values()] == [pytest.approx(800 / 3), 3, 1, 4]


def test_margin_is_of_won_deals_in_the_company_s_currency() -> None:
    margins = {"margin": Decimal(2), "margin_base": Decimal(180)}

    assert ask("margin", deals=[deal(**margins), deal(outcome="lost", **margins)]) == 180


# Whose it is


def owners(hand_overs: list[tuple[str, str, Any]], metric: str = "revenue", **said: Any) -> Any:
    """Whose the figure of a deal is, that Vera holds now and that passed through these hands."""
    one = deal(owner="vera", **said)
    changes = [handed(one, *hand_over) for hand_over in hand_overs]
    found = ask(metric, "person", deals=[one], owner_changes=changes, postings=[])
    return [*found]


@pytest.mark.parametrize(
    ("hand_overs", "holder"),
    [
        ([("ann", "vera", at(20))], "ann"),
        ([("ann", "vera", LATER)], "ann"),  # in a later month
        ([("boris", "vera", at(25)), ("ann", "boris", at(20))], "ann"),  # in any order
        ([("ann", "boris", at(10)), ("boris", "vera", at(20))], "boris"),
        ([("ann", "vera", at(2))], "vera"),  # before the win
        ([("ann", "vera", at(15))], "vera"),  # at the very moment: it is Vera's already
        ([(None, "vera", at(20))], "vera"),  # nobody knows who had it before
        ([(None, "boris", at(20)), ("boris", "vera", LATER)], "boris"),
    ],
)
def test_deal_belongs_to_whoever_held_it_when_it_was_won(hand_overs: Any, holder: str) -> None:
    assert owners(hand_overs) == [holder]


def test_deal_belongs_to_its_first_owner_when_it_was_created() -> None:
    passed = [("ann", "boris", at(2)), ("boris", "vera", LATER)]

    assert owners(passed, "deals_created") == ["ann"]
    assert owners([], "deals_created") == ["vera"]
    assert owners([(None, "boris", at(1)), ("boris", "vera", at(2))], "deals_created") == ["boris"]


def test_deal_belongs_to_whoever_held_it_when_the_period_ended() -> None:
    assert owners([("ann", "vera", LATER)], "deals_open", outcome="open") == ["ann"]
    assert owners([("ann", "vera", at(31))], "deals_open", outcome="open") == ["vera"]


def test_hand_over_is_of_one_source_s_deal_and_not_of_another_s_with_the_same_id() -> None:
    ours, theirs = deal(1, id="7", owner="vera"), deal(20, id="7", owner="vera", connection="crm")
    change = handed(ours, "ann", "vera", at(20))

    found = ask("revenue", "person", deals=[ours, theirs], owner_changes=[change], postings=[])
    assert found == {"ann": 1, "vera": 20}


def test_shared_deal_adds_up_over_those_who_share_in_it() -> None:
    """T3.4: 120,000 at 50, 30 and 20 %."""
    sold = deal(120_000, owner="vera")
    shares = [credit(sold, "ann", "0.5"), credit(sold, "boris", "0.3"), credit(sold, "fay", "0.2")]
    said = {"deals": [sold], "credits": shares, "postings": []}

    found = answers("revenue deals_won average_check", "person", **said)
    assert [[*row.values()] for row in found] == [
        ["ann", 60_000, Decimal("0.5"), 120_000],
        ["boris", 36_000, Decimal("0.3"), 120_000],
        ["fay", 24_000, Decimal("0.2"), 120_000],
    ]
    assert answers("revenue deals_won", **said) == [{"revenue": 120_000, "deals_won": 1}]


def test_shares_that_no_decimal_holds_still_add_up_to_the_deal() -> None:
    """Rounded one by one to four places, 0.0001 would be lost or found."""
    sold = deal("100.01")
    shares = [credit(sold, "ann", "0.333333"), credit(sold, "boris", "0.666667")]

    parts = ask("revenue", "person", deals=[sold], credits=shares)
    assert sum(parts.values()) == Decimal("100.01")


def test_shared_milliards_are_no_matter() -> None:
    sold = deal(10**13)

    found = ask("revenue", "person", deals=[sold], credits=[credit(sold, "ann", "0.5")])
    assert found == {"ann": 5 * 10**12}


def test_credits_are_of_one_deal_and_deleted_ones_of_none() -> None:
    sold, other = deal(100, owner="vera"), deal(20, owner="vera")
    taken_back = {**credit(sold, "ann", "1"), "deleted": True}

    found = ask("revenue", "person", deals=[sold, other], credits=[taken_back], postings=[])
    assert found == {"vera": 120}


# When


def test_period_holds_its_first_day_and_not_the_one_after_its_last() -> None:
    deals = [
        deal(1, closed_at=at(1, 0)),
        deal(20, closed_at=at(31, 23, 59)),
        deal(300, closed_at=at(1, 0) - timedelta(microseconds=1)),
        deal(4000, closed_at=at(31, 23, 59) + timedelta(minutes=1)),
    ]

    assert ask("revenue", deals=deals) == 21


def test_day_of_the_company_decides_and_not_that_of_the_instant() -> None:
    """In Vladivostok a deal of 31 October, 20:00 UTC, is one of 1 November."""
    there = deal(closed_at=at(31, 20), closed_on=date(2017, 11, 1))

    assert ask("revenue", deals=[there]) == 0
    assert ask("deals_open", deals=[there]) == 1


def test_deals_that_were_closed_later_were_open_when_the_period_ended() -> None:
    deals = [
        deal(1, outcome="open"),
        deal(20, closed_at=at(31, 23) + timedelta(days=1)),
        deal(300, closed_at=at(31, 23), outcome="lost"),
        deal(4000, outcome="open", created_at=at(31) + timedelta(days=1)),
        deal(None, outcome="open", created_at=at(31, 23)),
        deal(50_000, outcome="open", created_at=None),  # always was
    ]

    assert answers("deals_open open_amount", deals=deals) == [
        {"deals_open": 4, "open_amount": 50_021}
    ]


def test_open_amount_is_at_the_amounts_of_that_day() -> None:
    """The 8th ends a week: what changed on it is in. At one instant 9 comes before 10; what nobody
    knows the amount before of, says nothing."""
    deals = [deal(900, outcome="open", created_at=at(2)), deal(50, outcome="open")]
    one, other = deals
    changes = [
        repriced(one, 100, 300, at(8)), repriced(one, 300, 700, at(20), id="9"),
        repriced(one, 700, 900, at(20), id="10"), repriced(other, None, 50, at(20)),
    ]  # fmt: skip

    by = Period(date(2017, 10, 2), date(2017, 10, 30))
    said: Any = {"deals": deals, "amount_changes": changes}
    assert [*ask("open_amount", "week", by, **said).values()] == [350, 350, 950, 950]
    nothing = [repriced(one, 0, 900, at(20))]
    found = ask("open_amount", "week", by, deals=deals, amount_changes=nothing)
    assert [*found.values()] == [50, 50, 950, 950]


def test_state_is_told_for_the_end_of_every_slice() -> None:
    deals = [deal(outcome="open", created_at=at(9)), deal(created_at=at(10), closed_at=at(24))]

    found = ask("deals_open", "week", Period(date(2017, 10, 2), date(2017, 10, 26)), deals=deals)
    assert [*found.values()] == [0, 2, 2, 1]


def test_state_of_a_period_that_has_not_ended_is_today_s() -> None:
    deals = [deal(outcome="open", created_at=at(20)), deal(outcome="open", created_at=at(3))]
    said: Any = {"deals": deals, "today": date(2017, 10, 12)}

    assert ask("deals_open", **said) == 1
    assert [*ask("deals_open", "week", **said)] == [
        date(2017, 9, 25), date(2017, 10, 2), date(2017, 10, 9)
    ]  # fmt: skip


def test_lead_is_counted_in_the_period_it_was_created_in_and_may_be_won_by_now() -> None:
    """Losses of older leads are none of this month's leads."""
    deals = [
        deal(created_at=at(3), closed_at=LATER),
        deal(created_at=at(3), outcome="open"),
        deal(created_at=at(3), outcome="lost"),
        deal(created_at=at(1) - timedelta(days=1), outcome="lost"),
    ]

    found = answers("deals_created leads_won lead_conversion deals_won deals_lost", deals=deals)
    assert [*found[0].values()] == [3, 1, pytest.approx(1 / 3), 0, 2]


# Shares and speeds


def test_share_of_revenue_is_of_everybody_s_whatever_is_seen() -> None:
    deals = [deal(100), deal(300, owner="boris", channel="web"), deal(600, channel="web")]

    assert ask("revenue_share", "person", deals=deals) == {"ann": 0.7, "boris": 0.3}
    seen = (("channel", ("web",)), ("person", ("ann",)))
    assert answers("revenue_share company_revenue", where=seen, deals=deals) == [
        {"revenue_share": 0.6, "company_revenue": 1000}
    ]


def test_share_of_revenue_is_of_its_own_month() -> None:
    deals = [deal(100), deal(300, owner="boris"), deal(600, closed_at=LATER)]
    autumn = Period(OCTOBER.since, date(2018, 1, 1))

    found = answers("revenue_share", "month person", autumn, deals=deals)
    assert {(row["month"].month, row["person"]): row["revenue_share"] for row in found} == {
        (10, "ann"): 0.25, (10, "boris"): 0.75, (11, "ann"): None, (12, "ann"): 1,
    }  # fmt: skip


def test_velocity() -> None:
    """T5.6: 40 open x 25 % x 50,000 / 50 days = 10,000 a day."""
    born = at(15) - timedelta(days=50)
    deals = [deal(7, outcome="open", created_at=born) for _ in range(40)]
    closed = [deal(50_000, created_at=born), *(deal(outcome="lost") for _ in range(3))]

    assert ask("velocity", deals=deals + closed) == pytest.approx(10_000)


def test_velocity_looks_back_365_days_from_the_last_one() -> None:
    first = at(31, 0) - timedelta(days=364)
    deals = [
        deal(1, outcome="open"),
        deal(100, closed_at=first, created_at=first - timedelta(days=2)),
        deal(9000, closed_at=first - timedelta(minutes=1), created_at=first - timedelta(days=99)),
    ]

    found = answers("velocity won_dated_in_year days_to_win_in_year", deals=deals)
    assert [*found[0].values()] == [pytest.approx(1 * 1 * 100 / 2), 1, 2]


# Nothing, and nobody


def test_quiet_month_of_someone_at_work_is_zero_and_has_no_ratio() -> None:
    """T2.6: no average, and no place in a ranking of averages."""
    found = answers("revenue deals_won win_rate average_check", "person", postings=[posting("ann")])

    assert [[*row.values()] for row in found] == [["ann", 0, 0, None, None]]


def test_whoever_has_not_come_yet_or_was_on_leave_has_no_zero() -> None:
    coming = posting("ann", since=date(2017, 11, 1))
    gone = posting("boris", until=date(2017, 10, 1))
    resting = posting("vera")
    leave = row("absences", {}, person="vera", since=date(2017, 9, 20), until=date(2017, 11, 1))
    ill = row("absences", {}, person="kim", since=date(2017, 10, 1))  # on the only day

    staff = [coming, gone, resting, posting("kim", until=date(2017, 10, 2))]
    said = {"postings": staff, "absences": [leave, ill]}
    assert ask("revenue", "person", **said) == {}
    assert ask("revenue", **said) is None


def test_whoever_came_for_the_last_day_was_at_work() -> None:
    late, early = posting("ann", since=date(2017, 10, 31)), posting("vera", until=date(2017, 10, 2))
    back = posting("boris")
    leave = row("absences", {}, person="boris", since=date(2017, 9, 20), until=date(2017, 10, 31))

    found = ask("revenue", "person", postings=[late, early, back], absences=[leave])
    assert found == {"ann": 0, "boris": 0, "vera": 0}


def test_figures_of_somebody_whom_no_posting_knows_are_shown_all_the_same() -> None:
    """Facts without a plan, and deals of nobody, are in the total: so they are in a row."""
    deals = [deal(1, owner="igor"), deal(20, owner=None), deal(owner="egor", outcome="lost")]

    assert ask("revenue", "person", deals=deals) == {"ann": 0, "egor": 0, "igor": 1, None: 20}
    assert ask("revenue", "unit", deals=deals) == {"north": 0, None: 21}


def test_refund_is_no_lead() -> None:
    deals = [deal(1000), deal(-1000), deal(outcome="open")]

    assert ask("deals_created", deals=deals) == 2
    assert ask("lead_conversion", deals=deals) == 0.5
