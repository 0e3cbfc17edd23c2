"""A small firm in October 2017, whose reports tests file: who is where, what a telephony counts.

| | | |
|---|---|---|
| ann | seller | no system counts her calls; from North to South on the 16th |
| bob | seller of North | a telephony: 3 calls each working day; away from the 9th to the 13th |
| dan | seller of North | hired on the 10th |
| leo | seller of South | his last day is the 20th |
| eve | head of North | |
| sam | head of South | |

Ann is to make 220 calls in October; on the 16th that was changed to 110; and to hold 46 meetings.
October has 22 working days, and the Sunday of the 29th, on which the clocks change, is one more.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Lake
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from tests.builders import call, posting, row

ZONE = ZoneInfo("Europe/Berlin")  # no holidays of a country; its clocks change on the 29th
DAYS = [date(2017, 10, 1) + timedelta(days=n) for n in range(31)]
EXTRA = date(2017, 10, 29)
WORKING = [day for day in DAYS if day.weekday() < 5 or day == EXTRA]
AWAY = [date(2017, 10, day) for day in range(9, 14)]
BOBS = [day for day in WORKING if day not in AWAY]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE).astimezone(UTC)


def person(id: str, role: str = "seller") -> dict:
    return row("people", {}, id=id, name=id.title(), role=role)


def plan(target: int, metric: str = "calls", **said: object) -> dict:
    whole = {"period_since": date(2017, 10, 1), "period_until": date(2017, 11, 1)}
    return row("plans", said, metric=metric, kind="at_least", target=target, **whole)


def facts() -> dict[str, list]:
    changed = datetime(2017, 10, 16, 8, tzinfo=UTC)
    return {
        "units": [row("units", {}, id=id, name=name, kind="team")
                  for id, name in (("n", "North"), ("s", "South"))],
        "people": [*map(person, ("ann", "bob", "dan", "leo")), person("eve", "head"),
                   person("sam", "head")],
        "postings": [
            posting("test:ann", unit="test:n", until=date(2017, 10, 16)),
            posting("test:ann", unit="test:s", since=date(2017, 10, 16)),
            posting("test:bob", unit="test:n"),
            posting("test:dan", unit="test:n", since=date(2017, 10, 10)),
            posting("test:leo", unit="test:s", until=date(2017, 10, 21)),
            posting("test:eve", unit="test:n", role="head"),
            posting("test:sam", unit="test:s", role="head"),
        ],
        "absences": [row("absences", {}, person="test:bob", kind="vacation", since=AWAY[0],
                         until=date(2017, 10, 14))],
        "plans": [plan(46, "meetings", person="test:ann"),
                  plan(220, person="test:ann", valid_until=changed),
                  plan(110, person="test:ann", valid_since=changed)],
        "activities": [call(person="test:bob", occurred_at=noon(day), duration_s=60)
                       for day in BOBS for _ in range(3)],
    }  # fmt: skip


def make(home: Path) -> Path:
    """The home folder, with its settings and one load."""
    home.mkdir(parents=True, exist_ok=True)
    company = Company(zone="Europe/Berlin", currency="EUR", exceptions={EXTRA: "on"})
    company.save(home)
    with Lake.open(home / "lake").writing("test", datetime(2017, 10, 1, tzinfo=UTC)) as load:
        put_calendar(load, company)
        for name, rows in facts().items():
            create(load.db, TABLES[name], rows, "incoming")
            load.put(TABLES[name], load.db.sql("from incoming"))
    return home
