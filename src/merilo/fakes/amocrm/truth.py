"""What the canonical tables should hold, told from the world and in the ids of amoCRM.

Rows are plain: ids are text as amoCRM gives them (`stages`: pipeline/status), instants seconds,
amounts text. An id of `activities` is that of the note, task or event named by `stream`; of
`stage_changes` that of the event, and `created:LEAD` where no event tells of it. Beside the
columns of the tables:

- `deals`: `deleted`; `merged_into`. `activities`: `stream`; `on`, the card that shows it; `deal`,
  which deal it really was about, though the note may hang on another card; `same_as`; `counts`:
  false for the second of two that are one; `deal_deleted`; `deleted`. `order_lines`: `won`.
- `stage_changes`: `assumed` where the event of the appearance is gone: its stage is then the one
  that the first known move leaves, else the present one. Tasks: `told`, whether an event says when
  they were done.
- `stages` and `people` that the service no longer names have `tombstone`.
- Planned meetings have no outcome and lie at the time they are due; so do open tasks.
"""

from typing import TYPE_CHECKING, Any

from merilo.fakes.amocrm import buyers, events, ids, kinds, odd, work
from merilo.fakes.world import Change, Deal, Task, Touch

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

Said = dict[str, Any]


def tables(amo: "AmoCRM") -> dict[str, list[Said]]:
    """All of them."""
    return {
        "units": [{"id": str(ids.group(u.number)), "name": u.name} for u in amo.world.units],
        "people": people(amo), "customers": customers(amo), "pipelines": pipelines(amo),
        "stages": stages(amo), "deals": [deal(amo, row) for row in amo.world.deals],
        "stage_changes": stage_changes(amo), "owner_changes": owner_changes(amo),
        "amount_changes": amount_changes(amo), "answers": answers(amo),
        "activities": activities(amo), "products": products(amo), "order_lines": lines(amo),
        "purchases": purchases(amo),
    }  # fmt: skip


def person(number: int | None) -> str | None:
    """Somebody's id."""
    return None if number is None else str(ids.PERSON + number)


def people(amo: "AmoCRM") -> list[Said]:
    """Those who work here, and those who did."""
    now = amo.clock.now()
    said = []
    for row in amo.world.people:
        left = row.left_at is not None and row.left_at <= now
        lost = left and "missing_users" in amo.odds
        unit = None if row.unit is None else str(ids.group(row.unit))
        said.append({
            "id": person(row.number), "name": person(row.number) if lost else row.name,
            "email": None if lost else row.email, "unit": None if lost else unit, "left": left,
            "tombstone": lost,
        })  # fmt: skip
    return said


def customers(amo: "AmoCRM") -> list[Said]:
    """Companies, and persons without one."""
    world = amo.world
    rows = [(ids.COMPANY, row) for row in world.companies]
    rows += [(ids.CONTACT, row) for row in world.contacts if row.company is None]  # type: ignore[misc]
    return [
        {"id": str(base + row.number), "name": row.name, "owner": person(row.owner),
         "created_at": row.created_at, "deleted": row.deleted}
        for base, row in rows
    ]  # fmt: skip


def pipelines(amo: "AmoCRM") -> list[Said]:
    """Pipelines; an archived one is there."""
    return [{"id": str(ids.PIPELINE + row.number), "name": row.name,
             "archived": row.archived_at is not None} for row in amo.world.pipelines]  # fmt: skip


def stages(amo: "AmoCRM") -> list[Said]:
    """Stages; a deleted one is a tombstone."""
    now = amo.clock.now()
    said = []
    for row in amo.world.stages:
        gone = row.gone_at is not None and row.gone_at <= now
        said.append({
            "id": ids.pair(row), "pipeline": str(ids.PIPELINE + row.pipeline),
            "name": ids.pair(row) if gone else row.name,
            "position": None if gone else row.position, "kind": row.kind,
            "incoming": row.incoming, "tombstone": gone,
        })  # fmt: skip
    return said


def customer(row: Deal | Touch) -> str | None:
    """The company, else the contact."""
    if row.company is not None:
        return str(ids.COMPANY + row.company)
    return None if row.contact is None else str(ids.CONTACT + row.contact)


