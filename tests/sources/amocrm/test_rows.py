"""What each kind of record says, written down by hand."""

import json

import pytest

from merilo.sources.amocrm.account import Departments
from merilo.sources.amocrm.customers import Companies, Contacts
from merilo.sources.amocrm.events import Events
from merilo.sources.amocrm.leads import Leads
from merilo.sources.amocrm.notes import Notes
from merilo.sources.amocrm.pipelines import Pipelines
from merilo.sources.amocrm.products import Products
from merilo.sources.amocrm.purchases import Purchases
from merilo.sources.amocrm.tasks import Tasks
from merilo.sources.amocrm.users import Users
from merilo.sources.files.targets import TARGETS
from merilo.sources.sync.protocol import Hint, Row
from tests.sources.amocrm.samples import (
    ACCOUNT,
    CALL,
    CONTACT,
    ELEMENT,
    EVENT,
    LEAD,
    PIPELINE,
    TASK,
    USER,
    but,
    embedding,
    field,
    only,
    rows,
)  # fmt: skip

LEADS, EVENTS, TASKS = Leads(), Events(), Tasks()
LEAD_NOTES, CONTACT_NOTES = Notes("lead", "leads/notes"), Notes("contact", "contacts/notes")
WON = but(LEAD, status_id=142, closed_at=1762100000)


def test_departments() -> None:
    assert rows(Departments(), ACCOUNT) == [
        Row("units", {"id": "0", "name": "Отдел продаж", "kind": "department"}, {}),
        Row("units", {"id": "9001", "name": "B2B", "kind": "department"}, {}),
    ]


def test_a_user_is_a_person() -> None:
    assert only(Users(), USER) == Row(
        "people",
        {"id": "501", "name": "Анна", "email": "anna@example.org", "unit": "9001",
         "left_on": None},
        {},
    )  # fmt: skip


def test_a_dismissed_user_is_marked_and_the_day_left_open() -> None:
    row = only(Users(), but(USER, rights={"is_active": False, "group_id": 0, "is_admin": True}))
    assert row.values == {
        "id": "501", "name": "Анна", "email": "anna@example.org", "unit": "0",
    }  # fmt: skip
    assert row.extra == {"left": True, "admin": True}


def test_a_user_has_the_name_of_a_role_and_the_digest_of_a_telephone() -> None:
    row = only(
        Users(), embedding(but(USER, phone_number="89990000001"), roles=[{"id": 1, "name": "РОП"}])
    )
    assert row.values["role"] == "РОП"
    assert row.extra == {"phones": ["<0001>"]}


def test_a_pipeline_and_its_stages() -> None:
    assert rows(Pipelines(), PIPELINE) == [
        Row("pipelines", {"id": "7001", "name": "Продажи"}, {}),
        Row("stages", {"id": "7001/40001", "pipeline": "7001", "name": "Неразобранное",
                       "position": "10", "kind": "open"}, {"incoming": True}),
        Row("stages", {"id": "7001/40002", "pipeline": "7001", "name": "Первичный контакт",
                       "position": "20", "kind": "open"}, {}),
        Row("stages", {"id": "7001/142", "pipeline": "7001", "name": "Ура",
                       "position": "10000", "kind": "won"}, {}),
        Row("stages", {"id": "7001/143", "pipeline": "7001", "name": "Увы",
                       "position": "11000", "kind": "lost"}, {}),
    ]  # fmt: skip


def test_pipelines_that_are_not_chosen_say_nothing() -> None:
    assert rows(Pipelines(), PIPELINE, {"pipelines": ["7002"]}) == []
    assert len(rows(Pipelines(), PIPELINE, {"pipelines": [7001]})) == 5


def test_an_open_lead() -> None:
    assert only(LEADS, LEAD) == Row(
        "deals",
        {
            "id": "1001", "name": "Заявка с сайта", "customer": "company/3001", "owner": "501",
            "pipeline": "7001", "stage": "7001/40002", "outcome": "open", "amount": "120000",
            "currency": "RUB", "channel": "Форма сайта", "created": "2025-11-01T12:26:40Z",
            "closed": None, "loss_reason": None, "updated": "2025-11-02T16:13:20Z",
        },
        {
            "88001:Канал": "Сайт", "88002:Дата отгрузки": "2025-11-05",
            "contacts": ["2001", "2002"], "created_by": "0", "updated_by": "501",
            "group": "9001", "closest_task": "2025-11-03T20:00:00Z", "tags": ["VIP"],
            "robot": True,
        },
    )  # fmt: skip


