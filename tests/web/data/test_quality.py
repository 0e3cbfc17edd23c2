"""The page of the data's quality, against SQL by hand."""

import re

import pytest

from merilo.web.accounts.models import Role

YEAR = "2016"
ORACLES = {
    "won_without_amount": "select count(*) from deals where outcome = 'won' and amount is null "
    "and not coalesce(deleted, false) and year(closed_on) = 2016",
    "lost_without_reason": "select count(*) from deals where outcome = 'lost' and loss_reason is "
    "null and not coalesce(deleted, false) and year(closed_on) = 2016",
}


def counts(page: str) -> dict[str, int]:
    """The checks that lead to rows, by metric."""
    found = re.findall(r"/figures/(\w+)/rows/[^>]*>.*?(\d[\d,\u00a0]*)\s+rows?<", page, re.S)
    return {id: int(re.sub(r"\D", "", count)) for id, count in found}


@pytest.mark.parametrize("id", ORACLES)
def test_counts_are_those_of_the_facts(over_firm, signed, firm_db, id):
    page = signed(Role.DIRECTOR).get(f"/quality/?period={YEAR}").content.decode()
    ((expected,),) = firm_db.sql(ORACLES[id]).fetchall()

    assert counts(page).get(id, 0) == expected


def test_rows_open_within_the_rights(over_firm, signed):
    client = signed(Role.DIRECTOR)
    for id in counts(client.get(f"/quality/?period={YEAR}").content.decode()):
        assert client.get(f"/figures/{id}/rows/?period={YEAR}").status_code == 200


def test_head_without_people_sees_no_rows(over_firm, signed):
    page = signed(Role.HEAD, "nobody:1").get(f"/quality/?period={YEAR}").content.decode()
    assert counts(page) == {}


def test_facts_have_gaps_so_that_the_test_is_not_empty(over_firm, signed):
    page = signed(Role.DIRECTOR).get(f"/quality/?period={YEAR}").content.decode()
    assert sum(counts(page).values()) > 0


@pytest.mark.parametrize("role", [Role.SELLER, Role.QUALITY, Role.TRAINER])
def test_not_for(over_firm, signed, role):
    assert signed(role, "crm:ann").get("/quality/").status_code == 404


def test_no_period(over_firm, signed):
    assert signed(Role.DIRECTOR).get("/quality/?period=soonish").status_code == 422
