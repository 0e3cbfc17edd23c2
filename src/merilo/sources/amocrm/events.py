"""Events: the only history there is. Each type that we know is read by a function of its own."""

from collections.abc import Callable, Iterator

from merilo.sources.amocrm.lists import Stream, page, within
from merilo.sources.amocrm.pipelines import stage, taken
from merilo.sources.amocrm.plain import instant, robot, value
from merilo.sources.amocrm.ratings import RATED, fill, rated
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Hint, Mark, Record, Row, Span
from merilo.sources.sync.walk import Page, begin
from merilo.sources.sync.windows import growing

PAGE = 100  # the most that this list gives
BOUGHT = "transaction_added"
STREAMS = {"lead": "leads", "contact": "contacts", "company": "companies", "task": "tasks"}


def moved(event: Record, ground: Ground) -> Iterator[Row]:
    """A deal that changed its stage, its pipeline, or both."""
    before, after = (value(event, when, "lead_status") for when in ("before", "after"))
    ends = [stage(one.get("pipeline_id"), one.get("id")) for one in (before, after)]
    settings = dict(ground.settings)
    wanted = any(taken(settings, one.get("pipeline_id")) for one in (before, after))
    if ends[0] == ends[1] or not wanted:
        return
    values = {
        **change(event),
        "from_stage": ends[0],
        "to_stage": ends[1],
        **hand(event),
    }
    yield Row("stage_changes", values, {})


def handed(event: Record, ground: Ground) -> Iterator[Row]:
    """A deal that got another owner; those of other cards are not kept."""
    if event.get("entity_type") != "lead":
        return
    before, after = (value(event, when, "responsible_user") for when in ("before", "after"))
    ends = [key(one.get("id")) for one in (before, after)]
    if ends[0] == ends[1]:
        return
    values = {
        **change(event),
        "from_person": ends[0],
        "to_person": ends[1],
    }
    maker = text(event.get("created_by"))
    yield Row("owner_changes", values, {"created_by": maker} if maker else {})


def repriced(event: Record, ground: Ground) -> Iterator[Row]:
    """A deal that got another amount. Where nothing stands, there was none."""
    if event.get("entity_type") != "lead":
        return
    before, after = (value(event, when, "sale_field_value") for when in ("before", "after"))
    ends = [text(one.get("sale")) or "0" for one in (before, after)]
    if ends[0] == ends[1]:
        return
    values = {
        **change(event),
        "from_amount": ends[0],
        "to_amount": ends[1],
        "currency": ground.account.currency or None,
        **hand(event),
    }
    yield Row("amount_changes", values, {})


def change(event: Record) -> dict[str, str | None]:
    """Of which deal, and when."""
    return {
        "id": key(event.get("id")),
        "deal": key(event.get("entity_id")),
        "occurred": instant(event.get("created_at")),
    }


def hand(event: Record) -> dict[str, str | None]:
    """Whose it was."""
    author = "robot" if robot(event) else "person" if event.get("created_by") else "unknown"
    return {"person": key(event.get("created_by")), "author": author}


def finished(event: Record, ground: Ground) -> Iterator[Row]:
    """A task that was done: the task itself does not say when."""
    values = {
        "id": f"task/{key(event.get('entity_id'))}",
        "completed": instant(event.get("created_at")),
    }
    yield Row("activities", values, patch=True)


def postponed(event: Record, ground: Ground) -> Iterator[Row]:
    """A task that got another deadline."""
    due = instant(value(event, "after", "task_deadline").get("timestamp"))
    if due:
        id = f"task/{key(event.get('entity_id'))}"
        yield Row("activities", {"id": id, "due": due}, patch=True)


def written(event: Record, ground: Ground) -> Iterator[Row]:
    """A chat message; there is no text of it. What comes in is written by the customer."""
    way = "in" if event.get("type") == "incoming_chat_message" else "out"
    card, id = text(event.get("entity_type")), key(event.get("entity_id"))
    nobody = "unknown" if way == "in" else "robot"
    values = {
        "id": f"event/{key(event.get('id'))}",
        "kind": "message",
        "direction": way,
        "person": key(event.get("created_by")),
        "occurred": instant(event.get("created_at")),
        "author": nobody if robot(event) else "person",
    }
    if card == "lead" and id:
        values["deal"] = id
    extra = {
        "card": [card, id] if card in ("lead", "contact", "company") and id else None,
        "contact": key(event.get("linked_talk_contact_id")),
        "created_by": text(event.get("created_by")),
    }
    yield Row("activities", values, {name: one for name, one in extra.items() if one})


def nothing(event: Record, ground: Ground) -> Iterator[Row]:
    """No row: what it tells is found by looking."""
    return iter(())


# What happened stands in a note: it is read by its id.
NOTES = (
    "incoming_call", "outgoing_call", "incoming_sms", "outgoing_sms", "incoming_mail",
    "outgoing_mail", "common_note_added", "service_note_added", "zoom_conference",
)  # fmt: skip
TYPES: dict[str, Callable[[Record, Ground], Iterator[Row]]] = {
    "lead_status_changed": moved,
    "entity_responsible_changed": handed,
    "sale_field_changed": repriced,
    RATED: rated,
    "task_completed": finished,
    "task_deadline_changed": postponed,
    "incoming_chat_message": written,
    "outgoing_chat_message": written,
    **dict.fromkeys((
        "lead_deleted", "lead_restored", "contact_deleted", "contact_restored", "company_deleted",
        "company_restored", "entity_merged", "task_deleted", "common_note_deleted",
        "contact_added", "company_added", "task_added", BOUGHT,
    ), nothing),
    **dict.fromkeys(NOTES, nothing),
}  # fmt: skip


class Events(Stream):
    """A list that only grows, in no order that is promised."""

    name = "events"
    feeds: tuple[str, ...] = (
        "stage_changes", "owner_changes", "amount_changes", "activities", "answers",
    )  # fmt: skip
    timed = True

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Stretch by stretch; only the types that say something to us."""
        types = ("filter[type]", ",".join(TYPES))

        def read(number: int, since: int, until: int, order: str) -> Page:
            query = [*within("created_at", since, until), types]
            return page(client, "events", query, number, PAGE)

        for rows, after in growing(read, mark or begin(span.since), span.until, PAGE):
            yield Batch(fill(client, rows), after)

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """By its type; those that are not known say nothing."""
        yield from TYPES.get(str(record.get("type")), nothing)(record, ground)

    def hints(self, record: Record) -> Iterator[Hint]:
        """What is new, or may have gone, or come back; a deal that went to another pipeline, for
        that may be one that is not wanted."""
        kind, id = str(record.get("type")), key(record.get("entity_id"))
        entity = str(record.get("entity_type"))
        if kind == "lead_status_changed":
            before, after = (value(record, when, "lead_status") for when in ("before", "after"))
            if id and before.get("pipeline_id") != after.get("pipeline_id"):
                yield Hint("leads", id)
        elif kind in ("task_completed", "task_deadline_changed") and id:
            yield Hint("tasks", id)
        elif kind == "common_note_deleted" or kind in NOTES:
            note = key(value(record, "after", "note").get("id"))
            note = note or key(value(record, "before", "note").get("id"))
            if note and entity in ("lead", "contact", "company"):
                yield Hint(f"{entity}_notes", note)
        elif kind == BOUGHT and (bought := key(value(record, "after", "transaction").get("id"))):
            yield Hint("purchases", bought)
        elif TYPES.get(kind) is nothing and id and entity in STREAMS:
            yield Hint(STREAMS[entity], id)
