"""What each kind of record says, written down by hand."""

from typing import Any

import pytest

from merilo.sources.bitrix24.activities import TASKS, TELEPHONY, Activities, Once
from merilo.sources.bitrix24.calls import ON, Calls
from merilo.sources.bitrix24.customers import Companies, Contacts
from merilo.sources.bitrix24.deals import LINES, Deals
from merilo.sources.bitrix24.history import History, LeadHistory
from merilo.sources.bitrix24.leads import Leads
from merilo.sources.bitrix24.people import HEADS, Departments, Users, heads
from merilo.sources.bitrix24.pipelines import Pipelines
from merilo.sources.bitrix24.plain import lowered
from merilo.sources.bitrix24.products import SECTION, Products
from merilo.sources.bitrix24.quotes import Quotes
from merilo.sources.bitrix24.tasks import Tasks
from merilo.sources.bitrix24.words import FIELDS, NAMED
from merilo.sources.files.targets import TARGETS
from merilo.sources.sync.protocol import Account, Ground, Hint, Row

DEAL = {
    "id": 610, "title": "Сделка", "typeId": "SALE", "categoryId": 1, "stageId": "C1:NEW",
    "stageSemanticId": "P", "probability": 50, "opportunity": "19999.99", "currencyId": "RUB",
    "companyId": 5, "contactId": 7, "contactIds": [7, 8], "leadId": 0, "quoteId": None,
    "assignedById": 1, "createdBy": 2, "updatedBy": 1, "createdTime": "2026-10-20T10:15:00+03:00",
    "updatedTime": "2026-10-21T09:00:00+03:00", "begindate": "2026-10-20T00:00:00+03:00",
    "closedate": "2026-10-27T00:00:00+03:00", "closed": "N", "movedBy": 3,
    "movedTime": "2026-10-21T08:59:00+03:00", "sourceId": "WEB", "isReturnCustomer": "N",
    "isRepeatedApproach": "N", "isManualOpportunity": "N", "taxValue": 0,
    NAMED: {"stage": "Новая", "kind": "open", "source": "Сайт"},
    FIELDS: [["ufCrm_1700000000", "Канал", "Авито"]],
}  # fmt: skip
ACTIVITY = {
    "ID": "90", "OWNER_ID": "610", "OWNER_TYPE_ID": "2", "TYPE_ID": "1",
    "PROVIDER_ID": "CRM_MEETING", "PROVIDER_TYPE_ID": "MEETING", "DIRECTION": "2",
    "COMPLETED": "Y", "STATUS": "2", "RESPONSIBLE_ID": "1", "AUTHOR_ID": "2",
    "START_TIME": "2026-10-21T12:00:00+03:00", "END_TIME": "2026-10-21T13:00:00+03:00",
    "DEADLINE": "2026-10-21T12:00:00+03:00",
    "CREATED": "2026-10-20T12:00:00+03:00", "LAST_UPDATED": "2026-10-21T13:05:00+03:00",
    "SETTINGS": [], "RESULT_MARK": "0", "ORIGIN_ID": None, "ASSOCIATED_ENTITY_ID": "0",
}  # fmt: skip
CALL = {
    "ID": "7", "PORTAL_USER_ID": "1269", "PORTAL_NUMBER": "3", "PHONE_NUMBER": "8 (999) 123-45-68",
    "CALL_ID": "externalCall.71.17", "EXTERNAL_CALL_ID": None, "CALL_CATEGORY": "external",
    "CALL_DURATION": "95", "CALL_START_DATE": "2026-03-10T11:19:38+01:00",
    "CALL_RECORD_URL": "https://pbx.example/7.mp3", "CALL_VOTE": "5", "CALL_FAILED_CODE": "200",
    "CRM_ENTITY_TYPE": "CONTACT", "CRM_ENTITY_ID": "797", "CRM_ACTIVITY_ID": "7943",
    "RECORD_FILE_ID": 9079, "CALL_TYPE": "2",
}  # fmt: skip
TASK = {
    "id": "8017", "title": "Позвонить", "status": "2", "responsibleId": "547", "createdBy": "1",
    "createdDate": "2025-06-04T16:15:55+02:00", "changedDate": "2025-06-05T10:00:00+02:00",
    "closedDate": None, "deadline": "2025-10-24T19:00:00+02:00", "ufCrmTask": ["C_7", "D_610"],
}  # fmt: skip
USER = {
    "ID": "1", "ACTIVE": True, "NAME": "Анна", "LAST_NAME": "Белова", "SECOND_NAME": "",
    "EMAIL": "a@example.org", "WORK_POSITION": "Менеджер", "UF_DEPARTMENT": [5, 6],
    "UF_PHONE_INNER": "101", "USER_TYPE": "employee", "TIMESTAMP_X": {}, HEADS: ["1", "9"],
}  # fmt: skip


