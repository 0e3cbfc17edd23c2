"""Events: the only history there is. Each type that we know is read by a function of its own."""

from collections.abc import Callable, Iterator

from merilo.sources.amocrm.lists import Stream, page, within
from merilo.sources.amocrm.pipelines import stage, taken
from merilo.sources.amocrm.plain import instant, robot
from merilo.sources.sync.plain import items, key, obj, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Hint, Mark, Record, Row, Span
from merilo.sources.sync.walk import Page, begin
from merilo.sources.sync.windows import growing

PAGE = 100  # the most that this list gives
STREAMS = {"lead": "leads", "contact": "contacts", "company": "companies", "task": "tasks"}


def value(event: Record, when: str, name: str) -> Record:
    """What was there before or after."""
    return next((obj(one[name]) for one in items(event.get(f"value_{when}")) if name in one), {})


def moved(event: Record, ground: Ground) -> Iterator[Row]:
    """A deal that changed its stage, its pipeline, or both."""
    before, after = (value(event, when, "lead_status") for when in ("before", "after"))
    ends = [stage(one.get("pipeline_id"), one.get("id")) for one in (before, after)]
    settings = dict(ground.settings)
    wanted = any(taken(settings, one.get("pipeline_id")) for one in (before, after))
    if ends[0] == ends[1] or not wanted:
        return
    values = {
        "id": key(event.get("id")),
        "deal": key(event.get("entity_id")),
        "occurred": instant(event.get("created_at")),
        "from_stage": ends[0],
        "to_stage": ends[1],
        "person": key(event.get("created_by")),
        "author": "robot" if robot(event) else "person" if event.get("created_by") else "unknown",
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
        "id": key(event.get("id")),
        "deal": key(event.get("entity_id")),
        "occurred": instant(event.get("created_at")),
        "from_person": ends[0],
        "to_person": ends[1],
    }
    author = text(event.get("created_by"))
    yield Row("owner_changes", values, {"created_by": author} if author else {})


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
    "task_completed": finished,
    "task_deadline_changed": postponed,
    "incoming_chat_message": written,
    "outgoing_chat_message": written,
    **dict.fromkeys((
        "lead_deleted", "lead_restored", "contact_deleted", "contact_restored", "company_deleted",
        "company_restored", "entity_merged", "task_deleted", "common_note_deleted",
        "contact_added", "company_added", "task_added",
    ), nothing),
    **dict.fromkeys(NOTES, nothing),
}  # fmt: skip


class Events(Stream):
    """A list that only grows, in no order that is promised."""

    name = "events"
    feeds: tuple[str, ...] = ("stage_changes", "owner_changes", "activities")
    timed = True

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Stretch by stretch; only the types that say something to us."""
        types = ("filter[type]", ",".join(TYPES))

        def read(number: int, since: int, until: int, order: str) -> Page:
            query = [*within("created_at", since, until), types]
            return page(client, "events", query, number, PAGE)

        yield from growing(read, mark or begin(span.since), span.until, PAGE)

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
        elif TYPES.get(kind) is nothing and id and entity in STREAMS:
            yield Hint(STREAMS[entity], id)
