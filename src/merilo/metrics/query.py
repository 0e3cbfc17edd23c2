"""The answer to a question as one expression for any engine.

Each fact is cut to the period and grouped alone; only then do they meet, on every combination
that any of them has. Joined before, a deal would count once per call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import ibis
from ibis.expr.types import BooleanValue, Table

from merilo.errors import NotBy, Unknown
from merilo.metrics.dimensions import DIMENSIONS, OF_PEOPLE, PLACES, known, resolved
from merilo.metrics.model import Fact, Figure, Overall
from merilo.metrics.question import EVERYBODY, WHOLE, Question
from merilo.metrics.rows.people import at_work
from merilo.words import say

PEOPLE_ONLY = {"person", *PLACES}
HANDFUL = 8  # parts stacked at once
TRACES = ("rows_now", "rows_before")  # columns that count a fact's rows, now and earlier


def expression(question: Question) -> Table:
    """A row per combination of `by`, a column per metric."""
    check(question)
    asked = [question.catalogue.find(name) for name in question.metrics]
    figures = dict.fromkeys(part for metric in asked for part in metric.parts)
    parts = [
        roster(question, earlier)
        for earlier in sorted({figure.earlier for figure in figures})
        if {*question.by} <= OF_PEOPLE
    ]
    for alike in together(f for f in figures if not whole(f)):
        parts += grouped(alike, question)
    row = side_by_side(parts, question)
    row = beside_all(row, [f for f in figures if whole(f)], question)
    names = dict(zip(question.keys, (*(WHOLE,) * question.whole, *question.by), strict=True))
    return row.select(**{name: row[key] for key, name in names.items()},
                      **{metric.id: metric.of(row) for metric in asked})  # fmt: skip


def check(question: Question) -> None:
    """Every dimension has a name we know."""
    for name in (*question.by, *question.filters):
        if name not in DIMENSIONS:
            raise Unknown(say("dimension"), name, DIMENSIONS)


def whole(figure: Figure) -> bool:
    """The figure is everybody's, however the question is split."""
    return isinstance(figure, Overall)


def seen(fact: Fact, question: Question, asked: str = "", earlier: bool = False) -> Table:
    """What the asker may see of a fact, with every dimension the question speaks of.

    Of an `earlier` one, the rows of the period compared with; their grains are those of the slices
    that are compared with them.
    """
    wanted = {*question.by, *question.filters}
    now, question = question, question.earlier() if earlier else question
    rows = fact.rows(question.facing if fact.past else question.frame)
    if earlier:
        rows = rows.mutate(slot=now.facing.slot(rows.slot if fact.past else rows.on))
        rows = rows.filter(rows.slot.notnull())
    if strange := wanted - known(rows.columns):
        can = [name for name in DIMENSIONS if name in known(rows.columns)]
        raise NotBy(asked or fact.name, ", ".join(sorted(strange)), ", ".join(can))
    rows = resolved(question.scope.of(rows), question, wanted)
    for name, keys in question.where:
        rows = rows.filter(among(rows, name, keys))
    return doubled(rows, question.by) if question.whole else rows


def doubled(rows: Table, by: Sequence[str]) -> Table:
    """Every row for its own group and once more for the whole, whose keys are empty: so both come
    of one reading. Not where a row may belong to several groups: there the whole has it once."""
    rows = rows.mutate(**{WHOLE: ibis.array([False, True]).unnest()})
    empty = {name: ibis.null(rows[name].type()) for name in by}
    return rows.mutate(
        **{f"by_{name}": ibis.ifelse(rows[WHOLE], empty[name], rows[name]) for name in by}
    )


def among(rows: Table, name: str, keys: Sequence[str | None]) -> BooleanValue:
    """The dimension `name` is one of `keys`."""
    one = rows[name].isin([key for key in keys if key is not None]).fill_null(False)
    return one | rows[name].isnull() if None in keys else one


def roster(question: Question, earlier: bool) -> Table:
    """Who was at work at all: for them nothing is 0, for others it is empty."""
    mine = tuple((name, keys) for name, keys in question.where if name in PEOPLE_ONLY)
    rows = seen(at_work, replace(question, where=mine), earlier=earlier)
    return folded(rows, question.keys, {TRACES[earlier]: Table.count})


def together(figures: Iterable[Figure]) -> Iterable[Sequence[Figure]]:
    """Those of one fact under the same conditions: they are taken from the same rows."""
    found: dict[object, list[Figure]] = {}
    for figure in figures:
        found.setdefault((figure.fact, figure.only, figure.earlier), []).append(figure)
    return found.values()


def grouped(figures: Sequence[Figure], question: Question) -> list[Table]:
    """Figures of the same rows, by the dimensions asked for: a table for all plain ones, one for
    each that has its own way to fold rows."""
    fact, only, earlier = figures[0].fact, figures[0].only, figures[0].earlier
    rows = seen(fact, question.only(only), figures[0].id, earlier)
    own = [(figure, figure.fold(rows, question.keys)) for figure in figures]
    plain = {figure.id: figure.value for figure, table in own if table is None}
    parts = [table for _, table in own if table is not None]
    trace = {} if only else {TRACES[earlier]: Table.count}
    return [*parts, folded(rows, question.keys, plain | trace)] if plain | trace else parts


def side_by_side(parts: Sequence[Table], question: Question) -> Table:
    """The parts on one spine: stacked, then every combination folded into a row.

    A join would lose the empty keys, and a null-safe join is a nested loop on some engines. Only a
    handful at once: in a stack every part has the columns of all, and their number is squared.
    """
    while len(parts) > HANDFUL:
        handfuls = range(0, len(parts), HANDFUL)
        parts = [stacked(parts[first : first + HANDFUL], question.keys) for first in handfuls]
    row = stacked(parts, question.keys)
    if not {*question.by} <= OF_PEOPLE:
        return row
    # Whoever has rows was there, whatever the postings say or leave unsaid.
    for there, trace in zip(("at_work", "at_work_before"), TRACES, strict=True):
        if trace in row.columns:
            row = row.mutate(**{there: row[trace].fill_null(0) > 0})
    return row


def stacked(parts: Sequence[Table], by: Sequence[str]) -> Table:
    """The parts one under another, every combination folded into a row."""
    types = {name: kind for part in parts for name, kind in part.schema().items()}

    def filled(part: Table) -> Table:
        columns = {n: part[n] if n in part.columns else ibis.null(types[n]) for n in types}
        return part.select(**columns)

    stack = ibis.union(*map(filled, parts)) if len(parts) > 1 else filled(parts[0])
    figures = [name for name in types if name not in by]
    return folded(stack, by, {name: lambda rows, name=name: rows[name].max() for name in figures})


def beside_all(row: Table, figures: Sequence[Figure], question: Question) -> Table:
    """`row` with the figures of everybody beside it, slice by slice."""
    grains = question.grains
    for figure in figures:
        everyone = replace(question, scope=EVERYBODY, where=figure.only).over(*grains)
        rows = seen(figure.fact, everyone, earlier=figure.earlier)
        total = folded(rows, grains, {figure.id: figure.value})
        if grains:
            row = row.left_join(total, list(grains)).drop(*(f"{g}_right" for g in grains))
        else:
            row = row.cross_join(total)
    return row


def folded(rows: Table, by: Sequence[str], figures: dict) -> Table:  # type: ignore[type-arg]
    """`rows` grouped by `by`, or folded into one."""
    values = {name: value(rows) for name, value in figures.items()}
    return rows.group_by(list(by)).agg(**values) if by else rows.agg(**values)
