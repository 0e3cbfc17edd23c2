"""A table as a workbook: typed cells, formats instead of words, a second sheet that explains."""

from datetime import date
from io import BytesIO

import xlsxwriter

from merilo.metrics.model import Unit
from merilo.report.table import Table
from merilo.words import Lang, _

FORMATS = {
    Unit.MONEY: "#,##0.00", Unit.MONEY_A_DAY: "#,##0.00", Unit.COUNT: "#,##0.##",
    Unit.SHARE: "0.0%", Unit.RATIO: "0.00",
    Unit.SECONDS: "[h]:mm:ss", Unit.HOURS: "0.0", Unit.DAYS: "0.0", Unit.MONTHS: "0.0",
    Unit.SCORE: "0.00", Unit.POINTS: "0.0",
}  # fmt: skip
A_DAY = 86_400  # a workbook counts time in days
# Never a formula or a link out of somebody's name.
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(table: Table, lang: Lang) -> bytes:
    """The whole table as an .xlsx file."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    figures(book, table)
    about(book, table, lang)
    book.close()
    return out.getvalue()


def figures(book: xlsxwriter.Workbook, table: Table) -> None:
    """The sheet of figures, with the mean and the total below."""
    sheet = book.add_worksheet(_("Figures"))
    bold = book.add_format({"bold": True})
    formats = {unit: book.add_format({"num_format": form}) for unit, form in FORMATS.items()}
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    for x, column in enumerate(table.columns):
        sheet.write_string(0, x, column.title, bold)
        sheet.set_column(x, x, max(12, len(column.title) + 2) if column.unit else 28)
    feet = [(n, row) for n, row in ((_("Mean"), table.mean), (_("Together"), table.total)) if row]
    for y, row in enumerate([*table.rows, *(row for _name, row in feet)], 1):
        for x, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            if value is None:
                continue
            if column.unit is Unit.WORDS:
                sheet.write_string(y, x, str(value))
            elif column.unit is not None:
                time = column.unit is Unit.SECONDS
                number = float(value) / A_DAY if time else float(value)
                sheet.write_number(y, x, number, formats[column.unit])
            elif isinstance(value, date):
                sheet.write_datetime(y, x, value, dates)
            else:
                sheet.write_string(y, x, str(value))
    if table.dimensions:
        for y, (foot, _row) in enumerate(feet, len(table.rows) + 1):
            sheet.write_string(y, 0, foot, bold)
    sheet.freeze_panes(1, len(table.dimensions))
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def about(book: xlsxwriter.Workbook, table: Table, lang: Lang) -> None:
    """The sheet that says what each figure means and what it was counted from."""
    sheet = book.add_worksheet(_("Definitions"))
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 90)
    last = table.period.until.toordinal() - 1
    lines = [
        (_("Period"), f"{table.period.since} .. {date.fromordinal(last)}"),
        (_("Facts as of"), f"{table.snapshot.at:%Y-%m-%d %H:%M} UTC, {table.snapshot.number}"),
        (_("Currency"), table.currency),
    ]
    lines += [
        (dict(column.names)[lang], _(column.doc))
        for column in table.columns
        if column.unit is not None
    ]
    lines += [(_("Note"), note) for note in table.notes]
    for y, line in enumerate(lines):
        for x, text in enumerate(line):
            sheet.write_string(y, x, text)
