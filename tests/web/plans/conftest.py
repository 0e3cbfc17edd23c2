"""A planner at the sheet, and the outbox behind it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from time_machine import travel

from merilo.facts.lake import Lake
from merilo.facts.rows import Row, create
from merilo.facts.tables import TABLES
from merilo.web.outbox import carry

YEAR = {"metric": "revenue", "grain": "month", "day": "2018-01-01"}


def grown(home: Path, **tables: Sequence[Row]) -> None:
    """More rows in the lake of a home."""
    with Lake(home / "lake").writing("test", datetime(2018, 1, 15, 9, tzinfo=UTC)) as load:
        for name, rows in tables.items():
            create(load.db, TABLES[name], rows, "incoming")
            load.put(TABLES[name], load.db.sql("from incoming"))


class Planner:
    """Somebody at the sheet of 2018."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def sheet(self, **asked: str) -> BeautifulSoup:
        """The page."""
        answer = self.client.get("/plans/", YEAR | asked)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    def cells(self, **asked: str) -> dict[str, str]:
        """What stands in the cells, by whose and the month's first day; empty ones left out."""
        page = self.sheet(**asked)
        typed = {one["name"][2:]: one["value"] for one in page.select("input[data-was]")}
        fixed = {one["data-name"]: one.get_text() for one in page.select("[data-name]")}
        return {name: text for name, text in (typed | fixed).items() if text not in ("", "—")}

    def set(self, cells: dict[str, str], asked: dict[str, str] = YEAR, **more: str) -> HttpResponse:
        """Type these; the answer."""
        return self.client.post("/plans/", asked | {f"t|{n}": t for n, t in cells.items()} | more)

    def divide(self, key: str, how: str, **said: str) -> dict[str, str]:
        """What a target divided is, by cell."""
        answer = self.client.post("/plans/divide/", YEAR | {"key": key, "how": how} | said)
        assert answer.status_code == 200, answer.content
        return answer.json()["cells"]


@pytest.fixture
def planner(own_home, signed, monkeypatch) -> Iterator[Callable[..., Planner]]:
    """Makes one: `planner(Role.HEAD, "test:bob")`. The worker carries when the test says so."""
    monkeypatch.setattr(carry, "call", lambda: None)
    with travel("2018-01-15T09:00:00Z"):
        yield lambda *who, **more: Planner(signed(*who, **more))
