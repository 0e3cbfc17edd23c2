"""Oddities, each of which can be switched on, and fields that come and go."""

import pytest

from merilo.fakes import AmoCRM
from tests.fakes.asking import ask, listed

LEADS = "/leads?limit=250&with=loss_reason,contacts,source,catalog_elements"


def leads(fake):
    return listed(fake, LEADS, "leads")


def events(fake, *types):
    kinds = f"&filter[type]={','.join(types)}" if types else ""
    return listed(fake, f"/events?limit=100{kinds}", "events")


def notes(fake):
    return listed(fake, "/contacts/notes?limit=250", "notes")


SHOWN = {
    "missing_embedded": lambda f: any("tags" not in r["_embedded"] for r in leads(f)),
    "loss_object": lambda f: any(isinstance(r["_embedded"]["loss_reason"], dict) for r in leads(f)),
    "zeros": lambda f: any(r["closed_at"] == 0 for r in leads(f)),
    "price_null": lambda f: any(r["price"] is None for r in leads(f)),
    "price_text": lambda f: any(isinstance(r["price"], str) for r in leads(f)),
    "minor_units": lambda f: any("price_with_minor_units" in r for r in leads(f)),
    "two_values": lambda f: any(
        len(v["values"]) == 2 for r in leads(f) for v in r["custom_fields_values"] or ()
    ),
    "all_types": lambda f: {"file", "items"}
    <= {v["field_type"] for v in leads(f)[0]["custom_fields_values"]},
    "missing_users": lambda f: len(listed(f, "/users", "users")) < len(f.world.people),
    "no_call_status": lambda f: any(
        "call_status" not in n["params"] for n in notes(f) if n["note_type"].startswith("call")
    ),
    "author_differs": lambda f: any(
        n["responsible_user_id"] and n["created_by"] != n["responsible_user_id"] for n in notes(f)
    ),
    "unknown_events": lambda f: bool(events(f, "starship_landed")),
    "unknown_notes": lambda f: any(
        n["note_type"] == "hologram" for n in listed(f, "/leads/notes?limit=250", "notes")
    ),
    "same_moves": lambda f: any(
        e["value_before"] == e["value_after"] for e in events(f, "lead_status_changed")
    ),
    "young_events": lambda f: (
        events(f)[-1]["created_at"] >= (f.world.since + f.world.until) // 2
    ),
    "mail_by_name": lambda f: not any(e["type"].endswith("_mail") for e in events(f)),
    "no_filters": lambda f: len(listed(f, "/leads?filter[id][]=1&limit=250", "leads")) > 1,
    "strict_limit": lambda f: ask(f, "/api/v4/leads?limit=300").status == 400,
    "purchases": lambda f: bool(listed(f, "/customers/transactions", "transactions")),
    "plain_429": lambda f: f.fault("429") or ask(f, "/api/v4/leads").body == b"Too many requests",
}  # fmt: skip


@pytest.mark.parametrize("name", AmoCRM.ODDITIES)
def test_oddity_shows_when_it_is_on_and_not_when_it_is_off(fake, name):
    if name != "plain_429":
        assert not SHOWN[name](fake)
    fake.odd(name)
    assert SHOWN[name](fake)
    fake.calm()
    fake.odd()
    assert not fake.odds


def test_an_unknown_oddity_is_refused(fake):
    with pytest.raises(ValueError, match="zeros"):
        fake.odd("zeroes")


def test_mail_comes_when_asked_for_by_name(fake):
    fake.odd("mail_by_name")

    assert events(fake, "incoming_mail", "outgoing_mail")


def test_odd_events_do_not_change_the_truth(fake):
    before = fake.truth()
    fake.odd("same_moves", "unknown_events")

    assert fake.truth() == before


def test_a_price_that_is_told_with_minor_units_is_the_truth(fake):
    fake.odd("minor_units", "price_null")
    truth = {row["id"]: row["amount"] for row in fake.truth()["deals"]}
    for row in leads(fake):
        said = row.get("price_with_minor_units", row["price"])
        assert truth[str(row["id"])] == (None if said is None else str(said))


def test_fields_appear_change_and_vanish(fake):
    world = fake.world
    field = world.add_field("deal", "Бюджет", "numeric")

    def said():
        rows = ask(fake, "/api/v4/leads/custom_fields").rows("custom_fields")
        lead = ask(fake, "/api/v4/leads/1000001").said()
        values = {v["field_name"]: v for v in lead["custom_fields_values"] or ()}
        return [row["name"] for row in rows], values

    names, values = said()
    assert "Бюджет" in names
    assert isinstance(values["Бюджет"]["values"][0]["value"], str)  # numbers are text
    world.rename_field(field, "Сумма")
    assert "Сумма" in said()[1]
    world.retype_field(field, "select", ("мало", "много"))
    assert said()[1]["Сумма"]["values"][0]["enum_id"]
    world.drop_field(field)
    assert "Сумма" not in said()[0]
