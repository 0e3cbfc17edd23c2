"""Any order of puts ends as a dictionary would: the law of the upsert."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from merilo.facts.lake import Change, Lake
from tests.facts.lake.given import NOON, deal, give, put, seen

T1, T2, T3 = (datetime(2017, 11, day, tzinfo=UTC) for day in (1, 2, 3))
DAYS = [None, date(2017, 9, 30), date(2017, 10, 1)]
ROW = st.builds(
    deal,
    id=st.sampled_from("abcdef"),
    amount=st.sampled_from([1, 2]),
    created_on=st.sampled_from(DAYS),
    updated_at=st.sampled_from([None, T1, T2, T3]),
)
PUTS = st.lists(st.lists(ROW, max_size=6, unique_by=lambda row: row["id"]), max_size=5)
COMPARED = ("id", "amount", "created_on", "updated_at", "load")


@settings(max_examples=15, deadline=None)
@given(puts=PUTS, apart=st.booleans())
def test_any_order_of_puts_ends_as_a_dictionary_would(
    tmp_path_factory: pytest.TempPathFactory, puts: list[list[Mapping[str, Any]]], apart: bool
) -> None:
    lake = Lake.open(tmp_path_factory.mktemp("law") / "lake")
    held: dict[str, dict[str, Any]] = {}
    if apart:
        for rows in puts:
            number = lake.snapshot().number + 1
            assert put(lake, rows) == by_hand(held, rows, number)
    else:
        with lake.writing("test", NOON) as load:
            for rows in puts:
                assert give(load, rows) == by_hand(held, rows, load.number)
    expected = [tuple(held[id][column] for column in COMPARED) for id in sorted(held)]
    assert seen(lake.snapshot(), *COMPARED) == expected


def by_hand(
    held: dict[str, dict[str, Any]], rows: Sequence[Mapping[str, Any]], number: int
) -> Change:
    """The same upsert, slow and plain."""
    told = {"new": 0, "changed": 0, "same": 0, "ignored": 0}
    for row in rows:
        old = held.get(row["id"])
        wanted = dict(row)
        if old is None:
            what = "new"
        elif row["updated_at"] and old["updated_at"] and row["updated_at"] < old["updated_at"]:
            what = "ignored"
        else:
            wanted["updated_at"] = row["updated_at"] or old["updated_at"]
            what = "same" if wanted == {k: old[k] for k in wanted} else "changed"
        if what in {"new", "changed"}:
            held[row["id"]] = wanted | {"load": number}
        told[what] += 1
    return Change(**told)


@pytest.mark.parametrize("kind", ["changed", "same", "ignored"])
def test_the_law_is_not_empty(kind: str) -> None:
    """Among the puts drawn are some with rows of each kind."""

    def some(puts: list[list[Mapping[str, Any]]]) -> bool:
        held: dict[str, dict[str, Any]] = {}
        return any(getattr(by_hand(held, rows, n), kind) for n, rows in enumerate(puts))

    assert find(PUTS, some, settings=settings(database=None))
