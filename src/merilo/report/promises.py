"""What the open deals of everybody promise for this month or the next, by the half year before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from threading import Condition

from cachetools import LRUCache, cached

from merilo.analysis.outlook import Outlook, outlooks
from merilo.analysis.promise import Held, Month, Promise, belief, joined, odds, promises
from merilo.metrics.model import Unit
from merilo.metrics.openings import Brought, Look, Looks, Opened, brought, opened
from merilo.metrics.question import Question
from merilo.periods import Grain, Period
from merilo.report.desk import Desk

HISTORY = 36  # months that are asked for: the season wants whole years
LOOKS = 6  # months behind that tell what comes of open deals: a year ago much was otherwise
WORTH = {"revenue": "amount", "deals_won": "deals"}  # what a deal brings to a metric

Months = Mapping[str, Sequence[float | None]]  # by person; None: not at work


@dataclass(frozen=True)
class Book:
    """The promises of open deals by person, which `part` of what comes is of deals open before,
    and how far all that is believed."""

    promises: Mapping[str | None, Promise]
    part: float
    weight: float

    def of(self, people: Collection[str]) -> Promise:
        """What the deals of those people promise together."""
        return joined(self.promises.get(who, Promise()) for who in people)


@cached(LRUCache(64), key=lambda desk, asked, *_more: (desk, asked), condition=Condition())
def book(
    desk: Desk, asked: Question, months: Months, roles: Mapping[str, str | None]
) -> Book | None:
    """What the deals that are open today promise for the month that `asked` is about; `months` are
    everybody's up to today's. None while nothing is known of what comes of open deals."""
    (metric,) = asked.metrics
    counted = asked.catalogue.find(metric).unit is Unit.COUNT
    views = [*seen(desk, asked.period)]
    deals, came = facts(desk, tuple(view.look for view in views))
    held = by_day(deals, metric)
    now, *behind = views
    known = [
        Month(held[view.look.on], bringing(came, view, metric), view.own(months, roles, counted))
        for view in behind
    ]
    if not any(one.won for month in known for one in month.held):
        return None
    found, (weight, wide) = odds(known), belief(known)
    return Book(promises(held[now.look.on], found, wide), found.part, weight)


@dataclass(frozen=True)
class View:
    """A month as seen from a day before its end: `ago` months before the first that is not over,
    `ahead` of the day's month, with so much of it `left`."""

    look: Look
    ago: int
    ahead: int
    left: float

    def own(
        self, months: Months, roles: Mapping[str, str | None], counted: bool
    ) -> dict[str, Outlook]:
        """What everybody's months up to the day's would have foretold, of those at work then."""
        there = {who: those for who, those in months.items() if those[-self.ago] is not None}
        upto = HISTORY - self.ago - self.ahead
        found = outlooks(
            {who: those[:upto] for who, those in months.items()}, roles, counted, self.ahead
        )
        return {
            who: one.part(self.left)
            for who, one in found.items()
            if one is not None and who in there
        }


def seen(desk: Desk, period: Period) -> Iterator[View]:
    """The month asked about from today; then months behind, each from the day from which on it had
    as many working days to go: of this month's likes within them, of the next one's likes from the
    month before on."""
    calendar, year, day = desk.company.calendar, desk.company.year, timedelta(days=1)
    number = year.number(Grain.MONTH, desk.today)
    ahead = year.number(Grain.MONTH, period.since) - number
    tomorrow = desk.today + day
    days = calendar.working_days(Period(tomorrow, period.until))
    yield View(Look(desk.today, Period(max(tomorrow, period.since), period.until)), 0, ahead, 1.0)
    for ago in range(1, LOOKS + 1):
        since, then, until = (
            year.first(Grain.MONTH, number - ago + n) for n in (-ahead, 0, 1)
        )  # fmt: skip
        on = (calendar.nth_working_day(Period(since, until), -days) or since) - day
        left = min(1.0, days / max(1, calendar.working_days(Period(then, until))))
        yield View(Look(on, Period(max(on + day, then), until)), ago, ahead, left)


@lru_cache(maxsize=16)  # revenue and won deals ask the same
def facts(desk: Desk, looks: Looks) -> tuple[list[Opened], list[Brought]]:
    """The deals open on those days, and what the days asked about brought."""
    return (
        opened(desk.engine, desk.snapshot, looks),
        brought(desk.engine, desk.snapshot, looks[1:]),
    )


def by_day(deals: Iterable[Opened], metric: str) -> Mapping[object, Sequence[Held]]:
    """The deals by the day on which they were open, as they are worth to the metric."""
    found: defaultdict[object, list[Held]] = defaultdict(list)
    for one in deals:
        worth = getattr(one, WORTH[metric])
        squares = one.squares if metric == "revenue" else one.deals
        found[one.on].append(Held(one.person, one.stage, one.deals, worth, squares, one.won))
    return found


def bringing(came: Iterable[Brought], view: View, metric: str) -> Mapping[str | None, float]:
    """What the days after the view's brought, by person."""
    return {one.person: getattr(one, WORTH[metric]) for one in came if one.on == view.look.on}
