"""The feed, the deals in hand, the hours of the week: beside rows counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from merilo.metrics.question import EVERYBODY, Scope, Span
from merilo.report.feed import PAGE, deals, feed, hours, safe
from tests.builders import (
    at,
    call,
    deal,
    handed,
    letter,
    meeting,
    move,
    proposal,
    repriced,
    row,
    stage,
    task,
)
from tests.desks import desk


def asked(now, period="2017-10", scope=EVERYBODY, person="ann"):
    return now.question((), period, (), (), "then", scope).only((("person", (person,)),))


def feed_of(now, *kinds, scope=EVERYBODY, number=1, money=True, **said):
    return feed(now, asked(now, scope=scope, **said), kinds, number, money)


def kinds(found) -> list[str]:
    return [one.kind for one in found.entries]


def test_everything_comes_in_one_row_the_newest_first():
    won = deal(1000, id="1", name="Shelves", customer="test:c", closed_at=at(15))
    talk = call(3, deal="test:1", duration_s=90)
    now = desk(
        activities=[talk, letter(4), meeting(5), task(due=9, done=8)],
        stage_changes=[move("test:1", "test:p/b", at(6), person="ann", from_stage="test:p/a")],
        stages=[stage("a", 1), stage("b", 2)],
        proposals=[proposal(7, 500)],
        deals=[won, deal(outcome="lost", closed_at=at(20))],
        customers=[row("customers", {}, id="c", name="Rosa")],
    )
    found = feed_of(now)

    assert kinds(found) == ["lost", "won", "task", "proposal", "move", "meeting", "email", "call"]
    assert [one.at.day for one in found.entries] == [20, 15, 8, 7, 6, 5, 4, 3]
    first, second = found.entries[-1], found.entries[1]
    assert (first.duration_s, first.outcome, first.direction) == (90, "reached", "out")
    assert (second.deal, second.customer, second.amount) == ("Shelves", "Rosa", 1000)
    assert (found.entries[4].from_stage, found.entries[4].to_stage) == ("a", "b")


def test_only_the_kinds_asked_for():
    now = desk(activities=[call(3), letter(4), meeting(5)], proposals=[proposal(7)])

    assert kinds(feed_of(now, "call", "meeting")) == ["meeting", "call"]
    assert kinds(feed_of(now, "proposal")) == ["proposal"]
    assert len(feed_of(now, "none of ours").entries) == 4


def test_pages_follow_one_another_without_a_gap_or_an_overlap():
    now = desk(activities=[call(1 + n % 20, id=str(1000 + n)) for n in range(2 * PAGE + 3)])
    pages = [feed_of(now, number=n) for n in (1, 2, 3)]

    assert [len(page.entries) for page in pages] == [PAGE, PAGE, 3]
    assert [page.more for page in pages] == [True, True, False]
    every = [one.at for page in pages for one in page.entries]
    assert every == sorted(every, reverse=True)


def test_a_full_page_that_is_the_last_promises_no_more():
    now = desk(activities=[call(1 + n % 20) for n in range(PAGE)])

    assert len(feed_of(now).entries) == PAGE
    assert not feed_of(now).more


def test_task_is_there_when_it_was_done_and_else_when_it_was_set():
    september = datetime(2017, 9, 20, 12, tzinfo=UTC)
    november = datetime(2017, 11, 3, 12, tzinfo=UTC)
    now = desk(activities=[
        task(done=8, occurred_at=september), task(done=None),
        task(done=9, completed_at=november), task(done=None, occurred_at=september),
    ])  # fmt: skip

    assert [one.at.day for one in feed_of(now).entries] == [8, 1]


def test_proposals_are_those_sent_in_the_period():
    before = datetime(2017, 9, 30, 12, tzinfo=UTC)
    now = desk(proposals=[proposal(7), proposal(8, sent_at=before)])

    assert [one.at.day for one in feed_of(now).entries] == [7]


def test_days_at_the_edges_of_the_period_and_of_nobody_else():
    there = [call(1), call(31), call(10, person="bob"), call(10, person=None)]
    outside = [datetime(2017, 9, 30, 12, tzinfo=UTC), datetime(2017, 11, 1, 12, tzinfo=UTC)]
    now = desk(activities=[*there, *(call(occurred_at=when, occurred_on=when.date())
                                     for when in outside)])  # fmt: skip

    assert [one.at.day for one in feed_of(now).entries] == [31, 1]


def test_robots_are_marked_and_their_moves_are_of_whoever_held_the_deal():
    mine = deal(id="1", owner="bob", outcome="open")
    now = desk(
        activities=[call(3, author="robot")],
        stage_changes=[move("test:1", "test:p/b", at(4), author="robot"),
                       move("test:1", "test:p/c", at(20), author="robot")],
        deals=[mine], owner_changes=[handed(mine, "ann", "bob", at(10))],
    )  # fmt: skip

    assert [(one.kind, one.robot) for one in feed_of(now).entries] == [
        ("move", True), ("call", True),
    ]  # fmt: skip
    assert [one.at.day for one in feed_of(now, person="bob").entries] == [20]


def test_amounts_say_what_they_were_before():
    mine = deal(id="1", owner="bob", outcome="open", name="Shelves")
    now = desk(
        deals=[mine], owner_changes=[handed(mine, "ann", "bob", at(10))],
        amount_changes=[repriced(mine, 100, 300, at(4), person="ann"),
                        repriced(mine, 300, None, at(9), author="robot"),
                        repriced(mine, 300, 250, at(20))],
    )  # fmt: skip

    said = [(one.kind, one.from_amount, one.amount, one.robot) for one in feed_of(now).entries]
    assert said == [("amount", 300, None, True), ("amount", 100, 300, False)]
    assert [one.deal for one in feed_of(now, "amount", person="bob").entries] == ["Shelves"]
    (hidden,) = feed_of(now, "amount", person="bob", money=False).entries
    assert (hidden.from_amount, hidden.amount) == (None, None)


def test_of_a_mover_only_the_days_in_sight():
    """Ann was in the head's team until the 15th: what she did after that is not shown."""
    scope = Scope(frozenset({"head"}), (Span("ann", date.min, date(2017, 10, 15)),))
    mine = deal(outcome="open", created_at=at(2))
    now = desk(
        activities=[call(14), call(15), call(16)], proposals=[proposal(14), proposal(20)],
        deals=[deal(closed_at=at(14), id="early"), deal(closed_at=at(20), id="late"), mine],
        stage_changes=[move("test:late", "test:p/b", at(20), person="ann")],
    )  # fmt: skip
    found = feed_of(now, scope=scope)

    assert sorted(kinds(found)) == ["call", "proposal", "won"]
    own = deals(now, asked(now, scope=scope))
    assert (own.open_count, own.closed_count) == (0, 1)
    assert sum(hours(now, asked(now, scope=scope)).values()) == 1
    stranger = Scope(frozenset({"bob"}))
    assert feed_of(now, scope=stranger).entries == []
    assert deals(now, asked(now, scope=stranger)).closed_count == 0