def test_fields_that_were_chosen_are_columns_and_stay_in_extra() -> None:
    chosen = {
        "fields": {"deals": {
            "channel": 88001, "expected_close_on": "88002", "segment": "tags", "margin": "5",
        }},
        "channel_from": "field",
    }  # fmt: skip
    row = only(LEADS, LEAD, chosen)
    assert row.values["channel"] == "Сайт"
    assert row.values["expected_close_on"] == "2025-11-05"
    assert row.values["segment"] == "VIP"
    assert row.values["margin"] is None
    assert row.extra is not None
    assert row.extra["88001:Канал"] == "Сайт"


def test_the_channel_is_the_first_that_is_known() -> None:
    nameless = embedding(but(LEAD, source_id=77), source=None)
    assert only(LEADS, nameless).values["channel"] == "77"
    utm = embedding(
        but(LEAD, custom_fields_values=[field(9, "yandex", code="UTM_SOURCE")]), source=None
    )
    assert only(LEADS, utm).values["channel"] == "yandex"
    assert only(LEADS, embedding(LEAD, source=None)).values["channel"] is None


def test_a_lead_without_a_company_is_of_its_main_contact() -> None:
    assert only(LEADS, embedding(LEAD, companies=[])).values["customer"] == "contact/2001"
    nobody = embedding(LEAD, companies=[], contacts=[])
    assert only(LEADS, nobody).values["customer"] is None


@pytest.mark.parametrize("reason", [[{"id": 301, "name": "Дорого"}], {"id": 301, "name": "Дорого"}])
def test_a_lost_lead_says_why(reason: object) -> None:
    lost = embedding(but(WON, status_id=143, loss_reason_id=301), loss_reason=reason)
    values = only(LEADS, lost).values
    assert values["outcome"] == "lost"
    assert values["stage"] == "7001/143"
    assert values["closed"] == "2025-11-02T16:13:20Z"
    assert values["loss_reason"] == "Дорого"


def test_a_reason_without_a_name_is_its_id_and_belongs_to_lost_ones_only() -> None:
    lost = but(WON, status_id=143, loss_reason_id=301)
    assert only(LEADS, lost).values["loss_reason"] == "301"
    assert only(LEADS, {**lost, "loss_reason_name": "Дорого"}).values["loss_reason"] == "Дорого"
    assert only(LEADS, but(LEAD, loss_reason_id=301)).values["loss_reason"] is None


def test_a_won_lead_has_lines_at_the_price_that_was_used() -> None:
    sold = but(WON)
    sold["_embedded"]["catalog_elements"][0]["line"] = {"price": "1500.50", "cost": "1000"}
    deal, line = rows(LEADS, sold)
    assert deal.extra is not None
    assert deal.extra["lines"] == ["1001/6001"]
    assert line == Row(
        "order_lines",
        {"id": "1001/6001", "deal": "1001", "product": "6001", "quantity": "2",
         "amount": "3001.00", "cost": "2000.00", "currency": "RUB",
         "updated": "2025-11-02T16:13:20Z"},
        {},
    )  # fmt: skip


def test_elements_of_other_catalogues_are_no_lines() -> None:
    assert [row.table for row in rows(LEADS, WON)] == ["deals"]


def test_a_contact_with_a_company_speaks_for_it() -> None:
    assert only(Contacts(), CONTACT) == Row(
        "contacts", {"id": "2001", "customer": "company/3001"}, {"phones": ["<0001>"]}
    )


def test_a_contact_without_a_company_is_a_customer() -> None:
    contact, customer = rows(Contacts(), embedding(CONTACT, companies=[]))
    assert contact == Row("contacts", {"id": "2001", "customer": None}, {"phones": ["<0001>"]})
    assert customer == Row(
        "customers",
        {"id": "contact/2001", "name": "Иван Петров", "owner": "501",
         "created": "2025-11-01T12:26:40Z", "updated": "2025-11-01T12:26:40Z"},
        {"phones": ["<0001>"], "created_by": "501", "group": "9001"},
    )  # fmt: skip


