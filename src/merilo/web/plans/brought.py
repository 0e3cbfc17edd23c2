"""A table of names and periods laid onto the sheet: what would change, and what cannot be read.

Nothing of it is kept: it stands in the cells as if it had been typed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

from merilo.analysis.attainment import Kind
from merilo.errors import Impossible
from merilo.report.planning import Line
from merilo.sources.files import values
from merilo.sources.files.small import Grid
from merilo.sources.files.words import normal
from merilo.web.plans.asked import Asked, name_of
from merilo.web.plans.captions import Captions
from merilo.web.plans.cells import own, title
from merilo.web.plans.figures import Scale, scale
from merilo.words import say, spoken

HEAD = 50  # rows among which the captions are looked for
NEAR = 0.6  # how alike a name is that is offered
TOTALS = frozenset(["итого", "всего", "total", "sum", "together", "összesen", "mindösszesen", "σ"])


@dataclass
class Taken:
    """A table as it lies on the sheet: texts by cell, those that stand there already, sentences
    about what was not taken; rows whose name is nobody's, with the nearest and their cells."""

    cells: dict[str, str] = field(default_factory=dict)
    same: int = 0
    problems: list[str] = field(default_factory=list)
    nearest: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """A table under its captions: of each column the period, the rows, whether it was turned."""

    periods: Mapping[int, int]
    heads: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    errors: Mapping[tuple[int, int], str]
    workbook: bool

    def knows(self, names: Collection[str]) -> bool:
        """Some of its rows begin with one of these names, or keys."""
        return any(text in names or normal(plain(text)) in names
                   for _number, cells in self.rows for x, text in enumerate(cells)
                   if x not in self.periods)  # fmt: skip


def brought(asked: Asked, kind: Kind, grids: Sequence[Grid]) -> Taken:
    """The table with most periods of the sheet, of those with names of it. Impossible if none
    has any."""
    captions = Captions(asked)
    names = {one for line in asked.sheet.lines for one in (name_of(line.whose), normal(line.name))}
    found = max((table for grid in grids for table in tables(grid, captions)),
                key=lambda one: (one.knows(names), len(one.periods)), default=None)  # fmt: skip
    if found is None:
        raise Impossible(say("none of its captions is a period of this sheet: {first} to {last}",
                             first=title(asked, asked.spans[0]),
                             last=title(asked, asked.spans[-1])))  # fmt: skip
    return Laying(asked, kind, found).run()


def tables(grid: Grid, captions: Captions) -> Iterator[Table]:
    """The table with its periods across; if they go down, turned."""
    for one in (grid, turned(grid)):
        best: tuple[int, dict[int, int]] = 0, {}
        for at, (_number, cells) in enumerate(one.rows[:HEAD]):
            known = [(captions.find(text), x) for x, text in enumerate(cells)]
            first = {n: x for n, x in reversed(known) if n is not None}  # of two alike the first
            if len(first) > len(best[1]):
                best = at, {x: n for n, x in sorted(first.items())}
        at, periods = best
        if periods:
            yield Table(periods, one.rows[at][1], one.rows[at + 1 :], one.errors, one.workbook)


def turned(grid: Grid) -> Grid:
    """Rows for columns."""
    width = max((len(cells) for _number, cells in grid.rows), default=0)
    rows = [(x + 1, [cells[x] if x < len(cells) else "" for _number, cells in grid.rows])
            for x in range(width)]  # fmt: skip
    numbers = {number: y for y, (number, _cells) in enumerate(grid.rows)}
    errors = {(x + 1, numbers[y]): text for (y, x), text in grid.errors.items() if y in numbers}
    return Grid(rows, errors, grid.workbook)


