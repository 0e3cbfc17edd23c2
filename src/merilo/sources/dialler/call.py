"""A row of an export as a call: who, whom, when, how long, how it ended; and what tells it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from merilo.sources.dialler import said
from merilo.sources.dialler.columns import LENGTHS, Columns
from merilo.sources.files import values
from merilo.sources.sync import phones, ring
from merilo.sources.sync.operators import plain
from merilo.sources.sync.ring import Call

SHORT = 5  # digits of an extension at most
Cells = Mapping[int, str]


@dataclass(frozen=True)
class Manner:
    """How the files of a connection are read, beside their columns."""

    zone: str
    region: str
    way: str = "out"  # where the file does not say
    short: int = SHORT
    lines: frozenset[str] = frozenset()  # numbers of ours, in the form E.164

    @classmethod
    def of(cls, settings: Mapping[str, Any], region: str) -> "Manner":
        """As the administrator chose."""
        lines = str(settings.get("lines") or "").replace(";", ",").split(",")
        return cls(
            ring.zone(settings), region, str(settings.get("way") or "out"),
            ring.number(settings.get("extension_digits")) or SHORT,
            frozenset(filter(None, (phones.whole(one, region) for one in lines))),
        )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A row by its columns."""

    columns: Columns
    cells: Cells
    manner: Manner

    def text(self, role: str) -> str | None:
        """What the columns of a role say; None if that is nothing."""
        return self.texts.get(role)

    @cached_property
    def texts(self) -> dict[str, str]:
        """What all roles say that say anything."""
        found = {
            role: " ".join(text.strip() for place in places
                           if (text := self.cells.get(place)) and not said.empty(text))
            for role, places in self.columns.roles.items()
        }  # fmt: skip
        return {role: text for role, text in found.items() if text}

    @cached_property
    def began(self) -> str | None:
        """When it began, as the clock of the file shows it: ISO, with a zone if it says one. What
        cannot be read stays, for the check to refuse."""
        text, clock = self.text("time"), self.text("clock")
        if text is None:
            return None
        if (at := said.epoch(text)) is not None:
            return datetime.fromtimestamp(int(at), UTC).isoformat()
        both = f"{text} {clock}" if clock else text
        found = values.instant(both, self.columns.forms)
        if clock and found is None:  # a workbook shows the midnight of a day
            found = values.instant(f"{text.removesuffix(' 00:00:00')} {clock}", self.forms)
        return both if found is None else found.replace(microsecond=0).isoformat()

    @property
    def forms(self) -> tuple[str, ...]:
        """Of days, each with every clock."""
        clocks = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")
        return (*(f"{form}{clock}" for form in (*self.columns.forms, "%Y-%m-%d")
                  for clock in clocks),)  # fmt: skip

    def long(self, role: str) -> int | str | None:
        """A length in seconds; what cannot be read stays, for the check to refuse."""
        text = self.text(role)
        if text is None:
            return None
        found = said.seconds(text, (self.columns.units or {}).get(role, 1.0))
        return text if found is None else found

    def mine(self, role: str) -> bool | None:
        """Whether that end of the call is one of us."""
        manner = self.manner
        return said.ours(self.text(role), manner.short, manner.lines, manner.region)

    @cached_property
    def way(self) -> str:
        """in, out, inside."""
        if found := said.way(self.text("direction") or ""):
            return found
        ends = self.mine("caller"), self.mine("callee")
        if ends in ((True, False), (False, True)):
            return "out" if ends[0] else "in"
        if ends == (True, True) and not said.number(self.text("phone")):
            return "inside"
        return self.manner.way

    @cached_property
    def number(self) -> str | None:
        """The telephone at the other end."""
        ends = ("callee", "caller") if self.way == "out" else ("caller", "callee")
        for role in ("phone", *ends):
            found = said.number(self.text(role))
            if found and (role == "phone" or not self.mine(role)):
                return found
        return None

    @cached_property
    def operator(self) -> dict[str, str]:
        """Who of ours it was."""
        short, found = self.manner.short, dict[str, str]()
        end = "caller" if self.way == "out" else "callee"
        if (text := self.text(end)) and self.mine(end) and not said.number(text):
            found |= said.operator(text, short)
        found |= said.operator(self.text("operator"), short)
        if extension := said.operator(self.text("extension"), 20):
            found |= {"extension": text} if (text := extension.get("extension")) else extension
        if mail := said.MAIL.search(self.text("email") or ""):
            found["email"] = mail[0].lower()
        return found

    def outcome(self) -> str:
        """How it ended: by its word, else by whether anybody talked."""
        if found := said.ending(self.text("result") or ""):
            return found
        length = self.long("talk" if "talk" in self.columns.roles else "whole")
        return "reached" if isinstance(length, int) and length > 0 else "missed"

    def talk(self, outcome: str) -> int | str | None:
        """How long was talked: of a call that nobody took, not at all."""
        lengths = {role: self.long(role) for role in LENGTHS}
        wrong = next((one for one in lengths.values() if isinstance(one, str)), None)
        if wrong is not None:
            return wrong
        if "talk" in self.columns.roles:
            return lengths["talk"] if outcome in ("reached", "voicemail") else 0
        return lengths["whole"] if outcome in ("reached", "voicemail") else 0

    def wait(self) -> int | None:
        """How long it rang."""
        told, whole, talk = (self.long(role) for role in ("wait", "whole", "talk"))
        if isinstance(told, int):
            return told
        if isinstance(whole, int) and isinstance(talk, int) and whole >= talk:
            return whole - talk
        return None