def deal(amo: "AmoCRM", row: Deal) -> Said:
    """A deal."""
    world, merged = amo.world, row.merged_into
    return {
        "id": str(ids.LEAD + row.number), "name": row.name, "customer": customer(row),
        "owner": person(row.owner), "pipeline": str(ids.PIPELINE + row.stage.pipeline),
        "stage": ids.pair(row.stage), "outcome": row.stage.kind,
        "amount": odd.amount(row, amo.odds), "currency": world.currency,
        "channel": None if row.source is None else world.sources[row.source].name,
        "created_at": row.created_at, "closed_at": row.closed_at,
        "loss_reason": None if row.reason is None else world.reasons[row.reason].name,
        "deleted": row.deleted, "updated_at": row.updated_at,
        "merged_into": None if merged is None else str(ids.LEAD + merged),
    }  # fmt: skip


def author(by: int | None) -> str:
    """Whose hand it was."""
    return "robot" if by is None else "person"


def stage_changes(amo: "AmoCRM") -> list[Said]:
    """Each appearance and each move."""
    said: list[Said] = []
    unseen: dict[int, Any] = {}
    for change in amo.world.history:
        if change.kind not in ("deal added", "deal moved"):
            continue
        lead = ids.LEAD + change.row.number
        if 0 not in events.copies(amo, change):
            unseen |= {lead: change.row} if change.kind == "deal added" else {}
            continue
        if lead in unseen:
            said.append(begun(unseen.pop(lead), change.before))
        said.append({
            "id": ids.event(change), "deal": str(lead), "occurred_at": change.at,
            "from_stage": ids.pair(change.before) if change.before else None,
            "to_stage": ids.pair(change.after), "person": person(change.by),
            "author": author(change.by), "assumed": False,
        })  # fmt: skip
    return said + [begun(row, row.stage) for row in unseen.values()]


def begun(row: Any, stage: Any) -> Said:
    """The appearance of a deal of which no event tells: where its first known move begins."""
    return {
        "id": f"created:{ids.LEAD + row.number}", "deal": str(ids.LEAD + row.number),
        "occurred_at": row.created_at, "from_stage": None, "to_stage": ids.pair(stage),
        "person": person(row.created_by), "author": author(row.created_by), "assumed": True,
    }  # fmt: skip


def owner_changes(amo: "AmoCRM") -> list[Said]:
    """Each hand-over of which an event tells."""
    return [
        {"id": ids.event(change), "deal": str(ids.LEAD + change.row.number),
         "occurred_at": change.at, "from_person": person(change.before),
         "to_person": person(change.after)}
        for change in amo.world.history
        if change.kind == "deal handed" and 0 in events.copies(amo, change)
    ]  # fmt: skip


def purchases(amo: "AmoCRM") -> list[Said]:
    """What was bought without a deal."""
    made: list[Any] = [*buyers.changes(amo)]
    return [{"id": str(ids.PURCHASE + one.number), "customer": customer(one.row),
             "owner": person(one.row.owner), "amount": str(buyers.price(one)),
             "closed_at": one.at} for one in made]  # fmt: skip


def amount_changes(amo: "AmoCRM") -> list[Said]:
    """Each other amount of which an event tells."""
    return [
        {"id": ids.event(change), "deal": str(ids.LEAD + change.row.number),
         "occurred_at": change.at, "from_amount": str(change.before),
         "to_amount": str(change.after), "person": person(change.by), "author": author(change.by)}
        for change in amo.world.history
        if change.kind == "deal priced" and change.before != change.after
        and 0 in events.copies(amo, change)
    ]  # fmt: skip


def answers(amo: "AmoCRM") -> list[Said]:
    """Marks given to the bot, each about whoever looks after its card now; nobody knows of what
    is gone. `steady`: that has been so since the mark was given."""
    kinds = ("deal handed", "deal deleted", "deal merged", "deal restored")
    later = {(c.row.kind, c.row.number): c.at for c in amo.world.history if c.kind in kinds}
    said = []
    for change in amo.world.history:
        if not events.marked(change) or events.RATED not in [*events.copies(amo, change)]:
            continue
        row: Any = change.row
        on, id = events.entity(change, events.RATED)
        card = (amo.world.deals[id - ids.LEAD] if on == "lead"
                else amo.world.contacts[id - ids.CONTACT])  # fmt: skip
        said.append({
            "id": ids.event(change, events.RATED), "survey": "NPS bot", "question": "nps",
            "score": events.mark(row), "scale": 10, "occurred_at": change.at,
            "person": None if card.deleted else person(card.owner),
            "customer": None if card.deleted else customer(row),
            "steady": later.get((card.kind, card.number), 0) < change.at,
        })  # fmt: skip
    return said


