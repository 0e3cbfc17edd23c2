"""An administrator, a system in memory that can be connected, a worker at hand."""

import base64
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import duckdb
import pytest
from django.http import HttpResponse
from django.test import Client

from merilo.company import Company
from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.sources.sync import faults, known
from merilo.sources.sync.connection import Connection, read
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Account, Ask, Wanted
from merilo.sources.sync.protocol import Client as Asks
from merilo.sources.sync.vault import Vault
from merilo.web.accounts.models import Role
from tests.sources.sync.toy import START, Toy

TOKEN = "top-secret-token-7391"


def jwt(ends: int) -> str:
    """A token of three parts that ends then."""
    said = base64.urlsafe_b64encode(json.dumps({"exp": ends}).encode()).decode().rstrip("=")
    return f"aGVhZA.{said}.c2lnbg"


@dataclass
class System(Toy):
    """The toy with an address, a token that has to be right, and a choice."""

    sign_in = (Wanted("address", "Address", Ask.ADDRESS), Wanted("token", "Token", Ask.SECRET))
    settings = (
        Wanted("way", "Way", Ask.CHOICE, default="one", choices={"one": "One", "two": "Two"}),
    )
    good: set[str] = field(default_factory=lambda: {TOKEN})
    fault: Exception | None = None
    lacking: tuple[str, ...] = ()

    def door(self, settings, secrets):
        found = super().door(settings, secrets)
        return type(found)(str(settings.get("address") or found.base), {"T": secrets["token"]})

    def hello(self, client: Asks) -> Account:
        if self.fault:
            raise self.fault
        if client.secrets.get("token") not in self.good:
            raise faults.SignIn(f"401 {client.secrets.get('token')}")
        account = super().hello(client)
        return Account(account.name, account.zone, account.currency, account.since, self.lacking)


@dataclass
class Office:
    """The administrator at the pages of connections."""

    home: Path
    client: Client
    system: System
    committed: Callable[..., object]

    def post(self, path: str, said: Mapping[str, object] | None = None, **more) -> HttpResponse:
        with self.committed(execute=True):
            return self.client.post(f"/connections/{path}", said or {}, **more)

    def page(self, path: str = "", status: int = 200) -> str:
        answer = self.client.get(f"/connections/{path}")
        assert answer.status_code == status
        return answer.content.decode()

    def form(self, **said: str) -> dict[str, str]:
        plain = {"f-address": "https://8.8.8.8", "f-token": TOKEN, "f-way": "one", "name": "toy"}
        return {**plain, "do": "connect", **said}

    def connect(self, **said: str) -> HttpResponse:
        answer = self.post("new/toy/", self.form(**said))
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        return answer

    def act(self, do: str, **said: str) -> HttpResponse:
        return self.post("toy/do/", {"do": do, **said})

    def choose(self, part: str, **said: object) -> HttpResponse:
        return self.post("toy/choices/", {"part": part, **said})

    @property
    def connection(self) -> Connection:
        return read(self.home, "toy")

    @property
    def secrets(self) -> dict[str, str]:
        return Vault(self.home).read("toy")

    def marks(self) -> Marks:
        return Marks(self.home, "toy")

    def rows(self, query: str) -> list[tuple]:
        with duckdb.connect() as db:
            show(db, Lake(self.home / "lake").snapshot())
            return db.execute(query).fetchall()


@pytest.fixture
def system(monkeypatch) -> Iterator[System]:
    """It is the only one there is."""
    place = ModuleType("place_of_the_toy")
    place.CONNECTOR = System()
    monkeypatch.setitem(sys.modules, place.__name__, place)
    monkeypatch.setattr(known, "places", lambda: {"toy": "place_of_the_toy:CONNECTOR"})
    known.connector.cache_clear()
    yield place.CONNECTOR
    known.connector.cache_clear()


@pytest.fixture
def office(settings, tmp_path, monkeypatch, signed, system, django_capture_on_commit_callbacks):
    """Over a home with settings and no facts; the worker does what it is asked at once."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings.HOME = tmp_path / "home"
    Company(name="Firm", zone="Europe/Moscow", currency="RUB").save(settings.HOME)
    client = signed(Role.ADMINISTRATOR)
    return Office(settings.HOME, client, system, django_capture_on_commit_callbacks)


@pytest.fixture
def toy(office):
    """Connected, with two deals."""
    deals = office.system.streams[0]
    deals.put("d1", START - 86_400, owner="501", amount="1000")
    deals.put("d2", START - 86_400)
    office.connect()
    return office