def but(record: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**record, **more}


def ground(lacking: tuple[str, ...] = (), **settings: Any) -> Ground:
    account = Account("p.bitrix24.ru", "Europe/Moscow", "RUB", lacking=lacking, country="RU")
    return Ground(settings, account, lambda said: f"#{said}")


def rows(stream: Any, record: dict[str, Any], on: Ground | None = None) -> list[Row]:
    """The rows; every slot that they name is one."""
    found = [*stream.rows(lowered(dict(record)), on or ground())]
    for row in found:
        if row.table != "contacts" and row.values["id"] is not None:
            assert {*row.values} <= {*TARGETS[row.table].slots}
    return found


def only(stream: Any, record: dict[str, Any], on: Ground | None = None) -> Row:
    (row,) = rows(stream, record, on)
    return row


def test_an_open_deal() -> None:
    assert only(Deals(), DEAL) == Row(
        "deals",
        {
            "id": "610", "name": "Сделка", "customer": "company/5", "owner": "1", "pipeline": "1",
            "stage": "1/C1:NEW", "outcome": "open", "amount": "19999.99", "currency": "RUB",
            "channel": "Сайт", "created": "2026-10-20T10:15:00+03:00", "closed": None,
            "loss_reason": None, "updated": "2026-10-21T09:00:00+03:00",
            "expected_close_on": "2026-10-27",
        },
        {
            "ufCrm_1700000000:Канал": "Авито", "contacts": ["7", "8"], "created_by": "2",
            "updated_by": "1", "moved_by": "3", "moved": "2026-10-21T08:59:00+03:00",
            "probability": "50", "type": "SALE", "source_id": "WEB",
        },
    )  # fmt: skip


def test_a_lost_deal_is_lost_for_the_reason_that_its_stage_is_called_by() -> None:
    named = {"stage": "Дорого", "kind": "lost"}
    lost = but(DEAL, stageSemanticId="F", stageId="C1:APOLOGY", closed="Y", **{NAMED: named})
    values = only(Deals(), lost).values
    assert values["outcome"] == "lost"
    assert values["loss_reason"] == "Дорого"
    assert values["closed"] == "2026-10-21T08:59:00+03:00"
    assert "expected_close_on" not in values
    chosen = ground(fields={"deals": {"loss_reason": "ufCrm_1700000000"}})
    assert only(Deals(), lost, chosen).values["loss_reason"] == "Авито"


def test_the_first_pipeline_is_0_and_empty_links_are_null_or_0() -> None:
    first = but(DEAL, categoryId=0, stageId="NEW", companyId=0, contactId=None, contactIds=[],
                assignedById=0, opportunity=0)  # fmt: skip
    values = only(Deals(), first).values
    assert (values["pipeline"], values["stage"]) == ("0", "0/NEW")
    assert (values["customer"], values["owner"], values["amount"]) == (None, None, None)
    person = but(DEAL, companyId=None)
    assert only(Deals(), person).values["customer"] == "contact/7"


def test_lines_of_a_won_deal() -> None:
    line = {"id": 17, "ownerId": 610, "productId": 31, "productName": "Станок", "price": "99.995",
            "quantity": "2", "type": 1}  # fmt: skip
    free = {"id": 18, "ownerId": 610, "productId": 0, "productName": "Доставка", "price": 500,
            "quantity": None}  # fmt: skip
    won = but(DEAL, stageSemanticId="S", stageId="C1:WON", **{LINES: [line, free]})
    deal, *sold = rows(Deals(), won)
    assert deal.extra["lines"] == ["17", "18"]
    told = [(r.values["id"], r.values["product"], r.values["quantity"], r.values["amount"])
            for r in sold]  # fmt: skip
    assert told == [("17", "31", "2", "199.99"), ("18", None, "1", "500.00")]
    assert sold[1].extra == {"name": "Доставка"}


