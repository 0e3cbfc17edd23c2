"""The lake beside the truth of the fake Bitrix24."""

from typing import Any

from tests.sources.kit.house import Place
from tests.sources.kit.truth import differences, instant, money

# Who moved a deal is told of its last move alone: whoever reads twice has seen two of them.
FIRST, LATER = "person, author", "null, null"


def compare(place: Place, hands: str = FIRST) -> list[str]:
    """Every difference between what is stored and what is so."""
    truth = place.fake.truth()
    alive = f"connection = '{place.name}' and not coalesce(deleted, false)"

    def key(id: str | None) -> str | None:
        return None if id is None else f"{place.name}:{id}"

    def beside(table: str, columns: str, wanted: list[tuple], which: str = "true") -> list[str]:
        stored = place.rows(f"select {columns} from {table} where {alive} and {which}")
        return differences(stored, wanted, table)

    deals = [row for row in truth["deals"] if not row["deleted"]]
    living = {row["id"] for row in deals}
    known = f"deal in (select connection || ':' || id from deals where {alive})"
    named = {row["to_stage"] for row in truth["stage_changes"]} | {row["stage"] for row in deals}
    return [
        *beside("units", "id, name, parent, kind, extra ->> '$.head'", [
            (r["id"], r["name"], key(r["parent"]), r["kind"], r["head"]) for r in truth["units"]]),
        *beside("people", "id, name, email, unit, head, extra ->> '$.extension', "
                "coalesce((extra ->> '$.left')::boolean, false)", [
            (r["id"], r["name"], r["email"], key(r["unit"]), key(r["head"]), r["extension"],
             r["left"]) for r in truth["people"]]),
        *beside("postings", "person, unit", [
            (key(r["person"]), key(r["unit"])) for r in truth["postings"]], "unit is not null"),
        *beside("customers", "id, name, owner, created_at", [
            (r["id"], r["name"], key(r["owner"]), instant(r["created_at"]))
            for r in truth["customers"] if not r["deleted"]]),
        *beside("pipelines", "id, name", [(r["id"], r["name"]) for r in truth["pipelines"]]),
        *beside("stages", "id, pipeline, name, kind", [
            (r["id"], key(r["pipeline"]), r["name"], r["kind"]) for r in truth["stages"]
            if not r["tombstone"] or r["id"] in named]),
        *beside("deals", "id, name, customer, owner, pipeline, stage, outcome, amount, currency, "
                "channel, created_at, closed_at, loss_reason", [
            (r["id"], r["name"], key(r["customer"]), key(r["owner"]), key(r["pipeline"]),
             key(r["stage"]), r["outcome"], money(r["amount"]), r["currency"], r["channel"],
             instant(r["created_at"]), instant(r["closed_at"]), r["loss_reason"]) for r in deals]),
        *beside("stage_changes", f"id, deal, occurred_at, from_stage, to_stage, {hands}", [
            (r["id"], key(r["deal"]), instant(r["occurred_at"]), key(r["from_stage"]),
             key(r["to_stage"]), *hand(r, hands, key)) for r in truth["stage_changes"]], known),
        *beside("activities", "id, kind, direction, person, author, deal, customer, occurred_at, "
                "duration_s, outcome, recording, due_at, completed_at", [
            activity(r, key) for r in truth["activities"] if not r["deal_deleted"]], 
            f"id not in ({gone(truth)})"),
        *beside("products", 'id, name, "group"', [
            (r["id"], r["name"], r["group"]) for r in truth["products"]]),
        *beside("order_lines", "id, deal, product, quantity, amount", [
            (r["id"], key(r["deal"]), key(r["product"]), float(r["quantity"]), money(r["amount"]))
            for r in truth["order_lines"] if r["deal"] in living]),
        *beside("proposals", "id, deal, customer, person, sent_at, amount, outcome, decided_at", [
            (r["id"], key(r["deal"]), key(r["customer"]), key(r["person"]), instant(r["sent_at"]),
             money(r["amount"]), r["outcome"], instant(r["decided_at"]))
            for r in truth["proposals"] if not r["deleted"]]),
    ]  # fmt: skip


def hand(r: Any, hands: str, key: Any) -> tuple:
    """Who moved it."""
    return (key(r["person"]), r["author"]) if hands == FIRST else (None, None)


def name(r: Any) -> str:
    """The id of an activity in the lake."""
    return f"{r['stream']}/{r['id']}"


def gone(truth: Any) -> str:
    """Activities of deals that were deleted: they stay, and what they were about is not asked."""
    return ", ".join(f"'{name(r)}'" for r in truth["activities"] if r["deal_deleted"]) or "''"


def activity(r: Any, key: Any) -> tuple:
    return (
        name(r), r["kind"], r["direction"], key(r["person"]), r["author"], key(r["deal"]),
        key(r["customer"]), instant(r["occurred_at"]), r["duration_s"], r["outcome"],
        r["recording"], instant(r["due_at"]), instant(r["completed_at"]),
    )  # fmt: skip
