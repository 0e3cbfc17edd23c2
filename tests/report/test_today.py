"""What wants an answer: which deals, tasks, complaints and figures, and for how much."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from merilo.metrics.question import Scope
from merilo.report.scorecard import Kpi
from merilo.report.today import (
    Kind,
    Matter,
    Subject,
    deals,
    falling,
    find,
    ordered,
    overdue,
    voices,
)
from merilo.report.today.behind import find as behind
from tests.builders import activity, call, deal, letter, meeting, posting, row, stage
from tests.desks import desk

NOW = datetime(2018, 1, 15, 9, tzinfo=UTC)  # a Monday, at noon in Moscow
ANN = row("people", {}, id="ann", name="Ann", role="seller")


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def opened(days: float, amount: object = 1000, **said: object):
    ordinary = {"id": "1", "name": "Boxes", "owner": "test:ann", "outcome": "open",
                "created_at": ago(days), "stage": "test:p/new"}  # fmt: skip
    return deal(amount, **ordinary | said)


def moved(days: float, **said: object):
    ordinary = {"deal": "test:1", "from_stage": "test:p/new", "to_stage": "test:p/offer"}
    return row("stage_changes", ordinary | said, occurred_at=ago(days))


def todo(due: float, **said: object):
    ordinary = {"person": "test:ann", "deal": "test:1", "due_at": ago(due)}
    return activity("task", ago(30), "open", ordinary | said)


def asked(now, scope=None):
    found = now.question(["days_worked"], "this-month")
    return replace(found, scope=scope) if scope else found


def kinds(*, find=deals.find, scope=None, **tables):
    now = desk(people=[ANN], **tables)
    object.__setattr__(now, "snapshot", replace(now.snapshot, at=NOW))
    return {one.kind: one for one in find(now, asked(now, scope))}


def test_lead_nobody_spoke_to_waits_longer_than_a_reply_may_take():
    found = kinds(deals=[opened(1 / 24)])[Kind.LEADS]  # an hour of work ago

    assert (found.person, found.name) == ("test:ann", "Ann")
    assert [one.title for one in found.subjects] == ["Boxes"]


def test_lead_of_ten_minutes_ago_may_still_wait():
    assert kinds(deals=[opened(10 / 1440)]) == {}


def test_lead_of_friday_evening_is_late_on_monday_at_noon_only():
    friday = datetime(2018, 1, 12, 14, 55, tzinfo=UTC)  # 17:55 in Moscow: five minutes of work

    now = desk(people=[ANN], deals=[opened(0, created_at=friday)])
    early = replace(now.snapshot, at=datetime(2018, 1, 15, 6, 9, tzinfo=UTC))  # 9:09
    object.__setattr__(now, "snapshot", early)
    assert [*deals.find(now, asked(now))] == []
    assert Kind.LEADS in kinds(deals=[opened(0, created_at=friday)])


@pytest.mark.parametrize("touch", [
    call(person="test:ann", deal="test:1", occurred_at=ago(1)),
    letter(person="test:ann", deal="test:1", occurred_at=ago(1)),
    meeting(person="test:bob", deal="test:1", occurred_at=ago(1)),
])  # fmt: skip
def test_who_was_spoken_to_waits_no_more(touch):
    assert Kind.LEADS not in kinds(deals=[opened(2)], activities=[touch])


@pytest.mark.parametrize("other", [
    call(person="test:ann", deal="test:1", occurred_at=ago(1), direction="in"),
    letter(person="test:ann", deal="test:1", occurred_at=ago(1), author="robot"),
    meeting(person="test:ann", deal="test:1", occurred_at=ago(1), outcome="missed"),
    call(person="test:ann", deal="test:2", occurred_at=ago(1)),
])  # fmt: skip
def test_what_is_no_word_of_ours_changes_nothing(other):
    assert Kind.LEADS in kinds(deals=[opened(2)], activities=[other])


def test_lead_that_moved_or_qualified_is_in_work():
    assert Kind.LEADS not in kinds(deals=[opened(5)], stage_changes=[moved(1)])
    assert Kind.LEADS not in kinds(deals=[opened(5, qualified_at=ago(1))])


def test_deal_is_stuck_the_day_after_its_stage_allows():
    stages = [stage("new", 1, stale_after_days=5)]

    assert Kind.STUCK not in kinds(deals=[opened(40)], stages=stages, stage_changes=[moved(5)])
    found = kinds(deals=[opened(40)], stages=stages, stage_changes=[moved(6)])[Kind.STUCK]
    assert found.subjects[0].parts[:3] == ["new", "6 days without a move", "5 days allowed"]


def test_stage_that_does_not_say_allows_a_fortnight():
    assert Kind.STUCK not in kinds(deals=[opened(40)], stage_changes=[moved(14)])
    assert Kind.STUCK in kinds(deals=[opened(40)], stage_changes=[moved(15)])


def test_move_to_the_same_stage_is_none():
    still = moved(1, from_stage="test:p/new", to_stage="test:p/new")
    assert Kind.STUCK in kinds(deals=[opened(40)], stage_changes=[moved(20), still])


def test_deal_wants_a_task_unless_one_is_open():
    moves = [moved(1)]

    assert Kind.TASKLESS in kinds(deals=[opened(9)], stage_changes=moves)
    assert kinds(deals=[opened(9)], stage_changes=moves, activities=[todo(-3)]) == {}


def test_deals_of_those_out_of_sight_are_not_told():
    assert kinds(deals=[opened(2)], scope=Scope(frozenset({"test:bob"}))) == {}
    assert kinds(deals=[opened(2, owner="test:bob")], scope=Scope(frozenset({"test:bob"})))


def test_closed_deals_want_nothing():
    assert kinds(deals=[deal(owner="test:ann", created_at=ago(60), closed_at=ago(1))]) == {}


def test_lead_without_an_amount_is_worth_what_one_brought():
    """In 90 days four leads appeared and brought 6,000: 1,500 a lead."""
    made = [
        deal(6000, owner="test:ann", created_at=ago(50), closed_at=ago(20)),
        *(deal(owner="test:ann", outcome="lost", created_at=ago(40), closed_at=ago(9))
          for _ in range(2)),
        opened(2, None),
    ]  # fmt: skip

    assert kinds(deals=made)[Kind.LEADS].stake == 1500


def test_tasks_past_due_and_the_amount_of_a_deal_once():
    made = [opened(9, 700), opened(9, 900, id="2", outcome="won", closed_at=ago(1))]
    tasks = [todo(2, id="a"), todo(3, id="b"), todo(4, id="c", deal="test:2")]
    found = kinds(find=overdue.find, deals=made, activities=tasks)[Kind.OVERDUE]

    assert len(found.subjects) == 3
    assert found.stake == 700


def test_task_due_today_or_done_is_not_overdue():
    done = todo(2) | {"outcome": "done", "completed_at": ago(1), "completed_on": ago(1).date()}
    assert kinds(find=overdue.find, activities=[todo(0), done]) == {}


def test_complaint_stands_for_what_the_customer_brought_in_a_year():
    said = {"customer": "test:c", "person": "test:ann", "cause": "late"}
    made = [
        deal(500, customer="test:c", closed_at=ago(300)), deal(90, customer="test:c",
                                                              closed_at=ago(400)),
    ]  # fmt: skip
    open_one = row("complaints", said, received_at=ago(3), verdict="open")
    settled = row("complaints", said, received_at=ago(3), verdict="upheld", closed_at=ago(1))

    gone = row("complaints", said, received_at=ago(3), closed_at=ago(1))

    told = [open_one, settled, gone]
    found = kinds(find=voices.find, deals=made, complaints=told)[Kind.COMPLAINT]
    assert (len(found.subjects), found.stake) == (1, 500)


def plan(metric: str, target: float):
    return row("plans", {}, person="test:ann", metric=metric, kind="at_least", target=target,
               period_since=date(2018, 1, 1), period_until=date(2018, 2, 1))  # fmt: skip


def who_is_behind(today: date, **tables):
    sets = {"seller": [Kpi("revenue", 50), Kpi("deals_won", 50)]}
    posts = [posting("test:ann", role="seller")]
    now = desk(today, people=[ANN], postings=posts, **tables)
    return [*behind(now, asked(now), sets)]


def test_behind_is_told_with_what_will_be_missing():
    won = deal(500, owner="test:ann", closed_at=ago(3))
    (found,) = who_is_behind(date(2018, 1, 15), deals=[won], plans=[plan("revenue", 2300)])

    assert found.subjects[0].title == "revenue"
    # By the eleventh day 1,100 should be there; at the pace 5/11 there will be 500 / 11 x 23.
    assert round(found.stake, 2) == Decimal("1254.55")
    assert found.subjects[0].parts[0] == "₽500 of ₽2,300"


def test_who_keeps_nine_tenths_of_the_pace_is_not_behind():
    won = deal(990, owner="test:ann", closed_at=ago(3))
    assert who_is_behind(date(2018, 1, 15), deals=[won], plans=[plan("revenue", 2300)]) == []


def test_first_two_working_days_of_a_month_tell_nothing():
    nothing_done = {"plans": [plan("revenue", 2300)]}

    assert who_is_behind(date(2018, 1, 3), **nothing_done) == []
    assert len(who_is_behind(date(2018, 1, 4), **nothing_done)) == 1


def test_without_a_plan_nobody_is_behind():
    assert who_is_behind(date(2018, 1, 15), deals=[deal(owner="test:ann", closed_at=ago(3))]) == []


@pytest.mark.parametrize(("now_won", "before_won", "fell"), [(2, 60, True), (25, 60, False)])
def test_quality_that_fell_by_more_than_noise(now_won, before_won, fell):
    def closed(many: int, won: int, days: float):
        return [
            deal(owner="test:ann", outcome="won" if n < won else "lost", closed_at=ago(days))
            for n in range(many)
        ]

    made = [*closed(40, now_won, 10), *closed(100, before_won, 60)]
    found = kinds(find=falling.find, deals=made)
    assert (Kind.FALLING in found) is fell
    if fell:
        assert found[Kind.FALLING].subjects[0].parts == (
            "5.0% in the last 30 days, 60.0% in the 90 before",
        )


def matter(kind: Kind, *stakes: object, once: bool = False, grave: float = 0):
    those = [Subject(f"{kind}{n}", "x", (), stake and Decimal(stake)) for n, stake in
             enumerate(stakes)]  # fmt: skip
    return Matter(kind, "test:ann", "Ann", those, once, grave)


def test_most_money_first_and_then_the_gravest():
    made = [matter(Kind.REPORT, None), matter(Kind.FALLING, None, grave=1),
            matter(Kind.STUCK, 5, 6), matter(Kind.BEHIND, 9, 10, once=True)]  # fmt: skip

    assert [one.kind for one in ordered(made)] == ["stuck", "behind", "falling", "report"]
    assert [one.stake for one in ordered(made)] == [11, 10, None, None]


def test_answered_subjects_are_left_out_and_new_ones_are_there_again():
    made = matter(Kind.STUCK, 5, 6)

    assert made.without({"stuck0"}).stake == 6
    assert made.without({"stuck0", "stuck1"}) is None


def test_everything_of_an_empty_company_is_nothing():
    now = desk()
    assert find(now, asked(now), {}) == []


def test_deal_of_which_nobody_knows_when_it_began_may_want_a_task():
    old = opened(9, created_at=None, created_on=None)
    assert kinds(deals=[old])[Kind.TASKLESS].subjects[0].title == "Boxes"
