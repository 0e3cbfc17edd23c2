"""What people did, one thing after another: the feed, the deals in hand, the hours of work.

These are rows and not figures, but whoever asks for them sees no more: they are asked for by a
question, within its scope and its conditions on people.
"""

from collections.abc import Collection
from datetime import timedelta

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.facts.tables import TABLES
from merilo.metrics.behind import NAMED
from merilo.metrics.frame import Frame
from merilo.metrics.lake import TYPES, beside, table
from merilo.metrics.query import among
from merilo.metrics.question import Question
from merilo.metrics.rows.activities import ROBOTS, completed, done
from merilo.metrics.rows.deals import closed, held, open_at_end
from merilo.periods import Period

ACTS = ("call", "email", "message", "meeting", "presentation", "task", "comment")
KINDS = (*ACTS, "move", "amount", "proposal", "won", "lost")
HOURLY = ("call", "conversation", "meeting", "email", "message", "task", "comment")
COLUMNS = {
    "kind": "string", "at": "timestamp('UTC', 6)", "on": "date", "key": "string",
    "person": "string", "deal": "string", "customer": "string", "direction": "string",
    "outcome": "string", "duration_s": "int64", "recording": "string", "author": "string",
    "from_stage": "string", "to_stage": "string", "due_at": "timestamp('UTC', 6)",
    "amount_base": "decimal(18, 4)", "from_amount_base": "decimal(18, 4)",
}  # fmt: skip
HALF_HOUR_S = 1800


def feed(
    question: Question, kinds: Collection[str] = KINDS, most: int = 50, after: int = 0
) -> Table:
    """What of those kinds was done in the period: so many of it after the first `after`, the newest
    first, with names."""
    sources = [
        (ACTS, acts), (("move",), moves), (("amount",), repriced), (("proposal",), proposals),
        (("won", "lost"), ends),
    ]  # fmt: skip
    wanted = [make(question.frame) for own, make in sources if {*own} & {*kinds}]
    shared = [one.select(**filled(one)) for one in wanted]
    rows = ibis.union(*shared) if len(shared) > 1 else shared[0]
    rows = mine(rows.filter(_.kind.isin([*kinds])), question)
    order = (_.at.desc(), _.key.desc(), _.kind)
    return named(rows.order_by(*order).limit(most, offset=after)).order_by(*order)


def mine(rows: Table, question: Question) -> Table:
    """Those of `rows` in sight, of the people asked about."""
    rows = question.scope.of(rows)
    people = question.filters.get("person")
    return rows if people is None else rows.filter(among(rows, "person", people))


def filled(rows: Table) -> dict[str, ibis.Value]:
    """The columns of the feed; those that are none of the rows' are empty."""
    return {
        name: rows[name].cast(kind) if name in rows.columns else ibis.null(kind)
        for name, kind in COLUMNS.items()
    }


def acts(frame: Frame) -> Table:
    """Calls, letters, meetings ...; a task when it was done, or else set. Robots' are there, too:
    whoever reads them sees whose they are."""
    rows = recorded()
    task = rows.kind == "task"
    at = ibis.ifelse(task, rows.completed_at.coalesce(rows.occurred_at), rows.occurred_at)
    on = ibis.ifelse(task, rows.completed_on.coalesce(rows.occurred_on), rows.occurred_on)
    return rows.mutate(at=at, on=on).filter(frame.within(_.on))


def recorded() -> Table:
    """The activities with the addresses of their recordings, which no figure needs."""
    kinds = {column.name: TYPES[column.kind] for column in TABLES["activities"].columns}
    every = ibis.table(kinds, name="activities")
    key = every.connection.concat(":", every.id).name("key")
    return every.filter(~_.deleted.fill_null(False)).select(
        key, "kind", "person", "deal", "customer", "direction", "outcome", "duration_s",
        "recording", "author", "occurred_at", "occurred_on", "completed_at", "completed_on",
        "due_at",
    )  # fmt: skip


