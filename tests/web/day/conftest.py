"""A shop in Moscow without holidays, worked from 9 to 18 with a break at 13: one seller, Ann."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from time_machine import travel

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Lake
from merilo.facts.rows import Row, create
from merilo.facts.tables import TABLES
from merilo.report.day import Day, day
from merilo.report.desk import Desk
from merilo.report.scorecard import TEMPLATES, Kpi
from merilo.web.accounts.models import Role
from tests.builders import row

ANN, BEN, HEAD = "test:ann", "test:ben", "test:eva"
COMPANY = Company(name="Shop", zone="Europe/Moscow", country="", currency="RUB")
CALLS = {"cold_caller": (Kpi("calls", 60), Kpi("average_talk", 40))}
DAY = timedelta(days=1)
LONG_AGO = date(2015, 1, 1)


def moscow(on: date, hour: int, minute: int = 0) -> datetime:
    """That time of the shop's clock, three hours ahead of UTC."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


def calls(on: date, count: int, person: str = ANN) -> Iterable[Row]:
    """So many calls at ten o'clock, a minute each."""
    for _n in range(count):
        yield row("activities", {}, kind="call", person=person, outcome="reached", direction="out",
                  author="person", duration_s=60, occurred_at=moscow(on, 10))  # fmt: skip


def won(on: date, amount: int, person: str = ANN) -> Row:
    """A deal won that day at noon."""
    money = dict.fromkeys(("amount", "amount_base"), Decimal(amount))
    return row("deals", {}, owner=person, outcome="won", created_at=moscow(on, 9),
               closed_at=moscow(on, 12), **money)  # fmt: skip


def plan(target: float, metric: str, month: date, person: str = ANN, **said: object) -> Row:
    """What is asked for in that month."""
    until = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    ordinary = {"person": person, "metric": metric, "kind": "at_least", "target": target,
                "period_since": month, "period_until": until}  # fmt: skip
    return row("plans", ordinary | said)


def away(since: date, until: date, person: str = ANN) -> Row:
    """On leave."""
    return row("absences", {}, person=person, kind="vacation", since=since, until=until)


def weekdays(since: date, count: int) -> list[date]:
    """So many days from Monday to Friday."""
    days = (since + n * DAY for n in range(400))
    return [one for one in days if one.weekday() < 5][:count]


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def page(client, path: str = "/day/", **asked) -> BeautifulSoup:
    answer = client.get(path, asked)
    assert answer.status_code == 200, answer.status_code
    return BeautifulSoup(answer.content, "html.parser")


def tiles(client, **asked) -> dict[str, str]:
    """What stands on each tile."""
    found = page(client, **asked).select(".day-tile")
    return {words(one.h2): " | ".join(words(p) for p in one.select("p")) for one in found}


@pytest.fixture
def moment():
    """That time of the shop's clock."""
    travels = []

    def go(on: date, hour: int):
        for one in travels:
            one.stop()
        travels[:] = [travel(moscow(on, hour), tick=False)]
        travels[0].start()

    yield go
    for one in travels:
        one.stop()


@pytest.fixture
def ann(signed):
    return signed(Role.SELLER, ANN)


@pytest.fixture(scope="session")
def bare(tmp_path_factory) -> Path:
    """The shop with its calendar and nobody in it."""
    home = tmp_path_factory.mktemp("bare") / "shop"
    home.mkdir()
    COMPANY.save(home)
    with Lake.open(home / "lake").writing("test", datetime(2018, 1, 1, tzinfo=UTC)) as load:
        put_calendar(load, COMPANY)
    return home


@pytest.fixture(scope="session")
def written(tmp_path_factory) -> Path:
    """Where the engine keeps the questions that it has written once."""
    return Path(tmp_path_factory.mktemp("written"))


@pytest.fixture
def shop(tmp_path, settings, bare, written) -> Callable[..., Path]:
    """Makes the home: `shop(role="seller", deals=[...], plans=[...])`; Ann since `since`."""

    def make(
        role: str | None = "seller", since: date = LONG_AGO, **tables: Iterable[Row]
    ) -> Path:  # fmt: skip
        home = Path(shutil.copytree(bare, tmp_path / "shop"))
        (home / "cache").symlink_to(written)
        people = {"ann": ("Ann", role, since), "ben": ("Ben", "seller", LONG_AGO),
                  "eva": ("Eva", "head", LONG_AGO)}  # fmt: skip
        there: Mapping[str, Iterable[Row]] = {
            "units": [row("units", {}, id="n", name="North", kind="team"),
                      row("units", {}, id="s", name="South", kind="team")],
            "people": [row("people", {}, id=key, name=name) for key, (name, *_) in people.items()],
            "postings": [
                row("postings", {}, person=f"test:{key}", role=job, since=begun,
                    unit="test:s" if key == "ben" else "test:n")
                for key, (_name, job, begun) in people.items()
            ],
        }  # fmt: skip
        with Lake.open(home / "lake").writing("test", datetime(2018, 1, 1, tzinfo=UTC)) as load:
            for name, rows in {**there, **tables}.items():
                create(load.db, TABLES[name], [*rows], f"new_{name}")
                load.put(TABLES[name], load.db.table(f"new_{name}"))
        settings.HOME = home
        return home

    return make


def seen(home: Path, on: date, hour: int, minute: int = 0, sets=TEMPLATES | CALLS) -> Day:
    """Ann's day at that time."""
    now = Desk.at(home, on)
    question = replace(now.question(["days_worked"], "this-month")).only((("person", (ANN,)),))
    return day(now, question, sets, moscow(on, hour, minute))
