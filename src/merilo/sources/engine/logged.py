"""What is typed in the quick log, as rows of facts: deals, calls, meetings, proposals, and the
customers they are with. Typed again under the same id it takes the place of what was there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from merilo.facts.lake import Load
from merilo.facts.staff import TYPED
from merilo.sources.engine.reported import write

KINDS = ("deal", "call", "meeting", "proposal")
TABLES = {"deal": "deals", "call": "activities", "meeting": "activities", "proposal": "proposals"}
# Where there is no pipeline of a CRM, deals go a short way of their own.
OWN = "log"
STAGES = {"open": "In work", "won": "Won", "lost": "Lost"}


@dataclass(frozen=True)
class Logged:
    """Something that a person did. `day` is that of a call, meeting or proposal; of a deal, when it
    appeared. `customer` is a key, or the id that a new one, called `name`, will have."""

    kind: str
    id: str
    person: str
    day: date
    said: Mapping[str, Any] = field(default_factory=dict)
    gone: bool = False


def put(load: Load, one: Logged, zone: ZoneInfo) -> None:
    """Let it hold from now on."""
    if not one.gone:
        arise(load, one, zone)
    made = {"deal": deal, "call": activity, "meeting": activity, "proposal": proposal}
    row = {"connection": TYPED, "id": one.id, **made[one.kind](one, zone), "deleted": one.gone}
    write(load, TABLES[one.kind], [row], frozenset(row) - {"connection", "id"})
    if one.kind == "deal":
        moves(load, one, zone)


def arise(load: Load, one: Logged, zone: ZoneInfo) -> None:
    """The new customer, and the way that deals go where no CRM has one."""
    if new := one.said.get("new"):
        at = noon(one.day, zone)
        put_rows(load, "customers", [{
            "id": new["id"], "name": new["name"], "owner": one.person, "created_at": at,
            "created_on": one.day,
        }])  # fmt: skip
    if str(one.said.get("pipeline", "")) == f"{TYPED}:{OWN}":
        put_rows(load, "pipelines", [{"id": OWN, "name": "Merilo"}])
        put_rows(load, "stages", [
            {"id": f"{OWN}/{kind}", "pipeline": f"{TYPED}:{OWN}", "name": name, "position": n,
             "kind": kind}
            for n, (kind, name) in enumerate(STAGES.items(), start=1)
        ])  # fmt: skip


def put_rows(load: Load, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows that are there from now on, whole."""
    columns = frozenset(rows[0]) - {"id"} | {"deleted"}
    write(load, table, [{"connection": TYPED, **row, "deleted": False} for row in rows], columns)


def deal(one: Logged, zone: ZoneInfo) -> dict[str, Any]:
    """A deal as it stands."""
    said, closed = one.said, day_of(one.said.get("closed"))
    qualified = day_of(said.get("qualified"))
    return {
        "name": said["name"], "customer": said.get("customer"), "owner": one.person,
        "pipeline": said.get("pipeline"), "stage": said.get("stage"), "outcome": said["outcome"],
        **money(said.get("amount")), "created_at": noon(one.day, zone), "created_on": one.day,
        "qualified_at": noon(qualified, zone) if qualified else None, "qualified_on": qualified,
        "closed_at": noon(closed, zone) if closed else None, "closed_on": closed,
        "loss_reason": said.get("reason") or None,
    }  # fmt: skip


def activity(one: Logged, zone: ZoneInfo) -> dict[str, Any]:
    """A call or a meeting. Of a call that was reached the minutes are the talk."""
    said, minutes = one.said, one.said.get("minutes")
    return {
        "kind": one.kind, "person": one.person, "customer": said.get("customer"),
        "deal": said.get("deal"), "direction": "out" if one.kind == "call" else None,
        "occurred_at": noon(one.day, zone), "occurred_on": one.day,
        "duration_s": None if minutes is None else int(minutes) * 60,
        "outcome": said["outcome"], "author": "person",
    }  # fmt: skip


def proposal(one: Logged, zone: ZoneInfo) -> dict[str, Any]:
    """An offer sent."""
    said = one.said
    return {
        "deal": said.get("deal"), "customer": said.get("customer"), "person": one.person,
        "sent_at": noon(one.day, zone), "sent_on": one.day, **money(said.get("amount")),
        "outcome": "open",
    }  # fmt: skip


def moves(load: Load, one: Logged, zone: ZoneInfo) -> None:
    """Where a deal appeared and where it ended, as its history of stages."""
    closed = day_of(one.said.get("closed"))
    first, last = one.said.get("first"), one.said.get("stage")
    ended = bool(closed) and not one.gone
    rows = [
        {"id": f"{one.id}:1", "occurred_at": noon(one.day, zone), "occurred_on": one.day,
         "from_stage": None, "to_stage": first, "deleted": one.gone or not first},
        {"id": f"{one.id}:2", "occurred_at": noon(closed or one.day, zone),
         "occurred_on": closed or one.day, "from_stage": first, "to_stage": last,
         "deleted": not ended or not last},
    ]  # fmt: skip
    said = {"connection": TYPED, "deal": f"{TYPED}:{one.id}", "person": one.person,
            "author": "person"}  # fmt: skip
    found = [said | row for row in rows]
    write(load, "stage_changes", found, frozenset(found[0]) - {"connection", "id"})


def money(said: str | None) -> dict[str, Decimal | None]:
    """An amount in the company's currency."""
    amount = None if said in (None, "") else Decimal(str(said))
    return {"amount": amount, "amount_base": amount}


def day_of(said: str | None) -> date | None:
    """A day from JSON."""
    return date.fromisoformat(said) if said else None


def noon(day: date, zone: ZoneInfo) -> datetime:
    """Noon of that day by the company's clock."""
    return datetime.combine(day, time(12), zone).astimezone(UTC)
