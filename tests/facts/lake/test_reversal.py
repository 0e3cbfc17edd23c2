"""Undoing a load: the lake as if it had not been, except for what later loads made of its rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.errors import Forgotten, Unknown
from merilo.facts.lake import Lake, Undone
from merilo.facts.lake.snapshot import past
from merilo.facts.tables import TABLES
from tests.facts.lake.given import NOON, PEOPLE, deal, give, ids, put, seen

CUSTOMERS = TABLES["customers"]
SHOWN = ("id", "amount", "created_on", "load")


def customer(id: str, **said: Any) -> Mapping[str, Any]:
    return {"connection": "crm", "id": id, "name": id} | said


def test_new_rows_go_and_changed_rows_become_what_they_were(lake: Lake) -> None:
    put(lake, [deal(1, 10), deal(2, 20)])
    put(lake, [deal(2, 25), deal(3, 30)])

    assert lake.undo(2, NOON) == {"deals": Undone(go=1, back=1)}
    assert seen(lake.snapshot(), "id", "amount") == [("1", 10), ("2", 20)]
    assert lake.snapshot().who == "undo 2"


def test_what_would_happen_is_told_and_changes_nothing(lake: Lake) -> None:
    put(lake, [deal(1)])
    before = lake.snapshot()

    assert lake.weigh(1) == {"deals": Undone(go=1)}
    assert lake.snapshot() == before


def test_row_that_a_later_load_changed_stays_as_that_left_it(lake: Lake) -> None:
    put(lake, [deal(1, 10), deal(2, 10)])
    put(lake, [deal(1, 11)])

    assert lake.undo(1, NOON) == {"deals": Undone(go=1, changed=1)}
    assert seen(lake.snapshot(), "id", "amount") == [("1", 11)]


def test_row_that_was_changed_and_changed_back_is_the_later_loads(lake: Lake) -> None:
    put(lake, [deal(1, 10)])
    for amount in (20, 30, 20):
        put(lake, [deal(1, amount)])

    assert lake.undo(2, NOON) == {"deals": Undone(changed=1)}
    assert seen(lake.snapshot(), "amount") == [(20,)]


def test_undo_can_be_undone(lake: Lake) -> None:
    put(lake, [deal(1, 10), deal(2, 20)])
    put(lake, [deal(2, 25), deal(3, 30, created_on=date(2017, 11, 1))])
    was = seen(lake.snapshot(), *SHOWN)
    lake.undo(2, NOON)

    assert lake.undo(3, NOON) == {"deals": Undone(back=2)}
    assert seen(lake.snapshot(), *SHOWN) == was


def test_loads_can_be_undone_one_after_the_other_to_the_empty_lake(lake: Lake) -> None:
    for amount in (1, 2, 3):
        put(lake, [deal(1, amount)])
    for number in (3, 2, 1):
        lake.undo(number, NOON)

    assert ids(lake.snapshot()) == []
    assert lake.doctor(NOON) == []


def test_row_that_came_again_unchanged_goes_with_the_load_that_made_it(lake: Lake) -> None:
    """A copy that says nothing new leaves no trace; that file is to be imported again."""
    put(lake, [deal(1, 10)])
    put(lake, [deal(1, 10), deal(2, 20)])

    lake.undo(1, NOON)
    assert ids(lake.snapshot()) == ["2"]


def test_the_same_rows_come_in_again(lake: Lake) -> None:
    put(lake, [deal(1, 10)])
    lake.undo(1, NOON)

    assert put(lake, [deal(1, 10)]).new == 1


def test_a_batch_may_come_again(lake: Lake) -> None:
    with lake.writing("sync", NOON) as load:
        load.once("amo", 1)
        give(load, [deal(1)])
    lake.undo(1, NOON)

    with lake.writing("sync", NOON) as load:
        assert load.once("amo", 1)


def test_customer_of_a_later_deal_stays(lake: Lake) -> None:
    put(lake, [customer("a", owner="crm:ann"), customer("b", owner="crm:bob")], CUSTOMERS)
    put(lake, [deal(1, customer="crm:a")])

    assert lake.undo(1, NOON) == {"customers": Undone(go=1, lean=1)}
    assert ids(lake.snapshot(), CUSTOMERS) == ["a"]


def test_what_a_row_that_stays_leans_on_stays_too(lake: Lake) -> None:
    with lake.writing("people", NOON) as load:
        give(load, [customer("a", owner="crm:ann"), customer("b", owner="crm:bob")], CUSTOMERS)
        give(
            load, [{"connection": "crm", "id": who, "name": who} for who in ("ann", "bob")], PEOPLE
        )
    put(lake, [deal(1, customer="crm:a")])

    lake.undo(1, NOON)
    assert ids(lake.snapshot(), PEOPLE) == ["ann"]


def test_row_of_a_load_that_goes_holds_nothing(lake: Lake) -> None:
    """A deal that goes, too, does not keep its customer."""
    with lake.writing("deals", NOON) as load:
        give(load, [deal(1, customer="crm:a")])
        give(load, [customer("a")], CUSTOMERS)

    assert lake.undo(1, NOON) == {"customers": Undone(go=1), "deals": Undone(go=1)}


@pytest.mark.parametrize("number", [0, 3, -1])
def test_no_such_load(lake: Lake, number: int) -> None:
    put(lake, [deal(1)])
    with pytest.raises(Unknown):
        lake.undo(number, NOON)


def test_what_was_before_is_kept_no_more(lake: Lake) -> None:
    put(lake, [deal(1)])
    put(lake, [deal(2)])
    past(lake.root, 1).unlink()

    with pytest.raises(Forgotten):
        lake.undo(2, NOON)
    assert ids(lake.snapshot()) == ["1", "2"]


ROW = st.builds(
    deal,
    id=st.sampled_from("abcde"),
    amount=st.sampled_from([1, 2, 3]),
    created_on=st.sampled_from([date(2017, 9, 30), date(2017, 10, 1)]),
)
PUTS = st.lists(
    st.lists(ROW, min_size=1, max_size=4, unique_by=lambda row: row["id"]), min_size=2, max_size=5
)


@settings(max_examples=8, deadline=None)
@given(puts=PUTS, data=st.data())
def test_undone_is_as_if_it_had_not_been(
    tmp_path_factory: pytest.TempPathFactory,
    puts: list[Sequence[Mapping[str, Any]]],
    data: st.DataObject,
) -> None:
    """Rows that no later load touched are those of a lake made without that load; rows that one
    touched are as it left them."""
    whole, without = (Lake.open(tmp_path_factory.mktemp("law") / "lake") for _ in range(2))
    for rows in puts:
        put(whole, rows)
    number = data.draw(st.integers(1, len(puts)), "undone")
    for n, rows in enumerate(puts, start=1):
        if n != number:
            put(without, rows)
    before = dict(seen(whole.snapshot(), "id", "amount"))
    if whole.snapshot().number != len(puts):  # one that changed nothing was no load
        return
    last = dict(seen(whole.snapshot(), "id", "load"))
    later = {row["id"] for rows in puts[number:] for row in rows}
    whole.undo(number, NOON)

    now, other = (dict(seen(lake.snapshot(), "id", "amount")) for lake in (whole, without))
    for id in before:
        if last[id] > number:
            assert now[id] == before[id]
        elif id not in later:
            assert now.get(id) == other.get(id)
