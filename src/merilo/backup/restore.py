"""The way back: a backup is unpacked beside the home, looked through, and put in its place."""

import os
import shutil
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from merilo.backup.archive import Archive, Tell, opened
from merilo.backup.contents import KEYS, PUBLISHED, SYNC, WORK, private
from merilo.backup.held import alone
from merilo.backup.make import workplace
from merilo.backup.manifest import INSIDE, Manifest, Member
from merilo.backup.sealed import unopened, unsealed
from merilo.backup.swap import swap
from merilo.backup.work import sound, unfactored
from merilo.errors import FileError, Impossible, Unwritable
from merilo.facts.lake import Lake
from merilo.facts.lake.disk import sync
from merilo.facts.lake.findings import SAYINGS
from merilo.words import say

SPARE = 64 << 20  # bytes that stay free on the disk
Migrate = Callable[[Path], object]


@dataclass(frozen=True)
class Restored:
    """What came of it. `kept` is the folder with what was there before; `locked` are connections
    whose secrets the key here does not open; `factors`: so many second factors had to go, for
    the same reason."""

    manifest: Manifest
    kept: Path | None
    locked: tuple[str, ...]
    factors: int


def restore(
    file: Path, home: Path, now: datetime, server: bool = False, force: bool = False,
    migrate: Migrate = lambda home: None, tell: Tell = lambda part: None,
) -> Restored:  # fmt: skip
    """Put a backup in the place of a home. Nothing of what is there is touched before every file
    was read, compared with its digest, and the whole was looked through; `migrate` brings the
    database up to date.

    FileError if it is no whole backup; Impossible if the home is not empty, unless `force`, or if
    somebody works on it. `server`: accounts and work are on a server of databases here.
    """
    home = Path(os.path.realpath(home))
    try:
        with ExitStack() as held:
            archive = held.enter_context(opened(file))
            allowed(archive, home, server, force)
            held.enter_context(alone(home))
            new = held.enter_context(workplace(home.with_name(f".{home.name}.restoring"))) / "home"
            unpack(archive, new, tell)
            found = settled(archive.manifest, new, str(file), now, migrate)
            alike(new, home)
            kept = home.with_name(f"{home.name}.before-{now:%Y%m%d-%H%M%S}")
            free(kept)
            return Restored(archive.manifest, placed(new, home, kept), *found)
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        raise Unwritable(str(error.filename or home), problem) from error


def allowed(archive: Archive, home: Path, server: bool, force: bool) -> None:
    """It may be begun, and there is room for it."""
    manifest = archive.manifest
    if home.exists() and not home.is_dir():
        raise Impossible(say("{home} is a file", home=home))
    if home.is_dir() and any(home.iterdir()) and not force:
        text = "{home} is not empty; with --force it is kept under another name"
        raise Impossible(say(text, home=home))
    if os.path.ismount(home):
        text = "{home} is a disk of its own, which cannot be renamed: name a folder in it"
        raise Impossible(say(text, home=home))
    if server and manifest.database == INSIDE:
        raise Impossible(say("accounts and work are in this backup, but DATABASE_URL names a "
                             "server: unset it while you restore"))  # fmt: skip
    home.parent.mkdir(parents=True, exist_ok=True)
    if manifest.size + SPARE > (free_bytes := shutil.disk_usage(home.parent).free):
        text = "{size} MB are needed there, and {free} MB are free"
        problem = say(text, size=manifest.size >> 20, free=max(0, free_bytes - SPARE) >> 20)
        raise Unwritable(str(home), problem)


def unpack(archive: Archive, new: Path, tell: Tell) -> None:
    """Every file of a backup into a new folder."""
    new.mkdir()

    def sink(member: Member) -> AbstractContextManager[BinaryIO]:
        path = new / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = 0o600 if private(member.name) else 0o666
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb")

    archive.pour(sink, tell)


def settled(
    manifest: Manifest, new: Path, file: str, now: datetime, migrate: Migrate
) -> tuple[tuple[str, ...], int]:
    """Look the new home through and make it ready; connections that stay locked, and second
    factors that had to go."""
    if (new / PUBLISHED).exists():
        for finding in Lake(new / "lake").doctor(now):
            said = say(SAYINGS[finding.kind], **finding.about)
            raise FileError(file, say("its lake is not whole: {said}", said=said.rstrip(".")))
    for name in (WORK, SYNC):
        if (new / name).exists():
            sound(new / name, file)
    if (secrets := new / "secrets").exists():
        secrets.chmod(0o700)
    factors = 0
    keys = new / KEYS
    opens = keys.exists() and unsealed(new, keys.read_bytes())
    keys.unlink(missing_ok=True)
    if (new / WORK).exists():
        factors = 0 if opens else unfactored(new / WORK)
        migrate(new)
    return tuple(unopened(new)), factors


def alike(new: Path, home: Path) -> None:
    """The owner and the rights of the folder that was there."""
    if not home.exists():
        return
    was = home.stat()
    new.chmod(stat.S_IMODE(was.st_mode))
    if os.geteuid() == 0 and was.st_uid != 0:
        for path in (new, *new.rglob("*")):
            os.chown(path, was.st_uid, was.st_gid, follow_symlinks=False)


def free(kept: Path) -> None:
    """Nothing lies where the old home is to be kept."""
    if kept.exists():
        raise Impossible(say("{path} is there already; try again in a second", path=kept))


def placed(new: Path, home: Path, kept: Path) -> Path | None:
    """All of it is on the disk; then it is the home."""
    sync(*(path for path in (*new.rglob("*"), new)))
    old = swap(new, home, kept)
    sync(home.parent)
    return old
