"""SQL in the kit: a shop that goes on writing into its database."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from merilo.fakes import Clock
from merilo.fakes.server.counters import Counters
from merilo.fakes.world.world import UNTIL
from tests.sources.kit.house import Place
from tests.sources.kit.subject import Subject
from tests.sources.kit.truth import differences, instant, money

NOW = int(UNTIL.timestamp())
TABLES = """
    pragma journal_mode = wal;
    create table staff (id integer, full_name text);
    create table orders (id text, title text, seller integer, state text, total numeric,
      made text, paid text, changed text)"""
QUERIES = {
    "people": "select id, full_name as name from staff",
    "deals": "select id, title as name, seller as owner, state as outcome, total as amount, "
             "made as created, paid as closed, changed as updated from orders "
             "where changed between :since and :until",
}  # fmt: skip
COLUMNS = "select id, name, owner, outcome, amount, created_at, closed_at from deals where {}"


def clock(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S}"


class Shop:
    """Orders; some change later, and some are seen late."""

    def __init__(self, orders: int) -> None:
        self.rng, self.clock, self.counters = Random(7), Clock(NOW), Counters()
        self.kept = TemporaryDirectory(prefix="merilo-shop-")
        self.path = Path(self.kept.name) / "shop.db"
        self.orders: dict[str, tuple] = {}
        with closing(sqlite3.connect(self.path)) as db:
            db.executescript(TABLES)
        self.staff = [(n, f"Продавец {n}") for n in range(5 if orders else 0)]
        self.do("insert into staff values (?, ?)", self.staff)
        self.put(orders, NOW - 86_400 * 300, NOW - 3600)

    def __enter__(self) -> "Shop":
        return self

    def __exit__(self, *_error: object) -> None:
        self.kept.cleanup()

    def do(self, statement: str, rows: list[tuple]) -> None:
        with closing(sqlite3.connect(self.path)) as db, db:
            db.executemany(statement, rows)

    def put(self, count: int, since: int, until: int, id: str = "") -> None:
        """So many orders change within that time, or one."""
        fresh = []
        for _ in range(count):
            at, won = self.rng.randrange(since, until), self.rng.random() < 0.5
            name = id or f"o{len(self.orders)}"
            made = self.orders[id][5] if id else clock(at)
            row = (name, f"Заказ {name}", self.rng.randrange(5), "won" if won else "open",
                   self.rng.randrange(1, 10**6) / 100, made, clock(at) if won else None,
                   clock(at))  # fmt: skip
            self.orders[name] = row
            fresh.append(row)
        self.do("delete from orders where id = ?", [(row[0],) for row in fresh])
        self.do("insert into orders values (?, ?, ?, ?, ?, ?, ?, ?)", fresh)

    def late(self, seconds: int, share: float = 1.0) -> None:
        """An order is written only now, with the time at which it was made."""
        self.put(2, self.clock.now() - 500, self.clock.now() - 300)


def told(shop: Shop) -> tuple[dict[str, Any], dict[str, str]]:
    settings = {"queries": QUERIES, "zone": "UTC", "currency": "RUB"}
    return settings, {"address": f"sqlite:///{shop.path}"}


def live(place: Place) -> None:
    """Orders come, and some change."""
    shop, now = place.fake, place.fake.clock.now()
    shop.put(2, now - 30, now)
    for id in shop.rng.sample(sorted(shop.orders), 2):
        shop.put(1, now - 30, now, id)


def compare(place: Place) -> list[str]:
    key = f"{place.name}:{{}}".format
    wanted = [
        (id, name, key(seller), state, money(str(total)), at(made), at(paid))
        for id, name, seller, state, total, made, paid, _ in place.fake.orders.values()
    ]
    people = [(str(id), name) for id, name in place.fake.staff]
    here = f"connection = '{place.name}'"
    return [
        *differences(place.rows(COLUMNS.format(here)), wanted, "deals"),
        *differences(place.rows(f"select id, name from people where {here}"), people, "people"),
    ]


def at(said: str | None) -> Any:
    return said and instant(int(datetime.fromisoformat(said + "Z").timestamp()))


SUBJECT = Subject(
    "sql", Shop, told, compare, live, table="deals", deals=100, few=20, chance={}, steps=22,
    since=(UNTIL - timedelta(days=310)).date(),
)  # fmt: skip
