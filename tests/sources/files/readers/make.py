"""Files of every kind the readers know, made by hand where no library writes them."""

import csv
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from arro3.core import DataType, Table

from merilo.sources.files.open import sheets
from merilo.sources.files.sheet import Flaw, Sheet

Rows = Iterable[Sequence[object]]
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def text(
    path: Path,
    rows: Rows,
    encoding: str = "utf-8",
    separator: str = ";",
    quoting: int = csv.QUOTE_MINIMAL,
    end: str = "\r\n",
) -> Path:
    """A CSV by Python's own writer."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)
    return path


def raw(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """A file with exactly this in it."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as box:
        for name, content in members.items():
            box.writestr(name, content)
    return path


def page(rows: Rows, head: str = "", cell: str = "td") -> str:
    """A web page with one table."""
    lines = ("".join(f"<{cell}>{one}</{cell}>" for one in row) for row in rows)
    table = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f"<html><head>{head}</head><body><table border='1'>\n{table}\n</table></body></html>"


def ods(path: Path, rows: str, name: str = "Лист1") -> Path:
    """An OpenDocument spreadsheet; `rows` is its XML, see `ods_row`."""
    spaces = " ".join(f'xmlns:{n}="{OFFICE}{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    entry = f'<m:file-entry m:full-path="/" m:media-type="{SPREADSHEET}"/>'
    manifest = f'<m:manifest xmlns:m="{OFFICE}manifest:1.0">{entry}</m:manifest>'
    members = {"mimetype": SPREADSHEET, "META-INF/manifest.xml": manifest, "content.xml": content}
    return zipped(path, {key: value.encode() for key, value in members.items()})


def ods_row(*cells: str | tuple[str, str] | None) -> str:
    """A row: texts, `(type, value)` as the format has them, None for an empty cell."""
    return "<table:table-row>" + "".join(map(_ods_cell, cells)) + "</table:table-row>"


def _ods_cell(cell: str | tuple[str, str] | None) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        shown = f"<text:p>{cell}</text:p>"
        return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'
    kind, value = cell
    own = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}
    name = own.get(kind, "value")
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"/>'


def xls(path: Path, rows: Rows, sheet: str = "Лист1", locked: bool = False) -> Path:
    """An old binary workbook (BIFF8 in an OLE file): texts, numbers, booleans; a pair
    `("date", serial)` is a day. `locked`: it says that it is encrypted."""
    cells = b"".join(
        _biff_cell(r, c, value)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value is not None
    )
    page = _biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + _biff(0xA, b"")
    lock = _biff(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if locked else b""
    formats = lock + b"".join(_biff(0xE0, struct.pack("<HH16x", 0, number)) for number in (0, 14))
    opening = _biff(0x809, struct.pack("<HHHHII", 0x600, 0x5, 0, 0, 0, 0)) + formats
    title = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    begin = len(opening) + 4 + 6 + len(title) + 4
    globals_ = opening + _biff(0x85, struct.pack("<IBB", begin, 0, 0) + title) + _biff(0xA, b"")
    return raw(path, ole({"Workbook": globals_ + page}))


def _biff(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _biff_cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, bool):
        return _biff(0x205, struct.pack("<HHHBB", row, column, 0, value, 0))
    if isinstance(value, tuple):
        return _biff(0x203, struct.pack("<HHHd", row, column, 1, value[1]))
    if isinstance(value, int | float):
        return _biff(0x203, struct.pack("<HHHd", row, column, 0, value))
    said = str(value)
    return _biff(
        0x204, struct.pack("<HHHHB", row, column, 0, len(said), 1) + said.encode("utf-16-le")
    )


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file with these streams, each in sectors of its own (so of 4,096 bytes at least)."""
    entries = [_ole_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    chains, body, at = [0xFFFFFFFD, 0xFFFFFFFE], b"", 2
    for n, (name, content) in enumerate(streams.items(), 1):
        sectors = max(8, -(-len(content) // 512))
        sibling = n + 1 if n < len(streams) else 0xFFFFFFFF
        entries.append(_ole_entry(name, 2, at, sectors * 512, right=sibling))
        chains += [*range(at + 1, at + sectors), 0xFFFFFFFE]
        body += content.ljust(sectors * 512, b"\0")
        at += sectors
    assert len(chains) <= 128, "one sector of them is all this writer makes"
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(512, b"\xff")
    none = 0xFFFFFFFE
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<10I", 0, 1, 1, 0, 4096, none, 0, none, 0, 0)
    return head.ljust(512, b"\xff") + fat + b"".join(entries).ljust(512, b"\0") + body


def _ole_entry(
    name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    title = name.encode("utf-16-le")
    return (
        title.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(title) + 2, kind, 1, 0xFFFFFFFF, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


class Got(NamedTuple):
    """All that a sheet gave."""

    sheet: Sheet
    rows: list[tuple[object, ...]]  # number, then cells
    broken: list[tuple[int, str]]  # number, reason
    texts: list[str]  # of the broken lines
    flaws: list[Flaw]
    reads: list[float]

    @property
    def cells(self) -> list[tuple[object, ...]]:
        return [row[1:] for row in self.rows]


def read(path: Path, **said: str) -> Got:
    """The only sheet of a file, read to its end."""
    (sheet,) = sheets(path, **said)
    return drain(sheet)


def drain(sheet: Sheet) -> Got:
    got = Got(sheet, [], [], [], [], [])
    names = ["_row", *(f"c{n}" for n in range(len(sheet.header)))]
    for chunk in sheet.chunks():
        table = Table.from_arrow(chunk.rows)
        assert table.column_names == names
        types = [DataType.int64(), *[DataType.utf8()] * len(sheet.header)]
        assert [field.type for field in table.schema] == types
        assert table.num_rows == chunk.count
        got.rows.extend(zip(*(column.to_pylist() for column in table.columns), strict=True))
        got.broken.extend((line.row, line.reason) for line in chunk.broken)
        got.texts.extend(line.text for line in chunk.broken)
        got.flaws.extend(chunk.flaws)
        got.reads.append(chunk.read)
    return got
