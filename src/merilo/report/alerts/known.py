"""Until when the facts are known: what is not in yet is nobody's fault."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from merilo.facts.lake.snapshot import Snapshot, numbers, past, read
from merilo.metrics.model import Metric
from merilo.metrics.moments import acted, dealt, sources
from merilo.metrics.question import EVERYBODY
from merilo.report.alerts.there import There
from merilo.report.desk import Desk

# Loads that bring no facts of work, by how they say who made them.
OTHER = ("typed: ", "people: ", "calendar", "tidy", "undo ")
OUTBOX = "outbox"
REACHED = {"activities": acted, "deals": dealt}


@dataclass(frozen=True)
class Known:
    """The facts are in up to this instant, and those of the metric reach at least this day."""

    until: datetime
    reach: date
    there: There

    def over(self, day: date) -> bool:
        """The day is over, and its facts are in."""
        closes = self.there.closes(day)
        return closes is not None and closes <= self.until and day <= self.reach


@lru_cache(maxsize=4)
def loaded(snapshot: Snapshot) -> datetime | None:
    """When facts were last brought from outside; None where everything is typed here."""
    if not any(source != OUTBOX for source in snapshot.batches):
        return None
    one = snapshot
    for number in reversed([n for n in numbers(snapshot.root) if n < snapshot.number]):
        if not one.who.startswith(OTHER):
            break
        one = read(snapshot.root, past(snapshot.root, number))
    return one.at


def known(desk: Desk, metric: Metric, there: There, now: datetime) -> Known:
    """Until when the facts of a metric are known, as seen `now`."""
    brought = loaded(desk.snapshot)
    until = min(now, brought) if brought else now
    asked = desk.question([], str(desk.today), scope=EVERYBODY)
    reached = [
        desk.listed(REACHED[name], asked)[0]["day"] or date.min for name in sorted(sources(metric))
    ]
    return Known(until, min(reached, default=date.max), there)
