"""A table as CSV for programs: ids in the header, ISO dates, points, empty for unknown."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO

from merilo.report.table import Table


def comma(table: Table) -> str:
    """The whole table; below the rows, the mean and the total if they were asked for."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.id for column in table.columns])
    writer.writerows([cell(value) for value in row] for row in table.rows)
    for name, foot in (("mean", table.mean), ("total", table.total)):
        if foot is not None:
            writer.writerow(named(name, [cell(value) for value in foot], table))
    return out.getvalue()


def named(name: str, row: Sequence[str], table: Table) -> Sequence[str]:
    """The line with its name in the first column, where that is a dimension's."""
    return [name, *row[1:]] if table.dimensions else row


def cell(value: object) -> str:
    """A value as programs read it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"  # never 1E+3
    return str(value)
