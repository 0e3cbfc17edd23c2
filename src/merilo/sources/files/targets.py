"""What each table can be fed with from a file: its own columns, and asides for other tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from merilo.facts.table import Column, Kind, Table
from merilo.facts.tables import TABLES
from merilo.sources.files.aliases import ALIASES, KEYS
from merilo.sources.files.mapping import Take


class Parse(StrEnum):
    """How the text of a cell becomes a value."""

    TEXT = "text"
    KEY = "key"  # an id, or the name that stands for one: here, or of the row it refers to
    WORD = "word"  # one of a few words, said in any language
    MONEY = "money"
    NUMBER = "number"
    COUNT = "count"
    SHARE = "share"  # a fraction or a percent, as Formats.discount says; a % sign says it itself
    INSTANT = "instant"  # a day, with or without a clock time
    DAY = "day"
    MONTH = "month"  # a month, or a day in it: 2017-03, 03.2017, март 2017, 15.03.2017
    PERIOD = "period"  # any form that merilo.periods reads
    DURATION = "duration"  # seconds, mm:ss, h:mm:ss
    FLAG = "flag"


@dataclass(frozen=True)
class Aside:
    """Where a value goes that a file may hold though it belongs to another table.

    It fills `column` of the row of `feeds` that the slot `of` names: the name of the customer.
    Without `of` the row is a new one of `feeds`, one for each line of the file (a deal's product
    is an order line), or, where `feeds` is the table itself, the value goes into `column` by a
    rule: price x quantity x (1 - discount) where no amount is said; a month is a first day and
    the day after the last.
    A unit is of a `kind`, its text is both its id and its name, and it stands above what `of`
    names: department above team, team above person. Where a level is not mapped, the next one
    takes its place: a person's unit is then their department.
    """

    feeds: str
    column: str
    of: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Slot:
    """What a file's column may be mapped to.

    `fills` are the table's columns that come of it: both of a moment, both of a money; none if
    the slot is an aside. A word outside `among` is refused if `strict`, else kept as it is.
    `default` stands where nothing is mapped, and where the cell is empty.
    """

    name: str
    parse: Parse
    doc: str
    fills: tuple[str, ...] = ()
    ref: str = ""
    among: tuple[str, ...] = ()
    strict: bool = False
    default: str = ""
    need: bool = False
    aside: Aside | None = None


@dataclass(frozen=True)
class Target:
    """A table as a file may feed it. `aliases` are other names of slots; `key` the slots whose
    values together tell a row, where the file has no id."""

    table: Table
    slots: Mapping[str, Slot]
    aliases: Mapping[str, str]
    key: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name that a mapping file may say: the slot it means."""
        filled = {fill: slot.name for slot in self.slots.values() for fill in slot.fills}
        own = {name: name for name in self.slots}
        return {**self.aliases, **filled, **own}

    def made(self, columns: Mapping[str, Take]) -> tuple[str, ...]:
        """The slots that an id is made of: those of `key` that columns fill, each column once."""
        made: dict[tuple[int, ...], str] = {}
        for slot in self.key:
            taken = columns[slot].columns if slot in columns else ()
            if taken:
                made.setdefault(taken, slot)
        return tuple(made.values())


_PARSE = {
    Kind.TEXT: Parse.TEXT,
    Kind.MONEY: Parse.MONEY,
    Kind.NUMBER: Parse.NUMBER,
    Kind.INSTANT: Parse.INSTANT,
    Kind.DAY: Parse.DAY,
    Kind.COUNT: Parse.COUNT,
    Kind.FLAG: Parse.FLAG,
}

# Words that the declaration leaves free, for sources have more of them than we count with.
_WORDS = {
    ("activities", "direction"): ("in", "out"),
    ("activities", "outcome"): (
        "reached", "missed", "busy", "voicemail", "failed", "held", "cancelled", "done", "open",
    ),
}  # fmt: skip

_DEFAULTS = {
    ("activities", "author"): "person",
    ("stage_changes", "author"): "unknown",
    ("amount_changes", "author"): "unknown",
    ("proposals", "outcome"): "open",
    ("complaints", "verdict"): "open",
    ("costs", "kind"): "other",
    ("plans", "kind"): "at_least",
    ("plans", "metric"): "revenue",
    ("units", "kind"): "team",
    ("stages", "kind"): "open",
    ("absences", "kind"): "other",
}

_OWN_PARSE = {
    ("activities", "duration_s"): Parse.DURATION,
    ("credits", "share"): Parse.SHARE,
    ("market", "month_on"): Parse.MONTH,
}

# Found by us, or carried by every row: no file says them.
_MADE = {
    ("deals", "amount_from"),
    ("people", "source_ids"),
    ("units", "department"),
    ("units", "company"),
}


def _own(table: Table) -> Iterator[Slot]:
    yield Slot("id", Parse.KEY, "The source's own id.", fills=("id",))
    yield Slot("updated", Parse.INSTANT, "When the source last changed it.", fills=("updated_at",))
    names = {c.name for c in table.own}
    for column in table.own:
        name = column.name
        if (table.name, name) in _MADE or name.endswith("_base"):
            continue
        if column.kind is Kind.DAY and name.endswith("_on") and f"{name[:-3]}_at" in names:
            continue
        yield _slot(table, column, names)