def test_a_company_is_a_customer_with_the_fields_that_were_chosen() -> None:
    firm = but(CONTACT, id=3001, name="Завод", custom_fields_values=[
        field(7, "Урал"), field(8, "8 (999) 000-00-01", code="PHONE", type="multitext"),
    ])  # fmt: skip
    row = only(Companies(), firm, {"fields": {"customers": {"territory": "7"}}})
    assert row == Row(
        "customers",
        {"id": "company/3001", "name": "Завод", "owner": "501", "territory": "Урал",
         "created": "2025-11-01T12:26:40Z", "updated": "2025-11-01T12:26:40Z"},
        {"7:f7": "Урал", "phones": ["<0001>"], "created_by": "501", "group": "9001"},
    )  # fmt: skip


def test_a_product() -> None:
    assert only(Products(), ELEMENT) == Row(
        "products", {"id": "6001", "name": "Станок", "group": "Станки"}, {}
    )


def test_a_task_that_is_done() -> None:
    assert only(TASKS, TASK) == Row(
        "activities",
        {"id": "task/8001", "kind": "task", "person": "501", "deal": "1001",
         "occurred": "2025-11-01T12:26:40Z", "outcome": "done",
         "due": "2025-11-02T12:26:39Z", "completed": "2025-11-02T13:26:40Z",
         "author": "person", "updated": "2025-11-02T13:26:40Z"},
        {"card": ["lead", "1001"], "changed": "2025-11-02T13:26:40Z", "type": "1",
         "created_by": "501"},
    )  # fmt: skip


def test_a_task_that_is_not_done() -> None:
    values = only(TASKS, but(TASK, is_completed=False)).values
    assert (values["outcome"], values["completed"]) == ("open", None)


def test_a_meeting_is_held_when_it_is_done() -> None:
    planned = but(TASK, task_type_id=2, is_completed=False)
    values = only(TASKS, planned).values
    assert (values["kind"], values["outcome"]) == ("meeting", None)
    assert values["occurred"] == "2025-11-02T12:26:39Z"  # when it is due
    values = only(TASKS, but(planned, is_completed=True)).values
    assert values["outcome"] == "held"
    assert values["occurred"] == values["completed"] == "2025-11-02T13:26:40Z"


def test_what_a_type_of_task_is_can_be_chosen() -> None:
    kinds = {"task_kinds": {"1": "call", "2": "task", "7": "presentation"}}
    assert only(TASKS, TASK, kinds).values["kind"] == "call"
    assert only(TASKS, TASK, kinds).values["outcome"] == "reached"
    open_call = only(TASKS, but(TASK, is_completed=False), kinds).values
    assert (open_call["kind"], open_call["outcome"]) == ("task", "open")
    assert only(TASKS, but(TASK, task_type_id=2), kinds).values["kind"] == "task"
    assert only(TASKS, but(TASK, task_type_id=7), kinds).values["kind"] == "presentation"


def test_a_task_of_a_robot_is_of_the_person_who_has_it() -> None:
    row = only(TASKS, but(TASK, created_by=0, entity_type="contacts", entity_id=2001))
    assert row.values["author"] == "person"
    assert "deal" not in row.values
    assert row.extra is not None
    assert row.extra["robot"] is True
    assert row.extra["card"] == ["contact", "2001"]


def test_a_call() -> None:
    assert only(CONTACT_NOTES, CALL) == Row(
        "activities",
        {"id": "note/42001", "kind": "call", "direction": "out", "person": "501",
         "duration_s": "154", "outcome": "reached", "recording": "https://pbx.example/rec/1.mp3",
         "author": "person", "occurred": "2025-11-01T15:13:20Z",
         "updated": "2025-11-01T15:13:20Z"},
        {"card": ["contact", "2001"], "created_by": "501", "same_as": "8f52c7",
         "phone": "<0001>", "shown": "+7 … 01", "status": "4", "source": "mango",
         "responsible": "Анна"},
    )  # fmt: skip


def test_a_call_on_a_lead_is_about_it() -> None:
    assert only(LEAD_NOTES, but(CALL, entity_id=1001)).values["deal"] == "1001"


