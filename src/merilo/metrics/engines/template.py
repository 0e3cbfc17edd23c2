"""A question's SQL with blanks for its days and keys: writing takes long, and only these change.

A question is written once for days that stand for the period's edges and today, centuries apart and
away from any others; to ask it for real, each day found near one of them is moved as far. Keys, of
the people in sight and of the conditions, are written as words in «quotes», and filled in as lists.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from re import Match

from sqlglot.expressions import Literal

from merilo.metrics.model import Where
from merilo.metrics.past import PREVIOUS
from merilo.metrics.question import Question, Scope, Span
from merilo.periods import Period

SINCE, UNTIL, TODAY = date(2501, 1, 1), date(2601, 1, 1), date(2701, 1, 1)
BEFORE = ((date(2301, 1, 1), date(2401, 1, 1)), (date(2801, 1, 1), date(2901, 1, 1)))
NEAR = timedelta(days=18_000)  # half of the way to the next one
PEOPLE, SPAN = "people", "span"  # are no dimensions
SPANS = 32  # at most so many days of people have blanks
KEYS = re.compile(r"'«(\w+)»'")
WRITTEN = re.compile(r"(MAKE_(?:DATE|TIMESTAMP))\((\d+), (\d+), (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Template:
    """SQL with days to be moved, and which of its columns are days."""

    sql: str
    days: frozenset[str]
    dialect: str

    def filled(self, question: Question) -> str:
        """The SQL of `question`, whose shape this is."""
        return KEYS.sub(lambda found: self.listed(question, found[1]), self.dated(question))

    def listed(self, question: Question, blank: str) -> str:
        """The keys of a blank, as the dialect writes them; of none, what is equal to nothing."""
        known = sorted(key for key in meant(question, blank) if key is not None)
        return ", ".join(Literal.string(key).sql(self.dialect) for key in known) or "NULL"

    def dated(self, question: Question) -> str:
        """The SQL with the days of the question."""
        edges = {SINCE: question.period.since, UNTIL: question.period.until, TODAY: question.today}
        if looks_back(question) and not question.grains:
            earlier = question.earlier()
            for (since, until), real in zip(BEFORE, (earlier, earlier.earlier()), strict=True):
                edges |= {since: real.period.since, until: real.period.until}
        for blank, span in zip(blank_spans(question.scope), padded(question.scope), strict=True):
            edges |= {blank.since: span.since, blank.until: span.until}
        return redated(self.sql, edges)


def meant(question: Question, blank: str) -> Iterable[str | None]:
    """The keys for which a blank stands."""
    if blank == PEOPLE:
        return question.scope.people or ()
    if blank.startswith(SPAN):
        return (padded(question.scope)[int(blank.removeprefix(SPAN))].person,)
    return question.filters[blank]


def shape(question: Question) -> Question:
    """The question without its keys and days."""
    return undated(replace(question, scope=sightless(question.scope), where=blanks(question)))


def sightless(scope: Scope) -> Scope:
    """The scope with a blank for its people, and for the days of each who moved."""
    if scope.people is None:
        return scope
    return Scope(frozenset({f"«{PEOPLE}»"}), blank_spans(scope))


def blank_spans(scope: Scope) -> tuple[Span, ...]:
    """A blank for each span; where there are very many, they are written as they are."""
    if len(scope.spans) > SPANS:
        return scope.spans
    return tuple(
        Span(f"«{SPAN}{n}»", date(3001 + 200 * n, 1, 1), date(3101 + 200 * n, 1, 1))
        for n in range(len(padded(scope)))
    )


def padded(scope: Scope) -> tuple[Span, ...]:
    """The spans, the last one repeated up to a power of two: so there are few shapes."""
    count = len(scope.spans)
    missing = 0 if count > SPANS else (1 << max(0, count - 1).bit_length()) - count
    return scope.spans + scope.spans[-1:] * missing


def blanks(question: Question) -> Where:
    """The conditions with a blank for the keys of each; but not where a metric has a condition of
    its own on the same dimension, for then only what both allow is written."""
    metrics = map(question.catalogue.find, question.metrics)
    own = {name for metric in metrics for part in metric.parts for name, _keys in part.only}
    return tuple(
        (name, keys if name in own else (f"«{name}»", *{None} & {*keys}))
        for name, keys in question.filters.items()
    )


def undated(question: Question) -> Question:
    """The question without its days; with them where it is cut into slices that are compared."""
    if not looks_back(question):
        return replace(question, period=Period(SINCE, UNTIL), today=TODAY, past=PREVIOUS)
    if question.grains:
        return question
    fixed = tuple(Period(*edges) for edges in BEFORE)
    return replace(question, period=Period(SINCE, UNTIL), today=TODAY, past=PREVIOUS, fixed=fixed)


def looks_back(question: Question) -> bool:
    """A metric asks for the period before."""
    metrics = map(question.catalogue.find, question.metrics)
    return any(part.earlier or part.fact.past for metric in metrics for part in metric.parts)


def redated(sql: str, edges: Mapping[date, date]) -> str:
    """The SQL with other days: each near a blank is as far from its real one."""
    return WRITTEN.sub(lambda found: moved(found, edges), sql)


def moved(found: Match[str], edges: Mapping[date, date]) -> str:
    """A day of the template as a day of the question; others stay."""
    call, *numbers = found.groups()
    day = date(*map(int, numbers))
    for blank, real in edges.items():
        if abs(day - blank) <= NEAR:
            day = real + (day - blank)
            break
    return f"{call}({day.year}, {day.month}, {day.day}"
