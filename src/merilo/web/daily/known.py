"""Customers and deals that those who log know: from the facts, and on their way there."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from merilo.errors import Impossible
from merilo.facts.staff import TYPED
from merilo.metrics.known import Known, customers, open_deals
from merilo.report.desk import Desk
from merilo.web.daily.models import Logged
from merilo.words import say

DEALS = 200  # to choose from


def customer(desk: Desk, name: str, people: Sequence[str]) -> dict[str, Any]:
    """With whom: the customer of that name whom they know, or a new one."""
    if not name:
        raise Impossible(say("say with whom"))
    if key := next((one.key for one in found(desk, people, name) if same(one.name, name)), ""):
        return {"customer": key, "with": name}
    id = str(uuid4())
    return {"customer": f"{TYPED}:{id}", "with": name, "new": {"id": id, "name": name}}


def found(desk: Desk, people: Sequence[str], text: str, most: int = 20) -> list[Known]:
    """The customers they know whose names hold the text, those on their way to the facts too."""
    fresh = {
        one.said["new"]["id"]: Known(one.said["customer"], one.said["with"], one.person)
        for one in Logged.objects.filter(person__in=people, said__has_key="new", gone=False)
        if text.casefold() in one.said["with"].casefold()
    }  # fmt: skip
    here = customers(desk.engine, desk.snapshot, people, text, most)
    there = {one.key for one in here}
    return [*here, *(one for one in fresh.values() if one.key not in there)][:most]


def deals(desk: Desk, people: Sequence[str]) -> list[Known]:
    """Their open deals, those on their way to the facts too."""
    fresh = [
        Known(f"{TYPED}:{one.pk}", one.said["name"], one.person, one.said.get("customer") or "")
        for one in Logged.objects.filter(person__in=people, kind="deal", gone=False)
        if one.said["outcome"] == "open"
    ]  # fmt: skip
    known = {one.key for one in fresh}
    gone = {f"{TYPED}:{pk}" for pk in Logged.objects.filter(person__in=people, kind="deal")
            .values_list("pk", flat=True)} - known  # fmt: skip
    here = open_deals(desk.engine, desk.snapshot, people, DEALS)
    return [*fresh, *(one for one in here if one.key not in known | gone)]


def same(one: str, other: str) -> bool:
    """Two names are one, but for case and spaces."""
    return " ".join(one.split()).casefold() == other.casefold()
