"""What the canonical tables should hold, told from the world and in the ids of Bitrix24.

Rows are plain: ids are text (`stages`: category/stage; `customers`: company/5 or contact/7),
instants seconds, amounts text. Beside the columns of the tables:

- `activities` have `stream`, which list tells of it: activity, call or task; `on`, the card that
  shows it; `deal`, which deal it is about: that of its card, or the youngest of the customer that
  was open then. `deal_deleted`.
- `stage_changes`: who moved a deal is told of the first move and of the last one; of the others it
  is assumed to be the owner, as far as one can know who asks for the first time. Where the service
  tells no move of a deal, it appeared where it is: `created/601`.
- Deals that are leads still are called lead/601 and stand in the pipeline `leads`; one that became
  a deal has been there since the lead appeared, and has its moves.
- `stages` that the service no longer names have `tombstone`.
"""

from typing import TYPE_CHECKING, Any

from merilo.fakes.bitrix24 import acts, cards, directory, ids, moves
from merilo.fakes.world import Contact, Deal, Task, Touch

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

Said = dict[str, Any]
LEADS = tuple((id, name) for id, name, _meant in directory.LEADS)
SOON = 600  # a call that makes a deal comes so many seconds before it


def tables(b24: "Bitrix24") -> dict[str, list[Said]]:
    """All of them."""
    world = b24.world
    people_of: dict[str, list[Deal]] = {}
    for deal in world.deals:
        if not deal.deleted:
            for card in (("contact", deal.contact), ("company", deal.company)):
                people_of.setdefault(str(card), []).append(deal)
    return {
        "units": units(b24), "people": people(b24), "postings": postings(b24),
        "customers": customers(b24),
        "pipelines": [*({"id": str(way.number), "name": way.name} for way in world.pipelines),
                      *([{"id": "leads", "name": "Лид"}] if led(b24) else [])],
        "stages": stages(b24), "deals": [told(b24, row) for row in world.deals],
        "stage_changes": changes(b24), "activities": activities(b24, people_of),
        "products": [{"id": str(ids.PRODUCT + row.number), "name": row.name, "group": row.group}
                     for row in world.products],
        "order_lines": lines(b24), "proposals": proposals(b24),
    }  # fmt: skip


def led(b24: "Bitrix24") -> bool:
    """Are there any leads?"""
    return any(b24.moves.led(row) for row in b24.world.deals if not row.deleted)


def key(b24: "Bitrix24", deal: Deal) -> str:
    """What a deal is called, or the lead that it still is."""
    if b24.moves.lead(deal):
        return f"lead/{ids.LEAD + deal.number}"
    return str(ids.DEAL + deal.number)


def place(b24: "Bitrix24", move: moves.Move) -> str:
    """Where a deal came to, or a lead."""
    return f"leads/{moves.status(move)}" if move.lead else ids.pair(move.stage, move.reason)


def person(number: int | None) -> str | None:
    """Somebody's id."""
    return None if number is None else str(ids.person(number))


def unit(number: int | None) -> str | None:
    """A department's id."""
    return None if number is None else str(ids.UNIT + number)


def units(b24: "Bitrix24") -> list[Said]:
    """The departments; the one above all is the company."""
    return [
        {"id": unit(row.number), "name": row.name, "parent": unit(row.parent),
         "kind": "company" if row.parent is None else "department",
         "head": person(directory.head(b24, row.number))}
        for row in b24.world.units
    ]  # fmt: skip


def people(b24: "Bitrix24") -> list[Said]:
    """Those who work here, and those who did, each with who leads them."""
    now, said = b24.clock.now(), []
    for row in b24.world.people:
        above = [] if row.unit is None else [directory.head(b24, row.unit), directory.head(b24, 0)]
        said.append({
            "id": person(row.number), "name": row.name, "email": row.email, "unit": unit(row.unit),
            "head": person(next((one for one in above if one != row.number), None)),
            "left": row.left_at is not None and row.left_at <= now, "extension": row.extension,
        })  # fmt: skip
    return said


def postings(b24: "Bitrix24") -> list[Said]:
    """In which unit everybody is: of more than now nobody knows."""
    return [{"person": person(row.number), "unit": unit(row.unit)}
            for row in b24.world.people if row.unit is not None]  # fmt: skip


