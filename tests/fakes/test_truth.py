"""The truth is told from the world; what the service says agrees with it, row by row."""

from itertools import pairwise

import pytest

from merilo.fakes import AmoCRM, World
from tests.fakes.asking import listed

OUTCOMES = {4: "reached", 6: "missed", 3: "missed", 7: "busy", 1: "voicemail", 5: "failed"}


@pytest.fixture(scope="module")
def fake():
    with AmoCRM(World(deals=400)) as fake:
        fake.remove(3)
        yield fake


@pytest.fixture(scope="module")
def truth(fake):
    return fake.truth()


def test_ids_are_text_and_unique(truth):
    for table, rows in truth.items():
        if table != "order_lines":
            ids = [row["id"] for row in rows]
            assert all(isinstance(id, str) for id in ids), table
            assert len(ids) == len(set(ids)), table


def test_deals(fake, truth):
    told = {str(row["id"]): row for row in listed(fake, "/leads?limit=250", "leads")}
    there = {row["id"]: row for row in truth["deals"] if not row["deleted"]}

    assert told.keys() == there.keys()
    for id, row in there.items():
        lead = told[id]
        assert row["stage"] == f"{lead['pipeline_id']}/{lead['status_id']}"
        assert (row["owner"], row["amount"]) == (
            str(lead["responsible_user_id"]),
            str(lead["price"]),
        )
        assert (row["closed_at"], row["created_at"]) == (lead["closed_at"], lead["created_at"])
        kind = {142: "won", 143: "lost"}.get(lead["status_id"], "open")
        assert row["outcome"] == kind


def test_moves(fake, truth):
    told = {e["id"]: e for e in listed(fake, "/events?limit=100", "events")}
    moves = {r["id"]: r for r in truth["stage_changes"] if r["from_stage"]}

    assert moves.keys() == {i for i, e in told.items() if e["type"] == "lead_status_changed"}
    for id, row in moves.items():
        after = told[id]["value_after"][0]["lead_status"]
        assert row["to_stage"] == f"{after['pipeline_id']}/{after['id']}"
        assert row["occurred_at"] == told[id]["created_at"]
        assert (row["author"] == "robot") == (told[id]["created_by"] == 0)
    born = {r["id"] for r in truth["stage_changes"] if not r["from_stage"]}
    assert born == {i for i, e in told.items() if e["type"] == "lead_added"}
    handed = {i for i, e in told.items() if e["type"] == "entity_responsible_changed"}
    assert {r["id"] for r in truth["owner_changes"]} == handed
    priced = {i for i, e in told.items() if e["type"] == "sale_field_changed"}
    assert {r["id"] for r in truth["amount_changes"]} == priced != set()
    marks = {i: e["value_after"] for i, e in told.items() if e["type"] == "nps_rate_added"}
    assert {r["id"]: [{"nps": {"rate": r["score"]}}] for r in truth["answers"]} == marks != {}


def test_calls(fake, truth):
    notes = {}
    for where in ("leads", "contacts", "companies"):
        notes |= {str(n["id"]): n for n in listed(fake, f"/{where}/notes?limit=250", "notes")}
    calls = {i: n for i, n in notes.items() if n["note_type"].startswith("call_")}
    said = {r["id"]: r for r in truth["activities"] if r["kind"] == "call"}

    assert calls.keys() == said.keys()
    for id, row in said.items():
        params = calls[id]["params"]
        by_duration = "reached" if params["duration"] else "missed"
        assert row["outcome"] == OUTCOMES.get(params["call_status"], by_duration)
        assert row["same_as"] == params["uniq"]
        assert row["direction"] == calls[id]["note_type"].removeprefix("call_")
    counted = [r["same_as"] for r in said.values() if r["counts"]]
    assert len(counted) == len(set(counted)) < len(said)


def test_meetings_are_held_when_their_task_is_completed(fake, truth):
    done = {
        str(e["entity_id"]): e["created_at"]
        for e in listed(fake, "/events?filter[type]=task_completed&limit=100", "events")
    }
    rows = [r for r in truth["activities"] if r["stream"] == "tasks"]

    assert {r["id"] for r in rows if r["completed_at"]} == done.keys()
    assert all(done[r["id"]] == r["occurred_at"] for r in rows if r["completed_at"])
    assert {r["outcome"] for r in rows if r["kind"] == "meeting"} == {"held", None}
    assert {r["outcome"] for r in rows if r["kind"] == "task"} == {"done", "open"}


def test_customers_are_companies_and_persons_without_one(fake, truth):
    companies = {str(row["id"]) for row in listed(fake, "/companies?limit=250", "companies")}
    alone = {
        str(row["id"]) for row in listed(fake, "/contacts?limit=250", "contacts")
        if not row["_embedded"]["companies"]
    }  # fmt: skip

    assert {row["id"] for row in truth["customers"] if not row["deleted"]} == companies | alone
    assert {r["customer"] for r in truth["deals"]} <= {r["id"] for r in truth["customers"]}


def test_a_deal_won_is_told_and_true(fake):
    deal = next(d for d in fake.world.deals if d.stage.kind == "open" and not d.deleted)
    fake.world.win(deal, fake.clock.now())
    id = str(1_000_001 + deal.number)
    said = next(row for row in fake.truth()["deals"] if row["id"] == id)

    assert (said["outcome"], said["closed_at"]) == ("won", deal.closed_at)
    assert fake.deal(id) is deal


def test_moves_before_the_first_event_are_not_known():
    with AmoCRM(World(deals=200), odd=("young_events",)) as fake:
        rows, deals = fake.truth()["stage_changes"], fake.world.deals
        told = {e["id"] for e in listed(fake, "/events?limit=100", "events")}
    begun = [row for row in rows if row["from_stage"] is None]

    assert len(begun) == len(deals)
    assert {row["id"] for row in rows if not row["assumed"]} <= told
    for deal in deals:
        mine = [r for r in rows if r["deal"] == str(1_000_001 + deal.number)]
        mine.sort(key=lambda row: row["occurred_at"])
        assert all(a["to_stage"] == b["from_stage"] for a, b in pairwise(mine))


def test_deeds_without_an_instant_happen_by_the_clock(fake):
    fake.clock.advance(3600)
    deal = fake.create()[0]
    fake.world.price(deal, 5)

    assert deal.updated_at == pytest.approx(fake.clock.now(), abs=2)


def test_tombstones():
    with AmoCRM(World(deals=50), odd=("missing_users",)) as fake:
        truth = fake.truth()

    assert [r["id"] for r in truth["stages"] if r["tombstone"]] == ["7001/40003"]
    lost = [r for r in truth["people"] if r["tombstone"]]
    assert lost
    assert all(row["name"] == row["id"] for row in lost)
