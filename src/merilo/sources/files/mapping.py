"""What becomes of a file's columns: which tables it feeds, from which captions, in which forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Take:
    """Where a value comes from: columns of the sheet (joined by a space if several), or a constant.

    `columns` are positions, for captions repeat.
    """

    columns: tuple[int, ...] = ()
    constant: str | None = None


@dataclass(frozen=True)
class Feed:
    """How one table is fed. Keys of `columns` are the table's columns (a moment or a money without
    its suffix: `created`, `amount`) or its aside: `customer_name`, `product`, `price` ...

    `key` are the columns whose hash stands for an id that the file lacks.
    """

    table: str
    columns: Mapping[str, Take]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column: said -> meant
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Formats:
    """How this file writes days, numbers and money."""

    dates: tuple[str, ...] = ()  # strptime forms, tried in order after ISO
    decimal: str = "."
    zone: str = ""  # of its clock times; "" is the company's
    currency: str = ""  # of its amounts where no column says; "" is the company's
    empty: tuple[str, ...] = ()  # words that mean nothing is there: не закрыта


@dataclass(frozen=True)
class Plan:
    """The whole of it for one sheet."""

    feeds: tuple[Feed, ...]
    formats: Formats = Formats()
    layout: str = ""  # the recognised export: amocrm, bitrix24; also the default connection
    said: tuple[str, ...] = ()  # what was assumed, in sentences for the user