def customers(b24: "Bitrix24") -> list[Said]:
    """Companies, and persons without one."""
    rows: list[tuple[str, int, Any]] = [
        *(("company", ids.COMPANY, row) for row in b24.world.companies),
        *(("contact", ids.CONTACT, row) for row in b24.world.contacts if row.company is None),
    ]
    return [
        {"id": f"{kind}/{base + row.number}", "name": row.name, "owner": person(row.owner),
         "created_at": row.created_at, "deleted": row.deleted}
        for kind, base, row in rows
    ]  # fmt: skip


def customer(row: Deal | Touch | Contact) -> str | None:
    """The company, else the contact."""
    if row.company is not None:
        return f"company/{ids.COMPANY + row.company}"
    contact = row.number if isinstance(row, Contact) else row.contact
    return None if contact is None else f"contact/{ids.CONTACT + contact}"


def stages(b24: "Bitrix24") -> list[Said]:
    """Stages; where deals are lost there is one for each reason. A deleted one is a tombstone."""
    now, said = b24.clock.now(), []
    for row in b24.world.stages:
        gone = row.gone_at is not None and row.gone_at <= now
        reasons = [None, *(r.number for r in b24.world.reasons)] if row.kind == "lost" else [None]
        for reason in reasons:
            name = ids.lost(b24.world, row, reason) if row.kind == "lost" else row.name
            said.append({
                "id": ids.pair(row, reason), "pipeline": str(row.pipeline), "kind": row.kind,
                "name": ids.status(row, reason) if gone else name,
                "position": row.position + (0 if reason is None else reason + 1),
                "tombstone": gone,
            })  # fmt: skip
    if led(b24):
        said += [{"id": f"leads/{id}", "pipeline": "leads", "name": name, "position": 10 * n,
                  "kind": {"S": "won", "F": "lost"}.get(meant or "", "open"), "tombstone": False}
                 for n, (id, name, meant) in enumerate(directory.LEADS)]  # fmt: skip
    return said


def told(b24: "Bitrix24", row: Deal) -> Said:
    """A deal."""
    world, kind = b24.world, row.stage.kind
    move, lead = b24.moves.last(row), b24.moves.lead(row)
    reason = ids.lost(world, row.stage, row.reason) if kind == "lost" else None
    return {
        "id": key(b24, row), "name": row.name, "customer": customer(row),
        "owner": person(row.owner), "pipeline": "leads" if lead else str(row.stage.pipeline),
        "stage": place(b24, move), "outcome": kind,
        "amount": worth(b24, row), "currency": world.currency,
        "channel": None if row.source is None else world.sources[row.source].name,
        "created_at": row.created_at, "closed_at": None if kind == "open" else move.at,
        "loss_reason": dict(LEADS)[moves.status(move)] if lead and reason else reason,
        "deleted": row.deleted, "updated_at": row.updated_at,
    }  # fmt: skip


def worth(b24: "Bitrix24", row: Deal) -> str | None:
    """What it is worth; where nobody has typed it, what is sold in it once it is won."""
    if row.amount:
        return str(cards.amount(b24, row))
    sold = [line["price"] * line["quantity"] for line in cards.lines(b24, row)]
    return str(sum(sold)) if sold and row.stage.kind == "won" else None


def changes(b24: "Bitrix24") -> list[Said]:
    """Each appearance and each move, of deals that are there."""
    said: list[Said] = []
    for rows in b24.moves.of.values():
        before = None
        if not rows[0].deal.deleted and not any(moves.young(b24, move) for move in rows):
            said.append(begun(b24, rows[0].deal))
        for move in rows:
            if move.deal.deleted or not moves.young(b24, move):
                continue
            known = (move.type == moves.CREATED and not move.lead) or move is rows[-1]
            by = 0 if move.by is None else move.by  # of a robot, whose rights it has
            said.append({
                "id": f"{'lead/' if move.lead else ''}{ids.MOVE + move.number}",
                "deal": key(b24, move.deal), "occurred_at": move.at, "from_stage": before,
                "to_stage": place(b24, move),
                "person": person(by if known else move.deal.owner),
                "author": "person" if known else "assumed",
            })  # fmt: skip
            before = said[-1]["to_stage"]
    return said


def begun(b24: "Bitrix24", deal: Deal) -> Said:
    """The appearance of a deal without any history: where it is."""
    turned = b24.moves.turned(deal)
    by, id = turned.by if turned else deal.created_by, key(b24, deal)
    return {
        "id": f"created/{id}", "deal": id, "occurred_at": deal.created_at, "from_stage": None,
        "to_stage": place(b24, b24.moves.last(deal)), "person": person(by or 0), "author": "person",
    }  # fmt: skip


