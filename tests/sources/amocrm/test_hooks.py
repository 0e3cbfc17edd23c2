"""Web hooks of amoCRM: which records a call names."""

from urllib.parse import urlencode

import pytest

from merilo.sources.amocrm.hooks import heard
from merilo.sources.sync.protocol import Account, Hint

FORM = "application/x-www-form-urlencoded"
SETTINGS = {"address": "demo"}
ACCOUNT = Account("Demo", id="31000000")
OURS = [("account[id]", "31000000"), ("account[subdomain]", "demo")]


def call(*pairs: tuple[str, str], ours=OURS) -> list[Hint] | None:
    body = urlencode([*pairs, *ours]).encode()
    return heard(body, f"{FORM}; charset=utf-8", SETTINGS, ACCOUNT)


def test_a_stage_change_names_the_deal_and_nothing_else():
    found = call(
        ("leads[status][0][id]", "1001"),
        ("leads[status][0][name]", "Заявка + ещё"),
        ("leads[status][0][status_id]", "142"),
        ("leads[status][0][tags][0][id]", "11"),
        ("leads[status][0][custom_fields][0][id]", "88001"),
    )
    assert found == [Hint("leads", "1001")]


def test_several_events_in_one_call_each_once():
    found = call(
        ("leads[add][0][id]", "1"),
        ("leads[update][0][id]", "1"),
        ("leads[delete][1][id]", "2"),
        ("contacts[update][0][id]", "3"),
        ("contacts[update][0][type]", "contact"),
        ("contacts[add][1][id]", "4"),
        ("contacts[add][1][type]", "company"),
        ("task[update][0][id]", "5"),
    )
    assert found == [
        Hint("leads", "1"), Hint("leads", "2"), Hint("contacts", "3"), Hint("companies", "4"),
        Hint("tasks", "5"),
    ]  # fmt: skip


def test_a_name_that_is_value_and_branch_at_once():
    found = call(
        ("contacts[note][0][note][type]", "3"),
        ("contacts[note][0][note][type][message_uuid]", "6f1c"),
        ("contacts[note][0][note][id]", "42001"),
        ("contacts[note][0][type]", "contact"),
    )
    assert found == [Hint("contact_notes", "42001")]


@pytest.mark.parametrize(
    "ours",
    [
        [("account[id]", "31000001"), ("account[subdomain]", "demo")],
        [("account[id]", "31000000"), ("account[subdomain]", "other")],
        [("account[subdomain]", "demo")],
        [],
    ],
)
def test_of_another_account_nothing_is_taken(ours):
    assert call(("leads[add][0][id]", "1"), ours=ours) is None


@pytest.mark.parametrize("id", ["", "x", "1 or 1=1", "-1", "9" * 30, "١"])
def test_what_is_no_id_is_no_hint(id):
    assert call(("leads[add][0][id]", id)) == []


def test_what_is_no_form_is_refused():
    with pytest.raises(ValueError, match="no form"):
        heard(b"{}", "application/json", SETTINGS, ACCOUNT)
    with pytest.raises(ValueError, match="utf-8"):
        heard(b"\xff\xfe", FORM, SETTINGS, ACCOUNT)
