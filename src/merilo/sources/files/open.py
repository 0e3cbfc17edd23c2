"""From a path to the tables in the file."""

from codecs import lookup
from pathlib import Path

from merilo.errors import FileError
from merilo.sources.files import csv, excel, html
from merilo.sources.files.archive import members
from merilo.sources.files.encoding import known
from merilo.sources.files.kind import Kind, kind
from merilo.sources.files.sheet import Sheet
from merilo.sources.files.source import Source
from merilo.words import say


def sheets(path: Path, worksheet: str = "", encoding: str = "", separator: str = "") -> list[Sheet]:
    """All tables of a file: one of a CSV, one of each worksheet, all of a zip's members; at least
    one.

    What kind of file it is, its encoding and its separator are told by the content unless they are
    named. FileError if the file cannot be read, or there is no table in it. A table without rows is
    a table.
    """
    if encoding and not known(encoding):
        problem = say("there is no encoding “{name}”; try utf-8 or cp1251", name=encoding)
        raise FileError(str(path), problem)
    if separator and (len(separator) != 1 or not separator.isascii() or separator in '"\r\n'):
        problem = say("“{sign}” is no separator; try ; or , or a tab", sign=separator)
        raise FileError(str(path), problem)
    name = lookup(encoding).name.removesuffix("-sig") if encoding else ""
    source = Source.of(path)
    found = kind(source)
    if found is not Kind.ZIP:
        return _sheets(source, found, "", worksheet, name, separator)
    inside = members(source)
    return [
        sheet
        for one in inside
        for sheet in _sheets(
            one, kind(one), one.title if len(inside) > 1 else "", worksheet, name, separator
        )
    ]


def _sheets(
    source: Source, found: Kind, part: str, worksheet: str, encoding: str, separator: str
) -> list[Sheet]:
    if found is Kind.ZIP:
        raise source.error("it is an archive inside an archive; unpack it first")
    if found in (Kind.XLSX, Kind.ODS, Kind.XLS):
        return excel.sheets(source, part, found, worksheet)
    if worksheet:
        raise source.error("it is no workbook, so it has no worksheet “{name}”", name=worksheet)
    if found is Kind.HTML:
        return html.sheets(source, part, encoding)
    return [csv.sheet(source, part, encoding, separator)]
