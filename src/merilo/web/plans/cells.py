"""The sheet as it is drawn: what stands in each cell, beside it, below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from merilo.analysis.attainment import Kind
from merilo.periods import Period
from merilo.report.figures import day
from merilo.report.planning import Line, Set, Sheet
from merilo.web.plans.asked import Asked, name_of
from merilo.web.plans.figures import Scale, kinds, scale
from merilo.words import spoken


@dataclass(frozen=True)
class Cell:
    """A target to be typed: its name in the form, what stands there, what stood there, what was a
    year before; a remark if it asks for something else than the sheet; a problem."""

    name: str
    text: str
    was: str
    before: str
    label: str
    remark: str = ""
    problem: str = ""
    parts: str = ""  # what those below add up to


@dataclass(frozen=True)
class Row:
    """A row of the sheet: its name in the form, its cells, their sum."""

    key: str
    above: str
    line: Line
    cells: Sequence[Cell]
    total: str
    before: str


def drawn(
    asked: Asked, kind: Kind, said: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> list[Row]:  # fmt: skip
    """The rows; with what was typed and not kept, if something of it could not be."""
    sheet = asked.sheet
    ruler = scale(sheet.metric, kind, asked.desk.company.currency)
    below = sums(sheet)
    titles = [title(asked, span) for span in sheet.periods]
    found = []
    for line in sheet.lines:
        cells = [
            cell(asked, line, n, titles[n], ruler, kind, below, said or {}, problems or {})
            for n in range(len(sheet.periods))
        ]
        found.append(Row(
            name_of(line.whose), f"u|{line.above}" if line.above else "", line, cells,
            ruler.write(whole(line.targets)) if sheet.adds else "",
            ruler.write(rounded(added(line.before))) if sheet.adds else "",
        ))  # fmt: skip
    return found


def cell(
    asked: Asked, line: Line, n: int, title: str, ruler: Scale, kind: Kind,
    below: Mapping[tuple[str, int], float], said: Mapping[str, str], problems: Mapping[str, str],
) -> Cell:  # fmt: skip
    """One cell."""
    name = f"{name_of(line.whose)}|{asked.sheet.periods[n].since}"
    target, past = line.targets[n], line.before[n]
    text = own(asked, target, ruler)
    parts = below.get((line.whose.unit, n)) if line.whose.unit and asked.sheet.adds else None
    return Cell(
        name, said.get(name, text), text, ruler.write(rounded(past)) if past else "",
        f"{line.name}, {title}", kinds()[target.kind] if target and target.kind != kind else "",
        problems.get(name, ""), ruler.write(rounded(parts)),
    )  # fmt: skip


def own(asked: Asked, target: Set | None, ruler: Scale) -> str:
    """A target as its own kind is written."""
    if target is None:
        return ""
    mine = scale(asked.sheet.metric, target.kind, asked.desk.company.currency)
    return mine.write(target.target) + (mine.sign if mine != ruler else "")


def title(asked: Asked, span: Period) -> str:
    """What a period is called."""
    return day(span.since, str(asked.grain), spoken.get())


def sums(sheet: Sheet) -> dict[tuple[str, int], float]:
    """What the parts of each unit add up to by period: of a unit below without a target of its own,
    what its own parts do. Nothing where no part has any."""
    found: dict[tuple[str, int], float] = {}
    for line in reversed(sheet.lines):  # the deepest first
        for n, target in enumerate(line.targets):
            value = target.target if target else found.get((line.whose.unit, n))
            if value is not None and line.above:
                found[line.above, n] = found.get((line.above, n), 0.0) + value
    return found


def whole(targets: Sequence[Set | None]) -> float | None:
    """The sum of a row."""
    return added([one.target if one else None for one in targets])


def added(values: Sequence[float | None]) -> float | None:
    """The sum of what is known."""
    known = [value for value in values if value is not None]
    return fsum(known) if known else None


def rounded(value: float | None) -> float | None:
    """A figure beside targets, as roughly as they are told."""
    if value is None:
        return None
    return round(value) if abs(value) >= 100 else round(value, 4 if abs(value) < 1 else 1)
