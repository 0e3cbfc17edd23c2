"""A comparison as a file: as it is seen, a row for each metric."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from merilo.metrics.model import Unit
from merilo.report.compare import place
from merilo.report.forms.csv import harmless, local
from merilo.report.forms.xlsx import A_DAY, FORMATS, SAFE
from merilo.report.others import Standing
from merilo.report.side import Line, Side
from merilo.words import Lang, _, say


def heads(found: Side) -> list[str]:
    """The heads of the columns."""
    those = [
        title
        for name in found.names
        for title in (name, say("{name}: difference", name=name), say("{name}: verdict", name=name),
                      say("{name}: place", name=name))
    ]  # fmt: skip
    return [_("Metric"), *those, _("Mean"), _("Together")]


def cells(line: Line) -> list[tuple[Any, Unit | None]]:
    """The cells of a line, each with its unit; words have none."""
    unit = line.column.unit
    found: list[tuple[Any, Unit | None]] = [(line.column.title, None)]
    for value, standing in zip(line.values, line.standings, strict=True):
        found += [(value, unit), (standing.difference, unit), *words(standing)]
    return [*found, (line.mean, unit), (line.group, unit)]


def words(standing: Standing) -> list[tuple[Any, Unit | None]]:
    """What is to be thought of a figure, and its place."""
    places = standing.places
    return [(_(str(standing.verdict)), None), (places and place(places), None)]


def workbook(found: Side, lang: Lang) -> bytes:
    """The comparison as an .xlsx file, its figures typed."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    sheet = book.add_worksheet(_("Comparison"))
    bold = book.add_format({"bold": True, "text_wrap": True})
    formats = {unit: book.add_format({"num_format": form}) for unit, form in FORMATS.items()}
    titles = heads(found)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, len(titles) - 1, 18)
    for x, title in enumerate(titles):
        sheet.write_string(0, x, title, bold)
    for y, line in enumerate(found.lines, 1):
        for x, (value, unit) in enumerate(cells(line)):
            if value is None:
                continue
            if unit is None:
                sheet.write_string(y, x, str(value))
                continue
            number = float(value) / A_DAY if unit is Unit.SECONDS else float(value)
            sheet.write_number(y, x, number, formats[unit])
    sheet.freeze_panes(1, 1)
    about(book, found)
    book.close()
    return out.getvalue()


def about(book: xlsxwriter.Workbook, found: Side) -> None:
    """The sheet that says what was counted, and from what."""
    sheet = book.add_worksheet(_("Definitions"))
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 90)
    said = [
        (_("Period"), f"{found.period.since} .. {found.period.last}"),
        (_("Facts as of"), f"{found.snapshot.at:%Y-%m-%d %H:%M} UTC, {found.snapshot.number}"),
        (_("Currency"), found.currency),
        *((line.column.title, _(line.column.doc)) for line in found.lines),
        *((_("Note"), note) for note in found.notes),
    ]
    for y, pair in enumerate(said):
        for x, text in enumerate(pair):
            sheet.write_string(y, x, text)


def semicolon(found: Side, lang: Lang) -> bytes:
    """The comparison as a CSV file for spreadsheets."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([harmless(title) for title in heads(found)])
    rows: Sequence[Line] = found.lines
    writer.writerows([local(value, lang) for value, _unit in cells(row)] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
