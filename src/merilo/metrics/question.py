"""A question: metrics by dimensions over a period, filtered, within what the asker may see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from ibis.expr.types import Table

from merilo.company import Rules
from merilo.metrics import past
from merilo.metrics.catalogue import CATALOGUE, Catalogue
from merilo.metrics.frame import GRAINS, RULES, Frame
from merilo.metrics.model import Where
from merilo.metrics.past import PREVIOUS, Past
from merilo.periods import GREGORIAN, Period, Year

WHOLE = "whole"
PLACED = frozenset({"person", "unit", "department", "company", "role"})  # a row is of one of each


class Span(NamedTuple):
    """A person's days, from the first until the one after the last."""

    person: str
    since: date
    until: date


@dataclass(frozen=True)
class Scope:
    """Whose rows the asker may see, by the keys of people: of some all, of others those of some
    days. None is everybody's."""

    people: frozenset[str] | None
    spans: tuple[Span, ...] = ()

    def of(self, rows: Table) -> Table:
        """Those of `rows` that are in sight."""
        if self.people is None:
            return rows
        seen = rows.person.isin(sorted(self.people))
        for person, since, until in self.spans:
            seen |= (rows.person == person) & (rows.on >= since) & (rows.on < until)
        return rows.filter(seen)

    def knows(self, person: str | None) -> bool:
        """Something of that person is in sight."""
        if self.people is None:
            return True
        return person in self.people or any(person == span.person for span in self.spans)


EVERYBODY = Scope(None)


@dataclass(frozen=True)
class Question:
    """What is asked. `where` holds, for a dimension, the keys of which any will do; None is the
    empty one. `placed` says whether a person's unit is that of the day (then) or today's (now)."""

    metrics: tuple[str, ...]
    period: Period
    scope: Scope  # no default, so that no door can forget it
    today: date  # nor this: "now" is always an argument
    by: tuple[str, ...] = ()
    where: Where = ()
    placed: str = "then"
    rules: Rules = RULES
    year: Year = GREGORIAN
    catalogue: Catalogue = CATALOGUE
    past: Past = PREVIOUS
    slices: tuple[Period, ...] = ()  # where they are others than the grains make
    turns: tuple[tuple[date, Rules], ...] = ()  # thresholds that changed, by the day
    fixed: tuple[Period, ...] = ()  # what is compared with, and what that is compared with
    whole: bool = False  # with a row of the whole, which is `whole`

    @property
    def grains(self) -> tuple[str, ...]:
        """Those of `by` that cut time."""
        return tuple(name for name in self.by if name in GRAINS)

    @property
    def frame(self) -> Frame:
        """What the facts are asked for."""
        return Frame(
            self.period, self.today, self.grains, self.rules, self.year, self.turns, self.slices
        )

    @property
    def facing(self) -> Frame:
        """The frame with what its slices are compared with."""
        slices = self.slices or past.slices(self.period, self.grains, self.year)
        before = self.fixed[:1] or tuple(self.past.of(one, self.today) for one in slices)
        return replace(self.frame, slices=slices, before=before)

    def earlier(self) -> "Question":
        """The same question about the period compared with."""
        before = self.facing.before
        return replace(self, period=past.hull(before), slices=before, fixed=self.fixed[1:])

    @property
    def filters(self) -> Mapping[str, tuple[str | None, ...]]:
        """`where` as a mapping."""
        return dict(self.where)

    def only(self, where: Where) -> "Question":
        """The same question about fewer rows: every condition of both holds."""
        found = dict(self.where)
        for name, keys in where:  # one dimension may stand there twice: narrowed, then again
            found[name] = tuple(key for key in found.get(name, keys) if key in keys)
        return replace(self, where=tuple(found.items()))

    def beside_whole(self) -> "Question | None":
        """The same with a row of the whole; None where a row may belong to several groups, which
        the whole has once: products of a deal, slices at whose ends something is told."""
        return replace(self, whole=True) if self.by and {*self.by} <= PLACED else None

    def over(self, *by: str) -> "Question":
        """The same question, split otherwise."""
        return replace(self, by=by, whole=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that rows are grouped by."""
        return (WHOLE, *(f"by_{name}" for name in self.by)) if self.whole else self.by
