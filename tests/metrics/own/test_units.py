"""The algebra of units: what can be added, what comes out, what may be declared."""

import pytest

from merilo.errors import Misdefined, Unmatched
from merilo.metrics.model import Unit
from tests.own import made


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("revenue", "money"),
        ("revenue / calls", "money"),
        ("revenue - selling_cost", "money"),
        ("revenue + 100", "money"),
        ("margin / revenue", "ratio"),
        ("1 - win_rate", "share"),
        ("win_rate * revenue", "money"),
        ("calls * average_check", "money"),
        ("deals_won / win_rate", "count"),
        ("win_rate / 2", "share"),
        ("100 / calls", "ratio"),
        ("win_rate / calls", "ratio"),
        ("win_rate + calls / meetings", "ratio"),
        ("velocity * sales_cycle", "money"),
        ("revenue / sales_cycle", "money a day"),
        ("calls / sales_cycle", "ratio"),
        ("-revenue", "money"),
        ("average_check where channel = site", "money"),
    ],
)
def test_unit_follows_from_the_formula(text, unit):
    assert made(text).unit == unit


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("revenue + calls", "money and count"),
        ("calls - win_rate", "count and share"),
        ("revenue + (calls * 2)", "money and count"),
        ("sales_cycle + lead_processing_working_median", "days and hours"),
    ],
)
def test_what_is_of_two_kinds_is_not_added(text, said):
    with pytest.raises(Unmatched, match=f"{said} cannot be added"):
        made(text)


@pytest.mark.parametrize("text", ["revenue * revenue", "calls * calls", "sales_cycle / revenue"])
def test_unit_that_does_not_follow_is_asked_for(text):
    with pytest.raises(Unmatched, match="say unit: one of money"):
        made(text)
    assert made(text, unit="ratio").unit == Unit.RATIO


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("margin / revenue", "share"),
        ("win_rate * 100", "ratio"),
        ("lead_processing_working_median / 8", "days"),
        ("revenue / calls", "money"),
    ],
)
def test_unit_may_be_said_where_it_agrees(text, unit):
    assert made(text, unit=unit).unit == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("revenue / calls", "count"),
        ("margin / revenue", "money"),
        ("lead_processing_working_median", "days"),
        ("lead_processing_working_median * 3600", "money"),
        ("deals_won where channel = site", "share"),
    ],
)
def test_unit_that_contradicts_the_formula_is_refused(text, unit):
    with pytest.raises(Unmatched, match=f"said to be {unit}"):
        made(text, unit=unit)


def test_nothing_is_divided_by_zero():
    with pytest.raises(Misdefined, match="divides by zero"):
        made("revenue / 0.0")
