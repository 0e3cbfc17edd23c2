"""A table as CSV: for programs (ids, ISO dates, points), and for spreadsheets."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO

from merilo.report.table import Table
from merilo.words import Lang, _


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


def semicolon(table: Table, lang: Lang) -> bytes:
    """The whole table as spreadsheets open it: titles, decimals as the language writes them, and
    no name that could pass for a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([harmless(column.title) for column in table.columns])
    feet = ((_("Mean"), table.mean), (_("Together"), table.total))
    writer.writerows([local(value, lang) for value in row] for row in table.rows)
    for name, foot in feet:
        if foot is not None:
            writer.writerow(named(name, [local(value, lang) for value in foot], table))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def local(value: object, lang: Lang) -> str:
    """A value as a spreadsheet in that language reads it."""
    if isinstance(value, str):
        return harmless(value)
    return cell(value) if lang == "en" else cell(value).replace(".", ",")


def harmless(text: str) -> str:
    """A text that a spreadsheet would calculate is set off by an apostrophe."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def line(values: Sequence[object], lang: Lang) -> str:
    """One line of a file for spreadsheets."""
    out = StringIO()
    csv.writer(out, delimiter=";").writerow([local(value, lang) for value in values])
    return out.getvalue()
