"""Tasks: what is to be done, and the meetings and presentations among it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from merilo.sources.amocrm.lists import PAGE, SELDOM_S, Walked, page, within
from merilo.sources.amocrm.plain import instant, robot
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span
from merilo.sources.sync.walk import BY_ID, Page, Read, begin
from merilo.sources.sync.windows import windows

KINDS = {"2": "meeting"}  # the type that every account has; the others it makes itself
DATED = ("meeting", "presentation")  # take place when they are done
CARDS = {"leads": "lead", "contacts": "contact", "companies": "company"}


def kind(record: Record, settings: Mapping[str, Any]) -> str:
    """What a task of that type is. One to call somebody is a call once it is made."""
    kinds = settings.get("task_kinds")
    chosen = {str(id): str(one) for id, one in (KINDS if kinds is None else kinds).items()}
    found = chosen.get(key(record.get("task_type_id")) or "", "task")
    return "task" if found == "call" and not done(record) else found


def done(record: Record) -> bool:
    """Whether somebody says that it is."""
    return record.get("is_completed") in (True, 1, "1")


def outcome(kind: str, done: bool) -> str | None:
    """A meeting that is not done has none yet."""
    if kind == "task":
        return "done" if done else "open"
    return ("reached" if kind == "call" else "held") if done else None


class Tasks(Walked):
    """They can be filtered by their changes, and not ordered by them."""

    name = "tasks"
    feeds: tuple[str, ...] = ("activities",)
    every_s = SELDOM_S
    path = "tasks"

    def read(self, client: Client) -> Read:
        """One page at a time, by id."""

        def read(number: int, since: int, until: int, order: str) -> Page:
            query = [*within("updated_at", since, until), (f"order[{BY_ID}]", "asc")]
            return page(client, self.path, query, number)

        return read

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Stretch by stretch."""
        yield from windows(self.read(client), mark or begin(span.since), span.until, PAGE)

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The activity."""
        return [("activities", f"task/{id}")]

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A task does not say when it was done: its last change comes close, its event knows.

        What is done by a person is theirs, also if a robot gave it to them.
        """
        what, finished = kind(record, ground.settings), done(record)
        made, due = instant(record.get("created_at")), instant(record.get("complete_till"))
        changed = instant(record.get("updated_at"))
        held = changed if finished else due or made
        card = CARDS.get(str(record.get("entity_type"))), key(record.get("entity_id"))
        values = {
            "id": f"task/{key(record.get('id'))}",
            "kind": what,
            "person": key(record.get("responsible_user_id")),
            "occurred": made if what == "task" else held,
            "outcome": outcome(what, finished),
            "due": due,
            "completed": changed if finished else None,
            "author": "person",
            "updated": changed,
        }
        if card[0] == "lead" and card[1]:
            values["deal"] = card[1]
        extra = {
            "card": [*card] if all(card) else None,
            "changed": changed,
            "type": key(record.get("task_type_id")),
            "created_by": text(record.get("created_by")),
            "robot": robot(record) or None,
        }
        yield Row("activities", values, {name: one for name, one in extra.items() if one})
