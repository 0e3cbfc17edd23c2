"""The company's book: every row as it stands, and all that happened, each with its instant."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from merilo.fakes.world import ground, names
from merilo.fakes.world.things import (
    Change,
    Company,
    Contact,
    Deal,
    Field,
    Named,
    Person,
    Pipeline,
    Product,
    Row,
    Stage,
    Task,
    Touch,
    Unit,
)

SHIPS = 14 * 86_400  # a deal's date of shipping is so long after its creation, and more


def seconds(instant: int | datetime) -> int:
    """An instant in seconds since 1970."""
    return int(instant.timestamp()) if isinstance(instant, datetime) else int(instant)


class Book:
    """What is there. `now` is the instant up to which it has been written. A change of the history
    has its place there for a number; their instants ascend unless a test has said otherwise.

    `watch` is called after a row has come or changed, `told` after something has happened.
    """

    def __init__(self, seed: int, people: int, since: int, until: int, currency: str) -> None:
        rng = Random(seed)
        self.seed, self.since, self.until, self.now = seed, since, until, since
        self.currency = currency
        self.units: list[Unit] = ground.units()
        self.people: list[Person] = ground.people(people, since, until, rng)
        self.pipelines: list[Pipeline] = ground.pipelines(since, until)
        self.stages: list[Stage] = [stage for way in self.pipelines for stage in way.stages]
        self.reasons: list[Named] = ground.named(names.REASONS)
        self.sources: list[Named] = ground.named(names.SOURCES)
        self.products: list[Product] = ground.products()
        self.fields: list[Field] = ground.fields()
        self.companies: list[Company] = []
        self.contacts: list[Contact] = []
        self.deals: list[Deal] = []
        self.touches: list[Touch] = []
        self.tasks: list[Task] = []
        self.history: list[Change] = []
        self.strange: dict[tuple[int, str, int], Any] = {}  # values set by hand
        self.time: Callable[[], int] | None = None  # of the server that tells of it
        self.watch: list[Callable[[Row], None]] = []
        self.told: list[Callable[[Change], None]] = []

    def at(self, at: int | None) -> int:
        """The instant of a deed: as said, else now by the server's clock."""
        if at is not None:
            return at
        return max(self.now, self.time()) if self.time else self.now

    def record(
        self, kind: str, row: Row, at: int, by: int | None, before: Any = None, after: Any = None
    ) -> Change:
        """Write down what happened."""
        change = Change(len(self.history), at, kind, row, by, before, after)
        self.history.append(change)
        self.now = max(self.now, at)
        for tell in self.told:
            tell(change)
        return change

    def bump(self, row: Row, at: int, by: int | None) -> None:
        """The row has changed. A time of change never goes back."""
        row.updated_at, row.updated_by = max(row.updated_at, at), by
        self.seen(row)

    def seen(self, row: Row) -> None:
        """Tell that a row has come or changed."""
        for look in self.watch:
            look(row)

    def value(self, field: Field, row: Row) -> Any:
        """What a card says in a field; None: nothing. The same card always says the same."""
        key = (field.number, row.kind, row.number)
        if key in self.strange:
            return self.strange[key]
        die = (row.number * 2_654_435_761 + field.number * 40_503) % 1_000_003 / 1_000_003
        if die >= field.share:
            return None
        if field.choices:
            return field.choices[row.number % len(field.choices)]
        if field.type in ("date", "date_time", "birthday"):
            return row.created_at + SHIPS + row.number % 9 * 86_400
        if field.type in ("numeric", "price", "monetary"):
            return 1000 + row.number % 500 * 10
        if field.type == "checkbox":
            return row.number % 2 == 0
        return f"{field.name} {row.number}"

    def fields_of(self, entity: str) -> list[Field]:
        """The fields of a card that are still there."""
        return [field for field in self.fields if field.entity == entity and not field.gone]

    def add_field(
        self, entity: str, name: str, type: str = "text", choices: tuple[str, ...] = ()
    ) -> Field:
        """A new field: all cards have a value at once."""
        field = Field(len(self.fields), entity, name, type, choices)
        self.fields.append(field)
        return field

    def rename_field(self, field: Field, name: str) -> None:
        """The field has another name."""
        field.name = name

    def retype_field(self, field: Field, type: str, choices: tuple[str, ...] = ()) -> None:
        """The field holds something else."""
        field.type, field.choices = type, choices

    def drop_field(self, field: Field) -> None:
        """The field is gone from every card."""
        field.gone = True

    def set_value(self, field: Field, row: Row, value: Any, at: int | None = None) -> None:
        """What a card says in a field from now on."""
        before = self.value(field, row)
        self.strange[field.number, row.kind, row.number] = value
        when = self.at(at)
        self.bump(row, when, row.updated_by)
        self.record("value", row, when, row.updated_by, (field, before), (field, value))

    def there(self, at: int) -> list[Person]:
        """Who works here at an instant."""
        return [p for p in self.people if p.left_at is None or p.left_at > at]
