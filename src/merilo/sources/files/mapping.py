"""What becomes of a file's columns: which tables it feeds, from which captions, in which forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OTHER = "*"  # in Feed.values: every word that neither they nor we know


@dataclass(frozen=True)
class Take:
    """Where a value comes from: columns of the sheet, or a constant.

    `columns` are positions, for captions repeat. Several are joined by a space, or, if `first`,
    the first that is not empty is taken: the company, else the contact.
    """

    columns: tuple[int, ...] = ()
    constant: str | None = None
    first: bool = False


@dataclass(frozen=True)
class Feed:
    """How one table is fed. Keys of `columns` are slots of its target (targets.py): the table's
    columns (a moment or a money without its suffix: `created`, `amount`) and its asides:
    `customer_name`, `product`, `price` ...

    `values` may name words of any slot (a product spelt in two ways), compared as
    `words.normal` makes them. Words of a slot of Parse.WORD that they do not name are looked up
    in `words.meant`; OTHER is every word that is in neither.
    `key` are the slots whose hash stands for an id that the file lacks.
    `zero_is_empty` are the slots where 0 stands for "nobody filled it in".
    """

    table: str
    columns: Mapping[str, Take]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column: said -> meant
    key: tuple[str, ...] = ()
    zero_is_empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Formats:
    """How this file writes days, numbers and money."""

    dates: tuple[str, ...] = ()  # strptime forms, tried in order after ISO
    decimal: str = "."
    zone: str = ""  # of its clock times; "" is the company's
    currency: str = ""  # of its amounts where no column says; "" is the company's
    empty: tuple[str, ...] = ()  # words that mean nothing is there: не закрыта
    discount: str = "fraction"  # or percent: 15 is 15 %


@dataclass(frozen=True)
class Plan:
    """The whole of it for one sheet."""

    feeds: tuple[Feed, ...]
    formats: Formats = Formats()
    layout: str = ""  # the recognised export: amocrm, bitrix24; also the default connection
    said: tuple[str, ...] = field(default=(), compare=False)  # what was assumed, for the user
    connection: str = ""  # whose ids these are; "": the layout's, or as the command says
