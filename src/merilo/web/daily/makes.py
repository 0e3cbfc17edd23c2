"""What a line of the quick log says, by its kind: checked, and as it goes to the facts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from merilo.errors import Impossible
from merilo.report.desk import Desk
from merilo.sources.files import values
from merilo.web.daily.known import customer, deals
from merilo.web.daily.models import Logged
from merilo.web.daily.stages import Stage, stages
from merilo.words import say, spoken

NAME, REASON = 200, 200
MINUTES = 600
LARGE = Decimal(10) ** 12
STATES = ("open", "won", "lost")
MEETINGS = ("held", "planned", "missed", "cancelled")


@dataclass(frozen=True)
class Typed:
    """A line of the log as it was typed: of whom, what, its fields as texts."""

    id: UUID
    kind: str
    person: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, most: int = NAME) -> str:
        """A field as one line. Impossible if it is too long."""
        found = " ".join(self.fields.get(name, "").split())
        if len(found) > most or not found.isprintable():
            raise Impossible(say("a text of at most {length} letters is wanted", length=most))
        return found


Make = Callable[[Desk, Typed, date, Logged | None, Sequence[str]], dict[str, Any]]


def deal(
    desk: Desk, typed: Typed, day: date, known: Logged | None, people: Sequence[str]
) -> dict[str, Any]:
    """A deal: its day is that on which it appeared, or was won or lost."""
    outcome = chosen(typed, "outcome", STATES)
    name, said = typed.text("name"), customer(desk, typed.text("customer"), people)
    if not name:
        raise Impossible(say("say what the deal is called"))
    created = min(known.day, day) if known else day
    reason = typed.text("reason", REASON) if outcome == "lost" else ""
    if outcome == "lost" and not reason:
        raise Impossible(say("say why it was lost"))
    before = known.said if known else {}
    way = stages(desk, people)
    first = next((one for one in way if one.key == typed.fields.get("stage")),
                 next((one for one in way if one.key == before.get("first")), None))  # fmt: skip
    first = first or next(one for one in way if one.kind == "open")
    ends = [one for one in way if one.pipeline == first.pipeline and one.kind == outcome]
    last = first if outcome == "open" or not ends else ends[0]
    return {
        **said, "name": name, "outcome": outcome, "amount": amount(typed),
        "closed": None if outcome == "open" else day.isoformat(), "reason": reason,
        "pipeline": first.pipeline, "first": first.key, "stage": last.key,
        "qualified": qualified(first, outcome, day, created, before),
        "created": created.isoformat(),
    }  # fmt: skip


def qualified(
    first: Stage, outcome: str, day: date, created: date, before: Mapping[str, Any]
) -> str | None:
    """Since when it is a deal and no lead: as it was, else by its stage; won, it was one."""
    if before.get("qualified"):
        return str(before["qualified"])
    if first.deal:
        return created.isoformat() if not before else day.isoformat()
    return day.isoformat() if outcome == "won" else None


def call(
    desk: Desk, typed: Typed, day: date, known: Logged | None, people: Sequence[str]
) -> dict[str, Any]:
    """A call that was made."""
    outcome = chosen(typed, "outcome", ("reached", "missed"))
    said = customer(desk, typed.text("customer"), people)
    minutes = whole(typed, "minutes", MINUTES) if outcome == "reached" else None
    return {**said, "outcome": outcome, "minutes": minutes}


def meeting(
    desk: Desk, typed: Typed, day: date, known: Logged | None, people: Sequence[str]
) -> dict[str, Any]:
    """A meeting; a planned one is not counted until it was held."""
    outcome = chosen(typed, "outcome", MEETINGS)
    if outcome == "held" and day > desk.today:
        raise Impossible(say("this day is still to come"))
    said = customer(desk, typed.text("customer"), people)
    minutes = whole(typed, "minutes", MINUTES)
    return {**said, "outcome": None if outcome == "planned" else outcome, "minutes": minutes}


def proposal(
    desk: Desk, typed: Typed, day: date, known: Logged | None, people: Sequence[str]
) -> dict[str, Any]:
    """An offer for a deal."""
    found = next((one for one in deals(desk, people) if one.key == typed.fields.get("deal")), None)
    if found is None and not (known and known.said.get("deal") == typed.fields.get("deal")):
        raise Impossible(say("say for which deal"))
    wanted = amount(typed)
    if wanted is None:
        raise Impossible(say("say how much was offered"))
    if found is None and known:
        return {**known.said, "amount": wanted}
    assert found is not None
    return {"deal": found.key, "name": found.name, "customer": found.customer or None,
            "amount": wanted}  # fmt: skip


MAKE: Mapping[str, Make] = {"deal": deal, "call": call, "meeting": meeting, "proposal": proposal}


def chosen(typed: Typed, name: str, among: Sequence[str]) -> str:
    """One of a few words. Impossible if it is none of them."""
    if (said := typed.fields.get(name, "")) not in among:
        raise Impossible(say("choose how it stands"))
    return said


def amount(typed: Typed) -> str | None:
    """Money; None if nothing is said."""
    text = typed.fields.get("amount", "").strip()
    if not text:
        return None
    found = values.number(text, "." if spoken.get() == "en" else ",")
    if found is None or not 0 <= found < LARGE:
        raise Impossible(say("“{said}” is no amount of money", said=text[:40]))
    return f"{round(found, 4).normalize():f}"


def whole(typed: Typed, name: str, most: int) -> int | None:
    """A whole number up to so many; None if nothing is said."""
    text = typed.fields.get(name, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text) > most:
        raise Impossible(say("a whole number of minutes up to {most} is wanted", most=most))
    return int(text)