def test_a_pipeline_with_its_stages() -> None:
    stages = [
        {"ID": "1", "STATUS_ID": "C1:NEW", "NAME": "Новая", "SORT": "10", "SEMANTICS": None,
         "EXTRA": {"SEMANTICS": "process"}},
        {"ID": "2", "STATUS_ID": "C1:WON", "NAME": "Победа", "SORT": "20", "SEMANTICS": "S",
         "EXTRA": []},
        {"ID": "3", "STATUS_ID": "C1:APOLOGY", "NAME": "Дорого", "SORT": "30", "SEMANTICS": "F",
         "EXTRA": {"SEMANTICS": "apology"}},
    ]  # fmt: skip
    record = {"id": 1, "name": "Опт", "sort": 100, "stages": stages}
    pipeline, *found = rows(Pipelines(), record)
    assert pipeline == Row("pipelines", {"id": "1", "name": "Опт"}, {})
    assert found == [
        Row("stages", {"id": f"1/{id}", "pipeline": "1", "name": name, "position": sort,
                       "kind": kind}, extra)
        for id, name, sort, kind, extra in (
            ("C1:NEW", "Новая", "10", "open", {}), ("C1:WON", "Победа", "20", "won", {}),
            ("C1:APOLOGY", "Дорого", "30", "lost", {"semantics": "apology"}))
    ]  # fmt: skip
    assert rows(Pipelines(), record, ground(pipelines=["0"])) == []
    assert only(Pipelines(), {"id": 0, "name": "Общая"}).values["id"] == "0"


def test_a_company_and_the_people_who_speak_for_it() -> None:
    fm = [{"id": 1, "typeId": "PHONE", "valueType": "WORK", "value": "8 (999) 200-00-01"},
          {"id": 2, "typeId": "EMAIL", "value": "x@example.org"}]  # fmt: skip
    card = {"id": 5, "title": "ООО «Маяк»", "assignedById": 1, "createdBy": 1, "fm": fm,
            "createdTime": "2026-10-20T10:15:00+03:00",
            "updatedTime": "2026-10-21T09:00:00+03:00"}  # fmt: skip
    values = {"name": "ООО «Маяк»", "owner": "1", "created": "2026-10-20T10:15:00+03:00",
              "updated": "2026-10-21T09:00:00+03:00"}  # fmt: skip
    extra = {"phones": ["#+79992000001"], "created_by": "1"}
    assert only(Companies(), card) == Row("customers", {"id": "company/5", **values}, extra)
    person = but(card, id=7, name="Иван", lastName="Петров", title=None, companyId=5)
    told = Row("contacts", {"id": "7", "customer": "company/5"}, {"phones": ["#+79992000001"]})
    assert rows(Contacts(), person) == [told]
    alone = rows(Contacts(), but(person, companyId=0))
    assert alone[0].values == {"id": "7", "customer": None}
    assert alone[1].values == {**values, "id": "contact/7", "name": "Петров Иван"}


def test_a_name_that_is_a_number_is_masked() -> None:
    record = but(DEAL, title="Звонок от +7 999 123-45-68")
    assert only(Deals(), record).values["name"] == "Звонок от +7 … 68"


def test_people_and_who_leads_them() -> None:
    assert only(Users(), USER) == Row(
        "people",
        {"id": "1", "name": "Белова Анна", "email": "a@example.org", "unit": "5", "head": "9",
         "role": "Менеджер", "left_on": None},
        {"units": ["6"], "extension": "101"},
    )  # fmt: skip
    left = only(Users(), but(USER, ACTIVE=False))
    assert "left_on" not in left.values
    assert left.extra["left"] is True
    assert rows(Users(), but(USER, USER_TYPE="bot")) == []
    top = {"ID": "1", "NAME": "Маяк", "UF_HEAD": "9"}
    under = {"ID": "5", "NAME": "Продажи", "PARENT": "1", "UF_HEAD": "1"}
    assert only(Departments(), top).values["kind"] == "company"
    assert only(Departments(), under) == Row(
        "units", {"id": "5", "name": "Продажи", "parent": "1", "kind": "department"}, {"head": "1"}
    )
    assert heads(USER, {"1": top, "5": under}) == ["1", "9"]
    assert heads(USER, {"5": but(under, PARENT="5")})  # a circle ends


