"""The list that stands first in a backup: what was copied, when, by which Merilo, and each file
with its size and digest."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from packaging.version import InvalidVersion, Version

from merilo import __version__
from merilo.backup.contents import fits
from merilo.errors import FileError
from merilo.words import say

FORMAT = 1
NAME = "manifest.json"
LARGEST = 64 << 20  # bytes: some 400,000 files
DIGEST = re.compile(r"[0-9a-f]{64}")
INSIDE, SERVER, NONE = "inside", "server", "none"  # where accounts and work are


@dataclass(frozen=True)
class Member:
    """A file of the home."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`snapshot` is the load of the lake that was the last, None where there is no lake.
    `database` says where accounts and work are: inside, on a server that the backup does not hold,
    or nowhere yet. `counts` are for people: rows by table, accounts, connections."""

    version: str
    at: datetime
    snapshot: int | None
    database: str
    counts: Mapping[str, int]
    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(member.size for member in self.members)

    @property
    def text(self) -> str:
        """As it is written."""
        said = asdict(self) | {"format": FORMAT, "at": self.at.isoformat()}
        return json.dumps(said, ensure_ascii=False, indent=1)


def read(path: str, text: bytes) -> Manifest:
    """What a list says. FileError if it is no such list, or one of a newer Merilo."""
    try:
        said = json.loads(text)
        newer(path, said)
        members = tuple(map(member, said["members"]))
        return Manifest(
            str(said["version"]), datetime.fromisoformat(said["at"]),
            None if said["snapshot"] is None else whole(said["snapshot"]),
            str(said["database"]),
            {str(name): whole(count) for name, count in said["counts"].items()},
            alone(members),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InvalidVersion) as bad:
        raise FileError(path, say("its list of files is not one that Merilo writes")) from bad


def newer(path: str, said: Mapping[str, Any]) -> None:
    """FileError if a newer Merilo made it: what it has added, this one would lose."""
    if whole(said["format"]) > FORMAT or Version(said["version"]) > Version(__version__):
        text = "it was made by Merilo {version} and this one is {own}: update Merilo first"
        raise FileError(path, say(text, version=said["version"], own=__version__))


def member(said: Mapping[str, Any]) -> Member:
    """A file as the list says it. ValueError if no backup holds such a one."""
    found = Member(said["name"], whole(said["size"]), said["sha256"])
    if not fits(found.name) or not DIGEST.fullmatch(found.sha256):
        raise ValueError(found.name)
    return found


def alone(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """None of them comes twice, else ValueError."""
    if twice := [name for name, times in Counter(m.name for m in members).items() if times > 1]:
        raise ValueError(twice)
    return members


def whole(said: object) -> int:
    """A count. ValueError for anything else."""
    if type(said) is not int or said < 0:
        raise ValueError(said)
    return said
