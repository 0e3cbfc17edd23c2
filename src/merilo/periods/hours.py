"""The hours of a working day with its break: on the wall clock, and as instants of one day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple, Self

from merilo.errors import SetupError
from merilo.periods.instants import instant
from merilo.words import say

SPAN = re.compile(r"(\d{1,2})(?::([0-5]\d))?\s*[-–]\s*(\d{1,2})(?::([0-5]\d))?", re.ASCII)
MIDNIGHT = 24 * 60


class Shift(NamedTuple):
    """The working time of one day, in UTC. A day without a break has an empty one at its end."""

    opens_at: datetime
    closes_at: datetime
    pause_since_at: datetime
    pause_until_at: datetime

    @property
    def length(self) -> timedelta:
        """How long is worked."""
        return self.before(self.closes_at)

    def before(self, moment: datetime) -> timedelta:
        """How much of it is worked up to the moment."""
        nothing = timedelta()
        there = min(max(moment - self.opens_at, nothing), self.closes_at - self.opens_at)
        pause = self.pause_until_at - self.pause_since_at
        return there - min(max(moment - self.pause_since_at, nothing), pause)


@dataclass(frozen=True)
class Hours:
    """Work from `opens` to `closes` without the pause: minutes from midnight of the same day."""

    opens: int
    closes: int
    pause_since: int
    pause_until: int

    @classmethod
    def of(cls, hours: str, pause: str = "", setting: str = "hours") -> Self:
        """`09:00-18:00` and `13:00-14:00`, or no pause; of the pause what lies within the hours.

        SetupError, naming the setting, if it is not so written.

        >>> Hours.of("9-15:30", "13:00-14:00")
        Hours(opens=540, closes=930, pause_since=780, pause_until=840)
        """
        opens, closes = span(hours, setting)
        since, until = span(pause, "pause") if pause else (closes, closes)
        cut = [min(max(minute, opens), closes) for minute in (since, until)]
        return cls(opens, closes, *cut)

    def on(self, day: date, zone: tzinfo) -> Shift:
        """These hours of that day, when the clocks of the zone show them."""
        minutes = (self.opens, self.closes, self.pause_since, self.pause_until)
        return Shift(*(instant(day, minute, zone) for minute in minutes))


def span(said: str, setting: str) -> tuple[int, int]:
    """Two times of one day, as minutes from midnight; the second is the later, at most 24:00."""
    if match := SPAN.fullmatch(said.strip()):
        numbers = [int(text or 0) for text in match.groups()]
        since, until = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
        if since < until <= MIDNIGHT:
            return since, until
    wanted = say("two times of one day are wanted, such as 09:00-18:00")
    raise SetupError(setting, said, wanted)
