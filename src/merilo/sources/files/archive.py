"""The files in a zip that may be tables, read where they lie."""

from zipfile import ZipFile, ZipInfo

from merilo.sources.files.encoding import HIGH, of_runs
from merilo.sources.files.kind import HEAD, alien
from merilo.sources.files.source import Source

UTF8 = 0x800  # flag of a member: its name is UTF-8
NOISE = {"thumbs.db", "desktop.ini"}


def members(source: Source) -> list[Source]:
    """The members that hold anything and are no pictures or documents, in the order of the zip.

    FileError if there is none, or one needs a password.
    """
    with source.guard(), ZipFile(source.path) as box:
        found = [
            Source(source.path, one.file_size, one.compress_size, one.filename, _title(one))
            for one in box.infolist()
            if one.file_size and not _noise(one.filename)
        ]
    tables = [member for member in found if not alien(member.head(HEAD))]
    if not tables:
        raise source.error("there is no table in this archive")
    return tables


def _noise(name: str) -> bool:
    """Folders, hidden files and what systems leave behind."""
    parts = name.lower().split("/")
    return parts[0] == "__macosx" or parts[-1].startswith(".") or parts[-1] in {"", *NOISE}


def _title(member: ZipInfo) -> str:
    """The name for people: old archivers on Russian Windows wrote names in cp866, which zip takes
    for cp437."""
    if member.flag_bits & UTF8:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    runs = HIGH.findall(raw)
    return raw.decode("cp866") if runs and of_runs(runs) == "cp866" else member.filename