def moves(frame: Frame) -> Table:
    """Moves of deals between stages; one by nobody's hand is of whoever held the deal then."""
    rows = table("stage_changes").filter(
        frame.within(_.occurred_on), _.from_stage.isnull() | (_.from_stage != _.to_stage)
    )
    return handled(rows, "move", frame)


def repriced(frame: Frame) -> Table:
    """Amounts of deals that became others; by whoever held the deal then, if nobody's hand."""
    rows = table("amount_changes").filter(frame.within(_.occurred_on))
    return handled(rows, "amount", frame).mutate(amount_base=_.to_amount_base)


def handled(rows: Table, kind: str, frame: Frame) -> Table:
    """What was changed of deals: of whose hand it was, else of whoever held the deal then."""
    of = table("deals").select("customer", "owner", deal="key")
    rows = beside(rows.mutate(mover=_.person), of, "deal")
    rows = held(rows.drop("person"), "occurred_at", frame)
    return rows.mutate(
        kind=ibis.literal(kind), at=_.occurred_at, on=_.occurred_on,
        person=_.mover.coalesce(_.person),
    )  # fmt: skip


def proposals(frame: Frame) -> Table:
    """Proposals sent."""
    rows = table("proposals").filter(frame.within(_.sent_on))
    return rows.mutate(kind=ibis.literal("proposal"), at=_.sent_at, on=_.sent_on)


def ends(frame: Frame) -> Table:
    """Deals won and lost, by whoever held them then. A refund is won, below zero."""
    rows = closed.rows(frame).filter(_.person.notnull())
    return rows.mutate(kind=_.outcome, at=_.closed_at, key=_.deal, outcome=ibis.null("string"))


def named(rows: Table) -> Table:
    """`rows` with the names of people, deals, customers and stages."""
    stages = dict.fromkeys(("stage", "from_stage", "to_stage"), "stages")
    for column, directory in {**NAMED, **stages}.items():
        if column in rows.columns:
            names = table(directory).select(**{column: "key", f"{column}_name": "name"})
            rows = beside(rows, names, column)
    return rows


def deals(question: Question, most: int = 8, days: int = 365) -> Table:
    """Of the deals open today and of those closed within `days` so many of each, the latest first,
    with how many there are in `all`."""
    today = question.today
    lately = Period(today - timedelta(days=days), today + timedelta(days=1))
    now = Frame(Period(today, today + timedelta(days=1)), today)
    columns = ("deal", "name", "person", "customer", "stage", "outcome", "amount_base",
               "created_on", "closed_on", "on")  # fmt: skip
    over = closed.rows(Frame(lately, today)).select(*columns, over=True)
    rows = open_at_end.rows(now).select(*columns, over=False).union(over)
    rows = mine(rows, question)
    begun = rows.closed_on.coalesce(rows.created_on)
    newest = ibis.window(group_by=rows.over, order_by=(begun.desc(), rows.deal.desc()))
    rows = rows.mutate(
        place=ibis.row_number().over(newest),
        all=rows.count().over(ibis.window(group_by=rows.over)),
        days=rows.closed_on.coalesce(today).delta(rows.created_on, unit="day"),
    )
    first = rows.filter(_.place < most).rename(title="name")
    return named(first).order_by("over", "place")


def half_hours(question: Question, kind: str) -> Table:
    """How many of a kind counted in each half hour since 1970, UTC: zones begin their hours on
    half hours or quarters, and a clock's change falls between two of them."""
    frame = question.frame
    rows = completed.rows(frame) if kind == "task" else done.rows(frame)
    if kind == "conversation":
        rows = rows.filter(_.talk)
    elif kind != "task":
        rows = rows.filter(_.kind == kind, _.did)
    at = rows.completed_at if kind == "task" else rows.occurred_at
    rows = mine(rows.mutate(slot=at.epoch_seconds() // HALF_HOUR_S), question)
    return rows.group_by("slot").agg(count=_.count()).order_by("slot")


def robotic(author: str | None) -> bool:
    """It was no person's hand: it never counts for one."""
    return author in ROBOTS
