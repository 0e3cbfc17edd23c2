"""Working hours: from nine to six, Monday to Friday, three hours east of Greenwich."""

OFFSET = 3 * 3600  # Moscow, the same all the year
ZONE = "Europe/Moscow"
OPENS, WORKDAY = 9 * 3600, 9 * 3600
DAY, WEEK, WORKWEEK = 86_400, 604_800, 5 * WORKDAY
MONDAY = 4 * DAY - OFFSET  # the first Monday after 1970 began


def instant(worked: int) -> int:
    """The instant at which so many seconds have been worked since that Monday."""
    weeks, rest = divmod(worked, WORKWEEK)
    days, seconds = divmod(rest, WORKDAY)
    return MONDAY + weeks * WEEK + days * DAY + OPENS + seconds


def worked(at: int) -> int:
    """How many seconds have been worked until an instant; nights and weekends add none."""
    weeks, rest = divmod(at - MONDAY, WEEK)
    days, seconds = divmod(rest, DAY)
    if days > 4:
        return (weeks + 1) * WORKWEEK
    return weeks * WORKWEEK + days * WORKDAY + min(max(seconds - OPENS, 0), WORKDAY)


def evening(at: int) -> int:
    """The end of the working day on which an instant lies."""
    return (at + OFFSET) // DAY * DAY - OFFSET + OPENS + WORKDAY


def midnight(at: int) -> int:
    """The last second of the day on which an instant lies."""
    return (at + OFFSET) // DAY * DAY - OFFSET + DAY - 1
