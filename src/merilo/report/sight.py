"""Who sees whom: the reporting line as of the date.

A head sees what was done in their units, by whoever did it, while they did it there. Which units
those are is asked as of today: whoever takes a team over sees its past, and whoever leaves it no
longer does.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from merilo.metrics.lake import listed
from merilo.metrics.model import Metric
from merilo.metrics.query import whole
from merilo.metrics.question import EVERYBODY, Scope, Span
from merilo.report.desk import Desk


class Posting(NamedTuple):
    """A person in a unit from a day until a day."""

    person: str
    unit: str
    since: date
    until: date


class Line(NamedTuple):
    """The reporting line: postings by person in the order of time, parents of units, heads."""

    postings: Mapping[str, Sequence[Posting]]
    parents: Mapping[str, str | None]
    heads: Mapping[str, str | None]


def line(desk: Desk) -> Line:
    """The reporting line as the lake has it."""
    found: dict[str, list[Posting]] = {}
    for row in ask(desk, "postings", "person", "unit", "since", "until"):
        since, until = row["since"] or date.min, row["until"] or date.max
        found.setdefault(row["person"], []).append(
            Posting(row["person"], row["unit"], since, until)
        )
    parents = {row["key"]: row["parent"] for row in ask(desk, "units", "key", "parent")}
    heads = {row["key"]: row["head"] for row in ask(desk, "people", "key", "head")}
    return Line({who: sorted(those, key=lambda p: p.since) for who, those in found.items()},
                parents, heads)  # fmt: skip


def visible(metric: Metric, scope: Scope) -> bool:
    """The metric is for whoever has that scope: a share of everybody's money would tell them
    everybody's money."""
    return scope == EVERYBODY or not any(whole(part) for part in metric.parts)


def ask(desk: Desk, name: str, *columns: str) -> Iterable[Mapping[str, Any]]:
    """Rows of a directory."""
    sql = desk.engine.once(listed, name, *columns)
    return desk.engine.rows(sql, desk.snapshot)


def below(line: Line, head: str, today: date) -> Scope:
    """What the head of a unit sees: their own, and what was done in their units."""
    units = under(line, led(line, head, today))
    whole, spans = {head}, []
    for person, postings in line.postings.items():
        inside = [n for n, posting in enumerate(postings) if posting.unit in units]
        if len(inside) == len(postings):
            whole.add(person)
        else:
            spans += [stretched(postings, n) for n in inside]
    whole |= reports(line, head)
    return Scope(frozenset(whole), tuple(span for span in spans if span.person not in whole))


def led(line: Line, head: str, today: date) -> set[str]:
    """The units where they are today."""
    return {p.unit for p in line.postings.get(head, ()) if p.since <= today < p.until}


def under(line: Line, units: set[str]) -> set[str]:
    """The units and all below them; a circle of parents ends."""
    found, fresh = set(units), set(units)
    while fresh:
        fresh = {unit for unit, parent in line.parents.items() if parent in fresh} - found
        found |= fresh
    return found


def posted(line: Line, unit: str, day: date) -> set[str]:
    """Who was posted in the unit, or below it, on that day."""
    units = under(line, {unit})
    return {
        who for who, postings in line.postings.items()
        if any(one.unit in units and one.since <= day < one.until for one in postings)
    }  # fmt: skip


def stretched(postings: Sequence[Posting], n: int) -> Span:
    """The days of a posting; the first reaches back, and the last on, as far as there is anything:
    what was done before somebody is known to have been anywhere was done where they were first."""
    posting = postings[n]
    return Span(
        posting.person,
        date.min if n == 0 else posting.since,
        date.max if n == len(postings) - 1 else posting.until,
    )


def reports(line: Line, head: str) -> set[str]:
    """Who reports to them, at however many removes, of those of whom no posting is known."""
    found: set[str] = set()
    fresh = {head}
    while fresh:
        fresh = {who for who, chief in line.heads.items() if chief in fresh} - found - {head}
        found |= fresh
    return {who for who in found if who not in line.postings}
