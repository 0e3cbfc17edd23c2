"""The sheet of plans as a file: a row for each person and unit, with its key; a column a period."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter

from merilo.report.forms.csv import harmless, local
from merilo.report.forms.xlsx import SAFE
from merilo.words import Lang, _

KEY = "key"  # the head of the column of keys, in every language
FIRST = 2  # the column of the first period
Value = Decimal | str | None


@dataclass(frozen=True)
class Paper:
    """What stands on the sheet: titles of the periods; key, name, depth and targets of each row. A
    target that asks for something else than the others is its words."""

    name: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, str, int, Sequence[Value]]]


def workbook(paper: Paper, lang: Lang) -> bytes:
    """As an .xlsx file; the keys are hidden."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    sheet = book.add_worksheet(_("Plans"))
    bold = book.add_format({"bold": True})
    figures = book.add_format({"num_format": "#,##0.####"})
    indents = [book.add_format({"indent": n}) for n in range(6)]
    for x, head in enumerate((KEY, paper.name, *paper.heads)):
        sheet.write_string(0, x, head, bold)
    sheet.set_column(0, 0, 12, None, {"hidden": True})
    sheet.set_column(1, 1, 36)
    sheet.set_column(FIRST, FIRST + len(paper.heads), 14)
    for y, (key, name, depth, values) in enumerate(paper.rows, 1):
        sheet.write_string(y, 0, key)
        sheet.write_string(y, 1, name, indents[min(depth, 5)])
        for x, value in enumerate(values, FIRST):
            if isinstance(value, str):
                sheet.write_string(y, x, value)
            elif value is not None:
                sheet.write_number(y, x, float(value), figures)
    sheet.freeze_panes(1, FIRST)
    book.close()
    return out.getvalue()


def semicolon(paper: Paper, lang: Lang) -> bytes:
    """As a CSV file for spreadsheets."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([harmless(text) for text in (KEY, paper.name, *paper.heads)])
    for key, name, _depth, values in paper.rows:
        writer.writerow([local(value, lang) for value in (key, name, *values)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
