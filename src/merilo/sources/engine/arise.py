"""Rows that no file of their own brought: the people, units, customers, stages of a deals file.

What arises never changes a row that is known, it only fills what is empty there; so a directory
that comes later, or came before, has its say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from merilo.facts.lake import Change, Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import PIPELINE, named, quoted
from merilo.sources.engine.check import Check
from merilo.sources.engine.made import Made
from merilo.sources.engine.rows import LEVELS, STAGES
from merilo.sources.files.targets import Slot

DIRECTORIES = ("units", "people", "customers", "pipelines", "products", "stages")
NEEDED = {"units": {"kind": "'department'"}, "stages": {"kind": "'open'"}}
LAST = 1000  # the position from which the stages that end a deal come


@dataclass(frozen=True)
class Spring:
    """Where rows of a directory come from: the column `of` of the rows `s`, the staged ones.

    `columns` say what else is known of them, `joins` what has to be joined for it.
    """

    rows: str
    of: str
    columns: Mapping[str, str] = field(default_factory=dict)
    joins: str = ""

    def select(self, wanted: tuple[str, ...]) -> str:
        """Their ids, the row each was first met in, and the first that is said of each."""
        said = ", ".join(f"{self._told(c)} as {named(c)}" for c in wanted)
        return (
            f"select {self.of} as id, min(s._row) as _row, {said} "
            f"from ({self.rows}) s {self.joins} where {self.of} is not null group by 1"
        )

    def _told(self, column: str) -> str:
        said = self.columns.get(column, "null::text")
        if said == self.of:  # the same in all rows of an id
            return said
        if said == "s.outcome":  # of a stage: what most of the deals in it are
            return "arg_max(s.outcome, s.count)"
        return f"arg_min({said}, s._row)"


@dataclass(frozen=True)
class Springs:
    """All that a sheet tells of directories beside its own tables."""

    connection: str
    checks: tuple[Check, ...]

    def of(self, directory: str) -> tuple[Spring, ...]:
        """Where rows of it come from."""
        found = {"units": self._units, "stages": self._stages}.get(directory, self._named)
        return tuple(s for check in self.checks for s in found(check, directory))

    def ref(self, value: str) -> str:
        """The global key of the row with that id."""
        return f"{quoted(self.connection + ':')} || {value}"

    def _named(self, check: Check, directory: str) -> Iterator[Spring]:
        """Slots that refer to the directory, with the asides that speak of each."""
        for name, slot in check.script.target.slots.items():
            if name in check.script.feed.columns and _refers(slot) == directory:
                columns = self._asides(check, directory, name)
                columns.setdefault("name", f"s.{named(name)}")
                if directory == "people":
                    columns.update(self._place(check, name))
                yield Spring(check.telling, f"s.{named(name)}", columns)
        if directory == "pipelines":
            yield from self._main(check)

    def _main(self, check: Check) -> Iterator[Spring]:
        """The pipeline of stages of which the file says none."""
        stage = {"deals": "stage", "stages": "id"}.get(check.script.feed.table)
        if stage in check.script.columns:
            without = "and s.pipeline is null" if "pipeline" in check.script.columns else ""
            of = f"case when s.{stage} is not null {without} then {quoted(PIPELINE)} end"
            yield Spring(check.telling, of, {"name": quoted(PIPELINE.capitalize())})

    def _asides(self, check: Check, directory: str, of: str) -> dict[str, str]:
        return {
            slot.aside.column: f"s.{named(slot.name)}"
            for slot in check.script.slots
            if slot.aside and slot.aside.feeds == directory and slot.aside.of == of
        }

    def _place(self, check: Check, person: str) -> dict[str, str]:
        """The unit of the person, the nearest one that the file names."""
        aside = (
            check.script.target.slots["unit"].aside if "unit" in check.script.target.slots else None
        )
        levels = [f"s.{n}" for n, _ in _levels(check)] if aside and aside.of == person else []
        return {"unit": self.ref(f"coalesce({', '.join(levels)})")} if levels else {}

    def _units(self, check: Check, directory: str) -> Iterator[Spring]:
        """Each level of units, the next one above it its parent."""
        levels = [name for name, _ in _levels(check)]
        for n, (name, kind) in enumerate(_levels(check)):
            above = [f"nullif(s.{up}, s.{name})" for up in levels[n + 1 :]]
            columns = {"name": f"s.{name}", "kind": quoted(kind)}
            if above:
                columns["parent"] = self.ref(f"coalesce({', '.join(above)})")
            yield Spring(check.telling, f"s.{name}", columns)
        if check.script.feed.table == "units" and "parent" in check.script.columns:
            yield Spring(check.telling, "s.parent", {"name": "s.parent", "kind": "'department'"})

    def _stages(self, check: Check, directory: str) -> Iterator[Spring]:
        staged = {*check.script.columns}
        if check.script.feed.table == "stages":
            return
        for name in [n for n in STAGES if n in staged]:
            pipeline, joins = ("s.pipeline" if "pipeline" in staged else "null"), ""
            if check.script.feed.table == "stage_changes":
                pipeline = "d.pipeline"
                key = quoted(self.connection + ":")
                joins = (
                    "left join (select connection || ':' || id as deal_key, substr(pipeline, "
                    f"length({key}) + 1) as pipeline from deals) d on d.deal_key = {key} || s.deal"
                )
            columns = {
                "name": f"s.{name}",
                "pipeline": self.ref(f"coalesce({pipeline}, {quoted(PIPELINE)})"),
                **self._asides(check, directory, name),
            }
            if "outcome" in staged:
                columns["kind"] = "s.outcome"
            # A million deals are in twenty stages: first these, then what follows from each.
            told = [c for c in ("deal", "pipeline", name, f"{name}_name", "outcome") if c in staged]
            rows = (
                f"select {', '.join(told)}, min(_row) as _row, count(*) as count "
                f"from ({check.telling}) group by all"
            )
            yield Spring(rows, f"stage_id({pipeline}, s.{name})", columns, joins)


def _refers(slot: Slot) -> str:
    """The directory that a slot's value is an id of; units and stages are told otherwise."""
    found = slot.ref
    if slot.aside and slot.aside.feeds not in DIRECTORIES:
        found = TABLES[slot.aside.feeds].column(slot.aside.column).ref
    return "" if found in ("units", "stages") else found


