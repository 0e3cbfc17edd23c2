"""What was done to the facts, and by whom, into the audit: Django does not see the lake."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from merilo.facts.lake import Lake
from merilo.report.loads import PEOPLE, loads
from merilo.web.accounts.models import User
from merilo.web.data.models import Sheet, Upload

LATELY = 50  # loads that are looked through for what was not written down


def write(what: str, about: str, who: User | None, changes: Mapping[str, tuple[object, object]],
          pk: str = "", action: int = LogEntry.Action.UPDATE, load: int = 0) -> None:  # fmt: skip
    """One entry: who, what, before and after."""
    said = {name: [text(before), text(after)] for name, (before, after) in changes.items()}
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Upload), object_pk=pk or about[:200],
        object_repr=about[:300], action=action, actor=who, changes=said,
        additional_data={"event": what, "load": load},
    )  # fmt: skip


def text(value: object) -> str:
    """A value as the audit keeps it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def imported(sheet: Sheet, done: Mapping[str, Any], who: User | None) -> None:
    """A sheet went in."""
    rows = {
        one["table"]: (None, f"{one['accepted']} + {one['refused']} + {one['superseded']}")
        for one in done["tables"]
    }
    number = {"load": (None, done["load"])}
    write("import", str(sheet), who, number | rows, str(sheet.paper.upload_id),
          LogEntry.Action.CREATE, done["load"])  # fmt: skip


def undone(number: int, done: Mapping[str, Any], who: User | None) -> None:
    """A load was taken back; once, however often the work was taken up."""
    about = f"undo {number} = {done.get('load', '')}"
    if not LogEntry.objects.filter(object_repr=about, additional_data__event="undo").exists():
        rows = {one["table"]: (one, None) for one in done.get("undone", ())}
        delete = LogEntry.Action.DELETE
        write("undo", about, who, rows, action=delete, load=done.get("load", 0))


def whose(loads: Collection[int]) -> dict[int, User]:
    """Who made these loads, of those that were made in the browser."""
    found = LogEntry.objects.filter(additional_data__load__in=[*loads], actor__isnull=False)
    return {one.additional_data["load"]: one.actor for one in found.select_related("actor")}


def mend(lake: Lake, now: datetime) -> int:
    """Entries for changes of people that are in the lake and not here: somebody pulled the plug
    between the two. Who made them is not known any more. How many."""
    lately = [one for one in loads(lake, LATELY) if one.who.startswith(PEOPLE)]
    lately = [one for one in lately if one.at < now - timedelta(minutes=1)]
    told = LogEntry.objects.filter(additional_data__load__in=[one.number for one in lately])
    known = {entry.additional_data["load"] for entry in told}
    lost = [one for one in lately if one.number not in known]
    for one in lost:
        write("people", one.who.removeprefix(PEOPLE), None, {}, load=one.number)
    return len(lost)
