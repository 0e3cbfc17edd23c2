"""Forms of roles: which fields, from which day; fields of the company's own, which are metrics."""

import pytest

from merilo.web.accounts.models import Role
from merilo.web.daily.forms import forms
from merilo.web.daily.models import FormOfRole
from merilo.web.desks import desk
from tests.web.daily.conftest import asked, of_person

pytestmark = pytest.mark.django_db
SET = {"role": "seller", "clock": "18:30", "since": "2017-10-04"}
VISITS = "typed_vizity_v_shourum"


@pytest.fixture(autouse=True)
def evening(clock):
    clock("2017-10-05 18:00")


@pytest.fixture
def director(reporter):
    return reporter("", Role.DIRECTOR).client


def test_form_holds_from_its_day_on(director, reporter):
    assert (
        director.post("/report/forms/", SET | {"metric": ["deals_won", "calls", ""]}).status_code
        == 302
    )
    ann = reporter("ann")

    def fields(day: str) -> list[str]:
        return [one["data-field"] for one in ann.page(day=day).select("[data-field]")]

    assert fields("2017-10-05") == ["deals_won", "calls"]
    assert fields("2017-10-03")[0] == "calls"
    assert len(fields("2017-10-03")) == 6
    from datetime import date

    form = forms(date(2017, 10, 5))["seller"]
    assert form.until(desk(), date(2017, 10, 5)).isoformat() == "2017-10-05T16:30:00+00:00"


def test_form_until_the_next_working_day_reaches_over_a_weekend(director):
    from datetime import date

    director.post("/report/forms/", SET | {"metric": "calls", "next": "1", "clock": "10:00"})
    form = forms(date(2017, 10, 6))["seller"]
    assert form.until(desk(), date(2017, 10, 6)).isoformat() == "2017-10-09T08:00:00+00:00"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"metric": ["calls", "calls"]}, "stands twice"),
        ({"metric": ["average_check"]}, "do not add up"),
        ({"metric": ["deals_open"]}, "do not add up"),
        ({"metric": ["calls"] * 13}, "12 fields at most"),
        ({"metric": "calls", "clock": "25:00"}, "until what time"),
        ({"metric": "calls", "since": "soon"}, "from which day"),
    ],
)
def test_what_cannot_be_a_form_is_refused_in_words(director, said, problem):
    answer = director.post("/report/forms/", SET | said)

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert not FormOfRole.objects.exists()


def test_without_fields_the_role_reports_nothing(director, reporter):
    director.post("/report/forms/", SET)

    assert "You have no report to file" in reporter("ann").page().get_text()


def test_field_of_the_companys_own_is_typed_and_is_a_metric(director, reporter, carried):
    director.post("/report/forms/", {"field": "Визиты в шоурум", "unit": "count"})
    director.post("/report/forms/", SET | {"metric": ["calls", VISITS]})
    for who, visits in (("ann", (4, 2)), ("bob", (3, 1))):
        one = reporter(who)
        for day, many in zip(("2017-10-04", "2017-10-05"), visits, strict=True):
            assert one.file({VISITS: many}, day=day).status_code == 200
    reporter("ann").file({VISITS: 7})
    carried()

    assert of_person(VISITS, "ann", "2017-10") == 11
    for grain in ("day", "week", "month", "unit"):
        assert sum(asked(VISITS, "2017-10", grain).values()) == 15
    page = director.get("/people/", {"period": "2017-10", "columns": f"{VISITS},calls"})
    assert "Визиты в шоурум" in page.content.decode()
    plans = director.get("/plans/", {"metric": VISITS, "day": "2017-10-01"})
    assert plans.status_code == 200
    assert director.get(f"/metrics/{VISITS}/").status_code == 200
    rows = director.get(f"/figures/{VISITS}/rows/", {"period": "2017-10", "person": "test:ann"})
    assert rows.status_code == 200
    assert "4 Oct 2017" in rows.content.decode()


def test_own_field_of_money_and_hours_takes_parts_and_a_count_does_not(director, reporter):
    for name, unit in (("Hours there", "hours"), ("Money", "money"), ("Visits", "count")):
        director.post("/report/forms/", {"field": name, "unit": unit})
    ids = ["typed_hours_there", "typed_money", "typed_visits"]
    director.post("/report/forms/", SET | {"metric": ids})

    answer = reporter("ann").file(dict.fromkeys(ids, "1.5"))
    assert answer.json()["problems"] == {"typed_visits": "a whole number is wanted"}


@pytest.mark.parametrize(
    ("field", "problem"),
    [("", "a name of one line"), ("x" * 81, "a name of one line"), ("Same", "of this name")],
)
def test_name_of_a_field_that_cannot_be(director, field, problem):
    director.post("/report/forms/", {"field": "same", "unit": "count"})
    answer = director.post("/report/forms/", {"field": field, "unit": "count"})

    assert answer.status_code == 422
    assert problem in answer.content.decode()


def test_only_those_who_set_kpis_set_forms(reporter):
    for role in (Role.SELLER, Role.HEAD, Role.ANALYST, Role.QUALITY, Role.TRAINER):
        assert reporter("ann", role).client.get("/report/forms/").status_code == 404
    assert reporter("", Role.ADMINISTRATOR).client.get("/report/forms/").status_code == 200
