"""The fake Bitrix24: what naive readers trip over, it does."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from merilo.fakes import Clock, World
from merilo.fakes.bitrix24 import Bitrix24

DEALS = {"entityTypeId": 2}


@pytest.fixture
def fake():
    world = World(deals=120, busy=0.5)
    with Bitrix24(world, clock=Clock(world.until, still=True)) as found:
        yield found


def ask(fake: Bitrix24, method: str, params: Any = None, path: str = "") -> tuple[int, Any]:
    """One request: status, and what it says."""
    parts = urlsplit(fake.webhook)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        body = json.dumps(params or {}).encode()
        connection.request("POST", path or f"{parts.path}{method}.json", body)
        answer = connection.getresponse()
        said = answer.read()
        return answer.status, json.loads(said) if said[:1] in b"{[" else said
    finally:
        connection.close()


def good(fake: Bitrix24, method: str, **params: Any) -> Any:
    status, said = ask(fake, method, params)
    assert status == 200, said
    return said


def refused(fake: Bitrix24, method: str, params: Any = None) -> tuple[int, Any]:
    status, said = ask(fake, method, params)
    return status, said["error"]


def test_two_spellings_of_one_deal(fake) -> None:
    new = good(fake, "crm.item.list", **DEALS, filter={"id": 610})["result"]["items"][0]
    old = good(fake, "crm.deal.list", filter={"ID": 610})["result"][0]
    assert (new["id"], old["ID"]) == (610, "610")
    assert new["updatedTime"] == old["DATE_MODIFY"]
    assert str(new["assignedById"]) == old["ASSIGNED_BY_ID"]
    assert (new["stageId"], str(new["opportunity"])) == (old["STAGE_ID"], old["OPPORTUNITY"])
    assert all(isinstance(value, str | None) for value in old.values())


def test_pages_of_fifty_with_a_count_and_without(fake) -> None:
    there = sum(not row.deleted and not fake.moves.lead(row) for row in fake.world.deals)
    first = good(fake, "crm.item.list", **DEALS)
    assert (len(first["result"]["items"]), first["next"], first["total"]) == (50, 50, there)
    last = good(fake, "crm.item.list", **DEALS, start=100)
    assert len(last["result"]["items"]) == there - 100
    assert "next" not in last
    uncounted = good(fake, "crm.item.list", **DEALS, start=-1)
    assert (uncounted["total"], "next" in uncounted) == (0, False)
    assert uncounted["result"] == first["result"]


def test_filters_with_prefixes(fake) -> None:
    def ids(**filters: Any) -> set[int]:
        wanted = {name.replace("__", ""): value for name, value in filters.items()}
        rows = good(fake, "crm.item.list", **DEALS, filter=wanted)["result"]["items"]
        return {row["id"] for row in rows}

    everything = {601 + row.number for row in fake.world.deals if not row.deleted}
    some = sorted(everything)[:3]
    assert ids(**{"@id": some}) == {*some}
    assert ids(**{">id": some[0], "<=id": some[2]}) == {*some[1:]}
    won = {601 + d.number for d in fake.world.deals if d.stage.kind == "won" and not d.deleted}
    assert ids(**{"=stageSemanticId": "S"}) == set(sorted(won)[:50])
    rest = ids(**{"!stageSemanticId": ["S", "P"]})
    assert rest.isdisjoint(won)
    assert refused(fake, "crm.item.list", {**DEALS, "filter": {"=color": 1}}) == (
        400, "INVALID_ARG_VALUE",
    )  # fmt: skip
    assert refused(fake, "crm.item.list", {**DEALS, "order": {"color": "ASC"}})[0] == 400


def test_several_stages_in_which_deals_are_lost(fake) -> None:
    rows = good(fake, "crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE"})["result"]
    lost = [row for row in rows if row["SEMANTICS"] == "F"]
    assert len(lost) == 1 + len(fake.world.reasons)
    assert [row["STATUS_ID"] for row in lost if row["EXTRA"]["SEMANTICS"] == "apology"] == [
        "APOLOGY"
    ]
    deal = next(d for d in fake.world.deals if d.reason is not None and not d.deleted)
    said = good(fake, "crm.item.list", **DEALS, filter={"id": 601 + deal.number})
    names = {row["STATUS_ID"]: row["NAME"] for row in good(fake, "crm.status.list")["result"]}
    stage = said["result"]["items"][0]["stageId"]
    assert names[stage] == fake.world.reasons[deal.reason].name


def test_the_history_tells_new_stages_alone_and_never_changes(fake) -> None:
    asked = {"entityTypeId": 2, "order": {"ID": "ASC"}, "start": -1}
    rows = good(fake, "crm.stagehistory.list", **asked)["result"]["items"]
    assert [row["ID"] for row in rows] == sorted(row["ID"] for row in rows)
    assert rows[0].keys() == {"ID", "TYPE_ID", "OWNER_ID", "CREATED_TIME", "CATEGORY_ID",
                              "STAGE_SEMANTIC_ID", "STAGE_ID"}  # fmt: skip
    assert {row["TYPE_ID"] for row in rows} >= {1, 2, 3}
    lost = next(d for d in fake.world.deals if d.reason is not None and not d.deleted)
    own = {**asked, "filter": {"OWNER_ID": 601 + lost.number}}
    before = good(fake, "crm.stagehistory.list", **own)["result"]["items"]
    fake.world.reopen(lost)
    fake.world.lose(lost, 1)
    after = good(fake, "crm.stagehistory.list", **own)["result"]["items"]
    assert after[: len(before)] == before
    fake.odd("young_history")
    assert good(fake, "crm.stagehistory.list", **asked)["result"]["items"][0]["TYPE_ID"] != 1


def test_one_activity_comes_several_times(fake) -> None:
    twin = next(row for row in fake.world.touches if row.twin and row.what == "call")
    id = str(90_001 + 2 * twin.number)
    rows = good(fake, "crm.activity.list", filter={"@ID": [id]})["result"]
    assert [row["ID"] for row in rows] == [id, id]
    assert rows[0]["SETTINGS"] == []
    call = good(fake, "voximplant.statistic.get", FILTER={"ID": 11 + twin.number})["result"][0]
    assert call["CRM_ACTIVITY_ID"] == id
    assert call["CRM_ENTITY_TYPE"] == "CONTACT"


def test_a_batch_of_fifty_with_references_and_failures(fake) -> None:
    cmd = {
        "a": "crm.deal.list?filter[ID]=610",
        "b": "user.get?ID=$result[a][0][ASSIGNED_BY_ID]",
        "c": "crm.no.such",
        "d": "batch?cmd[x]=profile",
        "e": "crm.item.productrow.list?filter[%3DownerId]=610",
    }
    said = good(fake, "batch", halt=0, cmd=cmd)["result"]
    owner = fake.deal(610).owner
    assert said["result"]["b"][0]["ID"] == str(owner + 1)
    assert {name: one["error"] for name, one in said["result_error"].items()} == {
        "c": "ERROR_METHOD_NOT_FOUND", "d": "ERROR_BATCH_METHOD_NOT_ALLOWED",
        "e": "INVALID_ARG_VALUE",
    }  # fmt: skip
    fine = good(fake, "batch", cmd={"a": "profile"})["result"]
    assert fine["result_error"] == []  # an empty map
    many = {f"c{n}": "profile" for n in range(51)}
    assert refused(fake, "batch", {"cmd": many}) == (400, "ERROR_BATCH_LENGTH_EXCEEDED")
    halted = good(fake, "batch", halt=1, cmd={"a": "crm.no.such", "b": "profile"})["result"]
    assert halted["result"] == []


def test_a_bucket_that_drains() -> None:
    world = World(deals=0)
    with Bitrix24(world, rate=2, clock=Clock(world.until, still=True)) as fake:
        answers = [ask(fake, "profile")[0] for _ in range(52)]
        assert answers == [200] * 50 + [503] * 2
        assert refused(fake, "profile") == (503, "QUERY_LIMIT_EXCEEDED")
        fake.clock.advance(1)
        assert [ask(fake, "profile")[0] for _ in range(3)] == [200, 200, 503]
        assert fake.counters.refused == 4


def test_a_method_that_ran_too_long_is_shut_alone(fake) -> None:
    fake.spent.limit, fake.spent.cost = 1.0, 0.6
    assert [ask(fake, "profile")[0] for _ in range(3)] == [200, 200, 429]
    status, said = ask(fake, "profile")
    assert (status, said["error"]) == (429, "OPERATION_TIME_LIMIT")
    assert ask(fake, "scope")[0] == 200
    reset = said["time"]["operating_reset_at"]
    fake.clock.set(reset - 1)
    assert ask(fake, "profile")[0] == 429
    fake.clock.set(reset)
    assert ask(fake, "profile")[0] == 200


def test_ways_in(fake) -> None:
    assert ask(fake, "", path="/rest/1/wrong/profile.json")[1]["error"] == "INVALID_CREDENTIALS"
    assert ask(fake, "", path="/rest/profile.json")[1]["error"] == "NO_AUTH_FOUND"
    pair = exchange(fake, fake.code())
    path = f"/rest/profile.json?auth={pair['access_token']}"
    assert ask(fake, "", path=path)[0] == 200
    fake.clock.advance(3601)
    status, said = ask(fake, "", path=path)
    assert (status, said["error"]) == (401, "expired_token")
    late = fake.code()
    fake.clock.advance(31)
    assert exchange(fake, late)["error"] == "invalid_grant"
    fake.scopes.discard("telephony")
    assert refused(fake, "voximplant.statistic.get") == (403, "insufficient_scope")


def exchange(fake: Bitrix24, code: str) -> Any:
    said = {"client_id": fake.client_id, "client_secret": fake.client_secret, "code": code,
            "grant_type": "authorization_code"}  # fmt: skip
    return ask(fake, "", path=f"/oauth/token/?{urlencode(said)}")[1]


@pytest.mark.parametrize(("odd", "code"), [("empty_error", ""), ("zero_error", 0)])
def test_errors_without_a_code(fake, odd, code) -> None:
    fake.odd(odd)
    assert refused(fake, "crm.item.list", {**DEALS, "filter": {"=color": 1}}) == (400, code)


def test_overload_and_a_request_of_more_than_a_minute(fake) -> None:
    fake.overload = 1
    assert refused(fake, "profile") == (503, "OVERLOAD_LIMIT")
    fake.heavy = 10
    wanted = {**DEALS, "filter": {">=updatedTime": "2020-01-01T00:00:00+03:00"}}
    assert ask(fake, "crm.item.list", wanted)[0] == 504


def test_events_are_forms_with_an_id_and_are_never_repeated(fake) -> None:
    fake.hooks.add("http://127.0.0.1:9/", ["ONCRMDEALUPDATE", "ONCRMDEALDELETE"])  # nobody there
    deal = fake.deal(610)
    fake.world.price(deal, 12_345)
    (tried,) = fake.hooks.flush()
    assert tried.status == 0
    fake.clock.advance(7200)
    assert fake.hooks.flush() == []
    said = parse_qs(tried.body.decode())
    assert said["event"] == ["ONCRMDEALUPDATE"]
    assert said["data[FIELDS][ID]"] == ["610"]
    assert said["auth[application_token]"] == [fake.application_token]
    assert "12345" not in tried.body.decode()
    fake.world.price(deal, 12_346)
    fake.world.price(deal, 12_347)
    events = good(fake, "event.offline.get")["result"]["events"]
    assert [e["EVENT_NAME"] for e in events if e["EVENT_DATA"]["FIELDS"]["ID"] == "610"] == [
        "ONCRMDEALUPDATE"
    ]
    assert good(fake, "event.offline.get")["result"]["events"] == []


def test_deleted_deals_are_nowhere(fake) -> None:
    deal = fake.deal(610)
    fake.world.delete(deal)
    assert good(fake, "crm.item.list", **DEALS, filter={"id": 610})["result"]["items"] == []
    moves = good(fake, "crm.stagehistory.list", **DEALS, filter={"OWNER_ID": 610})
    assert moves["result"]["items"] == []


def test_odd_values(fake) -> None:
    fake.odd("zeros", "cents", "odd_users")
    rows = good(fake, "crm.item.list", **DEALS)["result"]["items"]
    assert {row["companyId"] for row in rows} >= {0}
    assert any(isinstance(row["opportunity"], float) for row in rows)
    users = good(fake, "user.get")["result"]
    assert users[0]["TIMESTAMP_X"] == {}
    assert {row["USER_TYPE"] for row in users} == {"employee", "bot", "imconnector"}


def test_the_truth_is_served_whole(fake) -> None:
    status, truth = ask(fake, "", path="/_fake/truth")
    assert status == 200
    assert {*truth} == {
        "units", "people", "postings", "customers", "pipelines", "stages", "deals",
        "stage_changes", "activities", "products", "order_lines", "proposals",
    }  # fmt: skip
    there = good(fake, "crm.item.list", **DEALS)["total"]
    leads = good(fake, "crm.item.list", entityTypeId=1, filter={"!@stageSemanticId": "S"})["total"]
    assert sum(not row["deleted"] for row in truth["deals"]) == there + leads > there
