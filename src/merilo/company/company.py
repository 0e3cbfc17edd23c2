"""The company as its administrator described it: name, zone, currency, calendar, year, rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from merilo.company.codes import check_country, check_currency, check_zone, zones
from merilo.company.file import read, write
from merilo.company.rules import Rules
from merilo.company.settings import build, lines
from merilo.errors import SetupError
from merilo.periods import GREGORIAN, Calendar, Hours, Year, aware
from merilo.periods.hours import span
from merilo.words import say

NAME = "merilo.yaml"


@dataclass(frozen=True)
class Company:
    """What every figure depends on and no CRM says. SetupError for a value that cannot be.

    >>> Company(country="HU", zone="Europe/Budapest").calendar.is_working(date(2024, 8, 20))
    False
    """

    name: str = field(
        default="Company", metadata={"doc": "The company's name, as reports show it."}
    )
    zone: str = field(
        default="UTC",
        metadata={
            "doc": "The company's time zone by its IANA name, such as Europe/Moscow. It decides "
            "on which day a thing happened: changing it later takes a new import."
        },
    )
    currency: str = field(
        default="RUB",
        metadata={"doc": "The currency in which amounts are added up; its ISO code."},
    )
    country: str = field(
        default="",
        metadata={
            "doc": "The country whose weekends, holidays and moved working days hold: its ISO "
            "code, such as RU, or a part of it, such as DE-BY. Empty: Monday to Friday, no "
            "holidays."
        },
    )
    hours: str = field(
        default="09:00-18:00",
        metadata={"doc": "Working hours of a working day. Round the clock: 00:00-24:00."},
    )
    pause: str = field(
        default="13:00-14:00",
        metadata={"doc": "The break, which is not worked. Empty: there is none."},
    )
    exceptions: Mapping[date, str] = field(
        default_factory=dict,
        hash=False,
        metadata={
            "doc": "Days unlike the country's, a line below for each: off, on, or hours, such as "
            "2026-12-31: 09:00-14:00"
        },
    )
    year: Year = field(
        default=GREGORIAN,
        metadata={"doc": "The year of the company's reports, by its quarters and months."},
    )
    rules: Rules = field(
        default=Rules(), metadata={"doc": "Thresholds. The end of a name is its unit."}
    )
    changes: Mapping[date, Mapping[str, str]] = field(
        default_factory=dict,
        hash=False,
        metadata={
            "doc": "Thresholds that are others from a day on: a line for the day, such as "
            "2026-03-01:, and below it those that change. A figure uses the one of its date.",
            "nested": True,
        },
    )
    links: Mapping[str, str] = field(
        default_factory=dict,
        hash=False,
        metadata={
            "doc": "Where a deal of a connection is opened in its CRM, a line for each, such as "
            "amocrm: https://firm.amocrm.ru/leads/detail/{id}",
            "words": True,
        },
    )

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable():
            raise SetupError("name", self.name, say("a name in one line is wanted"))
        check_zone("zone", self.zone)
        check_currency("currency", self.currency)
        check_country("country", self.country)
        opens, closes = span(self.hours, "hours")
        since, until = span(self.pause, "pause") if self.pause else (opens, closes)
        if since < opens or until > closes:
            wanted = say("a break within {hours} is wanted", hours=self.hours)
            raise SetupError("pause", self.pause, wanted)
        for connection, link in self.links.items():
            if not link.startswith(("https://", "http://")) or "{id}" not in link:
                wanted = say("an address with {id} in it is wanted", id="{id}")
                raise SetupError(f"links.{connection}", link, wanted)
        _ = self._exceptions, self.turns

    @classmethod
    def load(cls, home: Path) -> Self:
        """As home/merilo.yaml says; what it leaves out is ordinary, and so is all without a file.

        SetupError names the setting, its value and what is wanted; NoSettings if the file is none.
        """
        return build(cls, read(home / NAME))

    def save(self, home: Path) -> None:
        """Write home/merilo.yaml, every setting explained; whole, or the old one stays.

        Unwritable if the folder does not take it.
        """
        write(home / NAME, lines(self))

    @classmethod
    def found(cls, zone: str = "") -> Self:
        """Ordinary settings for a new home, in the machine's `zone` as far as that tells one.

        `zone` is what TZ holds or /etc/localtime points to; a path is taken from `zoneinfo/` on.

        >>> Company.found("/usr/share/zoneinfo/Europe/Samara").zone, Company.found("MSK-3").zone
        ('Europe/Samara', 'UTC')
        """
        name = zone.removeprefix(":").rpartition("zoneinfo/")[2]
        return cls(zone=name) if name in zones() else cls()

    @cached_property
    def clock(self) -> ZoneInfo:
        """The company's zone, to tell the time by."""
        return ZoneInfo(self.zone)

    @cached_property
    def calendar(self) -> Calendar:
        """Its working days and hours."""
        hours = Hours.of(self.hours, self.pause)
        return Calendar(self.clock, hours, self.country, self._exceptions)

    @cached_property
    def turns(self) -> tuple[tuple[date, Rules], ...]:
        """All the thresholds that hold from each day on which some change, in order."""
        said = {one.name: str(getattr(self.rules, one.name)) for one in fields(Rules)}
        found = []
        for day in sorted(self.changes):
            said |= self.changes[day]
            found.append((day, build(Rules, said, f"changes.{day}.")))
        return tuple(found)

    def day(self, moment: datetime) -> date:
        """The company's day of an instant; TypeError if the instant has no zone.

        >>> from datetime import UTC
        >>> Company(zone="Europe/Moscow").day(datetime(2026, 1, 31, 22, tzinfo=UTC))
        datetime.date(2026, 2, 1)
        """
        return aware(moment).astimezone(self.clock).date()

    @cached_property
    def _exceptions(self) -> Mapping[date, Hours | None]:
        days: dict[date, Hours | None] = {}
        for day, said in self.exceptions.items():
            hours = self.hours if said == "on" else said
            days[day] = None if said == "off" else _hours(day, hours, self.pause)
        return days


def _hours(day: date, hours: str, pause: str) -> Hours:
    try:
        return Hours.of(hours, pause)
    except SetupError as error:
        wanted = say("off, on or hours are wanted, such as 09:00-14:00")
        raise SetupError(f"exceptions.{day}", error.value, wanted) from None