def activities(amo: "AmoCRM") -> list[Said]:
    """Calls, letters, messages, comments, meetings and tasks."""
    told = {c.row.number for c in amo.world.history
            if c.kind == "task done" and 0 in events.copies(amo, c)}  # fmt: skip
    said = [task(amo, row) | {"told": row.number in told} for row in amo.world.tasks]
    for row in amo.world.touches:
        unknown = "unknown_notes" in amo.odds and row.what == "comment" and row.number % 2
        for code, on in kinds.noted(row) if not unknown else ():
            said.append(touched(amo, row, on, code % 2))
    for change in amo.world.history:
        row = change.row  # type: ignore[assignment]
        if isinstance(row, Touch) and row.what == "chat" and 0 in events.copies(amo, change):
            said.append(chat(amo, row, change))
    return said


def touched(amo: "AmoCRM", row: Touch, on: str, copy: int) -> Said:
    """A note."""
    call = row.what == "call"
    return {
        **common(amo, row), "id": str(ids.note(row, copy)), "stream": "notes", "on": on,
        "kind": {"sms": "message"}.get(row.what, row.what),
        "direction": None if row.what == "comment" else row.direction,
        "duration_s": row.talk if call else None,
        "outcome": outcome(amo, row) if call else None,
        "recording": work.recording(row) if call else None,
        "same_as": ids.uniq(row) if call else None, "counts": copy == 0,
    }  # fmt: skip


def outcome(amo: "AmoCRM", row: Touch) -> str:
    """Of a call: what the service tells of it."""
    if odd.statusless(row, amo.odds):
        return "reached" if row.talk else "missed"
    return row.outcome


def chat(amo: "AmoCRM", row: Touch, change: Change) -> Said:
    """A message of which only an event tells."""
    return {
        **common(amo, row), "id": ids.event(change), "stream": "events", "on": "deal",
        "kind": "message", "direction": row.direction, "duration_s": None, "outcome": None,
        "recording": None, "same_as": None, "counts": True,
    }  # fmt: skip


def common(amo: "AmoCRM", row: Touch) -> Said:
    """What is the same for all of them."""
    deal = None if row.deal is None else amo.world.deals[row.deal]
    return {
        "person": person(row.person), "author": author(row.created_by), "customer": customer(row),
        "deal": None if deal is None else str(ids.LEAD + deal.number),
        "deal_deleted": deal is not None and deal.deleted, "occurred_at": row.created_at,
        "due_at": None, "completed_at": None, "deleted": row.deleted,
    }  # fmt: skip


def task(amo: "AmoCRM", row: Task) -> Said:
    """A task or meeting; held and done when its event says so."""
    deal, done = amo.world.deals[row.deal], row.done_at is not None
    if row.what == "task":
        outcome: str | None = "done" if done else "open"
    else:
        outcome = "held" if done else None
    return {
        "id": str(ids.TASK + row.number), "stream": "tasks", "on": "deal", "kind": row.what,
        "direction": None, "person": person(row.person), "author": author(row.created_by),
        "deal": str(ids.LEAD + row.deal), "deal_deleted": deal.deleted, "customer": customer(deal),
        "created_at": row.created_at, "occurred_at": row.done_at if done else row.due_at,
        "due_at": row.due_at, "completed_at": row.done_at, "duration_s": None, "outcome": outcome,
        "recording": None, "same_as": None, "counts": True, "deleted": row.deleted,
    }  # fmt: skip


def products(amo: "AmoCRM") -> list[Said]:
    """The price list."""
    return [{"id": str(ids.PRODUCT + row.number), "name": row.name, "group": row.group}
            for row in amo.world.products]  # fmt: skip


def lines(amo: "AmoCRM") -> list[Said]:
    """What deals hold, at the list price."""
    said = []
    for row in amo.world.deals:
        for product, quantity in row.lines if not row.deleted else ():
            id, price = ids.PRODUCT + product, amo.world.products[product].price
            said.append({
                "deal": str(ids.LEAD + row.number), "product": str(id), "quantity": str(quantity),
                "amount": str(price * quantity), "won": row.stage.kind == "won",
            })  # fmt: skip
    return said
