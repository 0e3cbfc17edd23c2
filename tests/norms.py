"""A norm over figures in memory, for tests of when an alarm is raised."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from merilo.facts.staff import Absence, Person, Posting, Staff, Unit
from merilo.metrics.catalogue import CATALOGUE
from merilo.periods import GREGORIAN, Calendar, Hours, Period
from merilo.report.alerts.finding import Figures, Finding
from merilo.report.alerts.judge import judge
from merilo.report.alerts.known import Known
from merilo.report.alerts.norm import Norm, Whose, checked
from merilo.report.alerts.there import There

ZONE = ZoneInfo("Europe/Moscow")
CALENDAR = Calendar(ZONE, Hours.of("09:00-18:00", "13:00-14:00"), "RU")
MONDAY = date(2026, 11, 9)  # two weeks follow in which nothing is off
ANN = Whose("ann")


def day(n: int) -> date:
    """The n-th day after that Monday."""
    return MONDAY + timedelta(days=n)


def at(n: int, hour: float = 18) -> datetime:
    """That hour of that day, by the company's clock."""
    moment = datetime.combine(day(n), time(), ZONE) + timedelta(hours=hour)
    return moment.astimezone(UTC)


def days(*values: float | None, since: date = MONDAY) -> dict[date, float | None]:
    """Figures of working days, one after another."""
    found: dict[date, float | None] = {}
    for value in values:
        while not CALENDAR.is_working(since):
            since += timedelta(days=1)
        found[since] = value
        since += timedelta(days=1)
    return found


def posting(person: str = "ann", unit: str = "north", role: str = "seller", **ends: Any) -> Posting:
    """In North, since ever."""
    return Posting(person, unit, role, ends.get("since"), ends.get("until"))


def staff(*postings: Posting, away: Sequence[tuple[str, date, date | None]] = ()) -> Staff:
    """People by their postings; two teams below a department."""
    units = {"north": "sales", "south": "sales", "sales": ""}
    people = {one.person for one in postings}
    return Staff(
        {key: Unit(key, key.title(), above, "team") for key, above in units.items()},
        {key: Person(key, key.title(), "", "", "", "") for key in sorted(people)},
        postings,
        [Absence(f"a{n}", who, "sick", since, until, True)
         for n, (who, since, until) in enumerate(away)],
    )  # fmt: skip


def there(people: Staff | None = None) -> There:
    """Ann in North, if nobody else is said."""
    return There(people or staff(posting()), CALENDAR)


def findings(
    norm: Norm, figures: Figures | Mapping[date, float | None], now: datetime | None = None,
    people: Staff | None = None, reach: date = date.max, span: Period | None = None,
    facts: datetime | None = None,
) -> list[Finding]:  # fmt: skip
    """What is found of Ann in the two weeks. `facts` is when they were brought last."""
    content = figures if isinstance(figures, Figures) else Figures(days={ANN: figures})
    present, moment = there(people), now or at(11)
    until = min(moment, facts) if facts else moment
    found = judge(
        asking(norm), checked(norm, CATALOGUE.find(norm.metric)), content, present,
        Known(until, reach, present), span or Period(MONDAY, day(14)), moment,
    )  # fmt: skip
    return [*found.findings[ANN]]


def asking(norm: Norm) -> Any:
    """What of a desk is asked while figures are judged."""
    desk = SimpleNamespace(company=SimpleNamespace(year=GREGORIAN))
    return SimpleNamespace(metric=CATALOGUE.find(norm.metric), desk=desk)


def broken(found: Sequence[Finding]) -> list[str]:
    """The periods that are."""
    return [one.key for one in found if one.breach]
