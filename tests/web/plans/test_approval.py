"""Targets that wait for somebody above: by whom, for whom, how they are decided and told."""

import pytest
from auditlog.models import LogEntry
from bs4 import BeautifulSoup

from merilo.web.accounts.models import Role, User
from merilo.web.notices.models import Notice
from merilo.web.outbox.carry import carry
from merilo.web.outbox.models import Parcel
from merilo.web.plans.models import Proposal, State, Switch
from tests.builders import posting, row
from tests.web.plans.conftest import grown
from tests.web.plans.test_sheet import ANN, BOB, plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(own_home):
    """North is part of East, where Clara leads; Boris and Dan lead North, Anna is in it."""
    grown(
        own_home,
        units=[row("units", {}, id="e", name="East", kind="department"),
               row("units", {}, id="n", name="North", kind="team", parent="test:e")],
        people=[row("people", {}, id=key, name=key.title()) for key in ("cla", "dan")],
        postings=[posting("test:cla", unit="test:e", role="head"),
                  posting("test:dan", unit="test:n", role="head")],
    )  # fmt: skip
    return own_home


@pytest.fixture
def on(planner):
    """Approval is switched on by a director."""
    director = planner()
    switch(director, "1")
    return director


def switch(somebody, on: str):
    return somebody.client.post("/plans/approving/", {"on": on})


def listed(somebody):
    return BeautifulSoup(somebody.client.get("/plans/approvals/").content, "html.parser")