def test_amounts_are_left_out_for_those_who_see_no_money():
    now = desk(deals=[deal(1000)], proposals=[proposal(7, 500)])

    assert [one.amount for one in feed_of(now).entries] == [1000, 500]
    assert [one.amount for one in feed_of(now, money=False).entries] == [None, None]
    assert [one.amount for one in deals(now, asked(now), money=False).closed] == [None]


def test_keys_are_texts_whatever_stands_in_them():
    for key in ("crm:O'Hara", "crm:a\\", "crm:'; drop table deals; --"):
        now = desk(activities=[call(3, person=key), call(4)])
        assert [one.at.day for one in feed_of(now, person=key).entries] == [3]


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "data:text/html,x", "calls/1.mp3", "//evil.example/1", "ftp://a/b",
    "https://a b", " vbscript:x", "https:", "", None,
])  # fmt: skip
def test_recordings_open_at_an_address_of_the_web_alone(address):
    assert safe(address) == ""
    assert safe("https://pbx.example/1.mp3?x=1") == "https://pbx.example/1.mp3?x=1"
    assert safe("http://10.0.0.1/1.mp3") == "http://10.0.0.1/1.mp3"


def test_deals_open_first_then_closed_and_how_many_there_are():
    days = [datetime(2018, 1, n, 12, tzinfo=UTC) for n in range(1, 13)]
    known = [deal(id=f"o{n}", outcome="open", created_at=when) for n, when in enumerate(days)]
    lately = [deal(id=f"w{n}", closed_at=when) for n, when in enumerate(days[:3])]
    times = {"created_at": at(1) - timedelta(days=900), "closed_at": at(1) - timedelta(days=600)}
    older = deal(id="old", **times)
    now = desk(deals=[*known, *lately, older, deal(owner="bob", outcome="open")])
    found = deals(now, asked(now))

    assert (found.open_count, found.closed_count) == (12, 3)
    assert [one.days for one in found.open] == [3, 4, 5, 6, 7, 8, 9, 10]  # on 15 January
    assert [one.closed_on.day for one in found.closed] == [3, 2, 1]
    assert found.closed[0].days == 94  # 30 of October, 30, 31, 3


def test_hours_are_those_of_the_companys_clocks_across_their_change():
    """Budapest, 2017: clocks go back on Sunday 29 October at 01:00 UTC. 08:30 UTC is 10:30 on
    Friday 27th, and 09:30 on Monday 30th; half past midnight UTC and an hour later both read
    02:30 that Sunday."""
    moments = [at(27, 8, 30), at(30, 8, 30), at(29, 0, 30), at(29, 1, 30), at(28, 22, 30)]
    now = desk(zone="Europe/Budapest", activities=[
        call(occurred_at=when, occurred_on=when.date()) for when in moments
    ])  # fmt: skip

    assert hours(now, asked(now)) == {(4, 10): 1, (0, 9): 1, (6, 2): 2, (6, 0): 1}


def test_hours_of_zones_half_an_hour_off():
    """In Kolkata 03:29 UTC is 08:59, and 03:30 is 09:00."""
    moments = [at(10, 3, 29), at(10, 3, 30)]
    now = desk(zone="Asia/Kolkata", activities=[
        call(occurred_at=when, occurred_on=when.date()) for when in moments
    ])  # fmt: skip

    assert hours(now, asked(now)) == {(1, 8): 1, (1, 9): 1}


def test_hours_count_what_the_figures_count():
    """Not robots' calls, nor missed ones that came in; meetings that were held; tasks done."""
    now = desk(activities=[
        call(10), call(11, author="robot"), call(12, direction="in", outcome="missed"),
        call(13, duration_s=90), meeting(10), meeting(11, outcome="missed"), task(due=9, done=8),
    ])  # fmt: skip

    def count(kind):
        return sum(hours(now, asked(now), kind).values())

    assert [count(kind) for kind in ("call", "conversation", "meeting", "task", "email")] == [
        2, 1, 1, 1, 0,
    ]  # fmt: skip
