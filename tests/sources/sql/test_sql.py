"""A database read by queries: what comes, what changes, what goes; and nothing is ever written."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from merilo.errors import Impossible
from merilo.sources.sql.query import checked, chosen
from merilo.sources.sql.reading import reading, rows
from merilo.sources.sql.reading import text as value
from merilo.sources.sync import load
from merilo.sources.sync.faults import Away, Refused
from tests.servers import postgres, server
from tests.sources.lines import Lines, greet

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC).timestamp()
PEOPLE = "select id, full_name as name, mail as email from staff"
DEALS = """
    select d.id, d.title as name, d.seller as owner, d.state as outcome, d.total as amount,
      d.made as created, d.paid as closed, d.changed as updated, d.color
    from orders d where d.changed between :since and :until -- what has changed
"""


class Shop(Lines):
    """A home that reads an SQLite file."""

    def __init__(self, home, path) -> None:
        super().__init__(home, lambda: self.now)
        self.now, self.path = NOW, path
        self.do("create table staff (id integer, full_name text, mail text)",
                "create table orders (id text, title text, seller integer, state text, "
                "total numeric, made text, paid text, changed text, color text)",
                "insert into staff values (1, 'Анна', 'a@x.example')",
                "insert into staff values (2, 'Борис', null)")  # fmt: skip
        self.order("a", "2026-11-01 10:00:00")
        self.order("b", "2026-03-01 10:00:00", "won", "10.50")
        queries = {"people": PEOPLE, "deals": DEALS}
        settings = {"queries": queries, "zone": "Europe/Moscow", "currency": "RUB"}
        self.url = f"sqlite:///{path}"
        self.connect("shop", "sql", settings, secrets={"address": self.url})

    def do(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.path)) as db, db:
            for statement in statements:
                db.execute(statement)

    def order(self, id: str, changed: str, state: str = "open", total: str = "7") -> None:
        paid = f"'{changed}'" if state == "won" else "null"
        self.do(f"delete from orders where id = '{id}'",
                f"insert into orders values ('{id}', 'Order {id}', 1, '{state}', {total}, "
                f"'2026-03-01 09:00:00', {paid}, '{changed}', 'red')")  # fmt: skip


@pytest.fixture
def shop(tmp_path, monkeypatch) -> Shop:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(load, "put_calendar", lambda *_: None)
    return Shop(tmp_path / "home", tmp_path / "shop.db")


def test_all_rows_come_and_what_changed_later(shop):
    """12:55 in Moscow is 09:55 in UTC."""
    shop.sync("shop")
    assert shop.rows("select id, owner, outcome, amount::text, extra from deals order by id") == [
        ("a", "shop:1", "open", "7.0000", '{"color": "red"}'),
        ("b", "shop:1", "won", "10.5000", '{"color": "red"}'),
    ]
    assert shop.rows("select name, email from people order by id") == [
        ("Анна", "a@x.example"), ("Борис", None),
    ]  # fmt: skip
    before = shop.number
    shop.now += 3600
    shop.sync("shop")
    assert shop.number == before
    shop.order("a", "2026-11-16 12:55:00", "won", "99.99")
    shop.sync("shop")
    assert shop.rows("select amount::text, updated_at::text from deals where id = 'a'") == [
        ("99.9900", "2026-11-16 09:55:00+00")
    ]


def test_rows_that_went_are_found_by_the_sweep(shop):
    shop.sync("shop")
    shop.do("delete from orders where id = 'b'", "delete from staff where id = 2")
    shop.now += 8 * 86_400
    shop.sync("shop")
    assert shop.rows("select id from deals where deleted") == [("b",)]
    assert shop.rows("select id from people where deleted") == [("2",)]


def test_nothing_can_be_written(shop):
    with pytest.raises(Away), reading(shop.url) as connection:
        connection.exec_driver_sql("delete from orders")
    shop.sync("shop")
    assert len(shop.rows("select 1 from deals")) == 2


@pytest.mark.parametrize(
    ("query", "fine"),
    [
        ("select 1 as id;", True),
        ("WITH q as (select 1 as id) select * from q", True),
        ("select id, 'drop; table' as name, updated from \"delete\" -- insert", True),
        ("select id, deleted, updated from orders", True),
        ("delete from orders", False),
        ("select 1; drop table orders", False),
        ("select 1; select 2", False),
        ("with gone as (delete from orders returning id) select id from gone", False),
        ("select * into copy_of from orders", False),
        ("pragma user_version", False),
        ("", False),
    ],
)
def test_only_queries_that_read_are_let_through(query, fine):
    if fine:
        assert checked(query)
    else:
        with pytest.raises(Impossible):
            checked(query)


def test_what_is_wrong_is_said_when_the_connection_is_tested(shop):
    assert greet(shop.home, shop.made["shop"]).name == "shop.db"
    with pytest.raises(Impossible, match="no table cars"):
        chosen({"queries": {"cars": "select 1"}})
    query, secrets = "select full_name as name from staff", {"address": f"sqlite:///{shop.path}"}
    without = shop.connect("x", "sql", {"queries": {"people": query}}, secrets=secrets)
    with pytest.raises(Impossible, match="no column id"):
        greet(shop.home, without)
    query = "select nothing from staff"
    typo = shop.connect("y", "sql", {"queries": {"people": query}}, secrets=secrets)
    with pytest.raises((Refused, Away)):
        greet(shop.home, typo)


def test_an_address_that_is_none_and_one_that_does_not_answer(shop):
    with pytest.raises(Impossible), reading("no address at all"):
        pass
    with (
        pytest.raises(Away) as caught,
        reading("postgresql+psycopg://me:secret@127.0.0.1:9/db?connect_timeout=1"),
    ):
        pass
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


ENDLESS = "with recursive n(id) as (select 1 union all select id + 1 from n{}) select {} from n"


def test_a_query_that_thinks_too_long_is_given_up(shop, monkeypatch):
    monkeypatch.setattr("merilo.sources.sql.reading.LONGEST_S", 0.02)
    query = text(ENDLESS.format(" where id < 9000000", "count(*) as id"))
    with pytest.raises(Away), reading(shop.url) as connection:
        next(rows(connection, query, {}, "UTC"))


def test_rows_come_before_all_of_them_are_known(shop):
    """There is no last one."""
    with reading(shop.url) as connection:
        found = rows(connection, text(ENDLESS.format("", "id")), {}, "UTC")
        assert [next(found)[0]["id"] for _ in range(3)] == ["1", "5001", "10001"]
        found.close()


def test_a_query_that_fails_is_told_and_the_others_go_on(shop):
    shop.sync("shop")
    shop.do("alter table orders rename column title to heading")
    shop.do("insert into staff values (7, 'Вера', null)")
    for _ in range(2):
        shop.now += 4000  # and the connection is tested anew
        result, *_ = shop.sync("shop")
        assert [*result.lacking] == ["deals"]
    assert shop.rows("select name from people where id = '7'") == [("Вера",)]
    shop.order("a", "2026-11-16 12:10:00", "won", "99.99")
    shop.do("alter table orders rename column heading to title")
    shop.sync("shop")
    assert shop.rows("select outcome from deals where id = 'a'") == [("won",)]
    shop.do("drop table orders", "drop table staff")
    shop.now += 8 * 86_400
    with pytest.raises(Refused):
        shop.sync("shop")
    assert shop.rows("select count(*) from deals where not coalesce(deleted, false)") == [(2,)]


def test_odd_cells_are_taken_or_refused_and_the_other_rows_come(shop):
    """No key, bytes, letters of another alphabet, a key that is called otherwise."""
    shop.do("insert into staff values (null, 'Nobody', null)",
            "insert into staff values (3, cast(x'ff41' as text), null)",
            "insert into staff values (4, x'0001', 'd@x.example')")  # fmt: skip
    shop.connect("own", "sql", {"queries": {"people": PEOPLE.replace("id,", "id as ID,")}},
                 secrets={"address": shop.url})  # fmt: skip
    (result, *_) = shop.sync("own")
    assert result.reasons == {"people: id: empty, and needed": 1}
    shop.now += 8 * 86_400  # and which there are is asked
    shop.sync("own")
    assert shop.rows("select id, name, email from people order by id") == [
        ("1", "Анна", "a@x.example"), ("2", "Борис", None), ("3", "\ufffdA", None),
        ("4", None, "d@x.example"),
    ]  # fmt: skip


def test_the_first_moment_that_there_is_does_not_stop_anything():
    assert value(datetime(1, 1, 1), "Europe/Moscow") == "0001-01-01T00:00:00"  # noqa: DTZ001


def test_a_file_that_is_not_there_is_not_made(shop):
    missing = shop.path.with_name("missing.db")
    with pytest.raises(Impossible, match="missing"), reading(f"sqlite:///{missing}"):
        pass
    assert not missing.exists()


@pytest.mark.skipif(not postgres(), reason="no PostgreSQL")
def test_postgresql_is_read_and_refuses_to_be_written(shop):
    with server() as address:
        url = address.replace("postgres://", "postgresql+psycopg://")
        import sqlalchemy

        engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
        with engine.begin() as db:
            db.exec_driver_sql("create table staff (id int, full_name text, mail text, "
                               "at timestamptz, pay numeric(10, 2))")  # fmt: skip
            db.exec_driver_sql(
                "insert into staff select n, 'N' || n, null, '2026-11-10 10:00:00+03', n "
                "from generate_series(1, 300) n"
            )
        query = "select id, full_name as name, at as updated, pay from staff where at >= :since"
        shop.connect("pg", "sql", {"queries": {"people": query}}, secrets={"address": url})
        shop.sync("pg")
        assert shop.rows("select count(*), min(extra), min(updated_at)::text from people "
                         "where connection = 'pg'") == [
            (300, '{"pay": "1.00"}', "2026-11-10 07:00:00+00")
        ]  # fmt: skip
        with reading(url) as connection:
            found = rows(connection, text("select generate_series(1, 9000) as id"), {}, "UTC")
            assert len(next(found)) == 5000
            assert connection.exec_driver_sql("select count(*) from pg_cursors").scalar() == 1
            assert connection.exec_driver_sql("show statement_timeout").scalar() == "15min"
        with pytest.raises(Refused), reading(url) as connection:
            connection.exec_driver_sql("delete from staff")
