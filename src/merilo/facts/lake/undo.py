"""What a load that never finished leaves behind is taken away before the next one begins."""

import re
from collections.abc import Iterator
from pathlib import Path

from merilo.facts.lake import delta
from merilo.facts.lake.disk import replace
from merilo.facts.lake.draft import UNBORN
from merilo.facts.lake.snapshot import PUBLISHED, Snapshot, past, published, read

ASIDE = "aside"
OURS = re.compile(r"(\d{8})-[0-9a-f-]{36}\.parquet")  # the load's number, then anything unique
COMMIT = re.compile(r"(\d{20})\.json")
CHECKPOINT = re.compile(r"(\d{20})\.checkpoint.*\.parquet")


def settled(root: Path) -> Snapshot:
    """The newest snapshot, and nothing beyond it. For the holder of the pen.

    A load that was decided but not yet pointed to is finished; one that was not decided is undone.
    """
    snapshot = forward(root, published(root))
    undo(snapshot)
    return snapshot


def forward(root: Path, snapshot: Snapshot) -> Snapshot:
    """Point to the newest decided snapshot: its files are on the disk, or it would not be there."""
    newest = snapshot
    while (decided := past(root, newest.number + 1)).exists():
        newest = read(root, decided)
    if newest is not snapshot:
        for name in newest.versions:
            newest.files(name)  # Broken if they are not
        replace(root / PUBLISHED, newest.text)
    return newest


def undo(snapshot: Snapshot) -> None:
    """Remove the commits and files of loads that were never published."""
    for folder in tables(snapshot.root):
        cut(folder, snapshot.versions.get(folder.name, UNBORN))
        for file in unpublished(folder, snapshot.number):
            file.unlink()


def unpublished(folder: Path, number: int) -> list[Path]:
    """The files of a table that were written by loads after that number."""
    named = ((OURS.fullmatch(path.name), path) for path in folder.glob("month=*/*.parquet"))
    return [path for match, path in named if match and int(match[1]) > number]


def tables(root: Path) -> Iterator[Path]:
    """The folders of tables."""
    return (path.parent for path in root.glob(f"*/{delta.LOG}"))


def cut(folder: Path, version: int, keep: bool = False) -> None:
    """Drop the commits after `version`, the newest first.

    What Merilo did not write, or what is to be kept, is moved aside.
    """
    log = folder / delta.LOG
    if delta.hinted(log) > version:
        (log / delta.HINT).unlink()  # Delta can do without
    for path in numbered(log, CHECKPOINT, version):
        path.unlink()  # made from the commits, and can be again
    for path in reversed(numbered(log, COMMIT, version)):
        if keep or not delta.ours(path):
            aside(path, folder.parent)
        else:
            path.unlink()


def numbered(log: Path, name: re.Pattern[str], beyond: int = UNBORN) -> list[Path]:
    """The files of a log with such a name and a number beyond that, the first ones first."""
    named = ((name.fullmatch(path.name), path) for path in log.iterdir())
    found = sorted((int(match[1]), path) for match, path in named if match)
    return [path for number, path in found if number > beyond]


def aside(path: Path, root: Path) -> Path:
    """Move a file that may be the only copy of something where it does no harm. Its new path."""
    folder = root / ASIDE / path.parent.relative_to(root)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / path.name
    number = 0
    while place.exists():
        number += 1
        place = folder / f"{path.name}.{number}"
    return path.rename(place)