def test_a_move_tells_where_a_deal_came_to() -> None:
    record = {"ID": 31, "TYPE_ID": 1, "OWNER_ID": 610, "CREATED_TIME": "2026-10-20T10:15:00+03:00",
              "CATEGORY_ID": 1, "STAGE_SEMANTIC_ID": "P", "STAGE_ID": "C1:NEW"}  # fmt: skip
    assert only(History(), record) == Row(
        "stage_changes",
        {"id": "31", "deal": "610", "occurred": "2026-10-20T10:15:00+03:00",
         "to_stage": "1/C1:NEW"},
        {"first": True},
    )  # fmt: skip
    assert only(History(), but(record, TYPE_ID=3)).extra == {}
    assert rows(History(), record, ground(pipelines=["0"])) == []


def test_a_meeting() -> None:
    assert only(Activities(), ACTIVITY) == Row(
        "activities",
        {
            "id": "activity/90", "kind": "meeting", "direction": None, "person": "1",
            "occurred": "2026-10-21T12:00:00+03:00", "outcome": "held",
            "due": "2026-10-21T12:00:00+03:00", "completed": None, "author": "person",
            "updated": "2026-10-21T13:05:00+03:00", "deal": "610",
        },
        {"card": ["lead", "610"], "provider": "CRM_MEETING", "provided": "MEETING",
         "created_by": "2"},
    )  # fmt: skip
    planned = only(Activities(), but(ACTIVITY, COMPLETED="N", STATUS="1")).values
    assert planned["outcome"] is None
    assert only(Activities(), but(ACTIVITY, STATUS="3")).values["author"] == "robot"


@pytest.mark.parametrize(
    ("type", "provider", "part", "kind", "way"),
    [
        ("4", "CRM_EMAIL", "EMAIL", "email", "out"),
        ("6", "CRM_SMS", "SMS", "message", "out"),
        ("6", "CRM_TODO", "TODO", "task", None),
        ("6", "IMOPENLINES_SESSION", "1", "message", "out"),
        ("6", "REST_APP", "DEMO", "presentation", None),
        ("6", "CRM_WEBFORM", "WEBFORM", "", None),
        ("99", "HOLOGRAM", "3D", "", None),
    ],
)
def test_kinds_of_activities(type, provider, part, kind, way) -> None:
    record = but(ACTIVITY, TYPE_ID=type, PROVIDER_ID=provider, PROVIDER_TYPE_ID=part)
    found = rows(Activities(), record, ground(kinds={"REST_APP/DEMO": "presentation"}))
    assert [(row.values["kind"], row.values["direction"]) for row in found] == (
        [(kind, way)] if kind else []
    )


def test_what_another_list_tells_better_is_left_to_it() -> None:
    call = but(ACTIVITY, TYPE_ID="2", PROVIDER_ID="VOXIMPLANT_CALL", DIRECTION="1",
               OWNER_TYPE_ID="3", OWNER_ID="7")  # fmt: skip
    assert rows(Activities(), call) == []
    told = only(Activities(), call, ground(lacking=(TELEPHONY,)))
    assert told.values["kind"] == "call"
    assert "deal" not in told.values
    assert told.extra["card"] == ["contact", "7"]
    assert rows(Activities(), call, ground((TELEPHONY,), calls_by="telephone")) == []
    by_hand = only(Activities(), but(call, PROVIDER_ID="CRM_CALL"))
    assert (by_hand.values["kind"], by_hand.values["outcome"]) == ("call", "reached")
    task = but(ACTIVITY, TYPE_ID="3", ASSOCIATED_ENTITY_ID="8017")
    assert rows(Activities(), task) == []
    assert only(Activities(), task, ground((TASKS,))).values["id"] == "task/8017"


def test_one_that_comes_several_times_is_one_on_the_card_of_a_deal() -> None:
    other = but(ACTIVITY, id="90", OWNER_TYPE_ID="3", OWNER_ID="7")
    own = but(ACTIVITY, id="90")
    assert Once().fill([other, own]) == [own]
    assert Once().fill([own, other]) == [own]


def test_what_is_new_of_calls_and_tasks_is_looked_at() -> None:
    call = but(ACTIVITY, TYPE_ID="2", PROVIDER_ID="VOXIMPLANT_CALL", ORIGIN_ID="VI_call.1",
               _new=True)  # fmt: skip
    task = but(ACTIVITY, TYPE_ID="3", ASSOCIATED_ENTITY_ID="8017", _new=True)
    assert [*Activities().hints(call)] == [Hint("calls", "call.1")]
    assert [*Activities().hints(task)] == [Hint("tasks", "8017")]
    assert [*Activities().hints(ACTIVITY)] == []


