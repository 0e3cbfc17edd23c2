"""What is asked of the service, and in which words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from merilo.errors import Impossible
from merilo.sources.amocrm import CONNECTOR
from merilo.sources.amocrm.events import TYPES
from merilo.sources.amocrm.ratings import fill
from merilo.sources.sync.faults import Broken, Lacking, Refused
from merilo.sources.sync.protocol import Known, Record, Span
from tests.sources.amocrm.samples import ACCOUNT, ELEMENT, EVENT, LEAD, PIPELINE, but
from tests.sources.amocrm.scripted import Scripted, listed, timed, told

STREAMS: dict[str, Any] = {stream.name: stream for stream in CONNECTOR.streams}
SPAN = Span(1761000000, 1763000000)


def fetched(name: str, client: Scripted, span: Span = SPAN) -> list[Record]:
    """All records of a stream."""
    return [row for batch in STREAMS[name].fetch(client, span, None) for row in batch.records]


def test_the_order_of_streams() -> None:
    assert [*STREAMS] == [
        "account", "pipelines", "users", "products", "leads", "contacts", "companies", "tasks",
        "purchases", "lead_notes", "contact_notes", "company_notes", "events",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "base"),
    [("demo", "https://demo.amocrm.ru"), (" demo.kommo.com ", "https://demo.kommo.com"),
     ("https://demo.amocrm.ru/leads/list/?x=1", "https://demo.amocrm.ru"),
     ("http://127.0.0.1:8123", "http://127.0.0.1:8123")],
)  # fmt: skip
def test_addresses(typed: str, base: str) -> None:
    assert CONNECTOR.door({"address": typed}, {"token": "t"}).base == base


@pytest.mark.parametrize(
    "typed", ["", "www.amocrm.ru", "http://demo.amocrm.ru", "ftp://demo.amocrm.ru", "a b",
              "https://me:secret@demo.amocrm.ru"],
)  # fmt: skip
def test_what_is_no_address_of_an_account(typed: str) -> None:
    with pytest.raises(Impossible):
        CONNECTOR.door({"address": typed}, {})


def test_both_ways_in() -> None:
    door = CONNECTOR.door({"address": "demo"}, {"token": "long"})
    assert door.headers == {"Authorization": "Bearer long"}
    assert door.oauth is None
    door = CONNECTOR.door({"address": "demo", "redirect_uri": "https://h/c"}, {"refresh": "r"})
    assert door.oauth is not None
    assert door.oauth.url == "https://demo.amocrm.ru/oauth2/access_token"
    assert door.oauth.extra == {"redirect_uri": "https://h/c"}


def test_hello() -> None:
    account = CONNECTOR.hello(Scripted({"account": told(ACCOUNT), "users": listed("users", [{}])}))
    assert (account.name, account.zone, account.currency) == ("Demo", "Europe/Moscow", "RUB")
    assert (account.country, account.lacking) == ("RU", ())
    assert account.since == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_hello_says_what_is_missing() -> None:
    said = but(ACCOUNT, is_api_filter_enabled=False)
    account = CONNECTOR.hello(Scripted({"account": told(said), "users": Lacking("403")}))
    assert [line.partition(":")[0] for line in account.lacking] == [
        "filters of the API are switched off in the account",
        "the token is not that of an administrator",
    ]
    with pytest.raises(Broken):
        CONNECTOR.hello(Scripted({"account": told([])}))


def test_users_that_may_not_be_read_are_told() -> None:
    with pytest.raises(Lacking):
        fetched("users", Scripted({"users": Lacking("403")}))


def test_leads_are_asked_for_with_all_that_hangs_on_them() -> None:
    client = Scripted({"leads": timed("leads", [LEAD]), "catalogs": Refused("404", 404)},
                      {"pipelines": [7001, "7002"]})  # fmt: skip
    assert fetched("leads", client) == [LEAD]
    assert client.queries("leads")[0] == [
        ("filter[updated_at][from]", "1761000000"), ("filter[updated_at][to]", "1763000000"),
        ("order[updated_at]", "asc"), ("with", "contacts,catalog_elements,loss_reason,source"),
        ("filter[pipeline_id][]", "7001"), ("filter[pipeline_id][]", "7002"),
        ("limit", "250"), ("page", "1"),
    ]  # fmt: skip


def test_nothing_costs_one_request() -> None:
    client = Scripted({"leads": listed("leads", [])})
    assert fetched("leads", client) == []
    assert len(client.asked) == 1


def test_prices_of_products_are_asked_for_once() -> None:
    catalogues = [{"id": 4000, "type": "regular"}, {"id": 4001, "type": "products"}]
    rows = [but(LEAD, id=n, updated_at=1762000000 + n) for n in range(1, 600)]
    client = Scripted({
        "leads": timed("leads", rows), "catalogs": listed("catalogs", catalogues),
        "catalogs/4001/elements": listed("elements", [ELEMENT]),
    }, {"fields": {"products": {"cost": 88102}}})  # fmt: skip
    found = fetched("leads", client)
    assert {lead["_embedded"]["catalog_elements"][0]["line"]["price"] for lead in found} == {
        "1500.50"
    }
    assert {lead["_embedded"]["catalog_elements"][0]["line"]["cost"] for lead in found} == {"1000"}
    assert len(client.queries("catalogs")) == 1
    (query,) = client.queries("catalogs/4001/elements")
    assert ("filter[id][]", "6001") in query


def test_the_catalogues_of_products_can_be_chosen() -> None:
    client = Scripted({
        "leads": timed("leads", [LEAD]),
        "catalogs/4001/elements": listed("elements", [ELEMENT]),
    }, {"catalogues": [4001]})  # fmt: skip
    (lead,) = fetched("leads", client)
    assert lead["_embedded"]["catalog_elements"][0]["line"]["price"] == "1500.50"
    assert fetched("products", client) == [ELEMENT]


def test_names_of_reasons_are_asked_for_only_if_they_do_not_come() -> None:
    lost = but(LEAD, loss_reason_id=301, status_id=143)
    client = Scripted({
        "leads": timed("leads", [lost]), "catalogs": Refused("404", 404),
        "leads/loss_reasons": listed("loss_reasons", [{"id": 301, "name": "Дорого"}]),
    })  # fmt: skip
    (lead,) = fetched("leads", client)
    assert lead["loss_reason_name"] == "Дорого"


def test_looking_by_id_asks_for_many_at_once_and_leaves_out_the_deleted() -> None:
    rows = [but(LEAD, id=n, is_deleted=n == 7) for n in range(1, 501)]
    client = Scripted({"leads": timed("leads", rows), "catalogs": Refused("404", 404)})
    found = STREAMS["leads"].look(client, [str(n) for n in range(1, 452)] + ["9999"])
    ids = {row["id"] for some in found for row in some}
    assert ids == {*range(1, 452)} - {7}
    assert len(client.queries("leads")) == 3
    assert all(len(str(query)) < 16000 for query in client.queries("leads"))


def test_the_sweep_reads_all_ids_both_ways() -> None:
    rows = [but(LEAD, id=n, updated_at=n) for n in range(1, 601)]
    client = Scripted({"leads": timed("leads", rows)}, {"pipelines": [7001]})
    assert {id for some in STREAMS["leads"].ids(client) for id in some} == {
        str(n) for n in range(1, 601)
    }
    pages = [dict(query)["page"] for query in client.queries("leads")]
    assert pages == ["1", "2", "3", "2", "1"]
    assert all("with" not in dict(query) for query in client.queries("leads"))


@pytest.mark.parametrize(
    "name", ["account", "users", "pipelines", "products", "events", "lead_notes"]
)
def test_those_that_cannot_be_swept(name: str) -> None:
    assert STREAMS[name].ids(Scripted({})) is None


def test_tasks_are_never_asked_for_in_the_order_of_change() -> None:
    client = Scripted({"tasks": timed("tasks", [{"id": 1, "updated_at": 1762000000}])})
    assert [row["id"] for row in fetched("tasks", client)] == [1]
    assert all(("order[id]", "asc") in query for query in client.queries("tasks"))
    assert not any("order[updated_at]" in dict(query) for query in client.queries("tasks"))


def test_notes_are_asked_for_by_type() -> None:
    def types(settings: dict[str, Any]) -> set[str]:
        client = Scripted({"contacts/notes": listed("notes", [])}, settings)
        fetched("contact_notes", client)
        (query,) = client.queries("contacts/notes")
        return {value for key, value in query if key == "filter[note_type][]"}

    messages = {"amomail_message", "sms_in", "sms_out", "zoom_meeting"}
    comments = {"common", "service_message", "extended_service_message"}
    assert types({}) == messages | comments | {"call_in", "call_out"}
    assert types({"calls_by": "telephone", "comments": "no"}) == messages


def test_events_are_asked_for_by_hundreds_and_by_type() -> None:
    def answer(query: list[tuple[str, str]]) -> Any:
        said = dict(query)
        since, until = (int(said[f"filter[created_at][{end}]"]) for end in ("from", "to"))
        return listed("events", [EVENT] if since <= EVENT["created_at"] <= until else [])

    client = Scripted({"events": answer})
    assert fetched("events", client) == [EVENT]
    for query in client.queries("events"):
        assert dict(query)["limit"] == "100"
        assert dict(query)["filter[type]"] == ",".join(TYPES)


def test_pages_of_whole_lists() -> None:
    def answer(query: list[tuple[str, str]]) -> Any:
        number = int(dict(query)["page"])
        return listed("pipelines", [but(PIPELINE, id=number)] if number < 3 else [], number < 2)

    client = Scripted({"leads/pipelines": answer})
    assert [row["id"] for row in fetched("pipelines", client)] == [1, 2]


@pytest.mark.parametrize("name", ["leads", "tasks", "events"])
def test_filters_that_are_switched_off_are_noticed_at_the_first_answer(name: str) -> None:
    old = but(LEAD, updated_at=5, created_at=5)
    client = Scripted({name: listed(name, [old])})
    with pytest.raises(Broken, match="filters seem to be switched off"):
        fetched(name, client)
    assert len(client.asked) == 1


@pytest.mark.parametrize("body", [[], "x", 5, {"_embedded": {"leads": "x"}}], ids=repr)
def test_what_is_no_list_is_told(body: Any) -> None:
    with pytest.raises(Broken):
        fetched("leads", Scripted({"leads": told(body)}))


@pytest.mark.parametrize("body", [{}, {"_embedded": []}, {"_embedded": {"leads": None}}], ids=repr)
def test_what_holds_no_rows_is_empty(body: Any) -> None:
    assert fetched("leads", Scripted({"leads": told(body)})) == []


def test_records_that_are_no_objects_come_through_to_be_refused() -> None:
    client = Scripted({"leads": listed("leads", [5, LEAD, None]), "catalogs": Refused("404", 404)})
    found = fetched("leads", client)
    assert found[:3] == [{"unread": 5}, LEAD, {"unread": None}]


def test_whose_marks_of_the_bot_are() -> None:
    """A talk leads to its deal, or to the contact; what is gone is nobody's."""
    deal = {"id": 1, "responsible_user_id": 501, "_embedded": {"companies": [{"id": 3001}]}}
    person = {"id": 2001, "responsible_user_id": 502, "_embedded": {"companies": []}}
    cards = [("lead", 1), ("lead", 9), ("talk", 50), ("talk", 51), ("talk", 52), ("contact", 2001),
             ("contact", 1)]  # fmt: skip
    events = [but(EVENT, type="nps_rate_added", entity_type=what, entity_id=id)
              for what, id in cards]  # fmt: skip
    client = Scripted({
        "leads": listed("leads", [deal]), "contacts": listed("contacts", [person]),
        "talks/50": told({"entity_type": "lead", "entity_id": 1, "contact_id": 2001}),
        "talks/51": told({"entity_type": None, "entity_id": None, "contact_id": 2001}),
        "talks/52": Refused("404", 404),
    })  # fmt: skip
    ours = {"person": 501, "customer": "company/3001"}
    theirs = {"person": 502, "customer": "contact/2001"}
    found = [event.get("whose") for event in fill(client, events)]
    assert found == [ours, None, ours, theirs, None, theirs, None]
    (deals,), (people,) = client.queries("leads"), client.queries("contacts")
    assert [id for name, id in deals if name == "filter[id][]"] == ["1", "9"]
    assert [id for name, id in people if name == "filter[id][]"] == ["1", "2001"]


