"""A connection as the administrator made it: a file of settings, without secrets."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from merilo.errors import Impossible, SetupError, Unknown, Unwritable
from merilo.facts.lake.disk import replace
from merilo.words import say

FOLDER = "connections"
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
TAKEN = frozenset({"files", "typed", "outbox", "demo", "calendar", "new", "live"})
SHORTEST_S = 10  # between two readings


@dataclass(frozen=True)
class Connection:
    """`name` is the first part of the keys of its rows, and never changes. `settings` are those of
    its connector; nothing before the day `since` is read; every so many seconds it is asked."""

    name: str
    connector: str
    title: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    every_s: int = 60
    since: date | None = None
    paused: bool = False

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or self.name in TAKEN:
            raise Impossible(say(
                "“{name}” is no name of a connection: small letters and digits, a letter first",
                name=self.name,
            ))  # fmt: skip
        if self.every_s < SHORTEST_S:
            raise Impossible(say("it may be asked every {count} seconds at most", count=SHORTEST_S))

    @property
    def called(self) -> str:
        """Its title, for people."""
        return self.title or self.name


def path(home: Path, name: str) -> Path:
    """Where the settings of a connection are kept."""
    return home / FOLDER / f"{name}.yaml"


def every(home: Path) -> list[Connection]:
    """All there are, by name."""
    return [read(home, file.stem) for file in sorted((home / FOLDER).glob("*.yaml"))]


def read(home: Path, name: str) -> Connection:
    """Unknown if there is none of that name; SetupError if its file is no such file."""
    file = path(home, name)
    if not NAME.fullmatch(name) or not file.exists():
        names = [one.stem for one in (home / FOLDER).glob("*.yaml")]
        raise Unknown(say("connection"), name, names)
    try:
        said = yaml.safe_load(file.read_text("utf-8"))
        known = {one.name for one in fields(Connection)} - {"name"}
        return Connection(name, **{key: said[key] for key in said if key in known})
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError) as error:
        problem = type(error).__name__
        raise SetupError(str(file), problem, say("mend it, or make the connection anew")) from None


def keep(home: Path, connection: Connection) -> None:
    """Keep the settings; what was kept before is replaced, whole."""
    file = path(home, connection.name)
    said = {key: value for key, value in asdict(connection).items() if key != "name"}
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace(file, yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100))
    except OSError as error:
        raise Unwritable(str(file), (error.strerror or str(error)).lower()) from None


def drop(home: Path, name: str) -> None:
    """The settings go; facts stay until somebody says otherwise."""
    path(home, name).unlink(missing_ok=True)


def landing_folder(home: Path, name: str) -> Path:
    """Where pages of a connection lie on their way into the lake."""
    return home / "landing" / name


def locked_file(home: Path, name: str) -> Path:
    """Whoever reads the source holds this file."""
    return home / "landing" / f"{name}.lock"


def pace_file(home: Path, name: str) -> Path:
    """How fast it may be asked is measured here, for all processes."""
    return home / "landing" / f"{name}.pace"
