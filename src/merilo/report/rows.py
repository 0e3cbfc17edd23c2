"""The rows behind figures, with names beside the keys."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from merilo.metrics.behind import behind
from merilo.metrics.catalogue import CATALOGUE, Catalogue
from merilo.metrics.catalogue.names import called, name
from merilo.metrics.engines.engine import plain
from merilo.metrics.question import Question
from merilo.report.codes import code
from merilo.report.desk import Desk
from merilo.report.figures import UNKNOWN, day, number
from merilo.report.forms.text import GAP, padded, wide
from merilo.words import Lang, _

Row = Mapping[str, Any]
WIDEST = 40  # a name is cut there
HEADS = {
    "part": "Counts as", "adds": "Adds", "on": "Day", "person_name": "Person",
    "deal_name": "Deal", "customer_name": "Customer", "kind": "Kind", "outcome": "Outcome",
}  # fmt: skip
CODED = ("kind", "outcome")


def rows(desk: Desk, question: Question) -> list[Row]:
    """Every row that the metrics of `question` count, by part, day and key."""
    found: list[Row] = []
    for metric in question.metrics:
        sql = desk.engine.sql(behind(metric, question))
        lines = desk.engine.rows(sql, desk.snapshot)
        found += [{"metric": metric} | {k: shortest(k, v) for k, v in row.items()} for row in lines]
    order = ("metric", "part", "on", "deal", "customer", "person", "adds")
    return sorted(found, key=lambda row: [(row[k] is None, row[k] or "") for k in order[:2]]
                  + [(row[k] is None, str(row[k])) for k in order[2:]])  # fmt: skip


def shortest(key: str, value: Any) -> Any:
    """A value without the zeros that its type in the lake gives it."""
    if key != "adds" or value is None:
        return plain(value, key == "on")
    return f"{Decimal(value).normalize():f}"


def comma(found: Sequence[Row]) -> str:
    """The rows as CSV for programs."""
    out = StringIO()
    heads = list(found[0]) if found else ["metric", "part", "adds"]
    writer = csv.DictWriter(out, heads, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()


def aligned(found: Sequence[Row], lang: Lang, width: int, catalogue: Catalogue = CATALOGUE) -> str:
    """The rows for the terminal: only columns that say something."""
    named = [{**row, "part": part(row["part"], lang, catalogue)} for row in found]
    keys = [k for k in HEADS if any(shown(row, k, lang) != UNKNOWN for row in named)]
    cells = [[shown(row, key, lang) for key in keys] for row in named]
    heads = [_(HEADS[key]) for key in keys]
    widths = [min(WIDEST, max(map(wide, column))) for column in zip(heads, *cells, strict=True)]
    while sum(widths) + len(GAP) * len(widths) > width and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    lines = [
        GAP.join(
            padded(c, w, right=k == "adds") for c, w, k in zip(row, widths, keys, strict=True)
        ).rstrip()
        for row in (heads, *cells)
    ]
    rule = "─" * (sum(widths) + len(GAP) * (len(widths) - 1))
    return "\n".join((lines[0], rule, *lines[1:]))


def part(id: str, lang: Lang, catalogue: Catalogue) -> str:
    """The name of a part; that of a narrowed metric stands beside the name of that metric."""
    if id in catalogue:
        return called(catalogue[id], lang).head
    for own in catalogue.own:
        if id.endswith(f"_of_{own}"):
            whose = called(catalogue[own], lang).head
            return f"{part(id.removesuffix(f'_of_{own}'), lang, catalogue)} · {whose}"
    return name(id, lang).head


def shown(row: Row, key: str, lang: Lang) -> str:
    """A cell as it is read; a key without a name stays itself."""
    value = row[key]
    if key == "adds" and value is not None:
        adds = Decimal(value).normalize()  # a lake of decimals writes 1 as 1.000000
        return number(adds, max(0, -int(adds.as_tuple().exponent)), lang)
    if key in CODED and value is not None:
        return code(value)
    if key.endswith("_name") and value is None:
        value = row[key.removesuffix("_name")]
    if isinstance(value, date):
        return day(value, "day", lang)
    return UNKNOWN if value is None else " ".join(str(value).split())
