"""The loads of a lake: what each brought, whether it can be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from merilo.facts.lake import Lake
from merilo.facts.lake.reversal import MADE, reversible
from merilo.facts.lake.snapshot import Snapshot, numbers, past, read
from merilo.words import _, say

UNDO, IMPORT, PEOPLE = "undo ", "import ", "people: "


@dataclass(frozen=True)
class Loaded:
    """A load: its number and moment, who made it, by how many rows it made tables longer.

    `grown` is empty for a load that only changed rows, and below zero where rows went; of a load
    whose predecessor is not kept it is not known. `undone` is by which later load it was undone.
    """

    number: int
    at: datetime
    who: str
    grown: Mapping[str, int]
    known: bool
    reversible: bool
    undone: int = 0

    @property
    def title(self) -> str:
        """What it was, for people."""
        if self.who.startswith(UNDO):
            return say("Undo of load {number}", number=self.who.removeprefix(UNDO))
        if self.who.startswith(PEOPLE):
            return say("People and units: {what}", what=self.who.removeprefix(PEOPLE))
        return {"calendar": _("Calendar"), "demo company": _("demo company")}.get(
            self.who, self.who.removeprefix(IMPORT)
        )


def loads(lake: Lake, most: int, before: int | None = None) -> Sequence[Loaded]:
    """The newest loads that are kept, those that wrote something, up to the number `before`."""
    newest = lake.snapshot()
    kept = [n for n in numbers(lake.root) if n <= newest.number]
    undone = _undone(lake.root, newest.number, tuple(kept))
    wanted = [n for n in reversed(kept) if before is None or n < before][:most]
    return [_load(lake.root, n, {*kept}, undone) for n in wanted]


def load(lake: Lake, number: int) -> Loaded | None:
    """The load of that number; None if it is not kept."""
    found = loads(lake, 1, number + 1)
    return found[0] if found and found[0].number == number else None


def _load(root: Path, number: int, kept: set[int], undone: Mapping[int, int]) -> Loaded:
    snapshot = _read(root, number)
    known = number == 1 or number - 1 in kept
    before = _read(root, number - 1) if number > 1 and known else None
    grown = _grown(before, snapshot) if known else {}
    can = reversible(kept, number) and snapshot.who != "tidy"
    return Loaded(number, snapshot.at, snapshot.who, grown, known, can, undone.get(number, 0))


def _grown(before: Snapshot | None, after: Snapshot) -> Mapping[str, int]:
    """By how many rows each table is longer."""
    found = {}
    for table, mass in after.masses.items():
        was = before.masses.get(table) if before else None
        more = mass.rows - (was.rows if was else 0)
        if more and table != MADE:
            found[table] = more
    return found


@lru_cache(maxsize=1024)
def _read(root: Path, number: int) -> Snapshot:
    return read(root, past(root, number))


@lru_cache(maxsize=4)
def _undone(root: Path, newest: int, kept: tuple[int, ...]) -> Mapping[int, int]:
    """Which loads were undone by which, and not brought back by an undo of that."""
    found: dict[int, int] = {}
    for number in kept:
        who = _read(root, number).who
        said = who.removeprefix(UNDO)
        if who.startswith(UNDO) and said.isdecimal():
            of = int(said)
            for once, by in [*found.items()]:
                if by == of:
                    del found[once]
            found[of] = number
    return found
