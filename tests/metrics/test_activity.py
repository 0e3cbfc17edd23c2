"""Activity, a rule at a time."""

from datetime import date, timedelta
from typing import Any

import pytest

from merilo.company import Rules
from tests.builders import (
    activity,
    answers,
    ask,
    at,
    call,
    deal,
    handed,
    letter,
    meeting,
    posting,
    proposal,
    row,
    task,
)

CALLS = "calls calls_out calls_in calls_missed"


def figures(metrics: str, **said: Any) -> list[Any]:
    (row,) = answers(metrics, **said)
    return [*row.values()]


def test_missed_call_is_one_that_came_in_and_nobody_took() -> None:
    heard = [
        call(),
        call(outcome="missed"),  # we called, and nobody answered: the call was made
        call(outcome="busy"),
        call(outcome=None),
        call(direction="in"),
        call(direction="in", outcome="missed"),
        call(direction=None, outcome="missed"),
        call(direction=None),
        call(direction="in", outcome=None),
    ]

    assert figures(CALLS, activities=heard) == [7, 4, 2, 2]


def test_robots_never_count_and_assumed_authors_do() -> None:
    heard = [call(author=who) for who in ("person", "assumed", "unknown", "robot", "integration")]

    assert figures(CALLS, activities=heard)[0] == 3


@pytest.mark.parametrize(("seconds", "talked"), [(15, 0), (16, 1), (None, 0)])
def test_conversation_lasts_longer_than_fifteen_seconds(seconds: int | None, talked: int) -> None:
    assert ask("conversations", activities=[call(duration_s=seconds)]) == talked


def test_length_of_a_conversation_is_a_setting() -> None:
    calls = [call(duration_s=15), call(duration_s=16)]

    assert ask("conversations", rules=Rules(conversation_s=14), activities=calls) == 2


def test_talk_is_that_of_conversations() -> None:
    heard = [
        call(duration_s=100),
        call(duration_s=10),
        call(duration_s=300, direction="in"),
        call(duration_s=900, direction="in", outcome="missed"),  # waited, and talked to nobody
        call(11, duration_s=None),
    ]

    assert figures(
        "talk_time average_talk connect_rate days_worked talk_time_per_day", activities=heard
    ) == [400, 200, pytest.approx(1 / 3), 2, 200]


def test_days_of_people_are_counted_anew_at_each_level() -> None:
    """T2.3: Ann's three days and Boris's two are five days of people, on three days."""
    acts = [
        *(call(day, person="ann") for day in (2, 3, 4, 4)),
        *(call(day, person="boris") for day in (3, 4)),
    ]

    assert ask("days_worked", activities=acts) == 5
    assert ask("days_worked", "person", activities=acts) == {"ann": 3, "boris": 2}
    assert [*ask("days_worked", "week", activities=acts).values()][1] == 5


def test_day_of_receiving_is_no_day_of_work() -> None:
    received = [
        letter(2, direction="in"),
        call(3, direction="in", outcome="missed"),
        meeting(4, outcome="cancelled"),
        task(due=9),
    ]

    assert ask("days_worked", activities=received) == 0
    assert ask("days_worked", activities=[*received, letter(5)]) == 1


def test_meetings_count_if_they_were_held() -> None:
    met = [meeting(outcome=how) for how in ("held", "held", "held", "missed", "cancelled", None)]

    assert figures("meetings meetings_missed meetings_set no_show_rate", activities=met) == [
        3, 1, 4, 0.25
    ]  # fmt: skip


def test_letters_count_if_they_were_sent() -> None:
    acts = [
        letter(),
        letter(direction="in"),
        letter(direction=None),  # not every source says; ours are what most keep
        letter(kind="message"),
        letter(kind="comment", direction=None),
        activity("presentation", at(5), "held", {}),
        activity("presentation", at(5), "cancelled", {}),
    ]

    assert figures("emails messages comments presentations", activities=acts) == [2, 1, 1, 1]


def test_proposals_add_up_in_the_company_s_currency_and_without_an_amount_count_only() -> None:
    sent = [proposal(amount=500), proposal(amount=None), proposal(amount=1, amount_base=90)]

    assert figures("proposals proposals_amount", proposals=sent) == [3, 590]


def test_task_is_kept_if_it_was_done_by_the_time_it_was_due() -> None:
    tasks = [
        task(),
        task(completed_at=at(10) + timedelta(seconds=1)),
        task(done=None),
        task(due_at=None),  # done, and never due
        task(completed_at=None),  # done, nobody knows when
    ]

    assert figures("tasks_done tasks_due tasks_kept task_discipline", activities=tasks) == [
        3, 4, 1, 0.25
    ]  # fmt: skip


def test_task_that_is_due_tomorrow_is_not_due_yet() -> None:
    tasks = [task(due=10), task(due=15, done=None), task(due=16, done=None)]

    assert ask("task_discipline", activities=tasks, today=date(2017, 10, 15)) == 0.5


