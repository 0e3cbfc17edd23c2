"""Scorecards: what roles are measured by, how far everybody is, and who may say so."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from bs4 import BeautifulSoup

from merilo.web.accounts.models import Role
from merilo.web.outbox.carry import carry
from merilo.web.plans.kpis import sets
from merilo.web.plans.models import KpiSet
from tests.home import ANNA, BORIS

pytestmark = pytest.mark.django_db
OCTOBER = {"period": "2017-10"}


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def lines(client, **asked) -> dict[str, list[str]]:
    """What stands beside each name."""
    answer = client.get("/scorecards/", OCTOBER | asked)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    return {words(row.th): [words(cell) for cell in row.find_all("td")]
            for row in page.select("tbody tr")}  # fmt: skip


def measure(client, *kpis: tuple, role: str = "seller", since: str = "2017-01-01"):
    """Set what a role is measured by: metric, weight, floor, cap."""
    names = ("metric", "weight", "floor", "cap")
    columns = {name: [str(one[n]) for one in kpis] for n, name in enumerate(names)}
    return client.post("/plans/kpis/", {"role": role, "since": since} | columns)


@pytest.fixture
def planned(planner):
    """Anna, asked for 6,000 and one deal: she brought 3,000.50 by two deals."""
    director = planner()
    for metric, target in (("revenue", "6000"), ("deals_won", "1")):
        asked = {"metric": metric, "day": "2017-01-01"}
        director.set({"p|test:ann|2017-10-01": target}, asked)
    carry()
    return director


def test_score_is_the_weighed_mean_of_what_counts(planned):
    """0.5 x 50.01 % and 0.3 x 150 %, for two deals of one are capped; nothing of the check."""
    assert pytest.approx(0.875, abs=1e-3) == (50 * 3000.50 / 6000 + 30 * 1.5) / 80
    found = lines(planned.client)

    assert found[ANNA] == [
        "88% by 2 of 3 KPIs",
        "50% ₽3,000 / ₽6,000",
        "200% 2 / 1 counts as 150%",
        "— ₽1,500",
    ]
    assert found[BORIS][0] == "—"
    assert [*found] == [ANNA, BORIS]


def test_floor_and_cap_and_weights_are_those_that_were_set(planned):
    assert (
        measure(planned.client, ("revenue", 1, 70, 150), ("deals_won", 1, 0, 120)).status_code
        == 302
    )

    assert lines(planned.client)[ANNA][0] == "95%"  # 70 % and 120 %


def test_set_of_the_day_holds(planned):
    measure(planned.client, ("revenue", 1, 0, 150), ("calls", 1, 0, 150), since="2017-11-01")

    assert lines(planned.client)[ANNA][0].startswith("88%")
    assert [one.metric for one in sets(date(2017, 11, 1))["seller"]] == ["revenue", "calls"]
    assert len(sets(date(2017, 10, 31))["seller"]) == 3


def test_role_without_kpis_is_not_measured(planned):
    measure(planned.client)

    assert lines(planned.client) == {}


@pytest.mark.parametrize("kpis", [
    [("revenue", 1, 0, 150)],
    [("revenue", 1, 0, 150)] * 2,
    [(id, 1, 0, 150) for id in ("revenue", "calls", "meetings", "deals_won", "win_rate", "emails",
                                "proposals", "average_check", "conversations")],
    [("revenue", 0, 0, 150), ("calls", 1, 0, 150)],
    [("revenue", "much", 0, 150), ("calls", 1, 0, 150)],
    [("revenue", 1, 150, 150), ("calls", 1, 0, 150)],
    [("revenue_share", 1, 0, 150), ("calls", 1, 0, 150)],
    [("nothing", 1, 0, 150), ("calls", 1, 0, 150)],
], ids=["one", "twice", "nine", "light", "no number", "floor", "of all", "unknown"])  # fmt: skip
def test_set_that_cannot_be_is_refused_in_words(planner, kpis):
    answer = measure(planner().client, *kpis)

    assert answer.status_code == 422
    assert "problem" in answer.content.decode()
    assert not KpiSet.objects.exists()


def test_six_are_set_with_a_warning(planner):
    ids = ("revenue", "calls", "meetings", "deals_won", "win_rate", "emails")
    client = planner().client
    measure(client, *((id, 1, 0, 150) for id in ids))

    assert "attention thins out above 5" in client.get("/plans/kpis/").content.decode()
    assert len(KpiSet.objects.get().parts) == 6


def test_seller_sees_the_own_card_alone(planned, planner):
    seller = planner(Role.SELLER, "test:ann")

    assert [*lines(seller.client)] == [ANNA]
    assert seller.client.get("/plans/kpis/").status_code == 404


def test_without_targets_it_is_said(planner):
    page = planner().client.get("/scorecards/", OCTOBER).content.decode()

    assert "No targets are set for this period." in page


def test_audit_says_what_is_measured_otherwise(planner):
    client = planner().client
    measure(client, ("revenue", 60, 0, 150), ("calls", 40, 0, 150))
    entry = LogEntry.objects.filter(additional_data__event="kpis").get()

    assert entry.object_repr == "Sales rep"
    assert entry.changes == {
        "revenue": ["50, 0–150 %", "60, 0–150 %"], "calls": ["", "40, 0–150 %"],
        "deals_won": ["30, 0–150 %", ""], "average_check": ["20, 0–150 %", ""],
    }  # fmt: skip


def test_ten_times_the_target_is_a_thousand_percent(planner):
    director = planner()
    director.set({"p|test:ann|2017-10-01": "300.05"}, {"metric": "revenue", "day": "2017-01-01"})
    carry()

    assert lines(director.client)[ANNA][1].startswith("1,000%")


def test_somebody_is_measured_otherwise_than_their_role(planned):
    """The deal of one is attained by 200 %, and its own cap lets 180 % count."""
    answer = measure(planned.client, ("deals_won", 1, 0, 180), ("calls", 1, 0, 150),
                     role="p|test:ann")  # fmt: skip
    assert answer.status_code == 302

    found = lines(planned.client)
    assert found[ANNA] == ["180% by 1 of 2 KPIs", "200% 2 / 1 counts as 180%", "— 3"]
    assert found[BORIS][0] == "—"
    page = BeautifulSoup(planned.client.get("/scorecards/", OCTOBER).content, "html.parser")
    assert words(page.h2).startswith(f"{ANNA}: own KPIs")


def test_own_set_that_is_emptied_gives_way_to_that_of_the_role(planned):
    measure(planned.client, ("deals_won", 1, 0, 180), ("calls", 1, 0, 150), role="p|test:ann")
    measure(planned.client, role="p|test:ann", since="2017-02-01")

    assert lines(planned.client)[ANNA][0].startswith("88%")
    assert [*sets(date(2017, 1, 15))].count("p|test:ann") == 1


def test_form_of_somebodys_own_set_begins_with_what_their_role_has(planned):
    found = planned.client.get("/plans/kpis/", {"person": "test:ann"})
    forms = BeautifulSoup(found.content, "html.parser").select("form.kpi-role")

    (mine,) = [one for one in forms if words(one.h2).startswith(ANNA)]
    chosen = [one["value"] for one in mine.select("option[selected]") if one["value"]]
    assert chosen == ["revenue", "deals_won", "average_check"]


@pytest.mark.parametrize("role", ["p|test:nobody", "p|", "king"])
def test_set_of_nobody_is_not_there(role, planner):
    assert measure(planner().client, ("calls", 1, 0, 150), role=role).status_code == 404


def test_sellers_see_by_their_own_set(planned, planner):
    measure(planned.client, ("deals_won", 1, 0, 180), ("calls", 1, 0, 150), role="p|test:ann")
    assert lines(planner(Role.SELLER, "test:ann").client)[ANNA][0].startswith("180%")
    assert ANNA not in lines(planner(Role.SELLER, "test:bob").client)


def test_score_by_the_plan_as_it_was_set_first(planned):
    planned.set({"p|test:ann|2017-10-01": "3000.50"}, {"metric": "revenue", "day": "2017-01-01"})
    carry()

    assert lines(planned.client)[ANNA][1] == "100% ₽3,000 / ₽3,000"
    assert lines(planned.client, plan="first")[ANNA][1] == "50% ₽3,000 / ₽6,000"
