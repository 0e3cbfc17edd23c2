"""When what repeats comes again, by the company's working calendar."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from merilo.periods import Calendar
from merilo.web.tasks.models import Repeat

DAY = timedelta(days=1)
FAR = 400  # days without a working one: a calendar that is off for ever


@dataclass(frozen=True)
class Rule:
    """How often, every how many; off holidays to the next working day, if asked; of months, on
    which day (the 31st is the last of shorter ones)."""

    repeat: str
    every: int = 1
    moved: bool = False
    anchor: int = 0

    def slots(self, since: date, calendar: Calendar) -> Iterator[date]:
        """The days after `since` by the rule alone, without end."""
        slot = since
        while True:
            slot = self._step(slot, calendar)
            yield slot

    def day(self, slot: date, calendar: Calendar) -> date:
        """On which day a slot falls."""
        return working(slot, calendar) if self.moved else slot

    def following(self, slot: date, today: date, calendar: Calendar) -> date:
        """The slot after this one; of several whose day has come the last. Of two that fall on one
        day there is but one."""
        here = self.day(slot, calendar)
        fresh = (one for one in self.slots(slot, calendar) if self.day(one, calendar) > here)
        found = next(fresh)
        for one in fresh:
            if self.day(one, calendar) > today:
                break
            found = one
        return found

    def coming(self, slot: date, count: int, calendar: Calendar) -> list[tuple[date, date]]:
        """The next ones: slots and their days."""
        found: list[tuple[date, date]] = []
        last = self.day(slot, calendar)
        for one in islice(self.slots(slot, calendar), count * 3):
            if (day := self.day(one, calendar)) > last and len(found) < count:
                found.append((one, day))
                last = day
        return found

    def _step(self, slot: date, calendar: Calendar) -> date:
        match self.repeat:
            case Repeat.WEEK:
                return slot + timedelta(weeks=self.every)
            case Repeat.MONTH:
                return months_on(slot, self.every, self.anchor or slot.day)
            case Repeat.WORK:
                for _n in range(self.every):
                    slot = working(slot + DAY, calendar)
                return slot
        return slot + self.every * DAY


def working(day: date, calendar: Calendar) -> date:
    """The day, or the first working one after it."""
    for n in range(FAR):
        if calendar.is_working(day + n * DAY):
            return day + n * DAY
    return day


def months_on(day: date, count: int, anchor: int) -> date:
    """So many months on, on the day `anchor`, or the last of a shorter month.

    >>> months_on(date(2026, 1, 31), 1, 31), months_on(date(2026, 2, 28), 1, 31)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(anchor, monthrange(year, month + 1)[1]))
