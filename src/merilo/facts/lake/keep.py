"""Which snapshots stay when the lake is tidied up."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from merilo.facts.lake.history import Moment

AT_WORK = timedelta(days=1)  # nobody reads longer than that on one snapshot
DAILY = timedelta(days=400)


def kept(
    moments: Sequence[Moment], now: datetime, zone: ZoneInfo, pinned: Iterable[int]
) -> set[int]:
    """The numbers of those that stay: the newest, the pinned, all that somebody may be reading,
    the last of each day of 400 days, and the last of each month for ever. Days end in `zone`.
    """
    stay = {moment.number for moment in moments[-1:]} | {*pinned}
    last: dict[tuple[int, ...], int] = {}
    for moment in moments:
        day = moment.at.astimezone(zone).date()
        if moment.at >= now - AT_WORK:
            stay.add(moment.number)
        else:
            last[()] = moment.number  # a reader may have begun on it just before
        if moment.at >= now - DAILY:
            last[day.year, day.month, day.day] = moment.number
        last[day.year, day.month] = moment.number
    return stay | {*last.values()}
