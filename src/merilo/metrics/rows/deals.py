"""Deals as rows: created, qualified, closed, open; each with whoever held it then."""

from datetime import timedelta

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import beside, table
from merilo.metrics.model import fact
from merilo.metrics.rows.activities import acts

# What happened at one instant goes by its id, which sources count: 9 comes before 10.
ORDER = ("occurred_at", "digits", "key")


def held(rows: Table, moment: str, frame: Frame) -> Table:
    """`rows` of deals with the `person` who held each at its `moment`, an instant or a day's end.

    Whoever was the first to hand a deal over after that moment, held it then. No moment is before
    the frame's period.
    """
    changes = handovers(frame)
    passed = "passed_on" if rows[moment].type().is_date() else "passed_at"
    asked = rows.filter(_[moment].notnull()).select("deal", moment).distinct()
    handed = asked.inner_join(
        changes, [asked.deal == changes.deal, changes[passed] > asked[moment]]
    )
    first = handed.group_by("deal", moment).agg(held_by=_.from_person.argmin(_.passed_at))
    found = beside(rows, first, "deal", moment)
    return found.mutate(person=_.held_by.coalesce(_.owner)).drop("held_by")


def handovers(frame: Frame) -> Table:
    """Who handed which deal over since the period began; not those whom nobody knows."""
    changes = table("owner_changes").filter(
        _.occurred_on >= frame.period.since, _.from_person.notnull()
    )
    return changes.select("deal", "from_person", passed_at="occurred_at", passed_on="occurred_on")


def worth(rows: Table, frame: Frame) -> Table:
    """`rows` of deals at the end of the day `on`, each with the amount that it had then.

    Whatever an amount was before it first changed after that day, it was then. Where nobody knows
    what it was before, and where it did not change, it is as it is now.
    """
    changes = table("amount_changes").filter(
        _.occurred_on >= frame.period.since, _.from_amount_base.notnull()
    )
    changes = changes.mutate(digits=_.key.length())
    order = ibis.struct({name: changes[name] for name in ORDER})
    changes = changes.select("deal", was="from_amount_base", order=order, changed_on="occurred_on")
    later = rows.select("deal", "on").inner_join(
        changes, [rows.deal == changes.deal, changes.changed_on > rows.on]
    )
    first = later.group_by("deal", "on").agg(was=_.was.argmin(_.order))
    found = beside(rows, first, "deal", "on")
    then = ibis.ifelse(_.was.isnull(), _.amount_base, _.was.nullif(0))
    return found.mutate(amount_base=then).drop("was")


def deals() -> Table:
    """Every deal; `deal` is its key, as in the tables that speak of deals."""
    return table("deals").rename(deal="key")


def refunded(deal: Table) -> BooleanValue:
    """The row is a refund: won, below zero."""
    return (deal.outcome == "won") & (deal.amount_base.fill_null(0) < 0)


@fact(counts_on="created", whose="the first owner")
def created(frame: Frame) -> Table:
    """A deal that appeared in the period; a refund is none."""
    first = handovers(frame).group_by("deal").agg(held_by=_.from_person.argmin(_.passed_at))
    rows = deals().filter(frame.within(_.created_on), ~refunded(_))
    rows = beside(rows, first, "deal")
    return rows.mutate(on=_.created_on, person=_.held_by.coalesce(_.owner)).drop("held_by")


@fact(counts_on="qualified", whose="who held it then")
def qualified(frame: Frame) -> Table:
    """A deal that qualified in the period."""
    rows = deals().filter(frame.within(_.qualified_on))
    return held(rows, "qualified_at", frame).mutate(on=_.qualified_on)


@fact(counts_on="closed", whose="the owner at closing")
def closed(frame: Frame) -> Table:
    """A deal won or lost in the period. A won one below zero is a refund, not a win."""
    rows = deals().filter(_.outcome.isin(("won", "lost")), frame.within(_.closed_on))
    rows = held(rows, "closed_at", frame).mutate(on=_.closed_on, refund=refunded(_))
    return rows.mutate(won=(_.outcome == "won") & ~_.refund)


@fact(counts_on="closed", whose="the owner at closing, or those who share in it")
def credited(frame: Frame) -> Table:
    """A deal won or lost in the period, once for everybody who shares in it, with the `share`."""
    rows, credits = closed.rows(frame), table("credits").select("deal", "person", "share")
    parts = rows.left_join(credits, "deal").drop("deal_right")
    return parts.mutate(
        person=_.person_right.coalesce(_.person),
        share=_.share.coalesce(ibis.literal(1, "decimal(18, 6)")),
    ).drop("person_right")


@fact(counts_on="the end of the period", whose="who held it then")
def open_at_end(frame: Frame) -> Table:
    """A deal that was open when the period ended; one without a creation date always was."""
    rows = deals()
    known = rows.filter(
        _.created_on.isnull() | (_.created_on < frame.period.until),
        (_.outcome == "open") | (_.closed_on >= frame.period.since),
    )
    ends = frame.ends()
    alive = (known.created_on.isnull() | (known.created_on <= ends.on)) & (
        (known.outcome == "open") | (known.closed_on > ends.on)
    )
    return worth(held(known.inner_join(ends, alive), "on", frame), frame)


@fact(counts_on="the end of the period, a year back", whose="the owner at closing, or sharers")
def closed_in_year(frame: Frame) -> Table:
    """A deal won or lost in the 365 days up to the period's end."""
    rows = credited.rows(frame.reaching(before=365)).drop("on")
    ends = frame.ends()
    lately = (rows.closed_on <= ends.on) & (rows.closed_on > ends.on - ibis.interval(days=365))
    return rows.inner_join(ends, lately)


@fact(counts_on="created", whose="the first owner")
def touched(frame: Frame) -> Table:
    """An outgoing call, letter or message, or a held meeting, on a lead created in the period,
    from that day on."""
    leads = created.rows(frame)
    did = acts().filter(_.occurred_on >= frame.period.since)
    sent = did.kind.isin(("call", "email", "message")) & (did.direction == "out")
    met = (did.kind == "meeting") & (did.outcome == "held")
    touch = did.filter(sent | met).select(
        "deal", touched_at="occurred_at", touched_on="occurred_on", sent=sent
    )
    return leads.inner_join(touch, [leads.deal == touch.deal, touch.touched_on >= leads.created_on])


@fact(counts_on="created", whose="the first owner")
def answered(frame: Frame) -> Table:
    """A lead created in the period with our first call, letter or message to it."""
    touch = touched.rows(frame).filter(_.sent, _.touched_at >= _.created_at)
    first = touch.group_by("deal").agg(
        answered_at=_.touched_at.min(), answered_on=_.touched_on.min()
    )
    return created.rows(frame).inner_join(first, "deal")


@fact(counts_on="created", whose="the first owner")
def offered(frame: Frame) -> Table:
    """A lead created in the period that got a proposal."""
    return created.rows(frame).semi_join(table("proposals"), "deal")


@fact(counts_on="created", whose="the first owner")
def ended_or_open(frame: Frame) -> Table:
    """A deal created in the period with its age: at its end, or today while it is open."""
    rows = created.rows(frame)
    tomorrow = frame.today + timedelta(days=1)
    done = rows.outcome.isin(("won", "lost")) & (rows.closed_on < tomorrow)
    end = ibis.ifelse(done, rows.closed_on, ibis.literal(frame.today))
    aged = rows.mutate(age=end.delta(rows.created_on, unit="day"), done=done)
    return aged.filter(_.age >= 0).mutate(
        event=_.done & (_.outcome == "won"), rival=_.done & (_.outcome == "lost")
    )
