"""Lists of the fake amoCRM: envelope, pages, filters, orders, as the service has them."""

import pytest

from merilo.fakes import AmoCRM, World
from tests.fakes.asking import ask, listed

API = "/api/v4"


def test_an_empty_list_is_204_without_a_body(fake):
    for path in ("/leads?page=99", "/leads?filter[id][]=5", "/webhooks", "/leads/5", "/customers"):
        got = ask(fake, API + path)
        assert (got.status, got.body) == (204, b""), path


def test_an_empty_account_is_answered():
    with AmoCRM(World(deals=0)) as fake:
        for name in ("leads", "contacts", "tasks", "events", "contacts/notes", "talks"):
            assert ask(fake, f"{API}/{name}").status == 204
        assert ask(fake, f"{API}/users").said()["_total_items"] == 12


def test_envelope_has_next_while_there_is_more_and_a_total_only_where_it_should(fake):
    first = ask(fake, f"{API}/leads?limit=50&page=1").said()
    last = ask(fake, f"{API}/leads?limit=50&page=3").said()

    assert first["_page"] == 1
    assert first["_links"]["next"]["href"].startswith(fake.url)
    assert "next" not in last["_links"]
    assert "_total_items" not in first
    assert "_page_count" in ask(fake, f"{API}/users").said()


def test_answers_have_their_kind_and_a_number(fake):
    good, bad = ask(fake, f"{API}/leads"), ask(fake, f"{API}/nothing")

    assert good.headers["Content-Type"] == "application/hal+json"
    assert (bad.status, bad.headers["Content-Type"]) == (404, "application/problem+json")
    assert good.headers["X-Request-Id"] != bad.headers["X-Request-Id"]


def test_page_sizes(fake):
    assert len(ask(fake, f"{API}/leads").rows("leads")) == 50
    assert len(ask(fake, f"{API}/events?limit=250").rows("events")) == 100
    assert len(ask(fake, f"{API}/contacts/notes?limit=999").rows("notes")) <= 250
    fake.odd("strict_limit")
    assert ask(fake, f"{API}/leads?limit=251").status == 400


@pytest.mark.parametrize(
    ("path", "name", "table"),
    [("/leads", "leads", "deals"), ("/contacts", "contacts", "contacts"),
     ("/companies", "companies", "companies"), ("/tasks", "tasks", "tasks")],
)  # fmt: skip
def test_lists_hold_what_is_there(fake, path, name, table):
    ids = [row["id"] for row in listed(fake, path, name)]
    there = [row for row in getattr(fake.world, table) if not row.deleted]

    assert len(ids) == len(set(ids)) == len(there)


def test_both_edges_of_a_range_are_in(fake):
    deal = fake.world.deals[40]
    at = deal.updated_at
    for edges in (f"[from]={at}&filter[updated_at][to]={at}", f"={at},{at}"):
        rows = ask(fake, f"{API}/leads?filter[updated_at]{edges}").rows("leads")
        assert 1_000_041 in [row["id"] for row in rows]
    later = ask(fake, f"{API}/leads?filter[updated_at][from]={at + 1}&limit=250").rows("leads")
    assert 1_000_041 not in [row["id"] for row in later]
    assert later


def test_a_window_by_change_may_be_ordered_by_id(fake):
    middle = (fake.world.since + fake.world.until) // 2
    rows = listed(fake, f"/leads?limit=7&filter[updated_at][from]={middle}&order[id]=asc", "leads")
    ids = [row["id"] for row in rows]

    assert ids == sorted(ids)
    assert all(row["updated_at"] >= middle for row in rows)
    assert len(ids) == sum(d.updated_at >= middle and not d.deleted for d in fake.world.deals)


def test_tasks_are_filtered_by_change_and_not_ordered_by_it(fake):
    middle = (fake.world.since + fake.world.until) // 2
    rows = listed(fake, f"/tasks?filter[updated_at][from]={middle}&order[id]=asc", "tasks")

    assert len(rows) == sum(task.updated_at >= middle for task in fake.world.tasks)
    assert ask(fake, f"{API}/tasks?order[updated_at]=asc").status == 400
    assert ask(fake, f"{API}/events?order[created_at]=asc").status == 400


