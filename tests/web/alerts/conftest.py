"""Two teams in October 2017, their calls day by day, and somebody who checks."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from time_machine import travel

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Lake
from merilo.facts.rows import Row, create
from merilo.facts.tables import TABLES
from merilo.web.accounts.models import Role
from merilo.web.alerts.check import check
from merilo.web.alerts.models import Alarm, Rule
from merilo.web.notices.models import Notice
from tests.builders import call, posting, row

FIRST = date(2017, 10, 2)
SHORT = {  # the days of October on which they made so many calls; else ten
    "ann": {4: 5, 5: 6, 12: 7}, "bob": {20: 7}, "dan": {10: 3, 11: 3}, "leo": {5: 2}, "cat": {6: 1},
}  # fmt: skip
POSTED = {
    "ann": [("n", None, None)], "bob": [("n", None, None)], "eve": [("n", 16, None)],
    "dan": [("n", None, 11), ("s", 11, None)], "leo": [("n", None, 6)], "cat": [("s", None, None)],
}  # fmt: skip
# As one counts them by hand: less than eight calls, in North, on a day at work.
EXPECTED = {("ann", 4), ("ann", 5), ("ann", 12), ("bob", 20), ("dan", 10), ("leo", 5)}
HEADS = {"hed": "n", "sue": "s"}


def on(day: int | None) -> date | None:
    """A day of October."""
    return date(2017, 10, day) if day else None


def clock(day: int, hour: float) -> datetime:
    """That hour in Moscow of a day of October."""
    return datetime(2017, 10, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour - 3)


def posts() -> Iterator[Row]:
    """Who is where when."""
    for who, those in POSTED.items():
        for unit, since, until in those:
            yield posting(f"test:{who}", unit=f"test:{unit}", until=on(until),
                          since=on(since) or date(2015, 1, 1))  # fmt: skip
    for who, unit in HEADS.items():
        yield posting(f"test:{who}", unit=f"test:{unit}", role="head", id=f"head-of-{unit}")


def calls(who: str, day: int, count: int) -> Iterable[Row]:
    """So many on a day, from ten o'clock on."""
    return [
        call(
            person=f"test:{who}",
            occurred_at=clock(day, 10 + n / 10),
            duration_s=60,
            deal=None,
            id=f"{who}-{day}-{n}-{count}",
        )
        for n in range(count)
    ]


def made() -> Iterator[Row]:
    """Everybody's calls in the whole month, on the days on which they are there."""
    for who, those in POSTED.items():
        here = [(since or 1, until or 32) for _unit, since, until in those]
        for day in range(2, 32):
            there = any(since <= day < until for since, until in here)
            away = who == "ann" and 17 <= day < 20
            if date(2017, 10, day).weekday() < 5 and there and not away:
                yield from calls(who, day, SHORT.get(who, {}).get(day, 10))


def facts() -> dict[str, list[Row]]:
    """All of it."""
    people = [row("people", {}, id=who, name=who.title()) for who in (*POSTED, *HEADS)]
    units = [row("units", {}, id=key, name=name, kind="team", parent=None)
             for key, name in (("n", "North"), ("s", "South"))]  # fmt: skip
    away = row("absences", {}, person="test:ann", kind="sick", since=on(17), until=on(20))
    return {"people": people, "units": units, "postings": [*posts()], "activities": [*made()],
            "absences": [away]}  # fmt: skip


def put(home: Path, rows: dict[str, list[Row]], who: str, now: datetime) -> None:
    """Another load."""
    with Lake.open(home / "lake").writing(who, now) as load:
        for name, those in rows.items():
            create(load.db, TABLES[name], those, "incoming")
            load.put(TABLES[name], load.db.sql("from incoming"))


@pytest.fixture(scope="session")
def team_home(tmp_path_factory) -> Path:
    """The home; it is not written to."""
    home = tmp_path_factory.mktemp("alerts") / "home"
    home.mkdir()
    company = Company(zone="Europe/Moscow", country="RU")
    company.save(home)
    with Lake.open(home / "lake").writing("test", clock(1, 9)) as load:
        put_calendar(load, company)
    put(home, facts(), "test", clock(1, 10))
    return home


@pytest.fixture
def team(settings, team_home, db) -> Path:
    """The pages over it."""
    settings.HOME = team_home
    return team_home


@pytest.fixture
def own_team(settings, team_home, tmp_path, db) -> Path:
    """A copy that a test may write to."""
    settings.HOME = Path(shutil.copytree(team_home, tmp_path / "home"))
    return settings.HOME


@pytest.fixture
def rule(db) -> Callable[..., Rule]:
    """Makes one: less than eight calls a day in North, since the second."""

    def make(**said: object) -> Rule:
        usual = {"metric": "calls", "kind": "less", "limit": 8, "way": "number", "since": FIRST,
                 "units": ["test:n"]}  # fmt: skip
        return Rule.objects.create(**usual | said)

    return make


@pytest.fixture
def heads(user) -> dict[str, object]:
    """The accounts of both heads, and of Ann."""
    found = {who: user(Role.HEAD, f"test:{who}") for who in HEADS}
    return found | {"ann": user(Role.SELLER, "test:ann")}


def checked(day: int, hour: float = 18.5) -> bool:
    """A check at that hour."""
    now = clock(day, hour)
    with travel(now, tick=False):
        return check(now)


def alarms() -> set[tuple[str, int]]:
    """All there are: who, on which day."""
    return {(one.person.removeprefix("test:"), one.day.day) for one in Alarm.objects.all()}


def standing() -> set[tuple[str, int]]:
    """Those that are not over."""
    open_ = Alarm.objects.filter(over=None)
    return {(one.person.removeprefix("test:"), one.day.day) for one in open_}


def told(who: object) -> list[tuple[str, str]]:
    """What somebody was told, in order: of which kind, in which words."""
    return [(one.kind, one.text) for one in Notice.objects.filter(to=who).order_by("at", "pk")]
