"""Targets for those who are there in part: offered by working days, once, and to whom."""

import json
from datetime import date

import pytest

from merilo.web.accounts.models import Role
from tests.builders import posting, row
from tests.web.plans.conftest import YEAR, grown

pytestmark = pytest.mark.django_db
APRIL = "2018-04-01"  # of 21 working days in Russia, 10 of them from the 17th on
VERA = f"p|test:vera|{APRIL}"


def person(key: str, **said):
    return row("people", {}, id=key, name=key.title(), role="seller", **said)


def sold(key: str, unit="test:n", **said):
    return posting(f"test:{key}", unit=unit, **said)


def away(key: str, since: date, until: date | None):
    return row("absences", {}, person=f"test:{key}", kind="vacation", since=since, until=until)


def offers(somebody, typed=None, taken=(), **asked):
    """What is offered, by cell."""
    said = YEAR | {"typed": json.dumps(typed or {}), "taken": json.dumps([*taken])} | asked
    answer = somebody.client.post("/plans/prorate/", said)
    assert answer.status_code == 200
    return answer.json()["cells"]


@pytest.fixture
def joined(own_home):
    """Vera joins North on 17 April 2018."""
    grown(own_home, people=[person("vera", hired_on=date(2018, 4, 17))],
          postings=[sold("vera", since=date(2018, 4, 17))])  # fmt: skip
    return own_home


def all_of(month: str, target: str):
    """The same target for Anna and Boris."""
    return {f"p|test:{who}|{month}": target for who in ("ann", "bob")}


def test_joiner_with_ten_of_21_days(planner, joined):
    director = planner()
    director.set(all_of(APRIL, "1000000"))

    assert offers(director) == {VERA: {
        "text": "476,190", "said": "10 of 21 days: 476,190",
        "hint": "10 of 21 working days: 476,190", "full": True,
    }}  # fmt: skip


def test_full_target_that_stands_there_is_offered_its_part(planner, joined):
    director = planner()
    director.set(all_of(APRIL, "1000000") | {VERA: "1000000"})

    assert offers(director)[VERA]["text"] == "476,190"
    assert offers(director)[VERA]["full"]


def test_figure_of_their_own_is_not_for_the_button_of_all(planner, joined):
    director = planner()
    director.set(all_of(APRIL, "1000000") | {VERA: "600000"})

    assert offers(director)[VERA]["text"] == "476,190"
    assert not offers(director)[VERA]["full"]


def test_once_it_stands_there_nothing_is_offered(planner, joined):
    director = planner()
    director.set(all_of(APRIL, "1000000") | {VERA: "476190"})

    assert offers(director) == {VERA: {
        "text": "", "said": "10 of 21 days", "hint": "10 of 21 working days",
        "full": False,
    }}  # fmt: skip


def test_what_was_typed_counts_before_it_is_set(planner, joined):
    typed = all_of(APRIL, "2 100 000")

    assert offers(planner(), typed)[VERA]["text"] == "1,000,000"


def test_where_nobody_else_says_it_the_figure_just_typed_is_the_full_one(planner, joined):
    director = planner()

    assert offers(director, {VERA: "210"})[VERA]["text"] == "100"
    assert offers(director, {VERA: "100"}, [VERA])[VERA]["text"] == ""


def test_targets_unlike_each_other_are_nobody_elses(planner, joined):
    """Of 100 and 300 neither is that of the role; Vera's own of May is near."""
    director = planner()
    director.set({f"p|test:ann|{APRIL}": "100", f"p|test:bob|{APRIL}": "300",
                  "p|test:vera|2018-05-01": "210"})  # fmt: skip

    assert offers(director)[VERA]["text"] == "100"


def test_leaver(planner, own_home):
    grown(own_home, people=[person("vera", hired_on=date(2015, 1, 1), left_on=date(2018, 4, 17))],
          postings=[sold("vera")])  # fmt: skip
    director = planner()
    director.set(all_of(APRIL, "210") | all_of("2018-05-01", "210"))

    assert offers(director)[VERA]["text"] == "110"
    assert [*offers(director)] == [VERA]  # in May there is nothing to part


def test_away(planner, own_home):
    """Anna is away from the 9th to the 13th: five of 21 days."""
    grown(own_home, absences=[away("ann", date(2018, 4, 9), date(2018, 4, 14))])
    director = planner()
    director.set(all_of(APRIL, "210"))

    assert offers(director) == {f"p|test:ann|{APRIL}": {
        "text": "160", "said": "16 of 21 days: 160", "hint": "16 of 21 working days: 160",
        "full": True,
    }}  # fmt: skip


def test_away_until_nobody_knows(planner, own_home):
    grown(own_home, absences=[away("ann", date(2018, 4, 17), None)])
    director = planner()
    director.set(all_of(APRIL, "210") | all_of("2018-05-01", "210"))
    found = offers(director)

    assert found[f"p|test:ann|{APRIL}"]["text"] == "110"
    assert found["p|test:ann|2018-05-01"]["said"] == "0 of 20 days"
    assert found["p|test:ann|2018-05-01"]["text"] == ""


def test_mover_has_a_part_in_each_team(planner, own_home):
    """Eleven days in North at 210, ten in South at 420: 110 and 200."""
    grown(
        own_home, units=[row("units", {}, id="s", name="South", kind="team")],
        people=[person("vera"), person("gleb")],
        postings=[sold("gleb", "test:s"), sold("vera", until=date(2018, 4, 17)),
                  sold("vera", "test:s", since=date(2018, 4, 17))],
    )  # fmt: skip
    director = planner()
    director.set(all_of(APRIL, "210") | {f"p|test:gleb|{APRIL}": "420"})

    assert offers(director) == {VERA: {
        "text": "310", "said": "21 of 21 days: 310",
        "hint": "Of 21 working days 11 in North, 10 in South: 310", "full": True,
    }}  # fmt: skip


@pytest.mark.parametrize("asked", [
    {"metric": "win_rate"}, {"metric": "average_check"}, {"kind": "growth"}, {"kind": "at_most"},
    {"kind": "reach"}, {"day": "2017-01-01"},
])  # fmt: skip
def test_not_for_shares_means_growths_nor_the_past(planner, joined, asked):
    director = planner()
    director.set(all_of(APRIL, "1000000"))

    assert offers(director, **asked) == {}


def test_of_people_of_others_nothing_is_said(planner, joined):
    planner().set(all_of(APRIL, "1000000"))
    grown(joined, absences=[away("bob", date(2018, 4, 9), date(2018, 4, 14))])
    found = offers(planner(Role.HEAD, "test:bob"))

    assert [*found] == [VERA]  # not the head's own


@pytest.mark.parametrize("typed", ["", "[", "[1]", '{"p|test:vera|2018-04-01": "much"}'])
def test_nonsense_is_no_figure(planner, joined, typed):
    answer = planner().client.post("/plans/prorate/", YEAR | {"typed": typed, "taken": "{}"})

    assert answer.status_code == 200