def test_lists_of_values_in_both_spellings(fake):
    brackets = ask(fake, f"{API}/leads?filter[id][]=1000003&filter[id][]=1000005").rows("leads")
    commas = ask(fake, f"{API}/leads?filter[id]=1000003,1000005").rows("leads")

    assert [row["id"] for row in brackets] == [1_000_003, 1_000_005]
    assert brackets == commas


def test_a_stage_is_a_pair(fake):
    won = "filter[statuses][0][pipeline_id]=7001&filter[statuses][0][status_id]=142"
    rows = listed(fake, f"/leads?{won}", "leads")
    stage = fake.world.pipelines[0].of("won")

    assert len(rows) == sum(d.stage is stage and not d.deleted for d in fake.world.deals) > 0
    half = ask(fake, f"{API}/leads?filter[statuses][0][status_id]=142")
    assert half.status == 400
    assert half.said()["validation-errors"][0]["errors"][0]["path"] == "filter.statuses.0"


def test_an_unknown_filter_is_refused_unless_filters_are_off(fake):
    assert ask(fake, f"{API}/leads?filter[nonsense]=1").status == 400
    fake.odd("no_filters")
    assert ask(fake, f"{API}/leads?filter[nonsense]=1").status == 200
    account = ask(fake, f"{API}/account?with=is_api_filter_enabled").said()
    assert account["is_api_filter_enabled"] is False


def test_deleted_leads_are_only_in_the_list_of_deleted(fake):
    fake.remove(5)
    gone = {1_000_001 + d.number for d in fake.world.deals if d.deleted}

    assert {row["id"] for row in listed(fake, "/leads?with=only_deleted", "leads")} == gone
    assert not gone & {row["id"] for row in listed(fake, "/leads", "leads")}


def test_a_task_and_a_comment_may_be_deleted(fake):
    world = fake.world
    task = world.tasks[3]
    comment = next(t for t in world.touches if t.what == "comment")
    world.delete(task, fake.clock.now())
    world.delete(comment, fake.clock.now())
    kinds = [e["type"] for e in listed(fake, "/events?limit=2", "events")[:2]]

    assert kinds == ["common_note_deleted", "task_deleted"]
    assert ask(fake, f"{API}/tasks/{80_000_001 + task.number}").status == 204
    notes = listed(fake, "/leads/notes?limit=250", "notes")
    assert 400_000_001 + 2 * comment.number not in [note["id"] for note in notes]
    gone = {row["id"] for row in fake.truth()["activities"] if row["deleted"]}
    assert gone == {str(80_000_001 + task.number), str(400_000_001 + 2 * comment.number)}


def test_with_decides_what_is_embedded(fake):
    bare = ask(fake, f"{API}/leads?limit=1").rows("leads")[0]["_embedded"]
    full = ask(fake, f"{API}/leads?limit=1&with=contacts,loss_reason,catalog_elements,source")

    assert bare.keys() == {"tags", "companies"}
    assert full.rows("leads")[0]["_embedded"].keys() >= {
        "contacts", "loss_reason", "catalog_elements",
    }  # fmt: skip


def test_events_are_newest_first_with_ids_of_26_letters(fake):
    rows = listed(fake, "/events?limit=100", "events")
    instants = [row["created_at"] for row in rows]

    assert instants == sorted(instants, reverse=True)
    assert all(len(row["id"]) == 26 for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)
    one = ask(fake, f"{API}/events/{rows[7]['id']}").said()
    assert one == rows[7]


@pytest.mark.parametrize("spelling", ["[]=lead_added&filter[type][]=lead_deleted",
                                      "=lead_added,lead_deleted"])  # fmt: skip
def test_events_by_type_and_time(fake, spelling):
    fake.remove(1)
    rows = listed(fake, f"/events?filter[type]{spelling}&limit=100", "events")

    assert {row["type"] for row in rows} == {"lead_added", "lead_deleted"}
    assert len(rows) == sum(
        c.kind in ("deal added", "deal deleted") for c in fake.world.history
    )  # fmt: skip
    day = f"filter[created_at][from]={fake.world.until - 86_400}"
    assert len(listed(fake, f"/events?{day}", "events")) < 60


