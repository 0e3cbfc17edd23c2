"""What answers hold that they should not: it is read, or becomes a row that is refused."""

import json
from typing import Any

import pytest

from merilo.sources.amocrm import CONNECTOR
from merilo.sources.amocrm.customers import Contacts
from merilo.sources.amocrm.events import Events
from merilo.sources.amocrm.leads import Leads
from merilo.sources.amocrm.notes import Notes
from merilo.sources.amocrm.plain import day, instant
from merilo.sources.amocrm.tasks import Tasks
from merilo.sources.amocrm.users import Users
from merilo.sources.sync.plain import items
from merilo.sources.sync.protocol import Hint, Row
from tests.sources.amocrm.samples import (
    CALL,
    CONTACT,
    EVENT,
    LEAD,
    TASK,
    USER,
    but,
    embedding,
    field,
    ground,
    only,
    rows,
)  # fmt: skip

STREAMS = {stream.name: stream for stream in CONNECTOR.streams}
TYPES = (
    "text", "numeric", "checkbox", "select", "multiselect", "multitext", "date", "url", "textarea",
    "radiobutton", "streetaddress", "smart_address", "birthday", "legal_entity", "date_time",
    "items", "category", "price", "tracking_data", "linked_entity", "org_legal_name", "monetary",
    "chained_list", "file", "payer", "supplier",
)  # fmt: skip


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
@pytest.mark.parametrize(
    "record", [{}, {"id": None}, {"id": 0}, {"id": []}, {"id": True}, {"unread": 5}], ids=repr
)
def test_a_record_without_an_id_becomes_a_row_that_is_refused(stream: Any, record: Any) -> None:
    assert rows(stream, record) == [Row(stream.feeds[0], {"id": None}, {"stream": stream.name})]


@pytest.mark.parametrize(
    "odd", [None, 0, "", "x", [], {}, [None], [5], {"a": 5}, True, -1], ids=repr
)
def test_nothing_that_stands_in_a_place_is_a_fault(odd: Any) -> None:
    """Each key of each sample in turn holds what does not belong there, as does each inner one."""
    samples = {
        "leads": LEAD, "contacts": CONTACT, "companies": CONTACT, "users": USER, "tasks": TASK,
        "contact_notes": CALL, "events": EVENT,
    }  # fmt: skip
    for name, sample in samples.items():
        for key in sample.keys() - {"id"}:
            found = rows(STREAMS[name], but(sample, **{key: odd}))
            assert all(isinstance(row.values, dict) for row in found)
            for row in found:
                json.dumps([row.values, row.extra])
                assert all(v is None or isinstance(v, str) for v in row.values.values())
            assert all(hint.id for hint in STREAMS[name].hints(but(sample, **{key: odd})))
        for key in sample.get("_embedded", {}):
            assert rows(STREAMS[name], embedding(sample, **{key: odd}))
        for key in sample.get("params", {}):
            assert rows(STREAMS[name], but(sample, params={**sample["params"], key: odd}))


def test_null_lists_and_missing_ones() -> None:
    bare = but(LEAD, custom_fields_values=None, _embedded={})
    row = only(Leads(), bare)
    assert row.values["customer"] is None
    assert row.values["channel"] is None
    assert only(Leads(), but(LEAD, _embedded=[])).values["customer"] is None
    del bare["_embedded"]
    assert only(Leads(), bare) == row


def test_zeros_are_nothing() -> None:
    zeros = dict.fromkeys(
        ("closed_at", "closest_task_at", "loss_reason_id", "source_id", "score", "labor_cost"), 0
    )
    plain = only(Leads(), but(LEAD, closest_task_at=None))
    assert only(Leads(), but(LEAD, **zeros)) == plain
    assert only(Leads(), but(LEAD, **dict.fromkeys(zeros, -1))) == plain


@pytest.mark.parametrize(
    ("price", "exact", "amount"),
    [(None, None, None), (0, None, None), ("0.00", None, None), ("120000", None, "120000"),
     ("1200.50", None, "1200.50"), (1200, "1200.75", "1200.75"), (1200, "0.0", None),
     (-500, None, "-500"), ("о чём", None, "о чём")],
)  # fmt: skip
def test_prices(price: object, exact: object, amount: str | None) -> None:
    row = only(Leads(), but(LEAD, price=price, price_with_minor_units=exact))
    assert row.values["amount"] == amount


