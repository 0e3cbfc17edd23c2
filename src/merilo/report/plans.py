"""The plan that belongs to a row of a table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from merilo.analysis.attainment import Kind, wanted
from merilo.metrics.model import Metric, Total
from merilo.metrics.past import slices
from merilo.metrics.question import Question
from merilo.metrics.targets import Target, targets
from merilo.periods import Period
from merilo.report.desk import Desk

SCOPES = ("person", "unit", "department", "company")


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
    mine: dict[Any, Plan | None] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk, question: Question) -> "Plans":
        """The targets as the desk's snapshot knows them. None where rows are split otherwise than
        by a person or unit: nobody plans a product's channel here."""
        by = [name for name in question.by if name not in question.grains]
        scope = by[0] if len(by) == 1 and by[0] in SCOPES else ""
        found: defaultdict[tuple[str | None, str], list[Target]] = defaultdict(list)
        if scope or not by:
            for one in targets(
                desk.engine, desk.snapshot, question.metrics, question.period, desk.today
            ):
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
        parts of the period that fill it; of everybody, the sum of the people's."""
        base = row.get(f"{metric.id}_before")
        if self.scope and self.scope in row:
            return self._of(row[self.scope], metric, self._period(row), base)
        sums = isinstance(metric, Total)
        scopes = (
            [None]
            if (None, metric.id) in self.known
            else [s for s, m in self.known if m == metric.id]
        )
        found = [self._of(s, metric, self._period(row), base) for s in scopes]
        parts = [one for one in found if one]
        if len(parts) == 1:
            return parts[0]
        return Plan(parts[0].kind, sum(one.wanted for one in parts)) if parts and sums else None

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
            whole = [Target(scope, metric.id, period, mine[0].kind, sum(m.target for m in mine))]
        if not whole:
            return None
        kind = Kind(whole[0].kind)
        asked = wanted(kind, whole[0].target, None if base is None else float(base))
        return Plan(kind, asked) if asked is not None else None


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
