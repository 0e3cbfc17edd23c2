"""People who file reports and log, the outbox behind them, the clock."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from time_machine import travel

from merilo.metrics.question import EVERYBODY
from merilo.web.accounts.models import Role
from merilo.web.clock import today
from merilo.web.desks import desk
from merilo.web.outbox import carry as carrying
from tests.web.daily import home

SENT = {"HTTP_ACCEPT": "application/json"}


class Reporter:
    """Somebody with the pages of daily reports open."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def page(self, path: str = "/report/", **asked: object) -> BeautifulSoup:
        """A page."""
        answer = self.client.get(path, asked)
        assert answer.status_code == 200, (path, asked, answer.status_code)
        return BeautifulSoup(answer.content, "html.parser")

    def file(
        self, figures: Mapping[str, object] = {}, day: object = "", key: object = None,
        whys: Mapping[str, str] = {}, **more: str,
    ) -> HttpResponse:  # fmt: skip
        """File a report, as the page's script does; the answer."""
        said = {"key": str(key or uuid4()), "day": str(day or today())} | more
        said |= {f"f.{id}": str(value) for id, value in figures.items()}
        said |= {f"w.{id}": text for id, text in whys.items()}
        return self.client.post("/report/", said, **SENT)

    def log(self, kind: str, id: object = None, **said: object) -> HttpResponse:
        """Log something; the answer."""
        return self.client.post("/log/", {"id": str(id or uuid4()), "kind": kind} | said)


@pytest.fixture(scope="session")
def firm_in_october(tmp_path_factory) -> Path:
    """The home of `home`; it is not written to."""
    return home.make(tmp_path_factory.mktemp("daily") / "home")


@pytest.fixture
def october(firm_in_october, tmp_path, settings, monkeypatch) -> Path:
    """A copy of it under the pages. The worker carries when the test says so."""
    settings.HOME = Path(shutil.copytree(firm_in_october, tmp_path / "home"))
    monkeypatch.setattr(carrying, "call", lambda: None)
    return settings.HOME


@pytest.fixture
def clock() -> Iterator[Callable[[str], None]]:
    """Sets the clock, by Berlin's summer: `clock("2017-10-05 18:00")`."""
    going = []

    def put(said: str) -> None:
        for one in going:
            one.stop()
        zone = "+01:00" if said >= "2017-10-29 03:00" else "+02:00"
        going[:] = [travel(f"{said.replace(' ', 'T')}:00{zone}", tick=False)]
        going[0].start()

    yield put
    for one in going:
        one.stop()


@pytest.fixture
def reporter(october, signed) -> Callable[..., Reporter]:
    """Somebody at the pages: `reporter("ann")`, `reporter("eve", Role.HEAD)`."""
    return lambda who="", role=Role.SELLER: Reporter(signed(role, f"test:{who}" if who else ""))


@pytest.fixture
def carried() -> Callable[[], int]:
    """Carries what waits into the facts; how much."""
    return carrying.carry


def asked(metric: str, period: str, *by: str) -> dict:
    """The figure by what is asked, from the facts as any table has it."""
    now = desk()
    rows = now.ask(now.question([metric], period, by, (), "then", EVERYBODY)).rows
    return {tuple(row[name] for name in by): row[metric] for row in rows if row[metric] is not None}


def of_person(metric: str, who: str, period: object) -> object:
    """The figure of one person."""
    return asked(metric, str(period), "person").get((f"test:{who}",))


def days_of(metric: str, who: str, period: str) -> dict[date, float]:
    """The figures of one person, day by day, without empty days."""
    found = asked(metric, period, "person", "day")
    return {day: float(value) for (person, day), value in found.items()
            if person == f"test:{who}" and value}  # fmt: skip
