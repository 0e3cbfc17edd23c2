"""Accounts with passwords, and a company whose people have addresses."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Lake
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from merilo.web.accounts.models import Role, User
from tests.builders import row
from tests.home import facts

PASSWORD = "a long word of mine"
PEOPLE = [
    row("people", {}, id="ann", name="Anna Ivanova", email="Anna@firm.example", role="seller"),
    row("people", {}, id="bob", name="Boris Petrov", email="boris@firm.example", role="head"),
    row("people", {}, id="cid", name="Cid Gone", email="cid@firm.example",
        left_on=date(2017, 1, 1)),
    row("people", {}, id="dan", name="Dan Silent"),
    row("people", {}, id="eva", name="Eva One", email="shared@firm.example"),
    row("people", {}, id="fay", name="Fay Two", email="shared@firm.example"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Attempts are counted anew in every test."""
    cache.clear()


@pytest.fixture(scope="session")
def staffed_home(tmp_path_factory) -> Path:
    """Anna and Boris with addresses, four others; it is not written to."""
    home = tmp_path_factory.mktemp("staffed") / "home"
    home.mkdir()
    company = Company(zone="Europe/Moscow", country="RU")
    company.save(home)
    with Lake.open(home / "lake").writing("test", datetime(2018, 1, 15, 9, tzinfo=UTC)) as load:
        put_calendar(load, company)
        for name, rows in (facts() | {"people": PEOPLE}).items():
            create(load.db, TABLES[name], rows, "incoming")
            load.put(TABLES[name], load.db.sql("from incoming"))
    return home


@pytest.fixture
def staffed(at, staffed_home) -> Path:
    """The pages over them, in January 2018."""
    return at(staffed_home, date(2018, 1, 15))


@pytest.fixture
def account(db) -> Callable[..., User]:
    """An account with a password: `account("ann@firm.example", Role.HEAD)`."""

    def make(email: str = "me@firm.example", role: Role = Role.ADMINISTRATOR, **fields) -> User:
        fields = {"name": email.partition("@")[0].title(), "language": "en"} | fields
        return User.objects.create_user(email, PASSWORD, role=role, **fields)

    return make


@pytest.fixture
def enter() -> Callable[..., Client]:
    """A browser in which somebody signed in by address and password."""

    def sign_in(user: User, **browser: str) -> Client:
        client = Client(**browser)
        answer = client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return client

    return sign_in
