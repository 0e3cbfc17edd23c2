"""What wants an answer today, of the people of a head: matters in the order of money at stake.

A kind of matter is a module with a `find`, and stands in `KINDS`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from merilo.metrics.question import Question
from merilo.report.desk import Desk
from merilo.report.scorecard import Kpis
from merilo.report.today import behind, deals, falling, overdue, voices
from merilo.report.today.matter import Kind, Matter, Subject, ordered

__all__ = ["Kind", "Matter", "Subject", "find", "ordered"]

Finder = Callable[[Desk, Question], Iterable[Matter]]
FINDERS: Sequence[Finder] = (deals.find, overdue.find, voices.find, falling.find)


def find(desk: Desk, question: Question, sets: Mapping[str, Kpis]) -> list[Matter]:
    """Everything that the facts say wants an answer. The question is of this month and asks for
    nothing; `sets` are the KPIs of the roles."""
    found = [*behind.find(desk, question, sets)]
    for finder in FINDERS:
        found += finder(desk, question)
    return ordered(found)
