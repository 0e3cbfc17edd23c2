"""What a company consists of. Instants are seconds since 1970; links are places in the lists."""

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(slots=True)
class Unit:
    """A department or team."""

    number: int
    name: str
    parent: int | None = None
    head: int | None = None


@dataclass(slots=True)
class Person:
    """Somebody who works here, or did until `left_at`."""

    number: int
    name: str
    email: str
    phone: str
    extension: str
    unit: int | None
    admin: bool = False
    left_at: int | None = None


@dataclass(slots=True)
class Stage:
    """A step of a pipeline; `gone_at`: when it was deleted. Old moves still name it."""

    number: int
    pipeline: int
    name: str
    position: int
    kind: str  # open, won, lost
    incoming: bool = False
    gone_at: int | None = None


@dataclass(slots=True)
class Pipeline:
    """A way that deals go. An archived one keeps its deals."""

    number: int
    name: str
    stages: list[Stage] = field(default_factory=list)
    archived_at: int | None = None

    def of(self, kind: str) -> Stage:
        """Its first stage of a kind."""
        return next(stage for stage in self.stages if stage.kind == kind and not stage.incoming)


@dataclass(slots=True)
class Named:
    """A loss reason, or a source of leads."""

    number: int
    name: str


@dataclass(slots=True)
class Product:
    """Something that is sold; `price` and `cost` in whole units of the currency."""

    number: int
    name: str
    group: str
    price: int
    cost: int


@dataclass(slots=True)
class Field:
    """A field that the company has added to its cards. `entity`: deal, contact, company."""

    number: int
    entity: str
    name: str
    type: str
    choices: tuple[str, ...] = ()
    share: float = 1.0  # of the cards where it is filled
    gone: bool = False


@dataclass(slots=True)
class Row:
    """What every row of which somebody keeps a card has. `by`: a person, None: a robot."""

    number: int
    created_at: int
    updated_at: int
    created_by: int | None
    updated_by: int | None
    deleted: bool

    kind: ClassVar[str] = ""


@dataclass(slots=True)
class Company(Row):
    """A company that buys or may buy."""

    name: str
    owner: int
    phone: str
    email: str
    contacts: list[int]
    deals: list[int]

    kind: ClassVar[str] = "company"


@dataclass(slots=True)
class Contact(Row):
    """A person at the customer; without a company, the customer."""

    name: str
    owner: int
    phone: str
    email: str
    company: int | None
    deals: list[int]

    kind: ClassVar[str] = "contact"


@dataclass(slots=True)
class Deal(Row):
    """A deal, as it stands now. `lines` are pairs of product and quantity."""

    name: str
    owner: int
    contact: int | None
    company: int | None
    stage: Stage
    amount: int
    closed_at: int | None
    reason: int | None
    source: int | None
    lines: tuple[tuple[int, int], ...]
    tasks: list[int]
    merged_into: int | None = None

    kind: ClassVar[str] = "deal"


@dataclass(slots=True)
class Touch(Row):
    """A call, email, sms, chat message or comment. `on`: the card where the CRM shows it; `twin`:
    the company's card shows it as well. A stranger's call is on no card. `outcome` of a call:
    reached, missed, busy, voicemail, failed."""

    what: str
    direction: str
    person: int | None
    deal: int | None
    contact: int | None
    company: int | None
    on: str
    twin: bool
    phone: str
    talk: int  # seconds
    wait: int
    outcome: str

    kind: ClassVar[str] = "touch"


@dataclass(slots=True)
class Task(Row):
    """Something to be done: task, meeting, presentation."""

    what: str
    person: int
    deal: int
    due_at: int
    done_at: int | None
    text: str

    kind: ClassVar[str] = "task"


class Change:
    """Something that happened: the history is made of these. `by`: a person, None: a robot."""

    __slots__ = ("after", "at", "before", "by", "kind", "number", "row")

    def __init__(
        self, number: int, at: int, kind: str, row: Row, by: int | None, before: Any, after: Any
    ) -> None:
        self.number, self.at, self.kind, self.row = number, at, kind, row
        self.by, self.before, self.after = by, before, after

    def __repr__(self) -> str:
        return f"Change({self.number}, {self.at}, {self.kind!r}, {self.row.kind}, by={self.by})"
