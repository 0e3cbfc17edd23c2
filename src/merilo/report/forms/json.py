"""A table as JSON: rows, and with them the snapshot, the period and the definitions."""

import json
from datetime import date
from decimal import Decimal

from merilo.report.column import Column
from merilo.report.table import Table


def braces(table: Table) -> str:
    """The whole table, one line per row."""
    ids = [column.id for column in table.columns]
    figures = [column for column in table.columns if column.unit is not None]
    metrics = [column.id for column in figures]
    content = {
        "period": {"since": table.period.since, "until": table.period.until},
        "snapshot": {"number": table.snapshot.number, "at": table.snapshot.at},
        "currency": table.currency,
        "notes": list(table.notes),
        "definitions": {column.id: definition(column) for column in figures},
        "rows": [dict(zip(ids, row, strict=True)) for row in table.rows],
    }
    for foot in ("mean", "total"):
        values = getattr(table, foot)
        if values is not None:
            content[foot] = {i: v for i, v in zip(ids, values, strict=True) if i in metrics}
    return json.dumps(content, ensure_ascii=False, indent=1, default=plain) + "\n"


def definition(column: Column) -> dict[str, object]:
    """What the figure means."""
    return {
        "names": dict(column.names),
        "definition": column.doc,
        "unit": column.unit,
        "better": column.better,
    }


def plain(value: object) -> object:
    """What JSON has no kind for."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):  # an instant is one, too
        return value.isoformat()
    raise TypeError(f"{value!r} does not go into JSON")