def test_ids_and_moments_as_text() -> None:
    said = but(LEAD, id="1001", status_id="142", pipeline_id="7001", created_at="1762000000",
               responsible_user_id="501")  # fmt: skip
    values = only(Leads(), said).values
    assert (values["id"], values["stage"], values["owner"]) == ("1001", "7001/142", "501")
    assert (values["outcome"], values["created"]) == ("won", "2025-11-01T12:26:40Z")


def test_moments_that_cannot_be_are_left_for_the_check_to_refuse() -> None:
    assert instant("вчера") == "вчера"
    assert instant(10**15) == "1000000000000000"
    assert instant(-5) is None
    assert day(10**15, "Europe/Moscow") == "1000000000000000"
    assert day(1762300800, "Nowhere/At all") == "2025-11-05"


def test_fields_of_every_type_are_kept() -> None:
    fields = [field(n, "x", type) for n, type in enumerate(TYPES, start=1)]
    extra = only(Leads(), but(LEAD, custom_fields_values=fields)).extra
    assert extra is not None
    kept = {name: said for name, said in extra.items() if name[0].isdigit()}
    private = {"multitext", "birthday"}
    assert kept == {
        f"{n}:f{n}": "x" for n, type in enumerate(TYPES, start=1) if type not in private
    }


def test_several_values_numbers_as_text_and_objects() -> None:
    fields = [
        {**field(1, "А", "multiselect"), "values": [{"value": "А"}, {"value": "Б"}]},
        field(2, "89990000001", "numeric"),
        field(3, True, "checkbox"),
        field(4, {"name": "Завод", "phone": "8 999 000 00 01"}, "legal_entity"),
        field(5, 1762000000, "date_time"),
    ]
    extra = only(Leads(), but(LEAD, custom_fields_values=fields), {
        "fields": {"deals": {"segment": 1, "margin": 2}},
    }).extra  # fmt: skip
    assert extra is not None
    assert extra["1:f1"] == ["А", "Б"]
    assert extra["2:f2"] == "89990000001"  # a number is no telephone number
    assert extra["3:f3"] is True
    assert extra["4:f4"] == {"name": "Завод", "phone": "+7 … 01"}
    assert extra["5:f5"] == "2025-11-01T12:26:40Z"


def test_telephone_numbers_and_addresses_are_kept_nowhere() -> None:
    named = but(CONTACT, name="+79990000001", custom_fields_values=[
        *CONTACT["custom_fields_values"], field(9, "перезвонить на 8 999 000-00-01", "textarea"),
    ])  # fmt: skip
    deal = but(LEAD, name="Звонок 79990000001")
    said = [rows(Contacts(), embedding(named, companies=[])), rows(Leads(), deal),
            rows(Notes("contact", "contacts/notes"), CALL)]  # fmt: skip
    text = json.dumps(said, ensure_ascii=False)
    assert not any(part in text for part in ("9990000001", "000-00-01", "a@example.org"))


@pytest.mark.parametrize("result", [{"text": "Договорились"}, None, []], ids=repr)
def test_results_of_tasks(result: object) -> None:
    assert only(Tasks(), but(TASK, result=result)) == only(Tasks(), TASK)


def test_a_user_without_a_department() -> None:
    row = only(Users(), but(USER, rights={"is_active": True, "group_id": None}))
    assert row.values["unit"] is None
    assert only(Users(), but(USER, rights=[])).values["unit"] is None


def test_a_deleted_record_says_nothing_and_is_looked_at() -> None:
    gone = but(LEAD, is_deleted=True)
    assert rows(Leads(), gone) == []
    assert [*Leads().hints(gone)] == [Hint("leads", "1001")]


def test_events_of_any_other_kind_say_nothing() -> None:
    for type in ("custom_field_88001_value_changed", "hologram_shown", None, 5):
        assert rows(Events(), but(EVENT, type=type)) == []
        assert [*Events().hints(but(EVENT, type=type))] == []


def test_a_move_with_half_of_it_missing() -> None:
    values = only(Events(), but(EVENT, value_before=[])).values
    assert (values["from_stage"], values["to_stage"]) == (None, "7001/40003")


def test_objects_in_place_of_lists() -> None:
    assert items({"0": {"id": 1}, "3": {"id": 2}}) == [{"id": 1}, {"id": 2}]
    assert items({"id": 1}) == [{"id": 1}]
    assert items(None) == items("x") == items([1, None]) == []
    assert ground().digest("+79990000001") == "<0001>"
