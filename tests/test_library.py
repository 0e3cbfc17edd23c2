"""`merilo.open()`: what the command prints, as plain values."""

from datetime import date
from decimal import Decimal

import pytest

import merilo
from merilo.errors import Unknown
from tests.home import ANNA, BORIS, make

OCTOBER = {"period": "2017-10"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return merilo.open(make(tmp_path_factory.mktemp("library") / "home"), today=date(2018, 1, 15))


def test_rows_are_mappings_by_the_ids_of_columns(home):
    answer = home.table(["revenue", "win_rate", "calls"], by=["person"], **OCTOBER)

    assert answer.rows == [
        {"person": ANNA, "revenue": Decimal("3000.5"), "win_rate": 2 / 3, "calls": 3},
        {"person": BORIS, "revenue": 0, "win_rate": None, "calls": 1},
    ]
    assert [(c.id, c.unit) for c in answer.columns] == [
        ("person", None), ("revenue", "money"), ("win_rate", "share"), ("calls", "count"),
    ]  # fmt: skip
    assert answer.snapshot.number == 1
    assert (answer.period.since, answer.period.until) == (date(2017, 10, 1), date(2017, 11, 1))
    assert answer.total is answer.mean is None


def test_total_mean_comparison_and_conditions(home):
    asked = {"where": {"person": [ANNA, BORIS]}, "compare": "previous", "total": True, "mean": True}
    answer = home.table(["calls"], by=["person"], **asked, **OCTOBER)

    assert answer.total == {"person": None, "calls": 4, "calls_before": 0, "calls_change": None}
    assert answer.mean["calls"] == 2
    alone = home.table(["calls"], where={"person": BORIS}, **OCTOBER)
    assert alone.rows == [{"calls": 1}]


def test_arrow(home):
    arrow = home.table(
        ["revenue", "calls", "win_rate"], by=["person", "month"], **OCTOBER
    ).to_arrow()

    assert arrow.column_names == ["person", "month", "revenue", "calls", "win_rate"]
    assert [str(field.type).strip() for field in arrow.schema] == [
        "arro3.core.DataType<Utf8>", "arro3.core.DataType<Date32>",
        "arro3.core.DataType<Float64>", "arro3.core.DataType<Int64>",
        "arro3.core.DataType<Float64>",
    ]  # fmt: skip
    assert arrow["revenue"].to_pylist() == [3000.5, 0.0]
    assert arrow["month"].to_pylist() == [date(2017, 10, 1)] * 2


def test_pandas_where_it_is(home):
    pandas = pytest.importorskip("pandas")
    frame = home.table(["calls"], by=["person"], **OCTOBER).to_pandas()

    assert isinstance(frame, pandas.DataFrame)
    assert frame["calls"].tolist() == [3, 1]


def test_rows_behind(home):
    rows = home.rows(["revenue"], **OCTOBER)

    assert sum(Decimal(row["adds"]) for row in rows) == Decimal("3000.5")
    assert {row["person_name"] for row in rows} == {ANNA}


def test_what_cannot_be_asked_is_an_error_of_ours(home):
    with pytest.raises(Unknown, match="revenue"):
        home.table(["revenu"], **OCTOBER)


def test_comparison_nobody_knows_is_no_other_one(home):
    with pytest.raises(Unknown, match="previous"):
        home.table(["calls"], compare="previos", **OCTOBER)


def test_notes_are_asked_for_only_when_they_are_read(home, monkeypatch):
    asked = []
    monkeypatch.setattr("merilo.report.notes.lacking", lambda *said: asked.append(said) or ())
    answer = home.table(["revenue"], **OCTOBER)

    assert asked == []
    assert answer.notes == answer.notes == []
    assert len(asked) == 1
