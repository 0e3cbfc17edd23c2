"""The firm's clock: its zone, its working days, and the moments at which days and months meet."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from merilo.facts.rows import Row
from merilo.facts.tables import TABLES
from tests import builders

ZONE = ZoneInfo("Europe/Budapest")
START, TODAY = date(2015, 1, 1), date(2016, 5, 15)
OFF = {date(2016, 3, 14), date(2016, 3, 15), date(2016, 3, 28), date(2015, 12, 25)}
LONG = {date(2016, 3, 5)}  # a Saturday worked for the 14th


def local(*when: int, fold: int = 0) -> datetime:
    """That time on the firm's wall clock, as an instant."""
    return datetime(*when, tzinfo=ZONE, fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]


EDGES = (
    local(2015, 10, 25, 2, 30), local(2015, 10, 25, 2, 30, fold=1),  # clocks go back
    local(2015, 12, 31, 23, 59, 59), local(2016, 1, 1),
    local(2016, 2, 28, 23, 59, 59), local(2016, 2, 29), local(2016, 2, 29, 23, 59, 59),
    local(2016, 3, 1), local(2016, 3, 1, 0, 30),  # the day before in UTC
    local(2016, 3, 20, 23, 30), local(2016, 3, 21),  # weeks meet
    local(2016, 3, 27), local(2016, 3, 27, 1, 59), local(2016, 3, 27, 3),  # clocks go forward
    local(2016, 3, 31, 23, 59, 59, 999_999), local(2016, 4, 1), local(2016, 4, 1, 1, 30),
)  # fmt: skip


def moment(dice: Random) -> datetime:
    """Any moment of the firm's life; often one where days meet."""
    if dice.random() < 0.2:
        return dice.choice(EDGES)
    return local(2015, 3, 1) + timedelta(seconds=dice.randrange(400 * 86_400))


def fact(table: str, **said: object) -> Row:
    """A row with the firm's days beside its instants."""
    made = builders.row(table, said)
    kinds = {c.name for c in TABLES[table].columns}
    days = {
        name.replace("_at", "_on"): when.astimezone(ZONE).date()
        for name, when in said.items()
        if isinstance(when, datetime) and name.replace("_at", "_on") in kinds - {name}
    }
    return {**made, **days}


def calendar() -> Iterator[Row]:
    """Mondays to Thursdays 8:30 to 17:30 with half an hour's break, Fridays 9 to 14 without."""
    workdays = worked = 0
    for day in (START - timedelta(days=40) + timedelta(days=n) for n in range(600)):
        hours = shift(day)
        opens, since, until, closes = (
            datetime.combine(day, hour, ZONE).astimezone(UTC) if hour else None for hour in hours
        )
        yield builders.row(
            "calendar", {}, id=str(day), day=day, working=opens is not None,
            workdays_before=workdays, worked_before_s=worked, opens_at=opens, closes_at=closes,
            pause_since_at=since, pause_until_at=until, month_on=day.replace(day=1),
            quarter_on=date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
            year_on=date(day.year, 1, 1),
        )  # fmt: skip
        workdays += opens is not None
        worked += {None: 0, time(8, 30): 8 * 3600 + 1800, time(9): 5 * 3600}[hours[0]]


def shift(day: date) -> tuple[time | None, ...]:
    """Opens, break since and until, closes."""
    if day in OFF or (day.weekday() > 4 and day not in LONG):
        return (None,) * 4
    if day.weekday() == 4:
        return time(9), time(14), time(14), time(14)
    return time(8, 30), time(12, 30), time(13), time(17, 30)