def test_notes_hang_on_their_cards(fake):
    for where in ("leads", "contacts", "companies"):
        rows = listed(fake, f"/{where}/notes?limit=250", "notes")
        assert rows, where
        one = rows[0]
        own = listed(fake, f"/{where}/{one['entity_id']}/notes", "notes")
        assert one in own
        assert {note["entity_id"] for note in own} == {one["entity_id"]}
    calls = listed(fake, "/contacts/notes?filter[note_type][]=call_in", "notes")
    assert {note["note_type"] for note in calls} == {"call_in"}


def test_one_call_on_two_cards_has_one_uniq():
    with AmoCRM(World(deals=400)) as fake:
        contacts = listed(fake, "/contacts/notes?limit=250", "notes")
        companies = listed(fake, "/companies/notes?limit=250", "notes")
    one, other = (
        {n["params"]["uniq"]: n["id"] for n in notes if n["note_type"].startswith("call")}
        for notes in (contacts, companies)
    )

    assert one.keys() & other.keys()
    assert not set(one.values()) & set(other.values())


def test_a_deleted_stage_is_not_listed_though_events_name_it():
    with AmoCRM(World(deals=400)) as fake:
        ways = ask(fake, f"{API}/leads/pipelines").rows("pipelines")
        moves = listed(fake, "/events?filter[type]=lead_status_changed&limit=100", "events")
    known = {(w["id"], s["id"]) for w in ways for s in w["_embedded"]["statuses"]}
    named = {
        (v["lead_status"]["pipeline_id"], v["lead_status"]["id"])
        for move in moves for v in move["value_after"]
    }  # fmt: skip

    assert named - known
    assert sum(w["is_archive"] for w in ways) == 1
    assert {142, 143} <= {id for way, id in known if way == 7002}


def test_tasks_have_three_kinds_of_results(fake):
    results = [row["result"] for row in listed(fake, "/tasks?limit=250", "tasks")]

    assert [] in results
    assert None in results
    assert any(isinstance(result, dict) for result in results)


def test_small_lists(fake):
    assert len(ask(fake, f"{API}/leads/loss_reasons").rows("loss_reasons")) == 5
    catalogs = ask(fake, f"{API}/catalogs").rows("catalogs")
    assert [c["type"] for c in catalogs] == ["products", "invoices"]
    elements = ask(fake, f"{API}/catalogs/{catalogs[0]['id']}/elements").rows("elements")
    assert {v["field_code"] for v in elements[0]["custom_fields_values"]} >= {"PRICE", "GROUP"}
    assert ask(fake, f"{API}/leads/7001/links").status == 204
    assert ask(fake, f"{API}/leads/unsorted/summary").said()["total"] >= 0
    assert ask(fake, f"{API}/leads/pipelines/7001/statuses/142").said()["id"] == 142


def test_filters_that_need_each_other(fake):
    many = ",".join(map(str, range(11)))
    for wrong in (
        "tasks?filter[entity_id][]=1000001", "events?filter[entity_id]=1000001",
        "events?filter[entity]=lead,contact&filter[entity_id]=1000001",
        f"events?filter[created_by]={many}",
        "events?filter[type]=custom_field_88001_value_changed,lead_added",
    ):  # fmt: skip
        assert ask(fake, f"{API}/{wrong}").status == 400, wrong
    one = listed(fake, "/events?filter[entity]=lead&filter[entity_id]=1000001", "events")
    assert {row["entity_id"] for row in one} == {1_000_001}


def test_users_tell_of_groups_when_asked(fake):
    bare = ask(fake, f"{API}/users").rows("users")
    full = ask(fake, f"{API}/users?with=group,role,phone_number").rows("users")

    assert "groups" not in bare[0]["_embedded"]
    assert full[1]["_embedded"]["groups"][0]["id"] == full[1]["rights"]["group_id"] == 9001
    assert full[0]["phone_number"]
    assert full[-1]["rights"]["group_id"] is None
    assert [row["rights"]["is_active"] for row in full].count(False) == 2


def test_kommo_lacks_customers_and_talks(world):
    with AmoCRM(world, kommo=True) as fake:
        assert ask(fake, f"{API}/customers").status == 404
        assert ask(fake, f"{API}/talks").status == 404


def test_rights_that_are_missing(fake):
    fake.deny("/users", 403)
    fake.deny("/customers", 402)

    assert [ask(fake, f"{API}/{name}").status for name in ("users", "customers", "leads")] == [
        403, 402, 200,
    ]  # fmt: skip
    fake.allow("/users")
    assert ask(fake, f"{API}/users").status == 200