class Laying:
    """Puts a table onto the sheet."""

    def __init__(self, asked: Asked, kind: Kind, table: Table) -> None:
        self.asked, self.kind, self.table = asked, kind, table
        self.ruler: Scale = scale(asked.sheet.metric, kind, asked.desk.company.currency)
        self.lines = {name_of(line.whose): line for line in asked.sheet.lines}
        self.names: dict[str, list[Line]] = {}
        for line in asked.sheet.lines:
            self.names.setdefault(normal(line.name), []).append(line)
        self.taken = Taken()
        self.keys = self.column(lambda text: text in self.lines)
        self.called = self.column(lambda text: normal(plain(text)) in self.names)
        self.decimal = self.mark()
        self.times = self.fractions()

    def column(self, known: object) -> int | None:
        """The column that says whose a row is: the one in which most are known."""
        width = max((len(cells) for _number, cells in self.table.rows), default=0)
        counts = {
            x: sum(known(cells[x]) for _number, cells in self.table.rows if x < len(cells))  # type: ignore[operator]
            for x in range(width) if x not in self.table.periods
        }  # fmt: skip
        best = max(counts, key=lambda x: counts[x], default=None)
        return best if best is not None and counts[best] else None

    def mark(self) -> str:
        """The decimal mark of the table, where it shows one; of a workbook a point."""
        if self.table.workbook:
            return "."
        shown = values.marks(self.figures())
        if shown[","] != shown["."]:
            return "," if shown[","] > shown["."] else "."
        return "." if spoken.get() == "en" else ","

    def figures(self) -> Iterator[str]:
        """The texts under the periods."""
        for _number, cells in self.table.rows:
            yield from (cells[x] for x in self.table.periods if x < len(cells) and cells[x])

    def fractions(self) -> int:
        """A workbook holds 32 % as 0.32: a hundred, if all of somebody else's percents are so."""
        if self.ruler.times == 1 or not self.table.workbook or self.keys is not None:
            return 1
        known = [found for text in self.figures() if (found := values.number(text)) is not None]
        if not any(known) or any(abs(one) > 1 for one in known):
            return 1
        self.taken.notes.append(say("The figures are 1 at most: 0.32 was taken for 32 %."))
        return 100

    def run(self) -> Taken:
        """All of it."""
        self.unread()
        met: dict[str, int] = {}
        for number, cells in self.table.rows:
            if not any((x < len(cells) and cells[x]) or (number, x) in self.table.errors
                       for x in self.table.periods):  # fmt: skip
                continue
            line = self.whose(number, cells)
            if line is None:
                continue
            key = name_of(line.whose)
            if key in met:
                self.problem(say("row {row}: {name} stands in row {other} already",
                                 row=number, name=line.name, other=met[key]))  # fmt: skip
                continue
            met[key] = number
            self.taken.cells |= self.row(line, number, cells)
        return self.taken

    def unread(self) -> None:
        """Say which columns are none of the sheet's."""
        told_by = {self.keys, self.called, *self.table.periods}
        over = {x for _number, cells in self.table.rows for x, text in enumerate(cells)
                if values.number(text) is not None}  # fmt: skip
        names = [text for x, text in enumerate(self.table.heads)
                 if text and x not in told_by and x in over]  # fmt: skip
        if names:
            said = say("Columns that are not on this sheet: {names}", names=", ".join(names))
            self.taken.notes.append(f"{said}.")

    def whose(self, number: int, cells: Sequence[str]) -> Line | None:
        """Whose a row is; None, with a sentence, if nobody's."""
        key = at(cells, self.keys)
        if key in self.lines:
            return self.lines[key]
        said = plain(at(cells, self.called) or next((t for x, t in enumerate(cells)
                     if t and x not in self.table.periods), ""))  # fmt: skip
        known = self.names.get(normal(said), [])
        if len(known) == 1:
            return known[0]
        if known:
            self.problem(say("row {row}: several here are called {name}; download the sheet and"
                             " use its rows", row=number, name=said))  # fmt: skip
        elif normal(said).rstrip(":") not in TOTALS:
            self.nobody(number, said, cells)
        return None

    def nobody(self, number: int, said: str, cells: Sequence[str]) -> None:
        """Of a name that is nobody's, the nearest is offered."""
        place = say("row {row}: nobody here is called “{name}”", row=number, name=said[:60])
        near = get_close_matches(normal(said), [*self.names], 1, NEAR)
        found = self.names[near[0]] if near else []
        if len(found) == 1 and (offered := self.row(found[0], number, cells)):
            self.taken.nearest.append((place, found[0].name, offered))
        else:
            self.problem(place)

    def row(self, line: Line, number: int, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row that would stand otherwise."""
        found = {}
        for x, n in self.table.periods.items():
            name = f"{line.name}, {title(self.asked, self.asked.spans[n])}"
            if error := self.table.errors.get((number, x)):
                self.problem(say("{cell}: the file shows {error} there", cell=name, error=error))
                continue
            try:
                text = self.read(line, n, at(cells, x))
            except Impossible as wrong:
                self.problem(f"{name}: {wrong.problem}")
                continue
            if text is None:
                continue
            if not line.mine:
                self.problem(say("{cell}: not yours to set", cell=name))
                continue
            found[f"{name_of(line.whose)}|{self.asked.spans[n].since}"] = text
        return found

    def read(self, line: Line, n: int, text: str) -> str | None:
        """A figure as it is typed; None for an empty cell, and for what stands there already."""
        text = text.strip()
        now = line.targets[n]
        if not text:
            return None
        if now and now.kind != self.kind and text == own(self.asked, now, self.ruler):
            self.taken.same += 1
            return None
        bare = text.removesuffix("%").strip() if self.ruler.sign == "%" else text
        found = values.number(bare, self.decimal)
        if found is None:
            raise Impossible(say("“{said}” is no number", said=text[:40]))
        times = 1 if text.endswith("%") else self.times
        written = self.ruler.write(found * times / self.ruler.times)
        target = self.ruler.read(written)
        if now and now.kind == self.kind and same(target, now.target):
            self.taken.same += 1
            return None
        return written

    def problem(self, text: str) -> None:
        """What was not taken."""
        self.taken.problems.append(text)


def same(target: Decimal | None, stands: float) -> bool:
    """The figures are the same, as far as the facts keep them."""
    return target is not None and abs(float(target) - stands) < 1e-6 * max(1.0, abs(stands) / 1e6)


def at(cells: Sequence[str], x: int | None) -> str:
    """The cell of a column, if there is one."""
    return cells[x] if x is not None and x < len(cells) else ""


def plain(text: str) -> str:
    """A name without the apostrophe that keeps a spreadsheet from calculating it."""
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text.strip()
