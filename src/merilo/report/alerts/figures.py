"""The figures that a norm is judged by: a question for each grain, of all people at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from merilo.analysis.control import Kind as Law
from merilo.metrics.evidence import evidence
from merilo.metrics.model import Metric
from merilo.metrics.moments import gaps
from merilo.metrics.question import EVERYBODY, Question, Scope
from merilo.periods import Grain, Period
from merilo.report.alerts.finding import Figures
from merilo.report.alerts.norm import Kind, Norm, Whose, adds, varies
from merilo.report.desk import Desk
from merilo.report.others import wider
from merilo.report.plans import Plans

BACK = 26 * 7  # days from which the usual range is taken
HOURS_BACK = 30  # days in which the last call is looked for


@dataclass(frozen=True)
class Asking:
    """A norm's questions at a desk, within what somebody may see."""

    desk: Desk
    norm: Norm
    scope: Scope = EVERYBODY

    def question(self, span: Period, *by: str) -> Question:
        """About the metric, split so."""
        asked = self.desk.question([self.norm.metric], str(self.desk.today), by, scope=self.scope)
        return replace(asked, period=span)

    @property
    def metric(self) -> Metric:
        """The metric itself."""
        return self.desk.catalogue([self.norm.metric]).find(self.norm.metric)

    def by(self, span: Period, grain: str, id: str = "") -> dict[Whose, dict[date, float | None]]:
        """The figures by whose and the first day of each part of the span."""
        asked = self.question(span, self.norm.each, grain)
        if id:
            asked = wider(asked, [self.metric])
        found: dict[Whose, dict[date, float | None]] = {}
        for row in self.desk.ask(asked).rows:
            value = row[id or self.norm.metric]
            if key := row[self.norm.each]:
                line = found.setdefault(self.whose(key), {})
                line[row[grain]] = None if value is None else float(value)
        return found

    def whose(self, key: str) -> Whose:
        """Whose row it is."""
        return Whose(key) if self.norm.each == "person" else Whose(unit=key)


def figures(asking: Asking, span: Period) -> Figures:
    """All that is needed to judge the days of `span`."""
    norm, metric = asking.norm, asking.metric
    if norm.kind is Kind.UNUSUAL:
        return of_usual(asking, metric, reaching(span, BACK))
    if norm.kind is Kind.NOTHING:
        return of_silence(asking, span)
    if norm.kind is Kind.FELL:
        back = reaching(span, 800 if norm.how == "year" else 130)
        return by_days(asking, metric, back, norm.grain)
    found = by_days(asking, metric, whole(asking, span), norm.grain)
    return replace(found, plans=plans(asking, metric, span)) if norm.of_plan else found


def by_days(asking: Asking, metric: Metric, span: Period, grain: Grain) -> Figures:
    """By day, or else by the grain itself where days do not add up to it."""
    if grain == Grain.DAY or adds(metric):
        return Figures(days=asking.by(span, "day"))
    return Figures(periods=asking.by(span, str(grain)))


def of_usual(asking: Asking, metric: Metric, span: Period) -> Figures:
    """By day; of a share its part and its whole."""
    proof = evidence(metric)
    if varies(metric) is not Law.SHARE or proof is None:
        return Figures(days=asking.by(span, "day"))
    part, of = (asking.by(span, "day", one.id) for one in proof.figures)
    return Figures(parts=part, wholes=of)


def of_silence(asking: Asking, span: Period) -> Figures:
    """By day; or the moments after which there was nothing for hours."""
    if asking.norm.how == "days":
        return Figures(days=asking.by(reaching(span, BACK), "day"))
    found: dict[Whose, list[tuple[datetime, datetime | None]]] = {}
    asked = asking.question(reaching(span, HOURS_BACK))
    for row in asking.desk.listed(gaps, asked, max(1, int(asking.norm.limit))):
        found.setdefault(Whose(row["person"]), []).append((row["since"], row["until"]))
    return Figures(gaps={whose: sorted(those, key=str) for whose, those in found.items()})


def plans(asking: Asking, metric: Metric, span: Period) -> Mapping[tuple[Whose, date], float]:
    """What is asked for in each period that the span touches, by its first day."""
    found = {}
    desk, year = asking.desk, asking.desk.company.year
    for part in whole(asking, span).slices(asking.norm.grain, year):
        asked = asking.question(part, asking.norm.each)
        known = Plans.of(desk, asked)
        keys = {one for (scope, _id) in known.known if (one := scope)}
        for key in keys:
            row = {asking.norm.each: key, f"{metric.id}_before": None}
            if plan := known.find(metric, row):
                found[asking.whose(key), part.since] = plan.wanted
    return found


def whole(asking: Asking, span: Period) -> Period:
    """The span with the whole weeks or months that it touches."""
    year, grain = asking.desk.company.year, asking.norm.grain
    return Period(year.start(grain, span.since), Period.holding(span.last, grain, year).until)


@lru_cache(maxsize=100)
def reaching(span: Period, back: int) -> Period:
    """The span and so many days before it, from a Monday on."""
    since = span.since - timedelta(days=back)
    return Period(since - timedelta(days=since.weekday()), span.until)
