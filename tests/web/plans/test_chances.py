"""How likely targets are, beside their cells: of this month and the next, of those in sight."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from merilo.analysis.attainment import Kind
from merilo.company import Company
from merilo.metrics.catalogue import CATALOGUE
from merilo.report.plans import Plan
from merilo.report.realism import Chance
from merilo.web.accounts.models import Role
from merilo.web.outbox.carry import carry
from merilo.web.plans.chances import words
from tests.web.plans.test_sheet import ANN

pytestmark = pytest.mark.django_db


def asked(planner, **said):
    """The chances of January and February 2018."""
    answer = planner.client.get("/plans/chances/", {"metric": "calls", "day": "2018-01-01"} | said)
    assert answer.status_code == 200
    return answer.json()["cells"]


@pytest.fixture
def planned(planner):
    """Anna made three calls in October 2017 and none since; all of them count for February."""
    director = planner()
    said = {"metric": "calls", "grain": "month", "day": "2018-01-01"}
    director.set({"p|test:ann|2018-02-01": "1000", "p|test:bob|2018-02-01": "0", ANN: "50"}, said)
    carry()
    return director


def test_far_too_much_is_beyond_reach_and_nothing_is_easy(planned):
    found = asked(planned)

    assert found["p|test:ann|2018-02-01"]["text"] == "0% · beyond reach"
    assert found["p|test:ann|2018-02-01"]["tone"] == "bad"
    assert found["p|test:bob|2018-02-01"]["text"] == "100% · too easy"
    assert "The mean of the last" in found["p|test:ann|2018-02-01"]["hint"]


def test_of_a_month_that_goes_on_the_chance_alone_is_told(planned):
    assert asked(planned)[ANN]["text"] == "chance 0%"


def test_seller_is_told_of_none_but_themselves(planned, planner):
    found = asked(planner(Role.SELLER, "test:ann"))

    assert {name.rpartition("|")[0] for name in found} == {"p|test:ann"}


def test_of_quarters_and_shares_nothing_is_told(planned):
    assert asked(planned, grain="quarter") == {}
    assert asked(planned, metric="win_rate") == {}


def test_what_open_deals_promise_is_told():
    revenue = Chance("test:ann", CATALOGUE.find("revenue"), Plan(Kind.AT_LEAST, 9000), 100, 0.4)
    sheet = SimpleNamespace(desk=SimpleNamespace(company=Company(currency="RUB")))

    assert words(sheet, replace(revenue, open=3000.0), True)["hint"] == (
        "The chance to reach it: 40%. Open deals promise: ₽3,000."
    )
    assert words(sheet, revenue, True)["hint"] == "The chance to reach it: 40%."
