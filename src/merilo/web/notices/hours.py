"""When a message goes: at once, with those of its day, or once the quiet hours are over."""

from datetime import date, datetime, timedelta

from merilo.periods.instants import instant
from merilo.web.clock import calendar
from merilo.web.notices.models import Channel

DAY = timedelta(days=1)
FARTHEST = 40  # days without a working one; then it goes anyway


def due(channel: Channel, at: datetime) -> datetime:
    """When what was told at that instant goes by this channel."""
    if channel.hour is not None:
        return gathering(channel, at)
    return wakes(channel, at) or at


def gathering(channel: Channel, at: datetime, after: date | None = None) -> datetime:
    """The next instant after `at` at which the messages of a day go together; on a day after
    that one, if it is named."""
    now, minute = calendar(), (channel.hour or 0) * 60
    first = at.astimezone(now.zone).date()
    if after:
        first = max(first, after + DAY)
    days = [first + n * DAY for n in range(FARTHEST)]
    wanted = [day for day in days if not channel.working or now.is_working(day)] or days
    moments = (instant(day, minute, now.zone) for day in wanted)
    return next((moment for moment in moments if moment > at), instant(days[-1], minute, now.zone))


def wakes(channel: Channel, at: datetime) -> datetime | None:
    """When the quiet hours end in which the instant falls; None if it falls in none."""
    since, until = channel.quiet_since, channel.quiet_until
    if since is None or until is None or since == until:
        return None
    zone = calendar().zone
    wall = at.astimezone(zone)
    minute = wall.hour * 60 + wall.minute
    day = wall.date()
    if since < until:
        quiet = since <= minute < until
    else:
        quiet = minute >= since or minute < until
        day += DAY * (minute >= since)
    end = instant(day, until, zone)
    return end if quiet and end > at else None
