"""`merilo rows`: what a figure counted."""

import csv
from io import StringIO

import pytest

OCTOBER = ("--period", "2017-10", "--today", "2018-01-15", "--format", "csv")


def listed(output: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(output)))


@pytest.mark.parametrize(
    ("metric", "figure"), [("calls", 4), ("revenue", 3000.5), ("talk_time", 231)]
)
def test_rows_add_up_to_the_figure(merilo, metric, figure):
    rows = listed(merilo("rows", metric, *OCTOBER).output)

    assert sum(float(row["adds"]) for row in rows) == figure


def test_ratio_shows_both_its_parts(merilo):
    rows = listed(merilo("rows", "win_rate", *OCTOBER).output)

    assert [row["part"] for row in rows].count("deals_won") == 2
    assert [row["part"] for row in rows].count("deals_closed") == 3


def test_row_names_its_person_and_deal(merilo):
    (row, *_rest) = listed(merilo("rows", "revenue", *OCTOBER).output)

    assert (row["on"], row["person_name"], row["deal"], row["deal_name"]) == (
        "2017-10-15", "Иванова Анна Сергеевна", "test:1", "=1+1",
    )  # fmt: skip