@pytest.mark.parametrize(
    ("status", "duration", "outcome"),
    [(1, 9, "voicemail"), (2, 9, "reached"), (2, 0, "missed"), (3, 0, "missed"), (4, 0, "reached"),
     (5, 0, "failed"), (6, 3, "missed"), (7, 0, "busy"), (8, 0, "missed"), (8, 60, "reached"),
     (None, 0, "missed"), (None, 1, "reached"), (None, "12", "reached"), ("7", 5, "busy")],
)  # fmt: skip
def test_how_a_call_ended(status: object, duration: object, outcome: str) -> None:
    call = but(CALL, params={"call_status": status, "duration": duration})
    assert only(CONTACT_NOTES, call).values["outcome"] == outcome


@pytest.mark.parametrize(
    ("responsible", "author", "said", "person"),
    [(501, 502, 503, "501"), (0, 502, 503, "502"), (0, 0, 503, "503"), (0, 0, "504", "504"),
     (None, 0, "Анна", None)],
)  # fmt: skip
def test_whose_call_it_is(responsible: object, author: int, said: object, person: str) -> None:
    call = but(CALL, responsible_user_id=responsible, created_by=author,
               params={"duration": 5, "call_responsible": said})  # fmt: skip
    row = only(CONTACT_NOTES, call)
    assert row.values["person"] == person
    assert row.values["author"] == "person"


def test_a_call_of_nobody_is_a_robots() -> None:
    call = but(CALL, responsible_user_id=0, created_by=0, params={"duration": 5})
    assert only(CONTACT_NOTES, call).values["author"] == "robot"


def test_calls_are_left_to_the_telephone_system_where_it_tells_of_them() -> None:
    assert rows(CONTACT_NOTES, CALL, {"calls_by": "telephone"}) == []


@pytest.mark.parametrize(
    ("type", "params", "kind", "direction", "author"),
    [("amomail_message", {"income": True}, "email", "in", "person"),
     ("amomail_message", {"income": False}, "email", "out", "person"),
     ("sms_in", {}, "message", "in", "person"), ("sms_out", {}, "message", "out", "person"),
     ("common", {}, "comment", None, "person"),
     ("service_message", {}, "comment", None, "robot"),
     ("extended_service_message", {}, "comment", None, "robot"),
     ("zoom_meeting", {}, "meeting", None, "person")],
)  # fmt: skip
def test_other_notes(
    type: str, params: dict[str, object], kind: str, direction: str | None, author: str
) -> None:
    secret = {"text": "Секрет", "subject": "Секрет", "phone": "79990000001", "from": "a@b.ru"}
    row = only(LEAD_NOTES, but(CALL, note_type=type, params={**secret, **params}))
    assert row.values["kind"] == kind
    assert row.values["direction"] == direction
    assert row.values["author"] == author
    assert row.values["person"] == (None if author == "robot" else "501")
    assert row.values["outcome"] == ("held" if kind == "meeting" else None)
    said = json.dumps([row.values, row.extra], ensure_ascii=False)
    assert not any(word in said for word in ("Секрет", "9990000001", "a@b.ru"))


def test_what_robots_send_is_nobodys() -> None:
    row = only(LEAD_NOTES, but(CALL, note_type="sms_out", created_by=0, params={}))
    assert (row.values["person"], row.values["author"]) == (None, "robot")
    row = only(
        LEAD_NOTES, but(CALL, note_type="amomail_message", created_by=0, params={"income": 1})
    )
    assert (row.values["person"], row.values["author"]) == ("501", "person")


def test_comments_can_be_switched_off_and_unknown_notes_say_nothing() -> None:
    assert rows(LEAD_NOTES, but(CALL, note_type="common"), {"comments": "no"}) == []
    assert rows(LEAD_NOTES, but(CALL, note_type="geolocation")) == []
    assert rows(LEAD_NOTES, but(CALL, note_type="never_heard_of")) == []


def test_a_move() -> None:
    assert only(EVENTS, EVENT) == Row(
        "stage_changes",
        {"id": "01pz58t6p04ymgsgfbmfyfy1mf", "deal": "1001", "occurred": "2025-11-02T02:20:00Z",
         "from_stage": "7001/40002", "to_stage": "7001/40003", "person": "501",
         "author": "person"},
        {},
    )  # fmt: skip


