"""The table everybody starts from: a row per person (or unit), the columns they chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from merilo.metrics.dimensions import common
from merilo.metrics.question import Question
from merilo.periods import Grain, Period
from merilo.report.desk import Desk
from merilo.report.sight import ask
from merilo.report.table import Table, sortable, table

# Those of product.md, in its order.
COLUMNS = (
    "calls", "meetings", "deals_won", "average_check", "call_to_meeting", "lead_processing",
    "deal_closing", "market_share", "return_on_selling_cost", "cac", "payback",
    "customers_active",
)  # fmt: skip
MONTHS = 12  # of a sparkline
LEADING = {"head", "director", "quality", "trainer", "analyst", "administrator"}


@dataclass(frozen=True)
class Sorting:
    """By which column, and whether the largest come first."""

    column: str = ""
    down: bool = False

    @classmethod
    def of(cls, said: str) -> "Sorting":
        """`-revenue` is by revenue, the largest first.

        >>> Sorting.of("-revenue")
        Sorting(column='revenue', down=True)
        """
        return cls(said.removeprefix("-"), said.startswith("-"))

    def of_rows(self, content: Table) -> list[int]:
        """The numbers of the rows in that order; those without a figure come last either way."""
        places = [n for n, column in enumerate(content.columns) if column.id == self.column]
        numbers = list(range(len(content.rows)))
        if not places:
            return numbers
        known = [n for n in numbers if content.rows[n][places[0]] is not None]
        known.sort(key=lambda n: sortable(content.rows[n][places[0]]), reverse=self.down)
        return [*known, *(n for n in numbers if content.rows[n][places[0]] is None)]


@dataclass(frozen=True)
class People:
    """The table as it is shown: its content, the key of each row, sparklines by key."""

    content: Table
    keys: Sequence[str | None]
    order: Sequence[int]
    sparks: Mapping[str | None, Sequence[float | None]]

    @cached_property
    def rows(self) -> list[tuple[str | None, Sequence[Any]]]:
        """Each row with the key of what it is about, in the order asked for."""
        return [(self.keys[n], self.content.rows[n]) for n in self.order]


def people(
    desk: Desk, question: Question, compare: str = "", sorting: Sorting = Sorting(),
    spark: str = "",
) -> People:  # fmt: skip
    """The answer to a question split by one dimension, with the mean and the group's own row."""
    content = table(desk, question, total=True, mean=True, compare=compare, noted=True)
    (dimension,) = question.by
    sparks = dynamics(desk, question, spark) if spark else {}
    return People(content, [row[dimension] for row in content.keys], sorting.of_rows(content),
                  sparks)  # fmt: skip


def sellers(desk: Desk, question: Question) -> Question:
    """The question about those alone who sell: whose role is none of those that lead or help. The
    same question where a metric does not know roles, or nobody has one."""
    metrics = [question.catalogue.find(id) for id in question.metrics]
    if "role" in question.filters or not all("role" in common(metric) for metric in metrics):
        return question
    selling = [role for role in roles(desk, question) if role not in LEADING]
    return question.only((("role", (*selling, None)),)) if selling else question


def roles(desk: Desk, question: Question) -> list[str]:
    """The roles that those in sight had in the period."""
    period, scope = question.period, question.scope
    return sorted({
        role for role, person, since, until in postings(desk)
        if scope.knows(person) and since < period.until and period.since < until
    })  # fmt: skip


@lru_cache(maxsize=4)
def postings(desk: Desk) -> Sequence[tuple[str, str, date, date]]:
    """Who had which role, from a day until a day."""
    rows = ask(desk, "postings", "role", "person", "since", "until")
    return [
        (row["role"], row["person"], row["since"] or date.min, row["until"] or date.max)
        for row in rows if row["role"]
    ]  # fmt: skip


def named_like(desk: Desk, question: Question, dimension: str, text: str) -> Question:
    """The question about those rows alone whose names hold the text."""
    wanted = sortable(text)
    names = desk.labels(dimension)
    if dimension == "role":
        names = {role: role for role in roles(desk, question)} | dict(names)
    keys = tuple(key for key, name in names.items() if wanted in sortable(name))
    return question.only(((dimension, keys or ("",)),))


def dynamics(desk: Desk, question: Question, metric: str) -> dict[str | None, list[float | None]]:
    """A metric month by month, of the last twelve months up to the end of the period."""
    span = months(desk, question.period)
    (dimension,) = question.by
    asked = replace(question, metrics=(metric,), by=(dimension, "month"), period=span)
    days = [part.since for part in span.slices(Grain.MONTH, desk.company.year)]
    found: dict[str | None, list[float | None]] = {}
    for row in desk.ask(asked).rows:
        line = found.setdefault(row[dimension], [None] * len(days))
        if row["month"] in days and row[metric] is not None:
            line[days.index(row["month"])] = float(row[metric])
    return found


def months(desk: Desk, period: Period) -> Period:
    """The last twelve months up to the one in which the period ends, or today."""
    year = desk.company.year
    last = min(period.last, desk.today) if period.since <= desk.today else period.last
    number = year.number(Grain.MONTH, last)
    return Period(year.first(Grain.MONTH, number - MONTHS + 1), year.first(Grain.MONTH, number + 1))
