"""Which sheet of plans is asked for: a metric, a year, how finely it is cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.http import QueryDict

from merilo.metrics.model import Metric
from merilo.metrics.question import Question
from merilo.periods import Grain, Period
from merilo.report.desk import Desk
from merilo.report.planning import GRAINS, Line, Set, Sheet, Whose, periods, sheet
from merilo.sources.engine.planned import Planned
from merilo.web.access.policy import Leading, Rights, leading, rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import one_of
from merilo.web.plans.outbox import under_way

FIRST = ("revenue", "calls")  # what is planned as a rule, and what by those who see no money


@dataclass(frozen=True)
class Asked:
    """The sheet, by whom."""

    desk: Desk
    rights: Rights
    leading: Leading
    metric: str
    grain: Grain
    day: date
    first: bool = False  # beside what was set first

    @classmethod
    def of(cls, request: SignedIn, said: QueryDict | None = None) -> Self:
        """What the address (or a form) says. Unknown for a metric that is not for the reader."""
        now, said = desk(), said or request.GET
        allowed = rights(request.user, now)
        first = next(id for id in FIRST if allowed.shows(id))
        metric = said.get("metric", "") or first
        allowed.check(now, (metric,))
        grain = Grain(one_of(said.get("grain", ""), GRAINS, Grain.MONTH))
        return cls(now, allowed, leading(request.user, now), metric, grain,
                   day_of(said.get("day", ""), now.today),
                   said.get("plan", "") == "first")  # fmt: skip

    @cached_property
    def spans(self) -> Sequence[Period]:
        """The periods side by side."""
        return periods(self.desk, self.grain, self.day)

    @cached_property
    def sheet(self) -> Sheet:
        """What stands on it."""
        return sheet(self.desk, self.question, self.spans, self.leading.seen, self.may, under_way())

    @cached_property
    def question(self) -> Question:
        """The question about the metric, within the reader's rights."""
        return self.desk.question([self.metric], str(self.desk.today), scope=self.rights.scope)

    @property
    def about(self) -> Metric:
        """The metric."""
        return self.sheet.metric

    def may(self, whose: Whose) -> bool:
        """The reader may set targets of theirs."""
        sets = self.leading.sets
        if whose.unit:
            return sets is None or whose.unit in sets
        if sets is not None and not self.leading.seen:
            return False
        return whose.person != self.leading.own and self.plans_people

    @property
    def plans_people(self) -> bool:
        """The reader sets targets at all."""
        return self.leading.sets is None or bool(self.leading.own)

    @property
    def changes(self) -> bool:
        """Something on the sheet is the reader's to set."""
        return any(line.mine for line in self.sheet.lines)

    def line(self, key: str) -> Line | None:
        """The row of that name, `p|...` or `u|...`."""
        return next((one for one in self.sheet.lines if name_of(one.whose) == key), None)

    def stands(self, one: Planned) -> Set | None:
        """What stands in the cell of a target."""
        line = self.line(f"p|{one.person}" if one.person else f"u|{one.unit}")
        n = [span.since for span in self.spans].index(one.since)
        return line.targets[n] if line else None

    def said(self, **other: Any) -> dict[str, Any]:
        """The same for an address."""
        now = {"metric": self.metric, "grain": str(self.grain), "day": self.spans[0].since,
               "plan": "first" if self.first else ""}  # fmt: skip
        return now | other

    def step(self, years: int) -> date:
        """A day of another year; of years, of those beside."""
        year = self.desk.company.year
        number = year.number(Grain.YEAR, self.day)
        return year.first(Grain.YEAR, number + years * (5 if self.grain == Grain.YEAR else 1))


def day_of(said: str, today: date) -> date:
    """The day that is said, if it is one of a time in which somebody may plan; else today."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return today
    return found if abs(found.year - today.year) <= 30 else today


def name_of(whose: Whose) -> str:
    """How a form names whose target it is."""
    return f"p|{whose.person}" if whose.person else f"u|{whose.unit}"
