"""Instants and the wall clock: what a time of the day is in a zone, and what really passed."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo


def instant(day: date, minute: int, zone: tzinfo) -> datetime:
    """When the clocks of `zone` show that minute of the day, in UTC; minute 1440 is midnight.

    A time that they show twice is the first one; one that they jump over is the moment of the
    jump. So a later time of the clock is never an earlier instant.

    >>> from zoneinfo import ZoneInfo
    >>> instant(date(2026, 3, 29), 150, ZoneInfo("Europe/Budapest")).isoformat()  # half past two
    '2026-03-29T01:00:00+00:00'
    """
    wall = datetime.combine(day, time(), zone) + timedelta(minutes=minute)
    moment = wall.astimezone(UTC)
    return moment if moment.astimezone(zone) == wall else _jump(wall, zone)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """The time that really passed, in hours of 60 minutes; negative if `end` is the earlier.

    Python alone subtracts the clocks' faces where both instants are in one zone.

    >>> from zoneinfo import ZoneInfo
    >>> budapest = ZoneInfo("Europe/Budapest")
    >>> noons = [datetime(2026, 3, day, 12, tzinfo=budapest) for day in (28, 29)]
    >>> str(elapsed(*noons)), str(noons[1] - noons[0])
    ('23:00:00', '1 day, 0:00:00')
    """
    return aware(end) - aware(start)


def aware(moment: datetime) -> datetime:
    """The same instant in UTC; TypeError if it has no zone: the machine's is never taken."""
    if moment.utcoffset() is None:
        raise TypeError(f"{moment} has no zone")
    return moment.astimezone(UTC)


def _jump(wall: datetime, zone: tzinfo) -> datetime:
    """The second at which clocks jump over `wall`: between its readings by both offsets."""
    early, late = (wall.replace(fold=fold).astimezone(UTC) for fold in (1, 0))
    after = late.astimezone(zone).utcoffset()
    seconds = range(int((late - early).total_seconds()) + 1)
    found = bisect_left(
        seconds,
        True,
        key=lambda n: (early + timedelta(seconds=n)).astimezone(zone).utcoffset() == after,
    )
    return early + timedelta(seconds=found)