def act(somebody, do: str, answer: str = "", **other):
    """Do it with everything that is ticked on the page, as it stands there."""
    said = {"pk": [], "do": do, "answer": answer}
    buttons = "withdraw" if do == "withdraw" else "approve"
    for form in listed(somebody).select("form.proposal"):
        if form.select(f"button[value={buttons}]"):
            said["pk"] += [one["value"] for one in form.select("input[name=pk]")]
            said |= {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    return somebody.client.post("/plans/approvals/", said | other)


def states():
    return [*Proposal.objects.values_list("state", flat=True)]


def test_off_until_it_is_switched_on(planner, firm):
    planner(Role.HEAD, "test:bob").set({ANN: "100"})

    assert not Proposal.objects.exists()
    assert Parcel.objects.count() == 1


def test_what_a_head_sets_waits_and_is_a_fact_when_it_is_approved(on, planner, firm):
    head = planner(Role.HEAD, "test:bob")
    head.set({ANN: "300000"}, why="the season")

    assert head.cells() == {}
    assert head.sheet().select_one(".plan-asked").get_text() == "proposed 300,000"
    assert carry() == 0
    assert "the season" in listed(on).get_text()
    assert act(on, "approve").status_code == 302
    assert carry() == 1
    assert [row[:2] + row[3:] for row in plans(firm)] == [
        ("test:ann", plans(firm)[0][1], 300000.0, True, "Bob"),
    ]  # fmt: skip
    assert states() == [State.APPROVED]
    assert not head.sheet().select(".plan-asked")


def test_what_a_director_sets_needs_nobody(on, firm):
    on.set({ANN: "100"})

    assert not Proposal.objects.exists()
    assert on.cells() == {ANN: "100"}


def test_refused_with_a_word_it_is_no_fact(on, planner, firm):
    head = planner(Role.HEAD, "test:bob")
    head.set({ANN: "100"})
    silent = act(on, "refuse")

    assert silent.status_code == 422
    assert "a refusal wants a word of why" in silent.content.decode()
    assert states() == [State.WAITING]
    act(on, "refuse", "too little")
    assert states() == [State.REFUSED]
    assert not Parcel.objects.exists()
    assert "too little" in listed(head).get_text()
    assert head.cells() == {}


def test_nobody_decides_on_their_own(on, planner, firm):
    head = planner(Role.HEAD, "test:bob")
    head.set({ANN: "100"})
    (one,) = Proposal.objects.all()

    assert not listed(head).select("button[value=approve]")
    said = {"do": "approve", "pk": one.pk, f"s|{one.pk}": ""}
    assert head.client.post("/plans/approvals/", said).status_code == 404
    assert states() == [State.WAITING]


def test_head_above_decides_and_one_beside_or_below_does_not(on, planner, firm):
    planner(Role.HEAD, "test:bob").set({ANN: "100"})
    (one,) = Proposal.objects.all()
    said = {"do": "approve", "pk": one.pk, f"s|{one.pk}": ""}
    beside = planner(Role.HEAD, "test:dan")

    assert beside.client.post("/plans/approvals/", said).status_code == 404
    assert planner(Role.SELLER, "test:ann").client.get("/plans/approvals/").status_code == 404
    above = planner(Role.HEAD, "test:cla")
    assert above.client.post("/plans/approvals/", said).status_code == 302
    assert states() == [State.APPROVED]


def test_not_even_when_they_have_become_a_director(on, planner, firm):
    head = planner(Role.HEAD, "test:bob")
    head.set({ANN: "100"})
    User.objects.filter(person="test:bob").update(role=Role.DIRECTOR)
    (one,) = Proposal.objects.all()
    said = {"do": "approve", "pk": one.pk, f"s|{one.pk}": ""}

    assert head.client.post("/plans/approvals/", said).status_code == 404


def test_what_a_head_above_sets_waits_for_the_director(on, planner, firm):
    above = planner(Role.HEAD, "test:cla")
    above.set({BOB: "100"})

    assert not listed(planner(Role.HEAD, "test:bob")).select("form.proposal")
    assert len(listed(on).select("form.proposal")) == 1


def test_newer_one_for_the_same_cell_replaces_the_older(on, planner, firm):
    head = planner(Role.HEAD, "test:bob")
    head.set({ANN: "100"})
    head.set({ANN: "200"})

    assert states() == [State.REPLACED, State.WAITING]
    act(on, "approve")
    carry()
    assert [row[3] for row in plans(firm)] == [200.0]


def test_another_target_set_meanwhile_is_told(on, planner, firm):
    planner(Role.HEAD, "test:bob").set({ANN: "100"})
    on.set({ANN: "70"})

    assert "set meanwhile; it was —" in listed(on).get_text()
    act(on, "approve")
    carry()
    assert [row[3] for row in plans(firm) if row[4]] == [100.0]


def test_what_the_approver_has_not_seen_is_not_overwritten(on, planner, firm):
    planner(Role.HEAD, "test:bob").set({ANN: "100"})
    (one,) = Proposal.objects.all()
    on.set({ANN: "70"})
    late = on.client.post("/plans/approvals/", {"do": "approve", "pk": one.pk, f"s|{one.pk}": ""})

    assert late.status_code == 422
    assert "set another target meanwhile" in late.content.decode()
    assert states() == [State.WAITING]
    assert on.cells() == {ANN: "70"}


def test_decided_once_only(on, planner, firm):
    planner(Role.HEAD, "test:bob").set({ANN: "100"})
    (one,) = Proposal.objects.all()
    act(on, "approve")
    again = {"do": "refuse", "pk": one.pk, "answer": "no"}
    on.client.post("/plans/approvals/", again)

    assert states() == [State.APPROVED]
    assert Parcel.objects.count() == 1


def test_switched_off_what_waits_goes_on_waiting(on, planner, firm):
    head = planner(Role.HEAD, "test:bob")
    head.set({ANN: "100"})
    switch(on, "0")
    head.set({"p|test:ann|2018-02-01": "50"})

    assert states() == [State.WAITING]
    assert head.cells() == {"p|test:ann|2018-02-01": "50"}
    act(on, "approve")
    assert head.cells() == {ANN: "100", "p|test:ann|2018-02-01": "50"}


def test_withdrawn_by_whoever_proposed_it(on, planner, firm):
    head = planner(Role.HEAD, "test:bob")
    head.set({ANN: "100"})
    (one,) = Proposal.objects.all()

    taken = on.client.post("/plans/approvals/", {"do": "withdraw", "pk": one.pk})
    assert taken.status_code == 404
    act(head, "withdraw")
    assert states() == [State.WITHDRAWN]
    assert not listed(on).select("form.proposal")


def test_only_directors_and_administrators_switch_it(planner, firm):
    assert switch(planner(Role.HEAD, "test:bob"), "1").status_code == 404
    assert switch(planner(Role.ADMINISTRATOR), "1").status_code == 302
    switch(planner(Role.ADMINISTRATOR), "1")

    assert [*Switch.objects.values_list("on", flat=True)] == [True]


def test_those_who_may_decide_are_told_and_whoever_asked_is_told_back(on, planner, firm):
    planner(Role.HEAD, "test:cla")
    planner(Role.HEAD, "test:ann")
    User.objects.filter(person="test:cla").update(language="hu")
    planner(Role.HEAD, "test:bob").set({ANN: "100"}, why="the season")
    asked = [*Notice.objects.order_by("pk")]

    assert {one.to.name for one in asked} == {"Director", "Cla"}
    assert all(one.kind == "plan" and one.link == "/plans/approvals/" for one in asked)
    assert "100" not in asked[0].title
    assert "the season" in asked[0].text
    assert "100" in asked[0].text
    act(on, "refuse", "too little")
    (back,) = Notice.objects.filter(to__person="test:bob")
    assert back.title == "Targets refused: revenue"
    assert "too little" in back.text


def test_audit_says_who_proposed_and_who_approved(on, planner, firm):
    planner(Role.HEAD, "test:bob").set({ANN: "100"})
    act(on, "approve")
    events = {
        entry.additional_data["event"]: (entry.actor.name, [*entry.changes.values()])
        for entry in LogEntry.objects.exclude(additional_data=None)
        if entry.additional_data["event"].startswith("plans_")
    }

    assert events["plans_proposed"] == ("Bob", [["", "100"]])
    assert events["plans_approve"] == ("Director", [["", "100"]])
    assert events["plans_approval"][0] == "Director"


def test_taking_a_target_away_waits_too(on, planner, firm):
    on.set({ANN: "100"})
    carry()
    head = planner(Role.HEAD, "test:bob")
    head.set({ANN: ""})

    assert head.cells() == {ANN: "100"}
    act(on, "approve")
    assert head.cells() == {}


@pytest.mark.parametrize("said", [{}, {"do": "approve"}, {"do": "?", "pk": "1"},
                                  {"do": "approve", "pk": "99"}])  # fmt: skip
def test_unknown_ones_are_not_there(on, firm, said):
    assert on.client.post("/plans/approvals/", said).status_code == 404


def test_sellers_do_not_see_what_is_only_proposed(on, planner, firm):
    planner(Role.HEAD, "test:bob").set({ANN: "100"})

    assert "proposed" not in planner(Role.SELLER, "test:ann").sheet().get_text()
