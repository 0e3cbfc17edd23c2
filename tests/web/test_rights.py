"""Nothing leaks: a mover's figures, totals of one, filters, guessed ids, caches, other roles."""

import re

import pytest
from bs4 import BeautifulSoup

from merilo.web.accounts.models import Role

pytestmark = pytest.mark.django_db
YEAR = "2015-05-01..2016-04-30"


def calls(client, **asked) -> dict[str, str]:
    """Calls by person in the table, with the group's own."""
    asked = {"period": YEAR, "columns": "calls", "who": "all"} | asked
    response = client.get("/people/", asked)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    rows = page.select("table[data-rows] tbody tr, table[data-rows] tfoot tr:last-child")
    return {" ".join(row.th.get_text().split()): row.td.get_text(strip=True) for row in rows}


@pytest.fixture
def by_hand(firm_db):
    """Calls of a person from a day up to another, counted by hand."""

    def count(person: str, since: str = "2015-05-01", until: str = "2016-05-01") -> int:
        return firm_db.execute(
            "select count(*) from act where kind = 'call' and person = ? and day >= ? and day < ? "
            "and not (coalesce(outcome, '') = 'missed' and coalesce(direction, 'in') = 'in')",
            [person, since, until],
        ).fetchone()[0]

    return count


def test_head_sees_of_a_mover_what_was_done_in_the_own_team(over_firm, signed, by_hand):
    """Boris was in T1 until 10 March, and has led T2 since then: he sees himself whole. Fay leads
    the department of both; Kim came from T2 to T4 for two months."""
    fay = calls(signed(Role.HEAD, "test:fay"))

    assert fay["Boris"] == str(by_hand("test:boris"))
    assert fay["Ann"] == str(by_hand("test:ann"))
    assert "Dana" not in fay
    total = sum(int(n) for name, n in fay.items() if name != "Together")
    assert fay["Together"].replace(",", "") == str(total)


def test_head_does_not_see_what_their_people_did_before_they_came(over_firm, signed, by_hand):
    boris = calls(signed(Role.HEAD, "test:boris"))

    assert boris["Boris"] == str(by_hand("test:boris"))
    assert {"Ann", "Vera", "Dana"} & boris.keys() == set()
    assert int(boris["Kim"]) == by_hand("test:kim")  # in T2 by one posting, to T4 by another


def test_totals_of_one_person_cannot_be_asked_by_a_filter(over_firm, signed):
    boris = signed(Role.HEAD, "test:boris")

    for page in ("/people/", "/figures/calls/", "/figures/calls/rows/"):
        response = boris.get(page, {"period": YEAR, "person": "test:ann", "columns": "calls"})
        text = BeautifulSoup(response.content, "html.parser").get_text()
        assert "Ann" not in re.split(r"\W+", text), page


def test_figure_of_somebody_out_of_sight_is_as_if_they_had_done_nothing(over_firm, signed, by_hand):
    assert by_hand("test:ann") > 0
    page = signed(Role.SELLER, "test:kim").get(
        "/figures/calls/", {"period": YEAR, "person": "test:ann"}
    )

    assert (
        BeautifulSoup(page.content, "html.parser").select_one(".big").get_text(strip=True) in "0—"
    )


def test_own_figures_are_the_same_for_a_seller_and_for_the_director(over_firm, signed):
    theirs = calls(signed(Role.DIRECTOR))["Ann"]
    own = calls(signed(Role.SELLER, "test:ann"))

    assert own == {"Ann": theirs, "Together": theirs}


def test_answers_kept_for_one_reader_are_not_shown_to_another(over_firm, signed):
    everything = calls(signed(Role.DIRECTOR))
    assert calls(signed(Role.SELLER, "test:ann")).keys() == {"Ann", "Together"}
    assert calls(signed(Role.DIRECTOR)) == everything


def test_share_of_everybody_is_for_who_sees_everybody(over_firm, signed):
    """A share of the company's revenue beside the own revenue would tell the company's."""
    asked = {"period": YEAR, "columns": "revenue_share"}

    assert signed(Role.DIRECTOR).get("/people/", asked).status_code == 200
    for role, person in ((Role.SELLER, "test:ann"), (Role.HEAD, "test:boris")):
        client = signed(role, person)
        assert client.get("/people/", asked).status_code == 422
        assert client.get("/figures/revenue_share/", {"period": YEAR}).status_code == 422
        assert client.get("/metrics/revenue_share/").status_code == 404
        assert "revenue_share" not in client.get("/metrics/").content.decode()


@pytest.mark.parametrize("role", [Role.QUALITY, Role.TRAINER])
def test_reviewers_and_trainers_see_work_and_no_money(over_firm, signed, role):
    client = signed(role)

    assert client.get("/people/", {"period": YEAR, "columns": "calls"}).status_code == 200
    for metric in ("revenue", "average_check", "cac", "margin", "open_amount"):
        refused = client.get("/people/", {"period": YEAR, "columns": metric})
        assert refused.status_code == 422, metric
        assert client.get(f"/metrics/{metric}/").status_code == 404
    page = client.get("/people/", {"period": YEAR}).content.decode()
    assert "₽" not in page
    assert "Ft" not in page


def test_account_without_a_person_sees_nobody(over_firm, signed):
    for role in (Role.SELLER, Role.HEAD):
        assert calls(signed(role)).keys() <= {"Together"}


def test_filters_offer_only_what_is_in_sight(over_firm, signed):
    whole = signed(Role.DIRECTOR).get("/people/filters/", {"period": YEAR}).content.decode()
    own = (
        signed(Role.SELLER, "test:vera").get("/people/filters/", {"period": YEAR}).content.decode()
    )

    assert "T1" in whole
    assert "T1" not in own


def test_error_about_a_name_does_not_name_others(over_firm, signed):
    client = signed(Role.SELLER, "test:ann")
    for asked in ({"person": "Bori"}, {"unit": "T"}, {"columns": "revenue_shar"}):
        text = client.get("/people/", {"period": YEAR, "columns": "calls"} | asked).content.decode()
        assert "Boris" not in text
        assert "revenue_share" not in text
