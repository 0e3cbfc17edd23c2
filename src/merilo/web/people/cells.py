"""A cell of the table as it is drawn: the figure, and what stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from merilo.analysis.difference import Verdict
from merilo.metrics.model import Better, Unit
from merilo.report.column import Column
from merilo.report.figures import written
from merilo.report.table import Table
from merilo.words import _, say, spoken

ENDINGS = ("_before", "_change", "_target", "_attainment", "_remaining", "_needed", "_pace", "_low",
           "_high", "_difference", "_verdict", "_places")  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A figure as text; below it a remark, good, bad or neither; how far a plan is reached."""

    text: str
    remark: str = ""
    tone: str = ""
    arrow: str = ""
    hint: str = ""
    reached: float | None = None


@dataclass(frozen=True)
class Line:
    """A row: its key and name, its cells by metric."""

    key: str | None
    name: str
    cells: Sequence[Cell] = field(default_factory=list)


def heads(content: Table) -> Sequence[Column]:
    """The metrics of a table; what stands beside a figure is drawn in its cell."""
    ids = {column.id for column in content.columns}
    return [
        column for column in content.columns
        if column.unit is not None and not any(
            column.id.endswith(end) and column.id.removesuffix(end) in ids for end in ENDINGS)
    ]  # fmt: skip


def cells(content: Table, row: Sequence[Any]) -> Sequence[Cell]:
    """The cells of a row."""
    values = {column.id: value for column, value in zip(content.columns, row, strict=True)}
    units = {column.id: column for column in content.columns}
    return [cell(column, values, units, content.currency) for column in heads(content)]


def cell(
    column: Column, values: Mapping[str, Any], known: Mapping[str, Column], currency: str
) -> Cell:
    """The cell of a metric, with what it is compared with."""

    def told(ending: str) -> str:
        beside = known[column.id + ending]
        return written(values[beside.id], beside.unit, spoken.get(), currency)  # type: ignore[arg-type]

    text = written(values[column.id], column.unit, spoken.get(), currency)  # type: ignore[arg-type]
    if f"{column.id}_change" in known:
        unit = known[f"{column.id}_change"].unit
        by = lambda change: written(change, unit, spoken.get(), currency)  # type: ignore[arg-type] # noqa: E731
        return changed(column, text, values.get(f"{column.id}_change"), by, told)
    if f"{column.id}_attainment" in known:
        return planned(column, text, values.get(f"{column.id}_attainment"), told)
    if f"{column.id}_verdict" in known:
        return judged(column, text, values, told)
    return Cell(text)


def changed(column: Column, text: str, change: Any, by: Any, told: Any) -> Cell:
    """Beside a figure, how it has changed."""
    hint = say("Before: {value}", value=told("_before"))
    if change is None:
        return Cell(text, hint=hint)
    moved = signed(float(change), by, column.unit)
    by_much = float(change) if moved[0] in "+−" else 0.0  # what rounds to nothing is no change
    return Cell(text, moved, tone(column, by_much), arrow_of(by_much), hint)


def signed(change: float, told: Any, unit: Unit | None) -> str:
    """A difference with its sign, if it does not round to nothing; of shares in points."""
    said = told(abs(change))
    if unit is Unit.SHARE:
        said = written(round(abs(change) * 100, 1), Unit.POINTS, spoken.get())
        said = f"{said}\u00a0{_('pp')}"
    sign = "+" if change > 0 else "−"
    return f"{sign}{said}" if any(digit in said for digit in "123456789") else said


def planned(column: Column, text: str, attained: Any, told: Any) -> Cell:
    """Beside a figure, how far the plan is reached."""
    if attained is None:
        return Cell(text)
    hint = say("Target: {value}", value=told("_target"))
    share = float(attained)
    mood = "good" if share >= 1 else "bad" if share < 0.8 else ""
    return Cell(text, told("_attainment"), mood, "", hint, share)


def judged(column: Column, text: str, values: Mapping[str, Any], told: Any) -> Cell:
    """Beside a figure, whether it differs from the others' by more than noise."""
    verdict, places = values[f"{column.id}_verdict"], values[f"{column.id}_places"]
    if verdict is None:
        return Cell(text)
    low, high = told("_low"), told("_high")
    hint = say("The true value lies between {low} and {high}.", low=low, high=high)
    side = {_(str(Verdict.MORE)): 1.0, _(str(Verdict.LESS)): -1.0}.get(verdict, 0.0)
    place = f" · {say('place {places}', places=places)}" if places else ""
    return Cell(text, f"{verdict}{place}", tone(column, side), arrow_of(side), hint)


def tone(column: Column, change: float) -> str:
    """Whether more is good here."""
    if not change or column.better is Better.NEITHER:
        return ""
    return "good" if (change > 0) == (column.better is Better.MORE) else "bad"


def arrow_of(change: float) -> str:
    """Which way it went."""
    return "up" if change > 0 else "down" if change < 0 else ""


def spark(values: Sequence[float | None], width: int = 96, height: int = 24) -> Sequence[str]:
    """The points of a line through what is known, in pieces where something is not."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    low, high = min(known), max(known)
    step, span = (width - 4) / (len(values) - 1), (high - low) or 1.0
    pieces: list[list[str]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        y = height - 3 - (value - low) / span * (height - 6)
        pieces[-1].append(f"{2 + n * step:.1f},{y:.1f}")
    return [" ".join(piece) for piece in pieces if piece]
