"""What wants something of whoever holds it: deals a first word, a move, a task; tasks past due;
complaints."""

from datetime import timedelta

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.feed import mine, named
from merilo.metrics.frame import Frame
from merilo.metrics.lake import beside, table
from merilo.metrics.question import Question
from merilo.metrics.rows.activities import acts, overdue_at_end
from merilo.metrics.rows.deals import closed, open_at_end
from merilo.metrics.rows.gaps import taskless
from merilo.periods import Period

COLUMNS = ("key", "title", "person", "customer", "stage", "amount_base", "created_at",
           "created_on", "moved_on", "touched_on", "untouched", "still", "stale",
           "taskless")  # fmt: skip


LATELY = 90  # days in which somebody spoke; a lead that waits longer is stuck, and told as that


def today(question: Question) -> Frame:
    """The frame of today alone."""
    day = question.today
    return Frame(Period(day, day + timedelta(days=1)), day, rules=question.rules,
                 turns=question.turns)  # fmt: skip


def wanting(question: Question) -> Table:
    """Deals open today that nobody spoke to yet (`untouched`: no call, letter, message or meeting
    of ours, and no move; of the last 90 days), that did not move for longer than their stage allows
    (`stale`, in days, of which `still` have passed), or on which no task is open."""
    frame = today(question)
    rows = mine(open_at_end.rows(frame), question).rename(title="name")
    rows = beside(rows, moves(rows), "deal")
    rows = beside(rows, touches(rows, frame), "deal")
    rows = beside(rows, taskless.rows(frame).select("deal", idle=ibis.literal(True)), "deal")
    stages = table("stages").select("stale_after_days", stage="key")
    rows = beside(rows, stages, "stage")
    fresh = rows.created_on >= frame.today - timedelta(days=LATELY)
    last = rows.moved_on.coalesce(rows.created_on)
    rows = rows.mutate(
        still=ibis.literal(frame.today).delta(last, unit="day"),
        stale=_.stale_after_days.coalesce(frame.rule("stale_days", ibis.literal(frame.today))),
        untouched=_.touched_on.isnull() & _.moved_on.isnull() & _.qualified_on.isnull() & fresh,
        taskless=_.idle.fill_null(False),
    )
    found = rows.filter((_.still > _.stale) | _.untouched | _.taskless).rename(key="deal")
    return named(found.select(*COLUMNS))


def moves(deals: Table) -> Table:
    """When each of these deals last moved from one stage to another."""
    moved = table("stage_changes").filter(_.from_stage.notnull(), _.from_stage != _.to_stage)
    moved = moved.semi_join(deals, "deal")
    return moved.group_by("deal").agg(moved_on=_.occurred_on.max())


def touches(deals: Table, frame: Frame) -> Table:
    """When somebody of ours last spoke to each of these deals, lately."""
    sent = _.kind.isin(("call", "email", "message")) & (_.direction.fill_null("out") == "out")
    met = _.kind.isin(("meeting", "presentation")) & (_.outcome == "held")
    lately = _.occurred_on >= frame.today - timedelta(days=LATELY)
    rows = acts().filter(lately, sent | met).semi_join(deals, "deal")
    return rows.group_by("deal").agg(touched_on=_.occurred_on.max())


def overdue(question: Question) -> Table:
    """Tasks past due and still open today, the oldest first; with the amount of the deal that each
    is about, while that is open."""
    rows = mine(overdue_at_end.rows(today(question)), question)
    rows = rows.filter(_.due_on < question.today)
    deals = table("deals").select(
        deal="key", title="name",
        amount_base=ibis.ifelse(_.outcome == "open", _.amount_base, ibis.null("decimal(18, 4)")),
    )  # fmt: skip
    rows = beside(rows.select("key", "person", "deal", "customer", "due_on"), deals, "deal")
    names = table("customers").select(customer="key", customer_name="name")
    return beside(rows, names, "customer").order_by("due_on", "key")


def complaints(question: Question) -> Table:
    """Complaints that are not settled, with what each customer brought in a year."""
    day = question.today
    rows = mine(table("complaints").mutate(on=_.received_on), question).filter(
        (_.verdict == "open") | _.verdict.isnull(), _.closed_on.isnull(), _.received_on <= day
    )
    year = Period(day - timedelta(days=365), day + timedelta(days=1))
    won = closed.rows(Frame(year, day)).filter(_.outcome == "won")
    brought = won.group_by("customer").agg(brought=_.amount_base.sum())
    names = table("customers").select(customer="key", customer_name="name")
    known = beside(beside(rows, brought, "customer"), names, "customer")
    return known.select(
        "key", "person", "customer", "customer_name", "cause", "received_on", "brought"
    )
