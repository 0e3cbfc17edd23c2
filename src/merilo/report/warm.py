"""Writes the usual questions ahead, so that whoever asks first need not wait for the writing.

`python -m merilo.report.warm HOME` beside a server that has just started; it asks nothing.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from merilo.company import Company
from merilo.errors import Error
from merilo.metrics.behind import page, summed
from merilo.metrics.engines.template import shape
from merilo.metrics.question import EVERYBODY, Question, Scope
from merilo.report.card import BY_ROLE, Team, days, metrics, questions
from merilo.report.compare import COMPARED, view
from merilo.report.desk import Desk
from merilo.report.figure import FEW, PAGE
from merilo.report.people import COLUMNS, sellers

SOMEBODY = Scope(frozenset({"somebody"}))  # the shape of whoever does not see everybody
USUAL = "last-month"


def warm(desk: Desk) -> int:
    """Write the usual questions; how many."""
    count = 0
    for question in usual(desk):
        desk.engine.template(shape(question.beside_whole() or question))
        count += 1
    for question in cards(desk):
        desk.engine.template(shape(question.beside_whole() or question))
        count += 1
    for question in behind(desk):
        desk.engine.template(shape(question), summed)
        desk.engine.template(shape(question), page, FEW, 0)
        desk.engine.template(shape(question), page, PAGE + 1, 0)
        count += 3
    return count


def usual(desk: Desk) -> Iterator[Question]:
    """The table of people: for who sees everybody and who does not, with each comparison."""
    for compare in ("", *COMPARED):
        for scope in (SOMEBODY, EVERYBODY):
            asked = sellers(desk, desk.question(COLUMNS, USUAL, ("person",), scope=scope))
            with suppress(Error):
                yield view(desk, asked, compare).question


def cards(desk: Desk) -> Iterator[Question]:
    """The figures on the card of somebody in any role: for the one and for their heads."""
    group = Team("unit", "role")
    for role in (*BY_ROLE, None):
        for scope in (SOMEBODY, EVERYBODY):
            asked = desk.question(metrics(role, lambda _id: True), USUAL, scope=scope)
            about = asked.only((("person", ("somebody",)),))
            yield from (days(about), *filter(None, questions(desk, about, group)))


def behind(desk: Desk) -> Iterator[Question]:
    """What stands behind a figure of one person."""
    for metric in COLUMNS:
        for scope in (SOMEBODY, EVERYBODY):
            asked = desk.question([metric], USUAL, scope=scope)
            yield asked.only((("person", ("somebody",)),))


def main(home: Path) -> None:
    """For the company of a home; where there are no facts yet there is nothing to write."""
    with suppress(Error, OSError):
        os.nice(10)
        warm(Desk.at(home, Company.load(home).day(datetime.now(UTC))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
