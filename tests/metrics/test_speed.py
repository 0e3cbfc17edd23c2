"""How long things take, by the calendar and in working time. Work is 9 to 18 less an hour at 13,
Monday to Friday; 2 October 2017 is a Monday."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from merilo.facts.rows import Row
from merilo.periods import Period
from tests.builders import (
    OCTOBER,
    activity,
    answers,
    ask,
    at,
    calendar,
    call,
    deal,
    handed,
    letter,
    meeting,
    move,
    stage,
)
from tests.firm.clock import local

MINUTE = timedelta(minutes=1)
SPRING = Period(date(2016, 3, 1), date(2016, 4, 1))


def message(when: datetime, side: str, **said: Any) -> Row:
    return activity("message", when, None, {"direction": side, "deal": "d"} | said)


def worked(since: datetime, until: datetime, **said: Any) -> list[float]:
    """The hours of a lead between its two moments, by the calendar and in working time."""
    lead = deal(created_at=since, qualified_at=until, closed_at=at(30))
    (row,) = answers("lead_processing lead_processing_working", deals=[lead], **said)
    return [*row.values()]


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (at(6, 17), at(9, 10), [65, 2]),  # T4.1: Friday to Monday
        (at(2, 8), at(2, 9), [1, 0]),  # before work
        (at(2, 12), at(2, 15), [3, 2]),  # over the break
        (at(2, 13, 20), at(2, 13, 40), [1 / 3, 0]),  # within it
        (at(2, 18), at(3, 9), [15, 0]),  # overnight
        (at(2, 0), at(9, 0), [168, 40]),  # a week
        (at(7, 3), at(8, 22), [43, 0]),  # a weekend
        (at(4, 11), at(4, 11), [0, 0]),
    ],
)
def test_working_time(since: datetime, until: datetime, hours: list[float]) -> None:
    assert worked(since, until) == pytest.approx(hours)


def test_holiday_is_not_worked() -> None:
    days = [*calendar()]
    free = {"working": False} | dict.fromkeys(
        ("opens_at", "closes_at", "pause_since_at", "pause_until_at")
    )
    days = [{**row, **free} if row["day"] == at(4).date() else row for row in days]
    days = [
        {**row, "worked_before_s": row["worked_before_s"] - 8 * 3600}
        if row["day"] > at(4).date()
        else row
        for row in days
    ]

    assert worked(at(4, 10), at(5, 10), calendar=days) == [24, 1]


def test_day_of_a_clock_change_has_23_hours() -> None:
    """T4.2: noon to noon in Budapest."""
    since, until = local(2016, 3, 26, 12), local(2016, 3, 27, 12)
    march = [*calendar(since.date() - timedelta(days=9), 30)]
    lead = deal(created_at=since, qualified_at=until, closed_at=until)
    (row,) = answers("lead_processing", period=SPRING, deals=[lead], calendar=march)

    assert row["lead_processing"] == 23


def test_processing_ends_with_the_first_qualified_stage_and_starts_when_the_lead_came() -> None:
    leads = [
        deal(created_at=at(2), qualified_at=at(3)),
        deal(created_at=None, qualified_at=at(3)),
        deal(created_at=at(1), qualified_at=None),
        deal(created_at=at(1) - timedelta(days=4), qualified_at=at(1, 0)),
    ]

    assert ask("lead_processing", deals=leads) == pytest.approx((24 + 84) / 2)


def test_first_response_is_our_first_word_after_the_lead_came() -> None:
    lead = deal(id="1", owner="boris", created_at=at(2, 10))
    about = {"deal": "test:1"}
    acts = [
        call(occurred_at=at(2, 9, 59), **about),
        letter(occurred_at=at(2, 10, 5), direction="in", **about),
        letter(occurred_at=at(2, 10, 6), author="robot", **about),
        meeting(occurred_at=at(2, 10, 7), **about),
        call(occurred_at=at(2, 11), **about),
        letter(occurred_at=at(2, 10, 30), **about),
        call(occurred_at=at(2, 10, 10)),
    ]

    found = ask("first_response", "person", deals=[lead, deal(id="2")], activities=acts)
    assert found == {"ann": None, "boris": 0.5}


def test_reply_times() -> None:
    """T2.4: after 5, 7, 8, 10 and 600 minutes the mean is 126, the median 8, p90 364."""
    acts = [
        said
        for day, minutes in zip((2, 3, 4, 5, 6), (5, 7, 8, 10, 600), strict=True)
        for said in (
            message(at(day, 9), "in"),
            message(at(day, 9) + minutes * MINUTE, "out"),
        )
    ]
    names = "reply_time_calendar reply_time_calendar_median reply_time_calendar_p90 reply_time"

    (row,) = answers(names, activities=acts)
    *calendar_hours, working = row.values()
    assert [60 * hours for hours in calendar_hours] == pytest.approx([126, 8, 364])
    assert 60 * working == pytest.approx((5 + 7 + 8 + 10 + 480) / 5)  # the last: 9:00 to 19:00


def replies(*said: Row) -> list[float]:
    """The mean of the minutes till we answered, and whether there was one."""
    minutes = ask("reply_time_calendar", activities=[*said])
    return [] if minutes is None else [round(60 * minutes)]


def test_first_of_several_unanswered_messages_counts() -> None:
    said = [message(at(2, 9), "in"), message(at(2, 9, 50), "in"), message(at(2, 10), "out")]

    assert replies(*said) == [60]
    assert replies(*said, message(at(2, 11), "out")) == [60]


def test_robot_s_answer_does_not_end_the_waiting_and_a_robot_s_question_begins_it() -> None:
    said = [message(at(2, 9), "in", author="integration"), message(at(2, 10), "out")]

    assert replies(*said, message(at(2, 9, 1), "out", author="robot")) == [60]


def test_talks_are_of_one_deal_and_without_one_of_one_customer() -> None:
    others = [message(at(2, 9, 1), "out", deal="e"), message(at(2, 9, 2), "out", deal=None)]

    assert replies(message(at(2, 9), "in"), *others) == []
    same = {"deal": None, "customer": "d"}
    assert replies(message(at(2, 9), "in", **same), message(at(2, 9, 3), "out", **same)) == [3]
    assert replies(message(at(2, 9), "in"), message(at(2, 9, 3), "out", **same)) == []


def test_reply_belongs_to_whoever_replied_and_to_the_day_of_the_question() -> None:
    said = [message(at(31, 23), "in"), message(at(31) + timedelta(days=2), "out", person="boris")]

    assert ask("reply_time_calendar", "person", activities=said) == {"ann": None, "boris": 37}


def test_after_thirty_days_of_silence_a_talk_begins_anew() -> None:
    """Whether the period holds the old one or not."""
    old = at(2) - timedelta(days=40)
    said = [message(old, "in"), message(at(2), "in"), message(at(2) + 20 * MINUTE, "out")]

    for since in (OCTOBER.since, old.date()):
        found = ask("reply_time_calendar", period=Period(since, OCTOBER.until), activities=said)
        assert found == pytest.approx(1 / 3)


def test_message_after_thirty_days_is_no_answer() -> None:
    late = at(2) + timedelta(days=30)

    assert replies(message(at(2), "in"), message(late - timedelta(days=1), "out")) == [41_760]
    assert replies(message(at(2), "in"), message(late, "out")) == []


def test_period_does_not_change_what_was_answered() -> None:
    """A question of September still waits in October: the next one is not the first."""
    said = [message(at(1) - timedelta(days=20), "in"), message(at(5), "in"), message(at(6), "out")]

    assert replies(*said) == []


def test_cycle_is_in_whole_days_of_won_deals() -> None:
    """The condition holds within the mean: lost and open ones are not in it."""
    deals = [
        deal(created_at=at(2, 23), closed_at=at(4, 1), qualified_at=at(3)),
        deal(created_at=at(2, 1), closed_at=at(6, 23), qualified_at=None),
        deal(created_at=at(1), closed_at=at(31), outcome="lost", qualified_at=at(2)),
        deal(-5, created_at=at(1), closed_at=at(31)),
        deal(created_at=None, closed_at=at(31)),
    ]
    names = "sales_cycle sales_cycle_working deal_closing deal_closing_working sales_cycle_p90"

    (row,) = answers(names, deals=deals)
    assert [*row.values()] == pytest.approx([3, 3, 1, 1, 3.8])


def test_working_days_leave_out_the_weekend() -> None:
    friday_to_tuesday = deal(created_at=at(6), closed_at=at(10))

    assert ask("sales_cycle_working", deals=[friday_to_tuesday]) == 2


# Stays in stages

STAGES = [stage("N", 1), stage("Q", 2), stage("W", 3, "won")]
N, Q, W = (f"test:p/{name}" for name in "NQW")


def stays(by: str = "stage", **said: Any) -> Any:
    return ask("time_in_stage_median", by, **{"stages": STAGES} | said)


def test_stay_lasts_from_the_move_into_the_stage_to_the_next_one() -> None:
    moves = [move("test:1", N, at(2)), move("test:1", Q, at(5)), move("test:1", W, at(20))]

    assert stays(deals=[deal(id="1")], stage_changes=moves) == {N: 3, Q: 10}  # closed on the 15th


def test_stays_of_a_deal_sum_to_its_age() -> None:
    """T5.5, in both clocks, with a return."""
    steps = [(N, 2), (Q, 5), (N, 10), (Q, 11), (W, 15)]
    moves = [move("test:1", to, at(day)) for to, day in steps]
    said = {"deals": [deal(id="1", created_at=at(2))], "stage_changes": moves, "stages": STAGES}

    by_stage = answers("time_in_stage time_in_stage_working", "stage", **said)
    age = answers("sales_cycle sales_cycle_working", **said)
    assert 2 * sum(row["time_in_stage"] for row in by_stage) == age[0]["sales_cycle"] == 13
    assert 2 * sum(row["time_in_stage_working"] for row in by_stage) == 5 + 9 * 8
    assert age[0]["sales_cycle_working"] == 10


def test_stay_that_has_not_ended_is_counted_as_such() -> None:
    """One left after three days, the other is there for nine: the mean is more than three."""
    moves = [move("test:1", N, at(2)), move("test:1", W, at(5)), move("test:2", N, at(22))]
    said = {"deals": [deal(id="1"), deal(id="2", outcome="open")], "stage_changes": moves}

    (row,) = answers("time_in_stage time_in_stage_median", stages=STAGES, **said)
    assert [*row.values()] == [3 + 6 / 2, 3]


def test_stay_open_at_the_end_of_a_slice_is_in_that_slice_too() -> None:
    """As if the week had been asked for alone: one left after two days, one is there for five."""
    moves = [
        move("test:1", N, at(3)), move("test:1", W, at(17)),
        move("test:2", N, at(3)), move("test:2", W, at(5)),
    ]  # fmt: skip
    said: Any = {"deals": [deal(id="1", closed_at=at(17)), deal(id="2", closed_at=at(5))]}

    found = ask("time_in_stage", "week", stage_changes=moves, stages=STAGES, **said)
    assert {week.day: mean for week, mean in found.items() if mean is not None} == {
        2: 2 + 3 / 2, 16: 14
    }  # fmt: skip


def test_mean_of_stays_none_of_which_has_ended_is_not_known() -> None:
    waiting = {"deals": [deal(id="1", outcome="open")], "stage_changes": [move("test:1", N, at(3))]}

    assert ask("time_in_stage", stages=STAGES, **waiting) is None


def test_stay_ends_with_the_deal_though_no_move_is_known() -> None:
    moves = [move("test:1", N, at(2))]

    assert stays(deals=[deal(id="1", closed_at=at(9))], stage_changes=moves) == {N: 7}


def test_stay_belongs_to_whoever_held_the_deal_when_it_left() -> None:
    moves = [move("test:1", N, at(2)), move("test:1", Q, at(5)), move("test:1", W, at(15))]
    one = deal(id="1", owner="boris")
    passed = handed(one, "ann", "boris", at(5, 13))

    found = stays("person", deals=[one], stage_changes=moves, owner_changes=[passed])
    assert found == {"ann": 3, "boris": 10}


def test_today_is_the_end_of_what_is_known() -> None:
    moves = [move("test:1", N, at(2)), move("test:1", W, at(4)), move("test:2", N, at(2))]
    deals = [deal(id="1", outcome="open"), deal(id="2", outcome="open")]
    said: Any = {"deals": deals, "stage_changes": moves, "stages": STAGES}

    assert ask("time_in_stage", today=at(10).date(), **said) == 2 + 6 / 2
    assert ask("time_in_stage_working", today=at(10).date(), **said) == 16 + (53 - 16) / 2