def test_a_move_to_another_pipeline_is_one_row_and_a_reason_to_look() -> None:
    event = but(EVENT, value_after=[{"lead_status": {"id": 142, "pipeline_id": 7002}}])
    values = only(EVENTS, event).values
    assert (values["from_stage"], values["to_stage"]) == ("7001/40002", "7002/142")
    assert [*EVENTS.hints(event)] == [Hint("leads", "1001")]
    assert [*EVENTS.hints(EVENT)] == []
    assert len(rows(EVENTS, event, {"pipelines": [7002]})) == 1
    assert rows(EVENTS, event, {"pipelines": [7003]}) == []


def test_a_move_by_a_robot_and_one_to_where_it_was() -> None:
    values = only(EVENTS, but(EVENT, created_by=0)).values
    assert (values["person"], values["author"]) == (None, "robot")
    assert rows(EVENTS, but(EVENT, value_after=EVENT["value_before"])) == []


def test_a_hand_over() -> None:
    event = but(EVENT, type="entity_responsible_changed",
                value_before=[{"responsible_user": {"id": 501}}],
                value_after=[{"responsible_user": {"id": 502}}])  # fmt: skip
    assert only(EVENTS, event) == Row(
        "owner_changes",
        {"id": "01pz58t6p04ymgsgfbmfyfy1mf", "deal": "1001", "occurred": "2025-11-02T02:20:00Z",
         "from_person": "501", "to_person": "502"},
        {"created_by": "501"},
    )  # fmt: skip
    assert rows(EVENTS, but(event, entity_type="contact")) == []


def test_another_amount() -> None:
    """Where nothing stands, there was none. Of a customer's card no amount is kept."""
    event = but(EVENT, type="sale_field_changed", value_before=[],
                value_after=[{"sale_field_value": {"sale": 120000}}])  # fmt: skip
    assert only(EVENTS, event) == Row(
        "amount_changes",
        {"id": "01pz58t6p04ymgsgfbmfyfy1mf", "deal": "1001", "occurred": "2025-11-02T02:20:00Z",
         "from_amount": "0", "to_amount": "120000", "currency": "RUB", "person": "501",
         "author": "person"},
        {},
    )  # fmt: skip
    assert rows(EVENTS, but(event, value_before=event["value_after"])) == []
    assert rows(EVENTS, but(event, entity_type="customer")) == []
    assert only(EVENTS, but(event, created_by=0)).values["author"] == "robot"


def test_a_mark_of_the_bot_is_an_answer_to_a_survey() -> None:
    event = but(EVENT, type="nps_rate_added", value_before=[], value_after=[{"nps": {"rate": 9}}],
                whose={"person": 501, "customer": "company/3001"})  # fmt: skip
    assert only(EVENTS, event) == Row(
        "answers",
        {"id": "event/01pz58t6p04ymgsgfbmfyfy1mf", "survey": "NPS bot", "question": "nps",
         "score": "9", "scale": "10", "occurred": "2025-11-02T02:20:00Z", "person": "501",
         "customer": "company/3001"},
        {},
    )  # fmt: skip


def test_a_purchase_is_a_deal_that_was_never_open() -> None:
    card = {"id": 70, "responsible_user_id": 502, "_embedded": {"contacts": [{"id": 2001}]}}
    bought = {"id": 75, "price": 5400, "customer_id": 70, "completed_at": 1762050000,
              "created_by": 0, "updated_at": 1762060000, "card": card}  # fmt: skip
    deal, line = rows(Purchases(), bought)
    assert deal.values == {
        "id": "purchase/75", "customer": "contact/2001", "owner": "502", "outcome": "won",
        "amount": "5400", "currency": "RUB", "closed": "2025-11-02T02:20:00Z",
        "updated": "2025-11-02T05:06:40Z",
    }  # fmt: skip
    assert deal.extra is not None
    assert deal.extra["lines"] == [line.values["id"]]
    assert (line.values["deal"], line.values["amount"]) == ("purchase/75", "5400")
    told = but(EVENT, type="transaction_added", entity_type="customer",
               value_after=[{"transaction": {"id": 75}}])  # fmt: skip
    assert [*EVENTS.hints(told)] == [Hint("purchases", "75")]


