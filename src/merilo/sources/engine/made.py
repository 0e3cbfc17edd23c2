"""Rows on their way from the stage into a table of the lake."""

from dataclasses import dataclass, field

from merilo.facts.table import Table
from merilo.sources.engine.cells import named, quoted


@dataclass
class Made:
    """Rows on their way into `table`: SQL of each column over `source`, the staged rows `s`.

    `said` are the columns that the file speaks of: only these overwrite what is stored.
    """

    table: Table
    connection: str
    source: str
    columns: dict[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=lambda: {"deleted"})
    joins: list[str] = field(default_factory=list)

    def give(self, **columns: str) -> None:
        """Fill columns that the file speaks of."""
        self.columns.update(columns)
        self.said.update(columns)

    def ref(self, value: str) -> str:
        """The global key of the row with that id."""
        return f"{quoted(self.connection + ':')} || {value}"

    @property
    def query(self) -> str:
        """The select."""
        made = {
            "connection": quoted(self.connection),
            "id": "s.id",
            "deleted": "false",
            **self.columns,
        }
        return self.select(", ".join(f"{sql} as {named(name)}" for name, sql in made.items()))

    def select(self, what: str) -> str:
        """A select of `what` over the staged rows and all that is joined to them."""
        return f"select {what} from ({self.source}) s {' '.join(self.joins)}"