def test_a_call() -> None:
    on = {"ID": "7943", "OWNER_ID": "610", "OWNER_TYPE_ID": "2"}
    assert only(Calls(), but(CALL, **{ON: on})) == Row(
        "activities",
        {
            "id": "call/7", "kind": "call", "direction": "in", "person": "1269",
            "occurred": "2026-03-10T11:19:38+01:00", "duration_s": "95", "outcome": "reached",
            "recording": "https://pbx.example/7.mp3", "author": "person", "deal": "610",
        },
        {
            "card": ["lead", "610"], "same_as": "externalCall.71.17", "phone": "#+79991234568",
            "shown": "+7 … 68", "code": "200", "activity": "7943", "vote": "5", "record": "9079",
        },
    )  # fmt: skip
    alone = only(Calls(), CALL)
    assert alone.extra["card"] == ["contact", "797"]
    assert "deal" not in alone.values


@pytest.mark.parametrize(
    ("type", "code", "person", "told"),
    [
        ("1", "304", "1", ("out", "missed", "0", "person")),
        ("4", "486", "1", ("out", "busy", "0", "person")),
        ("3", "603-S", "1", ("in", "missed", "0", "person")),
        ("2", "603", None, ("in", "busy", "0", "person")),
        ("1", "404", None, ("out", "failed", "0", "robot")),
        ("1", "OTHER", "0", ("out", "failed", "0", "robot")),
        ("1", "480", "1", ("out", "missed", "0", "person")),
    ],
)
def test_how_a_call_ended(type, code, person, told) -> None:
    record = but(CALL, CALL_TYPE=type, CALL_FAILED_CODE=code, PORTAL_USER_ID=person)
    values = only(Calls(), record).values
    assert tuple(values[n] for n in ("direction", "outcome", "duration_s", "author")) == told


def test_what_is_no_call() -> None:
    assert rows(Calls(), but(CALL, CALL_TYPE="5")) == []


def test_a_task_of_a_deal_and_one_of_its_own() -> None:
    assert only(Tasks(), TASK) == Row(
        "activities",
        {
            "id": "task/8017", "kind": "task", "person": "547",
            "occurred": "2025-06-04T16:15:55+02:00", "outcome": "open",
            "due": "2025-10-24T19:00:00+02:00", "completed": None, "author": "person",
            "updated": "2025-06-05T10:00:00+02:00", "deal": "610",
        },
        {"card": ["lead", "610"], "created_by": "1"},
    )  # fmt: skip
    done = only(Tasks(), but(TASK, status="5", closedDate="2025-06-05T10:00:00+02:00"))
    assert (done.values["outcome"], done.values["completed"]) == (
        "done", "2025-06-05T10:00:00+02:00",
    )  # fmt: skip
    own = but(TASK, ufCrmTask=False)
    assert "deal" not in only(Tasks(), own).values
    assert rows(Tasks(), own, ground(tasks="cards")) == []


def test_an_estimate() -> None:
    record = {"id": 31, "title": "КП", "quoteNumber": "31", "stageId": "APPROVED", "dealId": 610,
              "companyId": None, "contactId": 7, "opportunity": "500.50", "currencyId": "EUR",
              "assignedById": 1, "createdTime": "2026-10-20T10:15:00+03:00",
              "movedTime": "2026-10-25T10:15:00+03:00", "updatedTime": "2026-10-26T10:15:00+03:00",
              NAMED: {"stage": "Принято", "kind": "won"}}  # fmt: skip
    assert only(Quotes(), record) == Row(
        "proposals",
        {
            "id": "31", "deal": "610", "customer": "contact/7", "person": "1",
            "sent": "2026-10-20T10:15:00+03:00", "amount": "500.50", "currency": "EUR",
            "outcome": "won", "decided": "2026-10-25T10:15:00+03:00",
            "updated": "2026-10-26T10:15:00+03:00",
        },
        {"number": "31", "stage": "APPROVED"},
    )  # fmt: skip


def test_a_product() -> None:
    record = {"ID": "51", "NAME": "Станок", "SECTION_ID": "31", SECTION: "Станки"}
    assert only(Products(), record) == Row(
        "products", {"id": "51", "name": "Станок", "group": "Станки"}, {}
    )


