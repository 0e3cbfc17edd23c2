"""The first target beside the present one: on the sheet, in the table of people."""

import pytest
from bs4 import BeautifulSoup
from time_machine import travel

from merilo.web.accounts.models import Role
from merilo.web.outbox.carry import carry
from tests.home import ANNA
from tests.web.plans.test_sheet import ANN, BOB

pytestmark = pytest.mark.django_db
OCTOBER = "p|test:ann|2017-10-01"


@pytest.fixture
def revised(planner):
    """Anna: 100, and 120 from the 10th on; Boris: 70 all the time."""
    with travel("2018-01-05T09:00:00Z"):
        director = planner()
        director.set({ANN: "100", BOB: "70"})
        carry()
    with travel("2018-01-10T09:00:00Z"):
        director.set({ANN: "120"}, why="the season")
        carry()
    return director


def beside(somebody):
    """By cell, what stands below it and its title."""
    page = somebody.sheet(plan="first")
    return [(one.get_text(), one["title"]) for one in page.select(".plan-first")]


def test_first_target_stands_beside_one_that_differs(revised):
    ((text, hint),) = beside(revised)

    assert text == "first 100, +20.0%"
    assert hint == (
        "Set first: 5 Jan 2018, 12:00, Director; "
        "Changed last: 10 Jan 2018, 12:00, Director, “the season”"
    )


def test_without_the_switch_there_is_nothing_beside(revised):
    assert not revised.sheet().select(".plan-first")


def test_of_one_taken_away_that_is_said(revised):
    revised.set({BOB: ""})
    carry()

    assert "first 70, taken away" in [text for text, _hint in beside(revised)]


def test_seller_sees_the_own_alone(revised, planner):
    revised.set({BOB: "90"})
    carry()

    assert len(beside(revised)) == 2
    assert [text for text, _ in beside(planner(Role.SELLER, "test:ann"))] == ["first 100, +20.0%"]


@pytest.mark.parametrize(("plan", "share"), [("", "50.0%"), ("first", "75.0%")])
def test_people_stand_beside_either(planner, plan, share):
    """3,000.50 of 6,000, and of the 4,000.67 that were asked for first."""
    director = planner()
    for target in ("4000.67", "6000"):
        director.set({OCTOBER: target}, {"metric": "revenue", "day": "2017-01-01"})
        carry()
    asked = {"period": "2017-10", "columns": "revenue", "compare": "plan", "plan": plan}
    page = BeautifulSoup(director.client.get("/people/", asked).content, "html.parser")
    (line,) = [one for one in page.select("tbody tr") if ANNA in one.get_text()]

    assert share in line.get_text()
    assert ("Plan: as first set" in page.get_text()) == bool(plan)
