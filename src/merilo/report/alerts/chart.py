"""The chart of an alarm: twelve weeks of the figure, with what is usual where that is known."""

from datetime import date, datetime, timedelta

from merilo.analysis.control import Kind as Law
from merilo.metrics.catalogue.names import called
from merilo.metrics.question import Scope
from merilo.periods import Period
from merilo.report.alerts.figures import Asking, of_usual, reaching
from merilo.report.alerts.judge import there
from merilo.report.alerts.known import known
from merilo.report.alerts.norm import Kind, Norm, Whose, varies
from merilo.report.alerts.unusual import Usual, band
from merilo.report.charts.control import Control, control
from merilo.report.charts.drawing import Drawing
from merilo.report.desk import Desk
from merilo.words import spoken

SHOWN, AFTER, DAY = timedelta(weeks=12), timedelta(weeks=4), timedelta(days=1)
BACK = 40 * 7  # days, for the first of those shown have a past, too


def chart(
    desk: Desk, norm: Norm, whose: Whose, since: date, last: date, now: datetime, scope: Scope
) -> Drawing | None:
    """The twelve weeks up to the day `last`, and what followed it; None of figures of which we know
    no usual range."""
    asking = Asking(desk, norm, scope)
    metric = asking.metric
    law = varies(metric)
    if law is None:
        return None
    people, span = there(desk), Period(last - SHOWN, min(desk.today, last + AFTER) + DAY)
    until = known(desk, metric, people, now)
    content = of_usual(asking, metric, reaching(span, BACK))
    usual = Usual(norm, metric, content, people, until, span, [whose])
    found = band(usual, whose, span.since)
    step = timedelta(days=since.weekday()) if law is Law.SUM else timedelta()
    marked = frozenset(day for day in found.days if since - step <= day <= last)
    return control(Control(
        called(metric, spoken.get()).full, metric.unit, desk.company.currency, str(found.grain),
        found.days, found.values, found.lows, found.highs, marked,
        norm.limit if fixed(norm) and norm.grain == found.grain else None,
    ))  # fmt: skip


def fixed(norm: Norm) -> bool:
    """Its limit is a figure that stands on the same axis."""
    return norm.kind in (Kind.LESS, Kind.MORE) and not norm.of_plan
