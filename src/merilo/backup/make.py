"""Making a backup: the moment, the list, the file; then it is read back."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from merilo import __version__
from merilo.backup import contents
from merilo.backup.archive import Tell, measured, opened, write
from merilo.backup.contents import KEYS, PUBLISHED, SYNC, WORK
from merilo.backup.manifest import INSIDE, NONE, SERVER, Manifest
from merilo.backup.moment import Moment, moment
from merilo.backup.sealed import sealed
from merilo.backup.work import accounts, cleaned, uploads
from merilo.errors import Broken, FileError, Impossible, NoFacts, Unwritable
from merilo.facts.lake.disk import replace, sync
from merilo.facts.lake.needed import needed
from merilo.facts.lake.pen import Waiting
from merilo.sources.sync.torn import torn
from merilo.words import say

LAST = "backup.json"  # in the home: when the last one was made


@dataclass(frozen=True)
class Made:
    """A backup that was written and read back. `keyless`: second factors are not in it, for the key
    outside is not the one of this home."""

    file: Path
    size: int
    manifest: Manifest
    keyless: bool


def backup(
    home: Path, file: Path, now: datetime, server: bool = False, force: bool = False,
    tell: Tell = lambda part: None, waiting: Waiting | None = None,
) -> Made:  # fmt: skip
    """Everything of a home into one file, which is there whole or not at all; whoever works goes
    on. `server`: accounts and work are on a server of databases, and stay out.

    FileError if the file is there already, unless `force`; Broken if the lake is not whole.
    """
    home, file = home.absolute(), file.absolute()
    if not home.is_dir():
        raise NoFacts(str(home))
    if file.exists() and not force:
        raise FileError(str(file), say("it is there already; name another, or add --force"))
    try:
        with workplace(home / "tmp" / "backup") as folder, beside(file) as part:
            made = written(home, folder, part, now, server, tell, waiting)
            part.replace(file)
        sync(file.parent)
        replace(home / LAST, json.dumps({"at": now.isoformat(), "file": str(file)}))
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        raise Unwritable(str(error.filename or file), problem) from error
    return Made(file, file.stat().st_size, *made)


def written(
    home: Path, folder: Path, part: Path, now: datetime, server: bool, tell: Tell,
    waiting: Waiting | None,
) -> tuple[Manifest, bool]:  # fmt: skip
    """The backup in a file that is not its own yet: on the disk, and read back."""
    found = moment(home, folder, now, server, waiting)
    paths = gathered(home, found, now)
    database = SERVER if server else INSIDE if WORK in paths else NONE
    number = found.snapshot.number if found.snapshot else None
    members = tuple(measured(name, path) for name, path in sorted(paths.items()))
    listed = Manifest(__version__, now, number, database, counts(found, paths), members)
    with part.open("r+b") as out:
        write(out, listed, paths, lambda done: tell(done * 0.7))
        out.flush()
        os.fsync(out.fileno())
    with opened(part) as archive:
        archive.pour(lambda member: nullcontext(), lambda done: tell(0.7 + done * 0.3))
        if archive.manifest != listed:
            raise FileError(str(part), say("it does not read as it was written"))
    keyless = KEYS not in paths and (home / "secrets" / "factors.key").exists()
    return listed, keyless


def gathered(home: Path, found: Moment, now: datetime) -> dict[str, Path]:
    """Where the files of the backup lie, by name: those that may change are copied first."""
    folder = found.folder
    paths = {name: folder / name for name in found.databases}
    if WORK in paths:
        cleaned(paths[WORK])
    if SYNC in paths:
        torn(paths[SYNC], found.snapshot.batches if found.snapshot else {}, now.timestamp())
    loose = [*contents.loose(home), *arrived(home, paths.get(WORK))]
    for name in loose:
        copy = folder / "files" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(home / name, copy)
        except FileNotFoundError:
            continue  # its owner took it away meanwhile
        paths[name] = copy
    if keys := sealed(home):
        paths[KEYS] = folder / "keys"
        paths[KEYS].write_bytes(keys)
    return paths | dict(lake(home, found))


def arrived(home: Path, work: Path | None) -> Iterator[str]:
    """Files that somebody has sent and not imported yet."""
    for id in sorted(uploads(work) if work else ()):
        for path in sorted((home / "uploads" / id).glob("*")):
            name = path.relative_to(home).as_posix()
            if contents.fits(name) and path.is_file():
                yield name


def lake(home: Path, found: Moment) -> Iterator[tuple[str, Path]]:
    """The files of the lake at the moment's snapshot."""
    snapshot = found.snapshot
    if snapshot is None:
        return
    for name in (PUBLISHED, f"lake/snapshots/{snapshot.number}.json"):
        path = found.folder / name.replace("/", "-")
        path.write_text(snapshot.text, "utf-8")
        yield name, path
    for path in needed(snapshot):
        name = path.relative_to(home).as_posix()
        if not path.is_file():
            raise Broken(str(snapshot.root), say("{file} is missing", file=path.name))
        if not contents.fits(name):
            raise Broken(str(snapshot.root), say("{file} was not written by Merilo", file=name))
        yield name, path


def counts(found: Moment, paths: dict[str, Path]) -> dict[str, int]:
    """What is in it, for people."""
    rows = {name: mass.rows for name, mass in sorted(found.snapshot.masses.items())} \
        if found.snapshot else {}  # fmt: skip
    connections = sum(name.startswith("connections/") for name in paths)
    people = accounts(paths[WORK]) if WORK in paths else 0
    return rows | {"accounts": people, "connections": connections}


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """An empty folder that one process has at a time, and that goes in the end. What a process
    left that was killed is cleared away by the next one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        empty(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)
    except BlockingIOError:
        raise Impossible(say("another process is at the same work")) from None
    finally:
        os.close(handle)


def empty(folder: Path) -> None:
    """Nothing is in it any more."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A file beside it that only its owner reads, to be renamed; away again if it comes to
    nothing."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