@pytest.mark.parametrize("stream", [Deals(), History(), Activities(), Calls(), Tasks(), Quotes()])
def test_a_record_that_is_none_is_a_row_that_will_be_refused(stream) -> None:
    assert only(stream, {"unread": 5}).values == {"id": None}


LEAD = {
    "id": 55, "title": "Заявка", "stageId": "NEW", "stageSemanticId": "P", "opportunity": 900,
    "currencyId": "RUB", "companyId": 0, "contactId": 7, "contactIds": [7], "assignedById": 1,
    "createdBy": 2, "updatedBy": 1, "createdTime": "2026-10-19T10:15:00+03:00",
    "updatedTime": "2026-10-20T09:00:00+03:00", "movedBy": 2, "sourceId": "WEB",
    "movedTime": "2026-10-19T10:15:00+03:00", NAMED: {"stage": "Не обработан", "source": "Сайт"},
}  # fmt: skip


def test_a_lead_is_a_deal_in_a_pipeline_of_its_own() -> None:
    values = only(Leads(), LEAD).values
    assert (values["id"], values["pipeline"], values["stage"]) == ("lead/55", "leads", "leads/NEW")
    assert (values["outcome"], values["amount"], values["channel"]) == ("open", "900", "Сайт")
    assert (values["customer"], values["created"]) == ("contact/7", "2026-10-19T10:15:00+03:00")
    named = {"stage": "Некачественный лид", "kind": "lost"}
    lost = but(LEAD, stageId="JUNK", stageSemanticId="F", **{NAMED: named})
    assert only(Leads(), lost).values["loss_reason"] == "Некачественный лид"


def test_a_lead_that_is_converted_says_when_it_began_and_its_deal_which_it_was() -> None:
    done = but(LEAD, stageId="CONVERTED", stageSemanticId="S")
    began = {"id": "lead/55", "began": "2026-10-19T10:15:00+03:00"}
    assert [*Leads().rows(done, ground())] == [Row("deals", began, patch=True)]

    deal, patch = Deals().rows(but(DEAL, leadId=55), ground())
    assert patch == Row("deals", {"id": "lead/55", "became": "610"}, patch=True)
    assert deal.extra["made"] == "2026-10-20T10:15:00+03:00"
    unwanted = ground(pipelines=["1"])
    assert [row.values["id"] for row in Deals().rows(but(DEAL, leadId=55), unwanted)] == ["610"]


def test_moves_of_a_lead_but_not_the_one_that_made_it_a_deal() -> None:
    move = {"ID": 9, "OWNER_ID": 55, "TYPE_ID": 2, "CREATED_TIME": "2026-10-19T11:00:00+03:00",
            "STATUS_SEMANTIC_ID": "P", "STATUS_ID": "IN_PROCESS"}  # fmt: skip
    assert only(LeadHistory(), move) == Row(
        "stage_changes",
        {"id": "lead/9", "deal": "lead/55", "occurred": "2026-10-19T11:00:00+03:00",
         "to_stage": "leads/IN_PROCESS"}, {},
    )  # fmt: skip
    assert rows(LeadHistory(), but(move, STATUS_ID="CONVERTED", STATUS_SEMANTIC_ID="S")) == []


def test_what_is_done_about_a_lead() -> None:
    met = but(ACTIVITY, OWNER_TYPE_ID="1", OWNER_ID="55")
    assert only(Activities(), met).values["deal"] == "lead/55"
    assert "card" not in only(Activities(), met).extra
    assert "deal" not in only(Activities(), met, ground(pipelines=["1"])).values
    assert [one["OWNER_ID"] for one in Once().fill([lowered(met), lowered(ACTIVITY)])] == ["610"]
    for cards, deal in ((["C_7", "L_55"], "lead/55"), (["L_55", "D_610"], "610")):
        row = only(Tasks(), but(TASK, ufCrmTask=cards), ground(tasks="cards"))
        assert row.values["deal"] == deal
    unread = only(Tasks(), but(TASK, ufCrmTask=["L_55"]), ground(pipelines=["1"]))
    assert "deal" not in unread.values
    rung = but(CALL, **{ON: {"OWNER_TYPE_ID": "1", "OWNER_ID": "55"}})
    row = only(Calls(), rung)
    assert (row.values["deal"], "card" in row.extra) == ("lead/55", False)