def test_overdue_tasks_are_those_open_when_the_period_ended() -> None:
    tasks = [
        task(due=31, done=None),
        task(due=2, completed_at=at(31) + timedelta(days=1)),  # done since
        task(due=2, done=31),
        task(due=2, done=None, outcome="done"),  # nobody knows when
        task(due=2, done=None, due_at=at(31) + timedelta(days=1)),
        task(due=2, done=None, due_at=at(1) - timedelta(days=90)),
        task(due=2, done=None, outcome=None),
    ]

    assert ask("tasks_overdue", activities=tasks) == 4


def test_task_that_is_due_tomorrow_is_not_overdue() -> None:
    tasks = [task(due=12, done=None), task(due=13, done=None)]

    assert ask("tasks_overdue", today=date(2017, 10, 12), activities=tasks) == 1


def test_lead_is_qualified_by_whoever_held_it_then() -> None:
    lead = deal(owner="boris", qualified_at=at(10), closed_at=at(20))
    changes = [handed(lead, "vera", "ann", at(5)), handed(lead, "ann", "boris", at(15))]

    found = ask("leads_qualified", "person", deals=[lead], owner_changes=changes)
    assert found == {"ann": 1}


def test_touches_of_a_lead_may_be_of_any_time_and_person_but_not_before_its_birth() -> None:
    lead, old = deal(id="1", created_at=at(5)), deal(id="2", created_at=at(5) - timedelta(days=30))
    about = {"deal": "test:1", "person": "boris"}
    acts = [
        call(5, **about),
        call(4, **about),
        letter(20, **about),
        letter(20, direction="in", **about),
        meeting(20, **about),
        meeting(20, outcome="missed", **about),
        call(author="robot", **about),
        letter(author="integration", **about),
        call(occurred_at=at(31) + timedelta(days=60), **about),
        call(deal="test:2"),
        call(deal="test:3"),
    ]

    found = answers("touches touches_per_lead", "person", deals=[lead, old], activities=acts)
    assert found == [{"person": "ann", "touches": 4, "touches_per_lead": 4}]


def test_ratio_of_the_group_is_of_its_totals() -> None:
    """T2.2: 12 of 10 and 10 of 20 are 22 of 30: 73.3 %, not 85 %, not 170 %."""
    leads = [deal(id=str(n), owner="ann" if n < 10 else "boris") for n in range(30)]
    touched = [call(deal=f"test:{n}") for n in [0, 0, 0, *range(1, 10), *range(10, 20)]]
    said = {"deals": leads, "activities": touched}

    by_person = ask("touches_per_lead", "person", **said)
    assert by_person == {"ann": 1.2, "boris": 0.5}
    assert ask("touches_per_lead", **said) == pytest.approx(0.7333, abs=5e-5)


def test_unit_and_role_are_those_of_the_day() -> None:
    moved = [
        posting(unit="north", role="seller", until=date(2017, 10, 10)),
        posting(unit="south", role="head", since=date(2017, 10, 10)),
    ]
    acts = [call(9), call(10), call(11)]

    assert ask("calls", "unit", postings=moved, activities=acts) == {"north": 1, "south": 2}
    assert ask("calls", "role", postings=moved, activities=acts) == {"seller": 1, "head": 2}
    now = answers("calls", "unit role", placed="now", postings=moved, activities=acts)
    assert now == [{"unit": "south", "role": "head", "calls": 3}]


def test_unit_as_it_is_now_is_the_last_one_of_whoever_left_and_none_of_who_comes() -> None:
    placed = [
        posting("ann", unit="north", until=date(2017, 10, 15)),
        posting("boris", unit="south", since=date(2018, 1, 16)),  # tomorrow
        posting("vera", unit="west", role="seller", until=date(2017, 12, 1)),
        posting("vera", unit="east", role=None, since=date(2017, 12, 1)),
    ]
    acts = [call(person=who) for who in ("ann", "boris", "vera", "vera")]

    found = answers("calls", "unit role", placed="now", postings=placed, activities=acts)
    assert [[*row.values()] for row in found] == [
        ["east", None, 2], ["north", "seller", 1], [None, None, 1]
    ]  # fmt: skip


def test_of_two_postings_at_once_the_one_begun_last_holds() -> None:
    both = [posting(unit="north"), posting(unit="south", since=date(2017, 10, 10))]
    acts = [call(9), call(10)]

    assert ask("calls", "unit", postings=both, activities=acts) == {"north": 1, "south": 1}
    (row,) = answers("calls", postings=both, activities=acts)
    assert row == {"calls": 2}


def test_department_and_company_are_those_above_the_unit() -> None:
    units = [
        row("units", {}, id="team", department="test:sales", company="test:us", territory="west"),
        row("units", {}, id="sales", department="test:sales", company="test:us"),
    ]
    there = [posting(unit="test:team"), posting("boris", unit="test:sales")]
    said = {"units": units, "postings": there}

    found = answers(
        "calls", "company department territory", activities=[call(), call(person="boris")], **said
    )
    assert [[*row.values()] for row in found] == [
        ["test:us", "test:sales", "west", 1], ["test:us", "test:sales", None, 1]
    ]  # fmt: skip
