"""Deals as they were open on days behind: who held them, in which stage, and what came of them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, DateValue, Table

from merilo.facts.lake import Snapshot
from merilo.metrics.engines.engine import Engine
from merilo.metrics.engines.template import redated
from merilo.metrics.frame import Frame
from merilo.metrics.lake import beside, table
from merilo.metrics.rows.deals import ORDER, credited, open_at_end, refunded
from merilo.periods import Period

YEAR = timedelta(days=365)  # what is older is not read: moves are many


class Look(NamedTuple):
    """The end of a day, and the later days of which is asked what they brought."""

    on: date
    then: Period


Looks = tuple[Look, ...]


class Opened(NamedTuple):
    """Deals of a person (None: nobody's) that stood open in a stage (None: their way is not known)
    and were `won` in the days asked about, or were not: how many, their amounts, those squared."""

    on: date
    person: str | None
    stage: str | None
    won: bool
    deals: float
    amount: float
    squares: float


class Brought(NamedTuple):
    """What the days asked about brought a person: deals won, and revenue."""

    on: date
    person: str | None
    deals: float
    amount: float


def opened(engine: Engine, snapshot: Snapshot, looks: Looks) -> list[Opened]:
    """What was open at the end of each of those days, as it was known then, at the amounts that it
    had then. A deal that is open now is of those who share in it."""
    return [Opened(**row) for row in engine.rows(written(engine, held, looks), snapshot)]


def brought(engine: Engine, snapshot: Snapshot, looks: Looks) -> list[Brought]:
    """What the days asked about brought, counted as deals won and revenue are."""
    return [Brought(**row) for row in engine.rows(written(engine, came, looks), snapshot)]


def written(engine: Engine, make: Callable[[Looks], Table], looks: Looks) -> str:
    """The SQL of what `make` makes of these days. It is written of others in the same order, a
    century apart, and remembered: tomorrow's looks are in the same order as today's."""
    days = sorted({day for look in looks for day in (look.on, look.then.since, look.then.until)})
    blanks = {day: date(2500 + 100 * n, 1, 1) for n, day in enumerate(days)}
    shape = tuple(
        Look(blanks[on], Period(blanks[then.since], blanks[then.until])) for on, then in looks
    )
    return redated(engine.once(make, shape), {blank: day for day, blank in blanks.items()})


def held(looks: Looks) -> Table:
    """Open deals by day, person, stage, and whether they were won."""
    rows = alive(looks)
    shared = table("credits").select("deal", "share", sharer="person", outcome=ibis.literal("open"))
    rows = beside(rows, shared, "deal", "outcome")
    rows = rows.mutate(
        won=((_.outcome == "won") & within(_.closed_on, _.on, looks)).fill_null(False),
        person=_.sharer.coalesce(_.person),
        part=_.share.cast("float64").fill_null(1.0),
        value=_.amount_base.cast("float64").fill_null(0.0),
    ).mutate(value=_.part * _.value)
    return rows.group_by("on", "person", "stage", "won").agg(
        deals=_.part.sum(), amount=_.value.sum(), squares=(_.value * _.value).sum()
    )


def came(looks: Looks) -> Table:
    """Deals won and revenue by day looked at and person."""
    frame = framed(looks)
    rows = credited.rows(frame).filter(_.won | _.refund).drop("on").cross_join(frame.ends())
    share = _.share.cast("float64")
    return (
        rows.filter(within(_.closed_on, _.on, looks))
        .group_by("on", "person")
        .agg(
            deals=ibis.ifelse(_.won, share, 0.0).sum(),
            amount=(share * _.amount_base.cast("float64").fill_null(0.0)).sum(),
        )
    )


def alive(looks: Looks) -> Table:
    """The deals that were open `on` each of those days, with the stage where they stood; it is not
    known of one that did not move for a year before them all. One that stood in a closed stage
    then, and was opened again, was not open; a refund is no deal."""
    rows = open_at_end.rows(framed(looks)).filter(~refunded(_))
    rows = rows.select("deal", "on", "person", "outcome", "closed_on", "amount_base")
    since = min(look.on for look in looks) - YEAR
    moved = table("stage_changes").filter(_.to_stage.notnull(), _.occurred_on > since)
    moved = moved.select("deal", "occurred_at", "occurred_on", "key", stage="to_stage")
    moved = moved.mutate(digits=_.key.length())
    way = rows.select("deal", "on").inner_join(
        moved, [rows.deal == moved.deal, moved.occurred_on <= rows.on]
    )
    way = way.mutate(order=ibis.struct({name: way[name] for name in ORDER}))
    stood = way.group_by("deal", "on").agg(stage=_.stage.argmax(_.order))
    stages = table("stages").select("kind", stage="key")
    rows = beside(beside(rows, stood, "deal", "on"), stages, "stage")
    return rows.filter((_.kind == "open").fill_null(True))


def within(day: DateValue, on: DateValue, looks: Looks) -> BooleanValue:
    """The day is one of those asked about after `on`."""
    first, *more = [
        (on == ibis.literal(look.on), (day >= look.then.since) & (day < look.then.until))
        for look in looks
    ]
    return ibis.cases(first, *more)


def framed(looks: Looks) -> Frame:
    """A slice for each of those days."""
    days = [look.on for look in looks]
    whole = Period(min(days), max(look.then.until for look in looks))
    after = timedelta(days=1)
    return Frame(whole, max(days), slices=tuple(Period(day, day + after) for day in days))
