"""Writes the usual questions ahead, so that whoever asks first need not wait for the writing.

`python -m merilo.report.warm HOME` beside a server that has just started; it asks nothing.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from merilo.company import Company
from merilo.errors import Error
from merilo.metrics.behind import page, summed
from merilo.metrics.catalogue import METRICS
from merilo.metrics.engines.template import shape, sightless
from merilo.metrics.question import EVERYBODY, Question, Scope
from merilo.report.card import BY_ROLE, Team, days, metrics, questions
from merilo.report.compare import COMPARED, view
from merilo.report.desk import Desk
from merilo.report.figure import FEW, PAGE
from merilo.report.notes import gaps
from merilo.report.people import COLUMNS, LEADING, postings, sellers
from merilo.report.sight import below, line, visible

USUAL = "last-month"


def warm(desk: Desk) -> int:
    """Write the usual questions; how many."""
    seen, count = scopes(desk), 0
    for question in (*usual(desk, seen), *cards(desk, seen)):
        desk.engine.template(shape(question))
        count += 1
    for question in behind(desk, seen):
        desk.engine.template(shape(question), summed)
        desk.engine.template(shape(question), page, FEW, 0)
        desk.engine.template(shape(question), page, PAGE + 1, 0)
        count += 3
    return count


def scopes(desk: Desk) -> list[Scope]:
    """Who sees everybody, somebody who sells, and heads, who may see some days of people that came
    or left: one of each shape."""
    known = line(desk)
    roles = {person: role for role, person, _since, _until in postings(desk)}
    heads = {person for person, role in roles.items() if role in LEADING}
    heads |= {head for head in known.heads.values() if head}
    others = [Scope(frozenset({person})) for person in sorted(roles) if person not in heads]
    seen = [*others[:1], *(below(known, head, desk.today) for head in sorted(heads))]
    return [EVERYBODY, *{sightless(scope): scope for scope in reversed(seen)}.values()]


def usual(desk: Desk, seen: Sequence[Scope]) -> Iterator[Question]:
    """The table of people with each comparison, and the notes below it."""
    for scope in seen:
        ids = [id for id in COLUMNS if visible(METRICS[id], scope)]
        asked = sellers(desk, desk.question(ids, USUAL, ("person",), scope=scope))
        if noted := gaps(asked, [METRICS[id] for id in ids]):
            yield noted
        for compare in ("", *COMPARED):
            with suppress(Error):
                found = view(desk, asked, compare).question
                yield found.beside_whole() or found


def cards(desk: Desk, seen: Sequence[Scope]) -> Iterator[Question]:
    """The figures on the card of somebody in any role: for the one and for their heads."""
    group = Team("unit", "role")
    for role in (*BY_ROLE, None):
        for scope in seen:
            shown = {id for id in METRICS if visible(METRICS[id], scope)}
            ids = metrics(role, shown.__contains__)
            about = desk.question(ids, USUAL, scope=scope).only((("person", ("somebody",)),))
            yield days(about)
            for found in filter(None, questions(desk, about, group)):
                yield found.beside_whole() or found


def behind(desk: Desk, seen: Sequence[Scope]) -> Iterator[Question]:
    """What stands behind a figure of one person."""
    for metric in COLUMNS:
        for scope in seen:
            if visible(METRICS[metric], scope):
                asked = desk.question([metric], USUAL, scope=scope)
                yield asked.only((("person", ("somebody",)),))


def main(home: Path) -> None:
    """For the company of a home; where there are no facts yet there is nothing to write."""
    with suppress(Error, OSError):
        os.nice(10)
        warm(Desk.at(home, Company.load(home).day(datetime.now(UTC))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