def call(told: Told, id: str | None, digest: Callable[[str], str]) -> Call | None:
    """The call; None of one among ourselves."""
    way = told.way
    if way == "inside":
        return None
    outcome, phone, manner = told.outcome(), told.number, told.manner
    return Call(
        id=id,
        occurred=ring.instant(told.began, manner.zone),
        direction=way,
        outcome=outcome,
        talk=told.talk(outcome),
        phone=phone,
        wait=told.wait(),
        operator=named(told.operator, manner.region, digest),
        recording=recording(told.text("recording"), phone),
        result=hidden(told.text("note") or told.text("result"), manner.region),
        campaign=hidden(told.text("campaign"), manner.region),
        same_as=told.text("id"),
        more={"reason": hidden(told.text("result"), manner.region)} if told.text("note") else {},
    )


def hidden(text: str | None, region: str) -> str | None:
    """A text without numbers."""
    return phones.hidden(text, region) if text else None


def key(told: Told, digest: Callable[[str], str]) -> str | None:
    """What tells the call in whichever file it stands: its id; else time, operator, number and
    length. None of a row without a time."""
    if "id" in told.columns.roles:
        return told.text("id")
    if told.began is None:
        return None
    who = told.operator
    called = [*plain(who.get("name", "")), *(who.get(one, "") for one in ("extension", "email"))]
    number = phones.digested(told.number, told.manner.region, digest)
    lengths = [str(told.long(role) or 0) for role in ("talk", "whole")]
    facts = json.dumps([told.began, called, number, *lengths], ensure_ascii=False)
    return hashlib.sha256(facts.encode()).hexdigest()[:24]


def named(
    operator: Mapping[str, str], region: str, digest: Callable[[str], str]
) -> dict[str, str | None]:
    """An operator without an extension is known by mail or name; one whose only name is a
    telephone, by its digest."""
    if number := operator.get("id"):
        told = phones.digested(number, region, digest) or ""
        return {"id": told[:16], "name": phones.shown(number, region)}
    known = operator.get("extension") or operator.get("email") or operator.get("name")
    return {**operator} if operator.get("extension") else {**operator, "id": known}


def recording(name: str | None, phone: str | None) -> str | None:
    """Where it is kept; nothing, where the name of the file holds the number."""
    digits = "".join(filter(str.isdigit, phone or ""))[-10:]
    return None if not name or (digits and digits in name) else name
