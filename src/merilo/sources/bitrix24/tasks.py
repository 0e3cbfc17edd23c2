"""Tasks: of cards, and of their own."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from merilo.sources.bitrix24.lists import SELDOM_S, Walked
from merilo.sources.bitrix24.pipelines import LEADS, led, taken
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Ground, Record, Row

DONE = "5"
# D_610: the deal 610, whose card is called lead
CARDS = {"D": "lead", "L": LEADS, "C": "contact", "CO": "company"}
SELECT = ["ID", "STATUS", "RESPONSIBLE_ID", "CREATED_BY", "CREATED_DATE", "CHANGED_DATE",
          "CLOSED_DATE", "DEADLINE", "UF_CRM_TASK"]  # fmt: skip


class Tasks(Walked):
    """All that the webhook's user may see: of an administrator, all there are."""

    name = "tasks"
    feeds: tuple[str, ...] = ("activities",)
    method = "tasks.task.list"
    under = "tasks"
    ident = "ID"
    changed, stamped = "CHANGED_DATE", "changedDate"
    among = "{}"
    uncounted = False
    every_s = SELDOM_S

    def fixed(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Named one by one, for what comes by itself may change."""
        return {"select": SELECT}

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The activity."""
        return [("activities", f"task/{id}")]

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A task; those of no card only if they are wanted."""
        card = on(record, ground.settings)
        if card is None and ground.settings.get("tasks") == "cards":
            return
        done = text(record.get("status")) == DONE
        values = {
            "id": f"task/{key(record.get('id'))}",
            "kind": "task",
            "person": key(record.get("responsibleId")),
            "occurred": text(record.get("createdDate")),
            "outcome": "done" if done else "open",
            "due": text(record.get("deadline")),
            "completed": text(record.get("closedDate")) if done else None,
            "author": "person",
            "updated": text(record.get("changedDate")),
        }
        if card and card[0] == "lead":
            values["deal"] = card[1]
        elif card and card[0] == LEADS:
            values["deal"], card = led(card[1]), None
        extra = {"card": card, "created_by": key(record.get("createdBy"))}
        yield Row("activities", values, {name: one for name, one in extra.items() if one})


def on(record: Record, settings: Mapping[str, Any]) -> list[str] | None:
    """The card it is about: a deal, else a lead, if it is about several."""
    said = record.get("ufCrmTask")
    found = []
    for one in said if isinstance(said, list) else []:
        what, _, id = str(one).partition("_")
        unread = what == "L" and not taken(settings, LEADS)
        if what in CARDS and key(id) and not unread:
            found.append([CARDS[what], id])
    return min(found, key=lambda one: [*CARDS.values()].index(one[0]), default=None)
