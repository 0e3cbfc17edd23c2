"""People at work: who there was to do anything, and in which unit and role that day."""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, DateValue, Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import beside, table
from merilo.metrics.model import fact

EVER, NEVER = date(1, 1, 1), date(9999, 12, 31)
PLACE = ("person", "unit", "role", "since", "until")


def postings() -> Table:
    """Every posting with both its ends; one that overlaps the next ends where that begins."""
    known = table("postings").mutate(since=_.since.fill_null(EVER), until=_.until.fill_null(NEVER))
    following = ibis.window(group_by="person", order_by=("since", "key"))
    trimmed = known.mutate(next=known.since.lead().over(following))
    return trimmed.mutate(until=ibis.least(_.until, _.next.fill_null(NEVER))).select(*PLACE)


def placed(rows: Table, now: date | None = None) -> Table:
    """`rows` with the `unit` and `role` of their person on the day they count on, or as `now`."""
    known = postings()
    if now is not None:
        return beside(rows, latest(known, now), "person")
    same = (rows.person == known.person) & holds(known, rows.on)
    return rows.left_join(known, same).drop("person_right", "since", "until")


def latest(known: Table, now: date) -> Table:
    """The posting of each person that holds `now`, else the last one begun before."""
    last = ibis.window(group_by="person", order_by=(ibis.desc("since"), ibis.desc("until")))
    begun = known.filter(_.since <= now).mutate(place=ibis.row_number().over(last))
    return begun.filter(_.place == 0).select("person", "unit", "role")


def holds(known: Table, day: DateValue) -> BooleanValue:
    """The posting holds on `day`."""
    return (known.since <= day) & (day < known.until)


@fact(counts_on="the day", whose="the person")
def at_work(frame: Frame) -> Table:
    """A person's day in a posting, not away on leave."""
    day, known, away = frame.days(), postings(), table("absences")
    there = day.join(known, holds(known, day.on)).select("on", "person", "unit", "role")
    gone = (
        (there.person == away.person)
        & (there.on >= away.since)
        & (there.on < away.until.fill_null(NEVER))
    )
    return there.anti_join(away, gone)
