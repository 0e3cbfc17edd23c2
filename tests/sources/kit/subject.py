"""What a connector tells the kit of itself: what is read, how, and what is true of it.

A file `tests/sources/<name>/subject.py` with a `SUBJECT` in it, and every test of
`tests/sources/test_kit.py` is run on that connector, too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.sources.kit.house import Place

CHANCE = {"429": 0.02, "502": 0.02, "drop": 0.02, "half": 0.02, "cut": 0.01, "html": 0.01}
Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """A connector in the kit.

    `source` makes what is read, with so many `deals` in its company: a fake, or what has its clock
    and counters and can be entered. `told` gives settings and secrets, `compare` every difference
    between the lake and the truth. `live`: something happens, and something changes that was there.
    `table`: where no row may come twice.
    """

    connector: str
    source: Callable[[int], Any]
    told: Callable[[Any], tuple[dict[str, Any], dict[str, str]]]
    compare: Callable[[Place], list[str]]
    live: Callable[[Place], object]
    table: str = "activities"
    deals: int = 40
    few: int = 20  # deals of a company that is read sixty times
    steps: int = 16  # signs of work among which a kill falls
    idle: int = 5  # requests at most where nothing is new
    since: date | None = None
    chance: Mapping[str, float] = field(default_factory=lambda: CHANCE)  # none: not over HTTP
    pages: Sequence[tuple[str, int]] = ()  # names of page sizes, and how small they are to be
    rights: str = ""  # an address that may be denied; the rest goes on
    listed: Callable[[Any], list[Any] | None] | None = None  # the records of an answer
    silent: int = 0  # odd records that are none of its rows by right: calls among ourselves
    crowd: Callable[[Place], object] | None = None  # more than a page of one second
    signs_in: bool = True  # it has a token that may be refused
    private: Callable[[Any], Sequence[str]] = lambda fake: ()  # what may stand nowhere

    def __str__(self) -> str:
        return self.connector


def subjects() -> list[Subject]:
    """All there are."""
    here = Path(__file__).parents[1]
    found = {file.parent.name for file in here.glob("*/subject.py")} - {"kit"}
    return [import_module(f"tests.sources.{name}.subject").SUBJECT for name in sorted(found)]
