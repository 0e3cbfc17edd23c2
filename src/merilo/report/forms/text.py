"""A table for the terminal: aligned, in the reader's language, no wider than the screen."""

from collections.abc import Iterator, Sequence
from datetime import date
from unicodedata import combining, east_asian_width

from merilo.report.column import Column
from merilo.report.figures import UNKNOWN, day, written
from merilo.report.table import Table
from merilo.words import Lang, _, say

GAP = "  "
NARROW = 24  # a name is cut to this before figures go on below, and to half for a single figure


def text(table: Table, lang: Lang, width: int) -> str:
    """The whole table; columns that do not fit go on below, beside the same names."""
    if not table.rows and not table.dimensions:
        return _("Nothing to show.")
    cells = [[shown(v, c, table, lang) for v, c in zip(row, table.columns, strict=True)]
             for row in (*table.rows, *(row for _, row in feet(table)))]  # fmt: skip
    for row, (foot, _row) in zip(cells[len(table.rows) :], feet(table), strict=True):
        if table.dimensions:
            row[0] = foot
    heads = [column.title for column in table.columns]
    widths = [max(map(wide, column)) for column in zip(heads, *cells, strict=True)]
    fixed = len(table.dimensions)
    widths[:fixed] = fitted(widths, fixed, width)
    blocks = [
        block(heads, cells, widths, [*range(fixed), *chosen], fixed, len(feet(table)))
        for chosen in pages(widths, fixed, width)
    ]
    told = "\n".join(f"! {note}" for note in table.notes)
    return "\n\n".join([*blocks, told] if told else blocks)


def feet(table: Table) -> list[tuple[str, Sequence[object]]]:
    """The lines below the rows."""
    lines: list[tuple[str, Sequence[object]]] = []
    if table.mean is not None:
        lines.append((say("Mean of {count}", count=len(table.rows)), table.mean))
    if table.total is not None:
        lines.append((_("Together"), table.total))
    return lines


def shown(value: object, column: Column, table: Table, lang: Lang) -> str:
    """A cell as it is read."""
    if column.unit is not None:
        return written(value, column.unit, lang, table.currency)
    if isinstance(value, date):
        return day(value, column.id, lang)
    return UNKNOWN if value is None else " ".join(str(value).split())


def fitted(widths: Sequence[int], fixed: int, width: int) -> list[int]:
    """The widths of the names, cut so that all figures fit beside them, or at least one does."""
    names, gaps = list(widths[:fixed]), len(GAP) * (len(widths) - 1)
    while max(names, default=0) > NARROW and sum(names) + sum(widths[fixed:]) + gaps > width:
        names[names.index(max(names))] -= 1
    widest = max(widths[fixed:], default=0) + len(GAP) * fixed
    while max(names, default=0) > NARROW // 2 and sum(names) + widest > width:
        names[names.index(max(names))] -= 1
    return names


def pages(widths: Sequence[int], fixed: int, width: int) -> Iterator[list[int]]:
    """Positions of the figures that stand beside each other."""
    used = start = sum(widths[:fixed]) + len(GAP) * max(fixed - 1, 0)
    page: list[int] = []
    for place in range(fixed, len(widths)):
        if page and used + len(GAP) + widths[place] > width:
            yield page
            page, used = [], start
        page.append(place)
        used += len(GAP) + widths[place]
    if page or fixed:
        yield page


def block(
    heads: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int],
    places: Sequence[int], fixed: int, feet: int,
) -> str:  # fmt: skip
    """Some columns of the table, as lines."""

    def line(row: Sequence[str]) -> str:
        parts = (padded(row[p], widths[p], right=p >= fixed) for p in places)
        return GAP.join(parts).rstrip()

    rule = "─" * (sum(widths[p] for p in places) + len(GAP) * (len(places) - 1))
    body = [line(row) for row in cells]
    split = len(body) - feet
    below = [rule, *body[split:]] if feet else []
    return "\n".join((line(heads), rule, *body[:split], *below))


def padded(text: str, width: int, right: bool) -> str:
    """`text` in so many places, cut with an ellipsis if it is longer."""
    if wide(text) > width:
        while wide(text) > width - 1:
            text = text[:-1]
        text += "…"
    space = " " * (width - wide(text))
    return space + text if right else text + space


def wide(text: str) -> int:
    """How many places a text takes on the screen."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