def activities(b24: "Bitrix24", around: dict[str, list[Deal]]) -> list[Said]:
    """Calls, letters, messages, meetings and tasks."""
    said = [done(b24, row) for row in b24.world.tasks]
    for row in b24.world.touches:
        unknown = "unknown_activities" in b24.odds and row.what == "chat" and row.number % 2
        if row.what in acts.TOUCHES and not unknown and (row.what == "call" or row.on != "nothing"):
            said.append(touched(b24, row, around))
    return said


def touched(b24: "Bitrix24", row: Touch, around: dict[str, list[Deal]]) -> Said:
    """A call, letter or message."""
    call = row.what == "call"
    outcome = acts.OUTCOMES[acts.CODES[row.outcome]] if call else None
    deal = about(b24, row, around)
    incoming = row.direction == "in"
    return {
        "id": str(ids.CALL + row.number if call else ids.ACTIVITY + 2 * row.number),
        "stream": "call" if call else "activity", "on": row.on,
        "kind": {"sms": "message", "chat": "message"}.get(row.what, row.what),
        "direction": row.direction, "person": person(row.person),
        "author": "person" if row.person is not None or (call and incoming) else "robot",
        "deal": None if deal is None else key(b24, deal),
        "deal_deleted": row.deal is not None and b24.world.deals[row.deal].deleted,
        "customer": whose(b24, row), "occurred_at": row.created_at,
        "duration_s": (row.talk if outcome == "reached" else 0) if call else None,
        "outcome": outcome, "recording": acts.record(row) or None if call else None,
        "due_at": None, "completed_at": None,
    }  # fmt: skip


def whose(b24: "Bitrix24", row: Touch) -> str | None:
    """The customer whose card it is on: of a contact with a company, that one."""
    if row.on == "contact" and row.contact is not None:
        return customer(b24.world.contacts[row.contact])
    return None if row.on == "nothing" else customer(row)


def about(b24: "Bitrix24", row: Touch, around: dict[str, list[Deal]]) -> Deal | None:
    """Which deal it is about: that of its card, or the youngest that was open then."""
    if row.on == "nothing":
        return None
    if row.on == "deal" and row.deal is not None:
        return b24.world.deals[row.deal]
    at = row.created_at
    open = [
        deal for deal in around.get(str(acts.place(row)), ())
        if deal.created_at <= at + SOON
        and (deal.stage.kind == "open" or b24.moves.last(deal).at >= at)
    ]  # fmt: skip
    return max(open, key=lambda d: (d.created_at, key(b24, d)), default=None)


def done(b24: "Bitrix24", row: Task) -> Said:
    """A task or meeting. A meeting takes place when it was planned for; when it
    was marked as held, nobody says."""
    deal, task, held = b24.world.deals[row.deal], row.what == "task", row.done_at is not None
    return {
        "id": str(ids.TASK + row.number if task else ids.ACTIVITY + 2 * row.number + 1),
        "stream": "task" if task else "activity", "on": "deal", "kind": row.what,
        "direction": None, "person": person(row.person), "author": "person",
        "deal": key(b24, deal), "deal_deleted": deal.deleted, "customer": customer(deal),
        "occurred_at": row.created_at if task else row.due_at, "duration_s": None,
        "outcome": ("done" if held else "open") if task else ("held" if held else None),
        "recording": None, "due_at": row.due_at, "completed_at": row.done_at if task else None,
    }  # fmt: skip


def lines(b24: "Bitrix24") -> list[Said]:
    """What was sold, in deals that are won."""
    return [
        {"id": str(line["id"]), "deal": str(line["ownerId"]), "product": str(line["productId"]),
         "quantity": str(line["quantity"]), "amount": str(line["price"] * line["quantity"])}
        for row in b24.world.deals if not row.deleted and row.stage.kind == "won"
        for line in cards.lines(b24, row)
    ]  # fmt: skip


def proposals(b24: "Bitrix24") -> list[Said]:
    """Estimates: sent when they were made, decided with the deal."""
    return [
        {"id": str(ids.QUOTE + row.number), "deal": str(ids.DEAL + row.number),
         "customer": customer(row), "person": person(row.owner), "sent_at": row.created_at,
         "amount": str(cards.amount(b24, row)) if row.amount else None, "outcome": row.stage.kind,
         "decided_at": None if row.stage.kind == "open" else b24.moves.last(row).at,
         "deleted": row.deleted}
        for row in b24.world.deals if cards.quoted(b24, row)
    ]  # fmt: skip
