"""What a fact table says about itself: its grain, its key, and each column with its unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What a column holds. Its types in the lake and in the engines follow from it."""

    TEXT = "text"
    MONEY = "money"  # decimal(18, 4): cents, and what a unit price times a discount needs
    NUMBER = "number"  # decimal(18, 6): a share, a rate, a quantity, a score
    INSTANT = "instant"  # microseconds, UTC
    DAY = "day"
    COUNT = "count"
    FLAG = "flag"
    JSON = "json"  # an object, as text


@dataclass(frozen=True)
class Column:
    """A column. `ref` names the table whose global key it holds; `origin` the sources' fields."""

    name: str
    kind: Kind
    doc: str
    unit: str = ""
    empty: bool = True
    among: tuple[str, ...] = ()
    ref: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)  # connector -> its field


@dataclass(frozen=True)
class Table:
    """A fact table: one row per `grain`, told from all others by `KEY`.

    `month_of` is the day whose month is the partition, one that never changes for a key;
    without it (a directory: people, stages) all rows lie together.
    """

    name: str
    grain: str
    own: tuple[Column, ...]
    month_of: str | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The key, the table's own columns, and what every row carries."""
        return (*KEYS, *self.own, *CARRIED)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return self._named[name]

    @cached_property
    def _named(self) -> Mapping[str, Column]:
        return {c.name: c for c in self.columns}


# The two that tell one row from every other, whatever it came from. Global key: connection:id.
KEYS = (
    Column("connection", Kind.TEXT, "Which source delivered the row.", empty=False),
    Column("id", Kind.TEXT, "The source's own id; text, for not every source counts.", empty=False),
)
KEY = ("connection", "id")
CARRIED = (
    Column("extra", Kind.JSON, "What the source said and no column holds, by its own names."),
    Column("updated_at", Kind.INSTANT, "When the source last changed the row.", unit="UTC"),
    Column("deleted", Kind.FLAG, "The source no longer has the row; it is kept, and not counted."),
    Column("load", Kind.COUNT, "The number of the load that last changed the row."),
)


def text(name: str, doc: str, among: tuple[str, ...] = (), **origin: str) -> Column:
    """Words; if they are `among` few, never empty."""
    return Column(name, Kind.TEXT, doc, empty=not among, among=among, origin=origin)


def ref(name: str, table: str, doc: str, **origin: str) -> Column:
    """The global key of a row of `table`."""
    return Column(name, Kind.TEXT, doc, ref=table, origin=origin)


def money(name: str, doc: str, **origin: str) -> tuple[Column, Column]:
    """The amount as the source has it, and the one that may be added up."""
    return (
        Column(name, Kind.MONEY, doc, unit="the row's currency", origin=origin),
        Column(f"{name}_base", Kind.MONEY, doc, unit="the company's currency"),
    )


def moment(name: str, doc: str, empty: bool = True, **origin: str) -> tuple[Column, Column]:
    """The instant, and the company's business day it fell on: found once, at import."""
    return (
        Column(f"{name}_at", Kind.INSTANT, doc, unit="UTC", empty=empty, origin=origin),
        Column(f"{name}_on", Kind.DAY, doc, unit="company's day", empty=empty),
    )


def day(name: str, doc: str, empty: bool = True, **origin: str) -> Column:
    """A business day of the company."""
    return Column(name, Kind.DAY, doc, unit="company's day", empty=empty, origin=origin)


def count(name: str, doc: str, unit: str = "", **origin: str) -> Column:
    """A whole number."""
    return Column(name, Kind.COUNT, doc, unit=unit, origin=origin)


def number(name: str, doc: str, unit: str = "", empty: bool = True) -> Column:
    """A decimal number."""
    return Column(name, Kind.NUMBER, doc, unit=unit, empty=empty)


def flag(name: str, doc: str) -> Column:
    """Yes, no, or not known."""
    return Column(name, Kind.FLAG, doc)
