"""Rows come in: new, changed, the same, older."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from arro3.core import RecordBatchReader

from merilo.errors import Fault
from merilo.facts.lake import Change, Lake
from merilo.facts.lake.load import CROWDED
from merilo.facts.rows import create
from tests.facts.lake.given import DEALS, NOON, PEOPLE, deal, give, ids, put, seen

T1, T2, T3 = (datetime(2017, 11, day, tzinfo=UTC) for day in (1, 2, 3))


def test_a_row_comes_back_as_it_was_put(lake: Lake) -> None:
    row = deal(
        "Ж/1 'x'",
        amount="12345678901234.5678",
        name="Поставка",
        created_at=datetime(2017, 10, 4, 23, 59, 59, 999999, tzinfo=UTC),
        extra='{"Источник": "сайт"}',
        updated_at=T1,
    )
    put(lake, [row])
    (found,) = seen(lake.snapshot(), *row)
    assert dict(zip(row, found, strict=True)) == row
    assert seen(lake.snapshot(), "margin", "owner", "load") == [(None, None, 1)]


def test_doing_it_again_changes_nothing(lake: Lake) -> None:
    rows = [deal(n, name=None if n % 2 else "x", updated_at=T1) for n in range(10)]
    assert put(lake, rows) == Change(new=10)
    before = lake.snapshot()
    assert put(lake, reversed(rows), now=NOON + timedelta(hours=1)) == Change(same=10)
    assert lake.snapshot() == before


def test_only_what_changed_is_written_and_bears_the_load(lake: Lake) -> None:
    put(lake, [deal(1), deal(2), deal(3)])
    assert put(lake, [deal(1), deal(2, amount=5), deal(4)]) == Change(new=1, changed=1, same=1)
    assert seen(lake.snapshot(), "id", "amount", "load") == [
        ("1", 1000, 1), ("2", 5, 2), ("3", 1000, 1), ("4", 1000, 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "was", "now"),
    [
        ("name", None, ""),
        ("name", "a", None),
        ("amount", "1.0000", "1.0001"),
        ("created_at", T1, T1 + timedelta(microseconds=1)),
        ("closed_on", date(2017, 10, 9), date(2017, 10, 10)),
        ("deleted", False, True),
        ("deleted", None, False),
        ("extra", '{"a": 1}', '{"a": 2}'),
        ("updated_at", None, T1),
        ("updated_at", T1, T2),
    ],
)
def test_the_smallest_difference_is_a_change(lake: Lake, column: str, was: Any, now: Any) -> None:
    put(lake, [deal(1, **{column: was})])
    assert put(lake, [deal(1, **{column: now})]) == Change(changed=1)
    ((found,),) = seen(lake.snapshot(), column)
    assert found == (Decimal(now) if column == "amount" else now)


def test_two_columns_that_change_places_are_a_change(lake: Lake) -> None:
    put(lake, [deal(1, channel="a", segment="b")])
    assert put(lake, [deal(1, channel="b", segment="a")]) == Change(changed=1)


@pytest.mark.parametrize(
    ("stored", "incoming", "wins"),
    [(T2, T1, False), (T2, T2, True), (T1, T2, True), (None, T1, True), (T2, None, True)],
)
def test_an_older_copy_never_overwrites_a_newer_one(
    lake: Lake, stored: datetime | None, incoming: datetime | None, wins: bool
) -> None:
    put(lake, [deal(1, name="stored", updated_at=stored)])
    change = put(lake, [deal(1, name="incoming", updated_at=incoming)])
    assert change == (Change(changed=1) if wins else Change(ignored=1))
    assert seen(lake.snapshot(), "name") == [("incoming" if wins else "stored",)]


def test_a_copy_without_its_date_does_not_open_the_door_to_older_ones(lake: Lake) -> None:
    put(lake, [deal(1, name="synced", updated_at=T2)])
    put(lake, [deal(1, name="from a file")])
    assert put(lake, [deal(1, name="late", updated_at=T1)]) == Change(ignored=1)
    assert seen(lake.snapshot(), "name", "updated_at") == [("from a file", T2)]
    assert put(lake, [deal(1, name="from a file")]) == Change(same=1)


def test_some_columns_only(lake: Lake) -> None:
    put(lake, [deal(1, name="one", channel="web", updated_at=T1)])
    rows = [deal(1, amount=7, name="other", channel="shop"), deal(2, name="two", channel="shop")]
    assert put(lake, rows, columns=["channel"]) == Change(new=1, changed=1)
    assert seen(lake.snapshot(), "name", "channel", "amount", "updated_at", "load") == [
        ("one", "shop", 1000, T1, 2), ("two", "shop", 1000, None, 2)
    ]  # fmt: skip
    assert put(lake, rows, columns=["channel"]) == Change(same=2)
    assert put(lake, [deal(1, channel="x", updated_at=T1 - timedelta(days=1))],
               columns=["channel"]) == Change(ignored=1)  # fmt: skip


def test_some_columns_may_be_all_that_the_rows_have(lake: Lake) -> None:
    put(lake, [deal(1, name="one", owner="crm:ann")])
    with lake.writing("test", NOON) as load:
        rows = load.db.sql("select 'crm' as connection, i::varchar as id, 'crm:bob' as owner "
                           "from range(1, 3) t(i)")  # fmt: skip
        assert load.put(DEALS, rows, columns={"owner"}) == Change(new=1, changed=1)
    assert seen(lake.snapshot(), "name", "owner") == [("one", "crm:bob"), (None, "crm:bob")]


def test_what_arises_leaves_what_exists_alone(lake: Lake) -> None:
    person = {"connection": "crm", "id": "ann", "name": "Ann", "email": "ann@example.org"}
    put(lake, [person], PEOPLE)
    rows = [person | {"email": None}, person | {"id": "bob", "name": "Bob", "email": None}]
    assert put(lake, rows, PEOPLE, arise=True) == Change(new=1, same=1)
    assert seen(lake.snapshot(), "name", "email", table=PEOPLE) == [
        ("Ann", "ann@example.org"), ("Bob", None)
    ]  # fmt: skip


def test_a_row_keeps_its_month_though_its_day_moves(lake: Lake) -> None:
    put(lake, [deal(1), deal(2)])
    put(lake, [deal(1, created_on=date(2018, 3, 1))])
    (file,) = lake.snapshot().files("deals")
    assert "/month=2017-10/" in file
    put(lake, [deal(1, created_on=date(2018, 4, 1)), deal(3, created_on=date(2018, 3, 1))])
    snapshot = lake.snapshot()
    months = sorted(file.split("month=")[1][:7] for file in snapshot.files("deals"))
    assert months == ["2017-10", "2018-03"]
    assert ids(snapshot) == ["1", "2", "3"]
    put(lake, [deal(1, created_on=date(2018, 3, 1))], columns=["created_on"])
    assert len(lake.snapshot().files("deals")) == 2
    snapshot = lake.snapshot()
    assert put(lake, [deal(1, created_on=date(2018, 3, 1))]) == Change(same=1)
    assert seen(snapshot, "created_on") == [
        (date(2018, 3, 1),), (date(2017, 10, 5),), (date(2018, 3, 1),)
    ]  # fmt: skip


def test_rows_without_a_day_and_tables_without_months_have_a_place(lake: Lake) -> None:
    put(lake, [deal(1, created_on=None)])
    put(lake, [{"connection": "crm", "id": "ann"}], PEOPLE)
    (deals,), (people,) = (lake.snapshot().files(name) for name in ("deals", "people"))
    assert "/month=unknown/" in deals
    assert "/month=all/" in people


def test_only_the_months_touched_are_written_anew(lake: Lake) -> None:
    days = [date(2017, month, 1) for month in range(1, 11)]
    put(lake, [deal(f"{day}/{n}", created_on=day) for day in days for n in range(3)])
    before = {*lake.snapshot().files("deals")}
    put(lake, [deal(f"{days[3]}/1", amount=1, created_on=days[3])])
    after = {*lake.snapshot().files("deals")}
    assert len(before - after) == len(after - before) == 1
    assert all("month=2017-04" in file for file in before ^ after)


def test_new_rows_are_only_added(lake: Lake) -> None:
    put(lake, [deal(1)])
    before = {*lake.snapshot().files("deals")}
    put(lake, [deal(2)])
    assert before < {*lake.snapshot().files("deals")}


def test_a_month_that_fills_with_small_files_becomes_one(lake: Lake) -> None:
    with lake.writing("test", NOON) as load:
        for n in range(CROWDED + 2):
            give(load, [deal(n)])
    (file,) = lake.snapshot().files("deals")
    assert len(ids(lake.snapshot())) == CROWDED + 2
    folder = lake.root / "deals"
    assert [str(path) for path in folder.glob("month=*/*")] == [file]


@pytest.mark.parametrize("ways", ["relation", "foreign relation", "table", "stream"])
def test_rows_come_from_anywhere_and_are_read_once(lake: Lake, ways: str) -> None:
    with lake.writing("test", NOON) as load, duckdb.connect() as other:
        db = load.db if ways == "relation" else other
        create(db, DEALS, [deal(1), deal(2)], "given")
        rows: Any = db.table("given")
        if ways == "table":
            rows = RecordBatchReader.from_arrow(rows).read_all()
        elif ways == "stream":
            rows = RecordBatchReader.from_arrow(rows)
        assert load.put(DEALS, rows) == Change(new=2)
    assert seen(lake.snapshot(), "amount") == [(1000,), (1000,)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("select 'c' as connection, '1' as id from range(2)", "deals was given c:1 2 times"),
        ("select 'c' as connection, null as id", "deals was given c:None 1 times"),
        ("select null as connection, '1' as id", "deals was given None:1 1 times"),
        ("select 'c' as connection", "rows of deals come without id"),
        ("select 'c' as connection, '1' as id, 2 as amout", "deals has no column amout"),
    ],
)
def test_a_broken_promise_stops_the_load(lake: Lake, rows: str, said: str) -> None:
    put(lake, [deal(1)])
    before = lake.snapshot()
    with lake.writing("test", NOON) as load, pytest.raises(Fault, match=said):
        load.put(DEALS, load.db.sql(rows))
    assert lake.snapshot() == before


def test_a_load_sees_what_it_has_put(lake: Lake) -> None:
    put(lake, [deal(1)])
    with lake.writing("test", NOON) as load:
        assert load.number == 2
        assert give(load, [deal(1, amount=1), deal(2)]) == Change(new=1, changed=1)
        assert give(load, [deal(2, amount=3), deal(3)]) == Change(new=1, changed=1)
        assert load.db.sql("select id, amount from deals order by id").fetchall() == [
            ("1", 1), ("2", 3), ("3", 1000)
        ]  # fmt: skip
        assert load.db.sql("select count(*) from people").fetchall() == [(0,)]
        assert ids(lake.snapshot()) == ["1"]
    assert seen(lake.snapshot(), "amount", "load") == [(1, 2), (3, 2), (1000, 2)]


def test_the_clock_of_the_machine_does_not_matter(lake: Lake) -> None:
    with lake.writing("test", NOON) as load:
        load.put(
            DEALS,
            load.db.sql("select 'c' as connection, '1' as id, "
                        "timestamp '2017-10-01 00:30:00' as created_at"),
        )  # fmt: skip
    assert seen(lake.snapshot(), "created_at") == [(datetime(2017, 10, 1, 0, 30, tzinfo=UTC),)]


WIDE = """
    select 'c' as connection, i::varchar as id, '{said}' as name,
           repeat(md5(i::varchar), 50) as extra,
           date '2017-01-01' + (i % 700)::int as created_on from range(60000) t(i)"""


def test_a_load_of_more_than_its_memory_spills(lake: Lake) -> None:
    for said, change in {"a": Change(new=60_000), "b": Change(changed=60_000)}.items():
        with lake.writing("wide", NOON, memory="120MB") as load:
            load.db.execute("set threads = 2")
            assert load.put(DEALS, load.db.sql(WIDE.format(said=said))) == change
        assert not [*(lake.root.parent / "tmp").iterdir()]
    assert {*seen(lake.snapshot(), "name", "length(extra)")} == {("b", 1600)}
