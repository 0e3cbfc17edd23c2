"""The lake beside the truth of the fake amoCRM."""

from decimal import Decimal
from typing import Any

from tests.sources.kit.house import Place
from tests.sources.kit.truth import differences, instant, money

PREFIX = {"tasks": "task/", "notes": "note/", "events": "event/"}


def compare(place: Place) -> list[str]:
    """Every difference between what is stored and what is so."""
    truth, c = place.fake.truth(), f"{place.name}:"
    people = {row["id"] for row in truth["people"]}
    customers = {
        id: f"{'company' if id.startswith('3') else 'contact'}/{id}"
        for row in truth["customers"] if (id := row["id"])
    }  # fmt: skip

    def key(id: str | None) -> str | None:
        return None if id is None else c + id

    def stored(query: str) -> list[tuple]:
        return place.rows(query)

    bought = truth["purchases"] if place.settings.get("purchases") == "yes" else []
    alive = f"connection = '{place.name}' and not coalesce(deleted, false)"
    deals = {row["id"]: row for row in truth["deals"]}
    living = {id for id, row in deals.items() if not row["deleted"]}
    found = differences(
        stored(f"select id, name from units where {alive}"),
        [(row["id"], row["name"]) for row in truth["units"]],
        "units",
    )
    found += differences(
        stored(f"select id, name, email, unit from people where {alive}"),
        [(r["id"], r["name"], r["email"], key(r["unit"])) for r in truth["people"]],
        "people",
    )
    found += differences(
        stored(f"select id, pipeline, name, kind from stages where {alive}"),
        [(r["id"], key(r["pipeline"]), name(r), r["kind"]) for r in truth["stages"]
         if not r["tombstone"] or r["id"] in named(truth)],
        "stages",
    )  # fmt: skip
    found += differences(
        stored(f"select id, name, owner, created_at from customers where {alive}"),
        [(customers[r["id"]], r["name"], key(r["owner"]), instant(r["created_at"]))
         for r in truth["customers"] if not r["deleted"]],
        "customers",
    )  # fmt: skip
    found += differences(
        stored("select id, name, customer, owner, pipeline, stage, outcome, amount, channel, "
               f"created_at, closed_at, loss_reason from deals where {alive}"),
        [*(deal(priced(r, truth), key, customers) for id, r in deals.items() if id in living),
         *(purchase(r, key, customers) for r in bought)],
        "deals",
    )  # fmt: skip
    found += differences(
        stored("select id, deal, occurred_at, from_stage, to_stage, person, author "
               f"from stage_changes where {alive} and split_part(deal, ':', 2) in "
               f"(select id from deals where {alive})"),
        [move(r, key) for r in truth["stage_changes"] if r["deal"] in living],
        "stage_changes",
    )  # fmt: skip
    found += differences(
        stored("select id, deal, occurred_at, from_person, to_person from owner_changes "
               f"where {alive}"),
        [(r["id"], key(r["deal"]), instant(r["occurred_at"]), key(r["from_person"]),
          key(r["to_person"])) for r in truth["owner_changes"]],
        "owner_changes",
    )  # fmt: skip
    found += differences(
        stored("select id, deal, occurred_at, from_amount, to_amount, to_amount_base, person, "
               f"author from amount_changes where {alive}"),
        [(r["id"], key(r["deal"]), instant(r["occurred_at"]), Decimal(r["from_amount"]),
          Decimal(r["to_amount"]), Decimal(r["to_amount"]), key(r["person"]), r["author"])
         for r in truth["amount_changes"]],
        "amount_changes",
    )  # fmt: skip
    steady = {f"event/{r['id']}" for r in truth["answers"] if r["steady"]}
    found += differences(
        [row if row[0] in steady else (*row[:-2], None, None) for row in
         stored("select id, survey, question, score, scale, occurred_at, person, customer "
                f"from answers where {alive}")],
        [(f"event/{r['id']}", r["survey"], r["question"], r["score"], r["scale"],
          instant(r["occurred_at"]), *((key(r["person"]), key(customers.get(r["customer"])))
                                       if r["steady"] else (None, None)))
         for r in truth["answers"]],
        "answers",
    )  # fmt: skip
    found += differences(
        stored("select id, kind, direction, person, occurred_at, due_at, completed_at, duration_s, "
               f"outcome, recording from activities where {alive}"),
        [activity(r, key) for r in truth["activities"] if r["counts"]
         ],
        "activities",
    )  # fmt: skip
    found += differences(
        stored(f"select id, deal, product, quantity, amount from order_lines where {alive}"),
        [(f"{r['deal']}/{r['product']}", key(r["deal"]), key(r["product"]), float(r["quantity"]),
          money(r["amount"])) for r in truth["order_lines"] if r["won"] and r["deal"] in living]
        + [(f"purchase/{r['id']}", key(f"purchase/{r['id']}"), None, 1.0, money(r["amount"]))
           for r in bought],
        "order_lines",
    )  # fmt: skip
    assert people
    return found


def name(stage: Any) -> str:
    """A stage that is gone is called by its id."""
    return stage["id"].partition("/")[2] if stage["tombstone"] else stage["name"]


def named(truth: Any) -> set[str]:
    """Stages that a move or a deal names."""
    moves = truth["stage_changes"]
    return {r["to_stage"] for r in moves} | {r["from_stage"] for r in moves}


def priced(r: Any, truth: Any) -> Any:
    """Of a deal without an amount, the sum of its lines is taken."""
    lines = [line for line in truth["order_lines"] if line["won"] and line["deal"] == r["id"]]
    if money(r["amount"]) is not None or not lines:
        return r
    return {**r, "amount": str(sum(int(line["amount"]) for line in lines))}


def deal(r: Any, key: Any, customers: Any) -> tuple:
    whose = customers.get(r["customer"]) if r["customer"] else None
    return (
        r["id"], r["name"], key(whose), key(r["owner"]), key(r["pipeline"]), key(r["stage"]),
        r["outcome"], money(r["amount"]), r["channel"], instant(r["created_at"]),
        instant(r["closed_at"]), r["loss_reason"],
    )  # fmt: skip


def purchase(r: Any, key: Any, customers: Any) -> tuple:
    return (
        f"purchase/{r['id']}", None, key(customers.get(r["customer"])), key(r["owner"]), None,
        None, "won", money(r["amount"]), None, None, instant(r["closed_at"]), None,
    )  # fmt: skip


def move(r: Any, key: Any) -> tuple:
    """Where a deal began, no event tells: Merilo makes that move itself."""
    made = r["from_stage"] is None
    return (
        f"created/{r['deal']}" if made else r["id"], key(r["deal"]), instant(r["occurred_at"]),
        key(r["from_stage"]), key(r["to_stage"]), key(r["person"]), r["author"],
    )  # fmt: skip


def activity(r: Any, key: Any) -> tuple:
    at = r["created_at"] if r["kind"] == "task" else r["occurred_at"]
    return (
        PREFIX[r["stream"]] + r["id"], r["kind"], r["direction"], key(r["person"]), instant(at),
        instant(r["due_at"]), instant(r["completed_at"]), r["duration_s"], r["outcome"],
        r["recording"],
    )  # fmt: skip