def _slot(table: Table, column: Column, names: set[str]) -> Slot:
    name = column.name
    fills: tuple[str, ...] = (name,)
    if column.kind is Kind.INSTANT and name.endswith("_at") and f"{name[:-3]}_on" in names:
        name, fills = name[:-3], (name, f"{name[:-3]}_on")
    elif f"{name}_base" in names:
        fills = (name, f"{name}_base")
    place = (table.name, name)
    among = column.among or _WORDS.get(place, ())
    parse = _OWN_PARSE.get(place, _PARSE[column.kind])
    default = _DEFAULTS.get(place, "")
    return Slot(
        name,
        Parse.KEY if column.ref else Parse.WORD if among else parse,
        column.doc,
        fills=fills,
        ref=column.ref,
        among=among,
        strict=bool(column.among),
        default=default,
        need=not column.empty and not default,
    )


def _aside(
    name: str, doc: str, feeds: str, column: str, of: str = "", kind: str = "", parse: str = "text"
) -> Slot:
    return Slot(name, Parse(parse), doc, aside=Aside(feeds, column, of, kind))


def _last(table: str, column: str) -> Slot:
    """The last day of a span, for files that do not name the first day after it."""
    return _aside("last", "Its last day, included.", table, column, parse="day")


def _person(of: str) -> tuple[Slot, ...]:
    return (
        _aside(f"{of}_name", "What that person is called.", "people", "name", of),
        _aside(f"{of}_email", "Where to write to them.", "people", "email", of),
    )


def _customer() -> tuple[Slot, ...]:
    return (
        _aside("customer_name", "What the customer is called.", "customers", "name", "customer"),
        *(
            _aside(f"customer_{name}", "Of the customer.", "customers", name, "customer")
            for name in ("segment", "territory", "industry", "channel")
        ),
    )


def _units(of: str) -> tuple[Slot, ...]:
    """The units above a person, from the nearest; any of them may be absent."""
    return (
        _aside("unit", "The team of that person.", "units", "name", of, "team", "key"),
        _aside("department", "Above the team.", "units", "name", "unit", "department", "key"),
        _aside("company", "Above it all.", "units", "name", "department", "company", "key"),
    )


def _product() -> tuple[Slot, ...]:
    return (
        _aside("product_name", "What the product is called.", "products", "name", "product"),
        _aside("product_group", "Which kind of product.", "products", "group", "product"),
    )


_LINE = "order_lines"
_PRICE = (
    _aside("price", "Of one piece, before discount.", _LINE, "amount", parse="money"),
    _aside("discount", "What part is taken off.", _LINE, "amount", parse="share"),
)
_ASIDES: Mapping[str, tuple[Slot, ...]] = {
    "deals": (
        *_person("owner"),
        *_units("owner"),
        *_customer(),
        _aside("stage_name", "What the stage is called.", "stages", "name", "stage"),
        _aside("pipeline_name", "What the pipeline is called.", "pipelines", "name", "pipeline"),
        _aside("product", "A product in the deal.", _LINE, "product", parse="key"),
        *_product(),
        _aside("quantity", "How many of it.", _LINE, "quantity", parse="number"),
        _aside("line_amount", "What is paid for it.", _LINE, "amount", parse="money"),
        _aside("line_cost", "What it costs us.", _LINE, "cost", parse="money"),
        *_PRICE,
    ),
    "order_lines": (
        *_product(),
        *_PRICE,
    ),
    "people": _units("")[1:],
    "activities": (*_person("person"), *_units("person"), *_customer()),
    "proposals": (*_person("person"), *_units("person"), *_customer()),
    "customers": _person("owner"),
    "plans": (
        _aside("person_name", "What that person is called.", "people", "name", "person"),
        _aside("month", "The month it is for.", "plans", "period_since", parse="month"),
        _aside("period", "The period it is for.", "plans", "period_since", parse="period"),
        _last("plans", "period_until"),
        Slot(
            "length",
            Parse.WORD,
            "How long it is from its first day on; next: up to the next such day.",
            among=("day", "week", "month", "quarter", "year", "next"),
            strict=True,
            aside=Aside("plans", "period_until"),
        ),
    ),
    "postings": (_last("postings", "until"),),
    "absences": (_last("absences", "until"),),
    "costs": (_aside("person_name", "What that person is called.", "people", "name", "person"),),
}


def _target(table: Table) -> Target:
    slots = {slot.name: slot for slot in (*_own(table), *_ASIDES.get(table.name, ()))}
    aliases = ALIASES.get(table.name, {})
    return Target(table, slots, aliases, KEYS.get(table.name, ("name",)))


# The calendar is made from the company's settings; every other table may come from a file.
TARGETS: Mapping[str, Target] = {
    name: _target(table) for name, table in TABLES.items() if name != "calendar"
}
