"""A home folder for tests of the doors: two sellers, a team, October 2017."""

from datetime import UTC, datetime
from pathlib import Path

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Lake
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from tests.builders import at, call, deal, meeting, posting, row

ANNA, BORIS = "Иванова Анна Сергеевна", "Петров-Водкин Борис Константинович"


def facts() -> dict[str, list]:
    """Anna: 3 calls, one led to a meeting, 2 of 3 deals won. Boris: 1 call, nothing closed."""
    return {
        "people": [row("people", {}, id="ann", name=ANNA), row("people", {}, id="bob", name=BORIS)],
        "units": [row("units", {}, id="n", name="North", kind="team")],
        "postings": [posting("test:ann", unit="test:n"), posting("test:bob", unit="test:n")],
        "deals": [
            deal(1000, id="1", name="=1+1", owner="test:ann", qualified_at=at(2)),
            deal("2000.50", id="2", owner="test:ann", qualified_at=at(3), closed_at=at(31)),
            deal(None, id="3", owner="test:ann", outcome="lost"),
            deal(900, id="4", owner="test:bob", outcome="open"),
        ],
        "activities": [
            call(2, person="test:ann", deal="test:1", duration_s=155),
            call(3, person="test:ann", deal="test:2", duration_s=10),
            call(4, person="test:ann", deal="test:3", duration_s=60),
            call(5, person="test:bob", deal="test:4", duration_s=16),
            meeting(9, person="test:ann", deal="test:1"),
        ],
    }


def make(home: Path, now: datetime = datetime(2018, 1, 15, 9, tzinfo=UTC)) -> Path:
    """The home folder, with its settings and one load."""
    home.mkdir(parents=True, exist_ok=True)
    company = Company(zone="Europe/Moscow", country="RU")
    company.save(home)
    with Lake.open(home / "lake").writing("test", now) as load:
        put_calendar(load, company)
        for name, rows in facts().items():
            create(load.db, TABLES[name], rows, "incoming")
            load.put(TABLES[name], load.db.sql("from incoming"))
    return home
