"""Targets divided among people, and over the months of a year: in round figures that add up."""

import pytest

from merilo.web.accounts.models import Role

pytestmark = pytest.mark.django_db
NORTH = "t|u|test:n|2018-10-01"


def numbers(cells: dict[str, str]) -> dict[str, float]:
    return {name.split("|")[1]: float(text.replace(",", "")) for name, text in cells.items()}


@pytest.mark.parametrize(("how", "ann", "bob"), [
    ("year", 1_000_000, 0),  # in October 2017 Boris sold nothing
    ("heads", 500_000, 500_000),
    ("targets", 750_000, 250_000),
])  # fmt: skip
def test_among_people(planner, how, ann, bob):
    director = planner()
    director.set({"p|test:ann|2018-10-01": "300", "p|test:bob|2018-10-01": "100"})
    found = numbers(director.divide("u|test:n", how, **{NORTH: "1 000 000"}))

    assert found == {"test:ann": ann, "test:bob": bob}


def test_odd_sums_are_whole(planner):
    found = numbers(planner().divide("u|test:n", "heads", **{NORTH: "1,000,001"}))

    assert sum(found.values()) == 1_000_001


def test_of_nothing_there_are_no_parts(planner):
    assert planner().divide("u|test:n", "heads") == {}


def test_year_over_its_months(planner):
    cells = planner().divide("p|test:ann", "season", total="1,200,000")
    parts = [float(text.replace(",", "")) for text in cells.values()]

    assert len(parts) == 12
    assert sum(parts) == 1_200_000
    assert set(parts) == {100_000}  # one month of the year before is no season


def test_own_part_is_left_to_those_above(planner):
    head = planner(Role.HEAD, "test:bob")
    found = numbers(head.divide("u|test:n", "heads", **{NORTH: "1000"}))

    assert found == {"test:ann": 1000}


@pytest.mark.parametrize(
    ("key", "how"), [("u|test:x", "year"), ("p|", "season"), ("u|test:n", "?")]
)
def test_unknown_ones_are_not_there(planner, key, how):
    asked = {"metric": "revenue", "day": "2018-01-01", "key": key, "how": how}
    assert planner().client.post("/plans/divide/", asked).status_code == 404


def test_bad_figure_is_told(planner):
    asked = {"metric": "revenue", "day": "2018-01-01", "key": "u|test:n", "how": "year"}
    answer = planner().client.post("/plans/divide/", asked | {NORTH: "much"})

    assert answer.status_code == 422
    assert "much" in answer.json()["problem"]
