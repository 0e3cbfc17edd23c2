"""What tests of the pages may ask for: a company in a lake, its people, and who is signed in."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from django.test import Client

from merilo.company import Company
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from merilo.web import desks
from merilo.web.accounts.models import Role, User
from tests import firm, home, written

Signed = Callable[..., Client]


@pytest.fixture(scope="session", autouse=True)
def written_once() -> Iterator[None]:
    """What one test has asked, no other writes again."""
    with written.shared():
        yield


@pytest.fixture(scope="session")
def firm_home(tmp_path_factory) -> Path:
    """The small company of `firm` in a home folder; it is not written to."""
    folder = tmp_path_factory.mktemp("firm-home")
    Company(name="Firm", zone="Europe/Budapest", country="HU", currency="HUF").save(folder)
    firm.lake(folder / "lake")
    return folder


@pytest.fixture(scope="session")
def two_home(tmp_path_factory) -> Path:
    """Anna and Boris of `tests.home`, October 2017; it is not written to."""
    return home.make(tmp_path_factory.mktemp("two") / "home")


@pytest.fixture
def at(settings, monkeypatch) -> Callable[[Path, date], Path]:
    """Puts the pages over a home folder, on a day."""

    def put(folder: Path, day: date) -> Path:
        settings.HOME = folder
        monkeypatch.setattr(desks, "today", lambda *_: day)
        return folder

    return put


@pytest.fixture
def over_firm(at, firm_home) -> Path:
    """The pages over the small company, in May 2016."""
    return at(firm_home, firm.TODAY)


@pytest.fixture
def over_two(at, two_home) -> Path:
    """The pages over Anna and Boris, in January 2018."""
    return at(two_home, date(2018, 1, 15))


@pytest.fixture
def own_home(at, two_home, tmp_path) -> Path:
    """A copy of Anna's and Boris' home that a test may write to."""
    return at(Path(shutil.copytree(two_home, tmp_path / "home")), date(2018, 1, 15))


@pytest.fixture
def user(db) -> Callable[..., User]:
    """Makes an account: `user(Role.HEAD, "test:boris")`."""

    def make(role: Role = Role.DIRECTOR, person: str = "", **fields: object) -> User:
        name = (person.partition(":")[2] or role).title()
        email = f"{name.casefold()}-{User.objects.count()}@example.com"
        said = {"name": name, "role": role, "person": person, "language": "en"}
        return User.objects.create_user(email, **said | fields)

    return make


@pytest.fixture
def signed(user) -> Signed:
    """A browser with somebody signed in: `signed(Role.SELLER, "test:ann")`."""

    def make(role: Role = Role.DIRECTOR, person: str = "", **fields: object) -> Client:
        client = Client()
        client.force_login(user(role, person, **fields),
                           "django.contrib.auth.backends.ModelBackend")  # fmt: skip
        return client

    return make


@pytest.fixture(scope="session")
def firm_db() -> Iterator[duckdb.DuckDBPyConnection]:
    """The facts of the small company without lake or metrics, for SQL by hand."""
    with duckdb.connect(config={"threads": 1}) as db:
        db.execute("set TimeZone = 'UTC'")
        for name, table in TABLES.items():
            create(db, table, firm.facts().get(name, ()))
        db.execute((Path(__file__).parents[1] / "cases" / "views.sql").read_text("utf-8"))
        yield db