def test_when_a_task_was_done_and_put_off() -> None:
    done = but(EVENT, type="task_completed", entity_type="task", entity_id=8001,
               value_before=[], value_after=[])  # fmt: skip
    assert only(EVENTS, done) == Row(
        "activities", {"id": "task/8001", "completed": "2025-11-02T02:20:00Z"}, patch=True
    )
    late = but(done, type="task_deadline_changed",
               value_after=[{"task_deadline": {"timestamp": 1762200000}}])  # fmt: skip
    assert only(EVENTS, late) == Row(
        "activities", {"id": "task/8001", "due": "2025-11-03T20:00:00Z"}, patch=True
    )


def test_chat_messages() -> None:
    came = but(EVENT, type="incoming_chat_message", created_by=0, linked_talk_contact_id=2001,
               value_before=[], value_after=[{"message": {"id": "uuid"}}])  # fmt: skip
    assert only(EVENTS, came) == Row(
        "activities",
        {"id": "event/01pz58t6p04ymgsgfbmfyfy1mf", "kind": "message", "direction": "in",
         "person": None, "occurred": "2025-11-02T02:20:00Z", "author": "unknown", "deal": "1001"},
        {"card": ["lead", "1001"], "contact": "2001", "created_by": "0"},
    )  # fmt: skip
    went = but(came, type="outgoing_chat_message", created_by=501, entity_type="contact")
    values = only(EVENTS, went).values
    assert (values["direction"], values["person"], values["author"]) == ("out", "501", "person")
    assert "deal" not in values
    assert only(EVENTS, but(went, created_by=0)).values["author"] == "robot"


@pytest.mark.parametrize(
    ("type", "entity", "stream"),
    [("lead_deleted", "lead", "leads"), ("lead_restored", "lead", "leads"),
     ("contact_deleted", "contact", "contacts"), ("company_deleted", "company", "companies"),
     ("entity_merged", "lead", "leads"), ("entity_merged", "company", "companies"),
     ("task_deleted", "task", "tasks")],
)  # fmt: skip
def test_what_may_be_gone_is_looked_at(type: str, entity: str, stream: str) -> None:
    event = but(EVENT, type=type, entity_type=entity, value_before=[], value_after=[])
    assert rows(EVENTS, event) == []
    assert [*EVENTS.hints(event)] == [Hint(stream, "1001")]


def test_a_deleted_note_is_looked_at() -> None:
    event = but(EVENT, type="common_note_deleted", value_after=[{"note": {"id": 42001}}])
    assert [*EVENTS.hints(event)] == [Hint("lead_notes", "42001")]


@pytest.mark.parametrize("type", ["incoming_call", "outgoing_mail", "common_note_added"])
def test_a_new_note_is_looked_at_on_its_card(type: str) -> None:
    event = but(EVENT, type=type, entity_type="contact", entity_id=2001,
                value_before=[], value_after=[{"note": {"id": 42001}}])  # fmt: skip
    assert [*EVENTS.hints(event)] == [Hint("contact_notes", "42001")]
    assert [*EVENTS.hints(but(event, entity_type="customer"))] == []
    assert rows(EVENTS, event) == []


@pytest.mark.parametrize("type", ["task_added", "task_completed", "task_deadline_changed"])
def test_a_task_of_which_an_event_tells_is_looked_at(type: str) -> None:
    event = but(EVENT, type=type, entity_type="task", entity_id=8001)
    assert [*EVENTS.hints(event)] == [Hint("tasks", "8001")]


def test_which_rows_go_with_a_record() -> None:
    assert [*LEADS.keys("5")] == [("deals", "5")]
    assert [*Contacts().keys("5")] == [("customers", "contact/5")]
    assert [*Companies().keys("5")] == [("customers", "company/5")]
    assert [*TASKS.keys("5")] == [("activities", "task/5")]
    assert [*LEAD_NOTES.keys("5")] == [("activities", "note/5")]


def test_every_row_speaks_in_slots_of_its_table() -> None:
    found = [
        row
        for stream, record in [
            (Departments(), ACCOUNT), (Users(), USER), (Pipelines(), PIPELINE), (LEADS, LEAD),
            (Companies(), CONTACT), (Products(), ELEMENT), (TASKS, TASK), (CONTACT_NOTES, CALL),
            (EVENTS, EVENT),
        ]
        for row in rows(stream, record)
    ]  # fmt: skip
    for row in found:
        assert row.values.keys() <= TARGETS[row.table].slots.keys(), row.table
        assert all(said is None or isinstance(said, str) for said in row.values.values())
