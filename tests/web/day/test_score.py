"""The scorecard on the card of a person."""

import pytest
from bs4 import BeautifulSoup

from merilo.web.accounts.models import Role
from merilo.web.outbox.carry import carry
from tests.web.plans.conftest import planner  # noqa: F401

pytestmark = pytest.mark.django_db
OCTOBER = {"period": "2017-10"}


def page(client, key: str = "test:ann", **asked: str) -> BeautifulSoup:
    answer = client.get(f"/people/{key}/score/", asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


@pytest.fixture
def planned(planner):  # noqa: F811
    """Anna, asked for 6,000 and one deal in October: she brought 3,000.50 by two deals."""
    director = planner()
    for metric, target in (("revenue", "6000"), ("deals_won", "1")):
        director.set({"p|test:ann|2017-10-01": target}, {"metric": metric, "day": "2017-01-01"})
    carry()
    return director


def test_month_that_is_over_has_its_score_and_kpis(planned):
    """0.5 x 50.01 % and 0.3 x 150 % by weights of 80."""
    found = page(planned.client, **OCTOBER)

    assert words(found.select_one(".score")) == "88% by 2 of 3 KPIs"
    revenue, won, check = (words(one) for one in found.select(".day-tile"))
    assert revenue.startswith("revenue 50% ₽3,000 / ₽6,000")
    assert won.endswith("counts as 150%")
    assert check.endswith("no target")


def test_this_month_says_what_is_left(planner):  # noqa: F811
    director = planner()
    director.set({"p|test:ann|2018-01-01": "2300"})
    carry()
    found = page(director.client, period="this-month")

    assert "₽2,300 to go" in words(found)
    assert "₽2,300" in found.select_one(".day-tile").get_text()


def test_how_it_went_is_drawn_from_two_months_on(planned):
    assert not page(planned.client, **OCTOBER).select(".spark")
    planned.set({"p|test:ann|2017-11-01": "10"}, {"metric": "revenue", "day": "2017-01-01"})
    carry()

    found = page(planned.client, period="2017-11").select_one(".spark")
    assert found["aria-label"] == "twelve months: from 88% to 0%"


def test_those_without_a_measured_role_have_none(planner):  # noqa: F811
    planner().client.post("/plans/kpis/", {"role": "seller", "since": "2017-01-01"})
    assert not page(planner().client, **OCTOBER).select("section")


@pytest.mark.parametrize(("role", "person", "status"), [
    (Role.SELLER, "test:ann", 200), (Role.SELLER, "test:bob", 404), (Role.SELLER, "", 404),
    (Role.HEAD, "", 404), (Role.ANALYST, "", 200),
])  # fmt: skip
def test_whose_it_is_to_see(role, person, status, planner):  # noqa: F811
    client = planner(role, person).client
    assert client.get("/people/test:ann/score/", OCTOBER).status_code == status


def test_trainer_is_told_no_money(planned, planner):  # noqa: F811
    assert "₽" not in words(page(planner(Role.TRAINER).client, **OCTOBER))
