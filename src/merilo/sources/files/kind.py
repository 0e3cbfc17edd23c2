"""What a file is, told by its content: names like `.xls` and `.csv` are given to anything."""

import re
from enum import Enum
from io import BytesIO
from zipfile import ZipFile

from merilo.sources.files.encoding import guess
from merilo.sources.files.source import Source
from merilo.words import _

HEAD = 1 << 16  # bytes that tell
MOST = 256 << 20  # bytes of an old workbook; 65,536 rows take less
BOMB = 100 << 20  # bytes; a zip that unpacks to more, and to `TIMES` its size, is not unpacked
TIMES = 200
ALIENS = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
PAGE = (b"<html", b"<table", b"<!doctype html", b"<head", b"<body", b"<meta")
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
JSON = re.compile(rb'(?:\{|\[\s*\{)\s*"|\[\s*\[')
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


class Kind(Enum):
    """Whose reader a file needs."""

    CSV = "CSV"
    HTML = "HTML"
    XLSX = "XLSX"
    ODS = "ODS"
    XLS = "XLS"
    ZIP = "ZIP"


def kind(source: Source) -> Kind:
    """Which reader can read it. FileError if it is no table."""
    head = source.head(HEAD)
    if what := alien(head):
        raise source.error("it is {what}, not a table", what=_(what))
    if head.startswith(ZIPS):
        return _zipped(source)
    if head.startswith(OLE):
        return _ole(source)
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(b"<") and any(tag in text for tag in PAGE):
        return Kind.HTML
    if text.startswith(b"<?xml"):
        raise source.error("it is XML; open it in Excel and save it as XLSX or CSV")
    if JSON.match(text):
        raise source.error("it is JSON, not a table; save it as CSV")
    wide = guess(BytesIO(head)).startswith("utf-16")
    if not wide and len(CONTROLS.findall(head)) > max(3, len(head) // 25):
        raise source.error("its content is binary, not a table")
    return Kind.CSV


def _ole(source: Source) -> Kind:
    """Office before 2007, and whatever Office locks with a password: the streams inside tell."""
    with source.open() as stream:
        content = stream.read(MOST)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise source.error("it is locked with a password; save it without one")
    if "Book".encode("utf-16-le") in content or "Workbook".encode("utf-16-le") in content:
        return Kind.XLS
    raise source.error("it is an old document of Office, but no workbook")


def alien(head: bytes) -> str:
    """What else begins like this, if it is known and no table."""
    return next((what for mark, what in ALIENS if head.startswith(mark)), "")


def _zipped(source: Source) -> Kind:
    """Workbooks are zips, too. A zip is looked at without being unpacked."""
    with source.seekable() as stream, ZipFile(stream) as box:
        unpacked = sum(member.file_size for member in box.infolist())
        if unpacked > max(BOMB, TIMES * source.size):
            times = unpacked // source.size
            problem = "it would unpack to {times} times its size, which no table does"
            raise source.error(problem, times=times)
        names = set(box.namelist())
        mime = box.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if mime.strip() == OPEN_DOCUMENT + "spreadsheet":
        return Kind.ODS
    if "xl/workbook.bin" in names:
        raise source.error("it is a binary workbook (XLSB); save it as XLSX")
    if "word/document.xml" in names or "ppt/presentation.xml" in names or OPEN_DOCUMENT in mime:
        raise source.error("it is a text or a presentation, not a table")
    return Kind.ZIP
