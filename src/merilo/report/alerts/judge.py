"""A norm judged: every person's periods within a span of days, and a dry run of a rule."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from merilo.metrics.question import EVERYBODY, Scope
from merilo.periods import Period
from merilo.report.alerts.figures import Asking, figures
from merilo.report.alerts.finding import Episode, Figures, Judged, episodes
from merilo.report.alerts.known import Known, known
from merilo.report.alerts.limits import Judge
from merilo.report.alerts.norm import Kind, Norm, Whose
from merilo.report.alerts.there import There
from merilo.report.alerts.unusual import Usual
from merilo.report.desk import Desk
from merilo.report.planning import staff

TRIED = 28  # days of a dry run


def there(desk: Desk) -> There:
    """Who is there, by the desk's snapshot."""
    return There(staff(desk), desk.company.calendar)


def judged(
    desk: Desk, norm: Norm, span: Period, now: datetime, people: There, scope: Scope = EVERYBODY
) -> Judged:
    """What is found in the days of the span, as far as their facts are in `now`."""
    asking = Asking(desk, norm, scope)
    until = known(desk, asking.metric, people, now)
    found = judge(asking, norm, figures(asking, span), people, until, span, now)
    late = [d for d in people.working(span) if ended(people, d, now) and not until.over(d)]
    return replace(found, waiting=late[-1] if late else None)


def judge(
    asking: Asking, norm: Norm, content: Figures, people: There, until: Known, span: Period,
    now: datetime,
) -> Judged:  # fmt: skip
    """The same of figures that are at hand."""
    whom, metric = people.subjects(norm), asking.metric
    if norm.kind is Kind.UNUSUAL:
        usual = Usual(norm, metric, content, people, until, span, whom)
        return Judged({whose: [*usual.of(whose)] for whose in whom}, usual.young)
    year = asking.desk.company.year
    limits = Judge(norm, metric, content, people, until, span, year, now)
    return Judged({whose: [*limits.of(whose)] for whose in whom})


def ended(people: There, day: date, now: datetime) -> bool:
    """Working hours of that day are over."""
    closes = people.closes(day)
    return closes is not None and closes <= now


@dataclass(frozen=True)
class Tried:
    """A dry run: the alarms there would have been, the latest first, in which days; of how many too
    little is known."""

    span: Period
    alarms: list[tuple[Whose, Episode]]
    young: int


def tried(desk: Desk, norm: Norm, now: datetime, scope: Scope = EVERYBODY) -> Tried:
    """What a norm would have raised in the last four weeks."""
    last = desk.today + timedelta(days=1)
    span = Period(last - timedelta(days=TRIED), last)
    found = judged(desk, replace(norm, since=date.min), span, now, there(desk), scope)
    alarms = [
        (whose, one)
        for whose, findings in found.findings.items()
        if not whose.person or scope.knows(whose.person)
        for one in episodes(norm, findings)
    ]
    alarms.sort(key=lambda one: one[1].first.day, reverse=True)
    return Tried(span, alarms, len(found.young))
