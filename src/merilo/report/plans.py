"""The plan that belongs to a row of a table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from merilo.analysis.attainment import Kind, wanted
from merilo.metrics.model import Metric, Total
from merilo.metrics.past import slices
from merilo.metrics.question import Question
from merilo.metrics.targets import Target, targets
from merilo.periods import Period
from merilo.report.desk import Desk

# By which dimension the figures of those are split whom a target is for.
LEVELS = {"person": "person", "team": "unit", "department": "department", "company": "company"}
SCOPES = (*LEVELS.values(),)


class Plan(NamedTuple):
    """What is asked for: at least, at most ... so much."""

    kind: Kind
    wanted: float


@dataclass
class Plans:
    """The targets of a question's period, by whose they are; and its working days."""

    question: Question
    scope: str  # the dimension of `by` that plans are made for; "" if there is none
    known: Mapping[tuple[str | None, str], Sequence[Target]]
    passed: int
    days: int

    @classmethod
    def of(cls, desk: Desk, question: Question, first: bool = False) -> "Plans":
        """The targets as the desk's snapshot knows them: as last revised, or as they were set
        `first`. None where rows are split otherwise than by a person or unit: nobody plans a
        product's channel here."""
        by = [name for name in question.by if name not in question.grains]
        scope = by[0] if len(by) == 1 and by[0] in SCOPES else ""
        found: defaultdict[tuple[str | None, str], list[Target]] = defaultdict(list)
        if scope or not by:
            for one in standing(desk, question.metrics, question.period, first):
                found[one.scope, one.metric].append(one)
        calendar, period = desk.company.calendar, question.period
        over = min(period.until, desk.today + timedelta(days=1))
        passed = calendar.working_days(Period(period.since, over)) if over > period.since else 0
        return cls(question, scope, found, passed, calendar.working_days(period))

    @property
    def days_left(self) -> int:
        """Working days of the period after today; 0 once it is over."""
        return self.days - self.passed

    @property
    def grow(self) -> bool:
        """Some target is a growth: what was before has to be known."""
        return any(one.kind == Kind.GROWTH for those in self.known.values() for one in those)

    def find(self, metric: Metric, row: Mapping[str, Any]) -> Plan | None:
        """The plan of the row's person or unit for its period: its own, or the sum of those for
        parts of the period that fill it. Of a group (a row that holds its `rows`) the sum of
        theirs; of everybody their own, the companies', or else the people's."""
        base = row.get(f"{metric.id}_before")
        if "rows" in row:
            return self._sum(metric, [self.find(metric, one) for one in row["rows"]])
        if self.scope:
            return self._of(row[self.scope], metric, self._period(row), base)
        if own := self._of(None, metric, self._period(row), base):
            return own
        for level in ("company", "person"):
            scopes = [s for (s, id), those in self.known.items()
                      if id == metric.id and those[0].level == level]  # fmt: skip
            plans = [self._of(scope, metric, self._period(row), None) for scope in scopes]
            if found := self._sum(metric, plans):
                return found
        return None

    @staticmethod
    def _sum(metric: Metric, plans: Sequence[Plan | None]) -> Plan | None:
        """The sum of plans of what adds up; what does not has none of a group."""
        known = [plan for plan in plans if plan]
        if not known or not isinstance(metric, Total):
            return None
        return Plan(known[0].kind, sum(plan.wanted for plan in known))

    def _period(self, row: Mapping[str, Any]) -> Period:
        grains = self.question.grains
        if not grains or not {*grains} <= row.keys():
            return self.question.period
        day = max(row[grain] for grain in grains)
        those = slices(self.question.period, grains, self.question.year)
        return next((one for one in those if day in one or one.since == day), those[0])

    def _of(
        self, scope: str | None, metric: Metric, period: Period, base: float | None
    ) -> Plan | None:
        mine = [one for one in self.known.get((scope, metric.id), ()) if inside(one.period, period)]
        whole = [one for one in mine if one.period == period]
        if not whole and isinstance(metric, Total) and fills(mine, period):
            whole = [replace(mine[0], period=period, target=sum(one.target for one in mine))]
        if not whole:
            return None
        kind = Kind(whole[0].kind)
        asked = wanted(kind, whole[0].target, None if base is None else float(base))
        return Plan(kind, asked) if asked is not None else None


@lru_cache(maxsize=256)  # one page asks several times, and every half minute again
def standing(
    desk: Desk, metrics: tuple[str, ...], period: Period, first: bool = False
) -> tuple[Target, ...]:
    """The targets within the period, as the desk's snapshot has them today."""
    return (*targets(desk.engine, desk.snapshot, metrics, period, desk.today, first),)


def inside(part: Period, whole: Period) -> bool:
    """The part lies within the whole."""
    return whole.since <= part.since and part.until <= whole.until


def fills(parts: Sequence[Target], whole: Period) -> bool:
    """Absolute targets, one after another without gap or overlap, from end to end."""
    if any(part.kind == Kind.GROWTH for part in parts):
        return False
    day: date = whole.since
    for part in sorted(parts, key=lambda one: one.period.since):
        if part.period.since != day:
            return False
        day = part.period.until
    return day == whole.until