def _levels(check: Check) -> list[tuple[str, str]]:
    """The levels of units that the file names, upwards: slot and kind."""
    return [(name, kind) for name, kind in LEVELS if name in check.script.columns]


def arise(load: Load, springs: Springs, directory: str) -> Change:
    """Put what arises in a directory; what is known there is filled where it is empty."""
    found = springs.of(directory)
    if not found:
        return Change()
    table = TABLES[directory]
    wanted = tuple(c.name for c in table.own if any(c.name in s.columns for s in found))
    # One row may tell of an id in several columns: the first of them has the say.
    parts = " union all ".join(
        f"select *, _row * {len(found)} + {n} as _turn from ({spring.select(wanted)})"
        for n, spring in enumerate(found)
    )
    firsts = ", ".join(f"arg_min({named(c)}, _turn) as {named(c)}" for c in wanted)
    load.db.execute(
        "create or replace temp table arisen as "
        f"select id, min(_row) as _row, {firsts} from ({parts}) group by id"
    )
    made = Made(table, springs.connection, "from arisen")
    made.give(**{c: f"s.{named(c)}" for c in wanted})
    _need(load.db, made, springs)
    new = load.put(table, load.db.sql(made.query), arise=True)
    filled = _fill(load, springs.connection, directory, wanted)
    return Change(new.new, filled.changed, new.same - filled.changed)


def _need(db: DuckDBPyConnection, made: Made, springs: Springs) -> None:
    for column, default in NEEDED.get(made.table.name, {}).items():
        known = made.columns.get(column)
        made.give(**{column: f"coalesce({known}, {default})" if known else default})
    if made.table.name == "stages":
        made.give(position=_position(made.columns["kind"], springs.connection))


def _position(kind: str, connection: str) -> str:
    """After the stages known, in the order in which they were met; those that end a deal last."""
    known = (
        "coalesce((select max(position) from stages k where k.pipeline = s.pipeline "
        f"and (k.position < {LAST}) = ({kind} = 'open')), "
        f"case when {kind} = 'open' then 0 else {LAST - 1} end)"
    )
    own = (
        f"row_number() over (partition by s.pipeline, {kind} = 'open' "
        f"order by ({kind} = 'lost'), s._row)"
    )
    return f"{known} + {own}"


def _fill(load: Load, connection: str, directory: str, wanted: tuple[str, ...]) -> Change:
    """Fill what is empty in rows that are known; a name that is but the id is as good as none."""
    columns = [c for c in wanted if c != "kind"]
    stored = {c: f"t.{named(c)}" for c in columns}
    if "name" in stored:
        stored["name"] = "case when t.name <> t.id then t.name end"
    filled = ", ".join(
        f"coalesce({stored[c]}, s.{named(c)}, t.{named(c)}) as {named(c)}" for c in columns
    )
    lacking = " or ".join(f"({stored[c]} is null and s.{named(c)} is not null)" for c in columns)
    rows = (
        f"select t.connection, t.id, {filled} from arisen s join {directory} t "
        f"on t.connection = {quoted(connection)} and t.id = s.id where {lacking}"
    )
    return load.put(TABLES[directory], load.db.sql(rows), columns=columns)
