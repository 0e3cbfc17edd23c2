"""Activities of cards: meetings, letters, messages, calls and tasks."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from merilo.sources.bitrix24.lists import Filler, Walked
from merilo.sources.bitrix24.pipelines import LEADS, led
from merilo.sources.bitrix24.pipelines import taken as wanted
from merilo.sources.bitrix24.plain import yes
from merilo.sources.sync.plain import key, obj, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Hint, Mark, Record, Row, Span

TELEPHONY = "call statistics: calls are taken from the cards, without how long they took"
TASKS = "tasks: only those of cards are read"
DIRECTIONS = {"1": "in", "2": "out"}
CARDS = {"2": "lead", "3": "contact", "4": "company"}  # our word for the card of a deal is lead
LEAD = "1"
DEAL = "2"
TYPES = {"1": "meeting", "2": "call", "3": "task", "4": "email"}
PROVIDED = "6"
CALLED = "VOXIMPLANT_CALL"
# What providers that every portal has are, by `PROVIDER_ID/PROVIDER_TYPE_ID` or the first alone.
KINDS = {
    "CRM_TODO": "task", "CRM_SMS": "message", "CRM_NOTIFICATION": "message",
    "IMOPENLINES_SESSION": "message", "CRM_WHATSAPP": "message", "CRM_TELEGRAM": "message",
    "CRM_TASKS_TASK": "taken", "CRM_TASKS_TASK_COMMENT": "",
}  # fmt: skip
ROBOT = "3"  # completed by no person
ORIGIN = "VI_"  # before the id of a call
NEW = "_new"  # what we put beside one that was read in an ordinary run
DAY_S = 86_400


class Activities(Walked):
    """One with several bindings comes several times; it is one."""

    name = "activities"
    feeds: tuple[str, ...] = ("activities",)
    method = "crm.activity.list"
    under = ""
    ident = "ID"
    changed = stamped = "LAST_UPDATED"

    def fixed(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Without texts and files, which are not kept."""
        return {"select": SELECT}

    def filler(self, client: Client) -> Filler:
        """Doubles out."""
        return Once()

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """By the order of changes. What is new since a little while is told of by hints."""
        for found, after in super().fetch(client, span, mark):
            if span.until - span.since <= DAY_S:
                for one in found:
                    one[NEW] = True
            yield Batch(found, after)

    def hints(self, record: Record) -> Iterator[Hint]:
        """The call or the task of which it is the shadow: those lists are read seldom."""
        origin, task = text(record.get("ORIGIN_ID")) or "", key(record.get("ASSOCIATED_ENTITY_ID"))
        if record.get(NEW) and record.get("PROVIDER_ID") == CALLED and origin.startswith(ORIGIN):
            yield Hint("calls", origin.removeprefix(ORIGIN))
        if record.get(NEW) and taken(record) and task:
            yield Hint("tasks", task)

    def ids(self, client: Client) -> None:
        """They are too many; web hooks tell which are deleted."""
        return None

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The activity."""
        return [("activities", f"activity/{id}")]

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """An activity; nothing, where the type is none that we know, and where another list tells
        more of the same: telephony of calls, tasks of tasks."""
        what = kind(record, ground.settings)
        if not what or elsewhere(record, what, ground):
            return
        own = self._values(record, what)
        if where := deal(record, ground.settings):
            own["deal"] = where
        yield Row("activities", own, said(record))

    def _values(self, record: Record, what: str) -> dict[str, str | None]:
        """When it was done, nobody says: of a task its last change comes close, a meeting takes
        place when it was planned for."""
        done, changed = yes(record.get("COMPLETED")), text(record.get("LAST_UPDATED"))
        if what == "call" and not done:
            what = "task"  # to call somebody
        made, began = text(record.get("CREATED")), text(record.get("START_TIME"))
        ended, robot = text(record.get("END_TIME")), text(record.get("STATUS")) == ROBOT
        task = key(record.get("ASSOCIATED_ENTITY_ID")) if taken(record) else None
        return {
            "id": f"task/{task}" if task else f"activity/{key(record.get('id'))}",
            "kind": what,
            "direction": None if what in OURS else DIRECTIONS.get(str(record.get("DIRECTION"))),
            "person": key(record.get("RESPONSIBLE_ID")) or key(record.get("AUTHOR_ID")),
            "occurred": (made or began) if what == "task" else (began or made),
            "outcome": outcome(what, done),
            "due": (text(record.get("DEADLINE")) or ended) if what in OURS else None,
            "completed": changed if done and what == "task" else None,
            "author": "robot" if robot else "person",
            "updated": changed,
        }


OURS = ("task", "meeting", "presentation")  # they are planned, then done
SELECT = [
    "ID", "OWNER_ID", "OWNER_TYPE_ID", "TYPE_ID", "PROVIDER_ID", "PROVIDER_TYPE_ID", "DIRECTION",
    "COMPLETED", "STATUS", "RESPONSIBLE_ID", "AUTHOR_ID", "START_TIME", "END_TIME", "DEADLINE",
    "CREATED", "LAST_UPDATED", "ORIGIN_ID", "ASSOCIATED_ENTITY_ID", "RESULT_MARK",
]  # fmt: skip


class Once(Filler):
    """Leaves one of those that came several times: that on the card of a deal, if there is one."""

    def fill(self, records: list[Record]) -> list[Record]:
        """Each once, in their order."""
        found: dict[str, Record] = {}
        for one in records:
            id = str(one.get("id"))
            if id not in found or rank(one) > rank(found[id]):
                found[id] = one
        return [*found.values()]


def kind(record: Record, settings: Mapping[str, Any]) -> str:
    """What it is: by its type; by who provides it, as chosen, where that is the type. Empty: no
    activity of a person."""
    provider, part = text(record.get("PROVIDER_ID")) or "", text(record.get("PROVIDER_TYPE_ID"))
    kinds = {**KINDS, **{str(k): str(v) for k, v in obj(settings.get("kinds")).items()}}
    type = text(record.get("TYPE_ID")) or ""
    for name in (f"{provider}/{part}", provider):
        if name in kinds and (type == PROVIDED or name in obj(settings.get("kinds"))):
            return "task" if kinds[name] == "taken" else kinds[name]
    return TYPES.get(type, "")


def taken(record: Record) -> bool:
    """Whether it is the shadow of a task."""
    return text(record.get("TYPE_ID")) == "3" or record.get("PROVIDER_ID") == "CRM_TASKS_TASK"


def elsewhere(record: Record, what: str, ground: Ground) -> bool:
    """Whether another list tells of it: without the right to read that one, this is all there is.
    Calls that nobody telephoned through the portal stand on cards alone."""
    if what == "call":
        by_telephone = ground.settings.get("calls_by") == "telephone"
        machine = record.get("PROVIDER_ID") == CALLED and TELEPHONY not in ground.account.lacking
        return by_telephone or machine
    return taken(record) and TASKS not in ground.account.lacking


def deal(record: Record, settings: Mapping[str, Any]) -> str | None:
    """The deal on whose card it is, or the lead, if leads are wanted."""
    if _owner(record) == LEAD and wanted(settings, LEADS):
        return led(record.get("OWNER_ID"))
    return key(record.get("OWNER_ID")) if _owner(record) == DEAL else None


def rank(record: Record) -> int:
    """Which of several cards says most: that of a deal, that of a lead, any other."""
    return {DEAL: 2, LEAD: 1}.get(_owner(record), 0)


def card(record: Record) -> list[str] | None:
    """The card it is on."""
    what, id = CARDS.get(_owner(record)), key(record.get("OWNER_ID"))
    return [what, id] if what and id else None


def _owner(record: Record) -> str:
    return str(record.get("OWNER_TYPE_ID"))


def outcome(what: str, done: bool) -> str | None:
    """How it ended; what is planned has not."""
    if what == "task":
        return "done" if done else "open"
    ends = {"meeting": "held", "presentation": "held", "call": "reached"}
    return ends.get(what) if done else None


def said(record: Record) -> dict[str, Any]:
    """What no column holds."""
    extra = {
        "card": card(record),
        "lead": key(record.get("OWNER_ID")) if _owner(record) == LEAD else None,
        "provider": text(record.get("PROVIDER_ID")),
        "provided": text(record.get("PROVIDER_TYPE_ID")),
        "created_by": key(record.get("AUTHOR_ID")),
        "same_as": text(record.get("ORIGIN_ID")),
        "mark": key(record.get("RESULT_MARK")),
    }
    return {name: one for name, one in extra.items() if one}
