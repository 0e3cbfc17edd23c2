"""Which column of an export says what of a call: chosen by the administrator, else by its caption,
else by its values."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from merilo.sources.dialler import said
from merilo.sources.files import look, values
from merilo.sources.files.match import match
from merilo.sources.files.sample import Sample
from merilo.sources.files.targets import Parse
from merilo.sources.files.words import normal

# What a column may be, in the order in which they choose among the captions: the concepts of its
# captions from the surest on, and how its values are read.
ROLES: Mapping[str, tuple[str, Parse]] = {
    "time": ("call_time call_day", Parse.INSTANT),
    "clock": ("call_clock", Parse.DURATION),
    "talk": ("call_talk", Parse.TEXT),
    "whole": ("call_whole duration", Parse.TEXT),
    "wait": ("call_wait", Parse.TEXT),
    "caller": ("call_from", Parse.TEXT),
    "callee": ("call_to", Parse.TEXT),
    "phone": ("call_phone", Parse.TEXT),
    "extension": ("call_extension", Parse.TEXT),
    "email": ("call_mail", Parse.TEXT),
    "operator": ("call_operator seller", Parse.TEXT),
    "direction": ("call_direction direction", Parse.TEXT),
    "result": ("call_status call_result call_outcome", Parse.TEXT),
    "note": ("call_note", Parse.TEXT),
    "campaign": ("call_campaign", Parse.TEXT),
    "recording": ("call_recording recording", Parse.TEXT),
    "id": ("call_id call_bare_id", Parse.TEXT),
}
NUMBERS = ("phone", "caller", "callee")
LENGTHS = ("talk", "whole", "wait")
SEVERAL = ("time",)  # roles that may be taken of several columns: a day and a clock
ENOUGH = 0.8  # of the values
SOME = 0.5
DISTINCT = 0.9  # of ids: a transferred call may stand there twice
MINUTES = re.compile(r"\b(мин|min|minutes|perc|минут\w*)\b", re.IGNORECASE)
MILLI = re.compile(r"\b(мс|ms|milliseconds|миллисек\w*)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """What a file of these captions says where. `roles`: the places of a role's columns; `forms` of
    its days; `first` of a day is the "day" or the "month", "?" if nothing tells; `units`: what a
    length of that role is counted in, in seconds."""

    header: tuple[str, ...]
    roles: Mapping[str, tuple[int, ...]]
    forms: tuple[str, ...] = ()
    first: str = ""
    units: Mapping[str, float] | None = None

    @property
    def lacking(self) -> str:
        """What no column says that a call cannot do without: time, number; "" if nothing."""
        if "time" not in self.roles:
            return "time"
        return "" if self.roles.keys() & {*NUMBERS} else "number"

    @cached_property
    def places(self) -> list[int]:
        """All columns that say anything."""
        return sorted({place for found in self.roles.values() for place in found})

    def text(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "header": [*self.header], "roles": {n: [*found] for n, found in self.roles.items()},
            "forms": [*self.forms], "first": self.first, "units": dict(self.units or {}),
        }  # fmt: skip

    @classmethod
    def of(cls, held: Mapping[str, Any]) -> "Columns":
        """From JSON."""
        roles = {name: tuple(found) for name, found in held["roles"].items()}
        return cls(tuple(held["header"]), roles, tuple(held["forms"]), held["first"], held["units"])


def columns(sample: Sample, chosen: Mapping[str, str], first: str = "") -> Columns:
    """What is said where. `chosen`: by caption, the role, or "" for none; `first`: whether day or
    month comes first, where that was told."""
    given = {
        place: chosen[name] for place in range(len(sample.header))
        if (name := normal(sample.caption(place))) in chosen
    }  # fmt: skip
    roles = recognised(sample, given)
    for place, role in given.items():
        if role in ROLES:
            roles[role] = (*roles.get(role, ()), place) if role in SEVERAL else (place,)
    clock = roles.get("clock", (-1,))[0]
    if clock >= 0 and clock not in given and clocked(sample, roles.get("time", ())):
        del roles["clock"]
    texts = [text for place in roles.get("time", ()) for text in sample.texts[place]]
    first = first or order(texts)
    units = {role: unit(sample.header[roles[role][0]]) for role in LENGTHS if role in roles}
    forms = values.forms(texts, first if first in ("day", "month") else "day")
    return Columns(sample.header, roles, forms, first, units)


def recognised(sample: Sample, given: Mapping[int, str]) -> dict[str, tuple[int, ...]]:
    """By captions, then by values; what was `given` is left alone."""
    bare = replace(
        sample, header=tuple("" if n in given else text for n, text in enumerate(sample.header))
    )
    open = {role: what for role, what in ROLES.items() if role not in given.values()}
    captions = {role: concepts for role, (concepts, _parse) in open.items()}
    parses = {role: parse for role, (_concepts, parse) in open.items()}
    found = match(bare, "calls", captions=captions, parses=parses).taken
    roles = {role: one.column for role, one in found.items() if fits(bare, role, one.column)}
    who = roles.get("operator", -1)
    if who >= 0 and "extension" not in {*roles, *given.values()} and lines(sample.texts[who]):
        return recognised(sample, {**given, who: "extension"}) | {"extension": (who,)}
    _worded(bare, roles)
    _by_values(bare, roles, {*given, *roles.values()}, open.keys())
    return {role: (place,) for role, place in roles.items()}


def fits(sample: Sample, role: str, place: int) -> bool:
    """Whether the values of a column can be what its caption says."""
    texts = sample.texts[place]
    if not texts:
        return True
    if role == "id":
        return len({*texts}) >= DISTINCT * len(texts) and not counted(texts)
    if role == "direction":
        return share(texts, said.known_way) >= SOME
    if role in LENGTHS:
        return share(texts, lambda text: said.seconds(text) is not None) >= ENOUGH
    if role == "phone":
        return share(texts, said.telephone) >= SOME
    return True


def lines(texts: Sequence[str]) -> bool:
    """Whether they are extensions: the names may stand in another column."""
    return share(texts, lambda text: text.isdigit()) >= SOME


def counted(texts: Iterable[str]) -> bool:
    """Whether they number the rows of the file: 1, 2, 3. That tells a row in no other file."""
    numbers = [int(text) if text.isascii() and text.isdigit() else -1 for text in texts]
    return numbers[0] in (0, 1) and numbers == [*range(numbers[0], numbers[0] + len(numbers))]


def share(texts: Iterable[str], test: Any) -> float:
    """How many of them are so."""
    asked = [bool(test(text)) for text in texts]
    return sum(asked) / len(asked) if asked else 1.0


def _worded(sample: Sample, roles: dict[str, int]) -> None:
    """Of two columns of results, that is the one whose words we know; the other is a note."""
    if "result" not in roles or "note" not in roles:
        return
    known = {r: share(sample.texts[roles[r]], said.ending) for r in ("result", "note")}
    if known["note"] > known["result"]:
        roles["result"], roles["note"] = roles["note"], roles["result"]


def _by_values(sample: Sample, roles: dict[str, int], used: set[int], open: Iterable[str]) -> None:
    """A time and a number that no caption told, if there is but one such column."""
    free = [n for n, texts in enumerate(sample.texts) if n not in used and texts]
    if "time" in open and "time" not in roles:
        clocks = [n for n in free if share(sample.texts[n], moment) >= ENOUGH]
        if clocks:
            roles["time"] = clocks[0]
            free.remove(clocks[0])
    if "phone" in open and not roles.keys() & {*NUMBERS}:
        numbers = [n for n in free if share(sample.texts[n], said.telephone) >= ENOUGH]
        if len(numbers) == 1:
            roles["phone"] = numbers[0]


def moment(text: str) -> bool:
    """A day with a clock, or seconds since 1970."""
    return (":" in text and look.fits([text], Parse.INSTANT)) or said.epoch(text) is not None


def clocked(sample: Sample, places: Iterable[int]) -> bool:
    """Whether the days say the time of day, too."""
    return any(":" in text for place in places for text in sample.texts[place][:50])


def order(texts: Iterable[str]) -> str:
    """Whether day or month comes first: "day", "month"; "?" if they do not tell, "" if nobody
    asks."""
    told = Counter(map(values.turns, texts))
    if told["day"] or told["month"]:
        return "day" if told["day"] >= told["month"] else "month"
    return "?" if told["?"] else ""


def unit(caption: str) -> float:
    """Seconds, unless the caption says otherwise."""
    return 60.0 if MINUTES.search(caption) else 0.001 if MILLI.search(caption) else 1.0