def test_purchases_are_asked_for_only_if_they_count() -> None:
    client = Scripted({"customers/transactions": Refused("404", 404)}, {"purchases": "yes"})
    with pytest.raises(Lacking):
        fetched("purchases", client)
    silent = Scripted({})
    assert fetched("purchases", silent) == []
    assert STREAMS["purchases"].look(silent, ["75"]) is None


def test_fields() -> None:
    enums = [{"id": 55, "value": "Сайт"}, {"id": 56, "value": "Звонок"}]
    client = Scripted({
        "leads/custom_fields": listed("custom_fields", [
            {"id": 88001, "name": "Канал", "type": "select", "enums": enums}]),
        "contacts/custom_fields": listed("custom_fields", []),
        "companies/custom_fields": Lacking("402"),
        "catalogs": listed("catalogs", [{"id": 4001, "type": "products"}]),
        "catalogs/4001/custom_fields": listed("custom_fields", [
            {"id": 88102, "name": "Закупка", "type": "numeric", "enums": None}]),
        "account": told(
            {"id": 31000000, "_embedded": {"task_types": [{"id": 2, "name": "Встреча"}]}}),
    })  # fmt: skip
    assert [*CONNECTOR.fields(client)] == [
        Known("leads", "88001", "Канал", "select", ("Сайт", "Звонок")),
        Known("products", "88102", "Закупка", "numeric", ()),
        Known("task_types", "2", "Встреча", ""),
    ]
