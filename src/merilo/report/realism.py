"""How likely the targets of a month are, by the months that people have behind them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean

from merilo.analysis.outlook import LATELY, Outlook, level, outlooks, together, totals, trimmed
from merilo.analysis.promise import blended
from merilo.analysis.realism import Verdict, reach, verdict
from merilo.metrics.model import Metric, Total, Unit
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Grain, Period
from merilo.report.compare import earlier
from merilo.report.desk import Desk
from merilo.report.plans import LEVELS, Plan, Plans
from merilo.report.promises import HISTORY, WORTH, Book, Months, book
from merilo.report.sight import Line, ask, line, posted
from merilo.words import _


@dataclass(frozen=True)
class Chance:
    """How likely it is that somebody (a person, or a unit) reaches the target of a metric; the mean
    of their months of the last year, how many those are, and what their `open` deals promise for
    the rest of the month. Without a probability: `why`."""

    whose: str
    metric: Metric
    plan: Plan
    done: float
    chance: float | None = None
    verdict: Verdict | None = None
    mean: float | None = None
    known: int = 0
    open: float | None = None
    why: str = ""


def realism(desk: Desk, question: Question) -> list[Chance]:
    """The chances of the targets for the question's period and metrics, by person or by a kind of
    unit. Of a unit nothing is said to whoever does not see all of its people."""
    plans = Plans.of(desk, question)
    metrics = [question.catalogue.find(id) for id in question.metrics]
    asked = earlier(desk, question, metrics, "previous") if plans.grow else question
    (dimension,) = question.by
    rows = {row[dimension]: row for row in desk.ask(asked).rows}
    record = Record(desk, question, plans.days_left / plans.days if plans.days else 0.0)
    found = []
    asked_for = [key for (key, _metric), those in plans.known.items()
                 if key and LEVELS.get(those[0].level) == dimension]  # fmt: skip
    for whose, people in record.seen(asked_for):
        row = rows.get(whose, {dimension: whose})
        for metric in metrics:
            if plan := plans.find(metric, row):
                asked_of = Chance(whose, metric, plan, float(row.get(metric.id) or 0))
                found.append(record.told(asked_of, people))
    return found


@dataclass(frozen=True)
class Record:
    """The months before the one that is asked about, of everybody: whoever asks, a target is as
    likely. `left` is the share of the month's working days that is still to come."""

    desk: Desk
    question: Question
    left: float

    def seen(self, keys: Iterable[str]) -> Iterator[tuple[str, Collection[str]]]:
        """Those who are in sight, each with its people."""
        wanted = self.question.filters.get(self.question.by[0])
        for key in dict.fromkeys(keys):
            people = self.people(key)
            sight = people and all(map(self.question.scope.knows, people))
            if sight and (wanted is None or key in wanted):
                yield key, people

    def people(self, key: str) -> Collection[str]:
        """Of a person only they; of a unit those who are posted there or below, on the first day
        that is still asked about."""
        if self.question.by == ("person",):
            return {key} & self.roles.keys()
        period = self.question.period
        day = min(max(self.desk.today, period.since), period.last)
        return posted(self.line, key, day)

    def told(self, asked: Chance, people: Collection[str]) -> Chance:
        """How likely it is that those people together do what is asked."""
        if why := self.refusal(asked.metric):
            return replace(asked, why=why)
        months = self.whole(asked.metric, people)
        known = replace(asked, mean=fmean(months) if months else None, known=len(months))
        rest = self.rest(asked.metric, people)
        if rest is None:
            return replace(known, why=_("too few months are known"))
        if found := self.book(asked.metric):
            open = found.of(people)
            known = replace(known, open=open.mean)
            rest = blended(rest, open, found.part, found.weight)
        chance = reach(asked.plan.wanted, asked.done, rest, asked.plan.kind)
        return replace(known, chance=chance, verdict=verdict(chance))

    def refusal(self, metric: Metric) -> str:
        """Why nothing is foretold; empty if something is."""
        if not isinstance(metric, Total):
            return _("only sums and counts are foretold")
        grain, since, until = self.question.period.whole(self.desk.company.year)
        month = grain is Grain.MONTH and until == since + 1
        return "" if month else _("only a single month is foretold")

    def rest(self, metric: Metric, people: Collection[str]) -> Outlook | None:
        """What the rest of the month may bring those people; None where nothing is known of any."""
        if not self.left:
            return Outlook(0.0, 0.0)
        known = [one for who in people if (one := self.outlooks[metric.id].get(who))]
        if len(people) > 1 and known:
            own = level(self.whole(metric, people), metric.unit is Unit.COUNT)
            known = [together(known, own)]
        return known[0].part(self.left) if known else None

    def book(self, metric: Metric) -> Book | None:
        """What everybody's open deals promise; None of what no deals bring, and of months that are
        over or further ahead than the next."""
        ahead = self._number - self._next
        if metric.id not in WORTH or not self.left or ahead > 1:
            return None
        asked = replace(self._plain, metrics=(metric.id,), by=("person",))
        return book(self.desk, asked, self.months[metric.id], self.roles)

    def whole(self, metric: Metric, people: Collection[str]) -> list[float]:
        """The months of the last year of those people together, where any of them was at work."""
        own = [those for who, those in trimmed(self.months[metric.id]).items() if who in people]
        there = [any(one is not None for one in month) for month in zip(*own, strict=True)]
        return [all for all, at in zip(totals(own), there, strict=True) if at][-LATELY:]

    @cached_property
    def months(self) -> Mapping[str, Months]:
        """By metric, everybody's months up to the one asked about, or to today's."""
        metrics = tuple(id for id in self.question.metrics if not self.refusal(self._found(id)))
        year = self.desk.company.year
        first = year.first(Grain.MONTH, self._next - HISTORY)
        span = Period(first, year.first(Grain.MONTH, self._next))
        days = {one.since: n for n, one in enumerate(span.slices(Grain.MONTH, year))}
        asked = replace(self._plain, metrics=metrics, by=("person", "month"), period=span)
        found: dict[str, dict[str, list[float | None]]] = {id: {} for id in metrics}
        for row in self.desk.ask(asked).rows:
            for id in metrics:
                if row["person"] is not None and row[id] is not None:
                    own = found[id].setdefault(row["person"], [None] * len(days))
                    own[days[row["month"]]] = float(row[id])
        return found

    @cached_property
    def outlooks(self) -> Mapping[str, Mapping[str, Outlook | None]]:
        """By metric and person, what the month asked about may bring."""
        ahead = self._number - self._next
        return {
            id: outlooks(months, self.roles, self._found(id).unit is Unit.COUNT, ahead)
            for id, months in self.months.items()
        }

    @cached_property
    def _plain(self) -> Question:
        """The question about everybody and everything."""
        return replace(self.question, where=(), scope=EVERYBODY)

    @cached_property
    def _number(self) -> int:
        return self.desk.company.year.number(Grain.MONTH, self.question.period.since)

    @cached_property
    def _next(self) -> int:
        """The month after those that are over."""
        return min(self._number, self.desk.company.year.number(Grain.MONTH, self.desk.today))

    def _found(self, id: str) -> Metric:
        return self.question.catalogue.find(id)

    @cached_property
    def roles(self) -> Mapping[str, str | None]:
        """What everybody is today: compared are those of the same role."""
        return {str(row["key"]): row["role"] for row in ask(self.desk, "people", "key", "role")}

    @cached_property
    def line(self) -> Line:
        """The reporting line."""
        return line(self.desk)
