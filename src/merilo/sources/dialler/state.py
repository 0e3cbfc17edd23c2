"""How far the files of a folder are read: what is remembered from one reading to the next."""

from dataclasses import astuple, dataclass, field
from typing import Any

from merilo.sources.sync.folder import Found
from merilo.sources.sync.protocol import Mark


@dataclass(frozen=True)
class Seen:
    """How far a file is read: as it was then, how many bytes and rows, which `digest` they have, by
    which choices, under which captions. `odd`: why it is not read."""

    size: int
    changed: int
    offset: int = 0
    rows: int = 0
    digest: str = ""
    told: str = ""
    kind: str = ""
    odd: str = ""
    done: bool = False


@dataclass
class State:
    """Of all files; what columns of these captions mean, and by which the keys of calls are made:
    those that were taken first, so that a call stays itself when a choice is corrected."""

    files: dict[str, Seen] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, mark: Mark | None) -> "State":
        """From a mark."""
        held = mark or {}
        files = {name: Seen(*said) for name, said in held.get("files", {}).items()}
        return cls(files, {**held.get("columns", {})}, {**held.get("keys", {})})

    def mark(self) -> Mark:
        """As JSON."""
        files = {name: [*astuple(seen)] for name, seen in self.files.items()}
        return {"files": files, "columns": {**self.columns}, "keys": {**self.keys}}

    @property
    def odd(self) -> dict[str, str]:
        """The files that are not read, and why."""
        return {name: seen.odd for name, seen in self.files.items() if seen.odd}


def same(one: Found, seen: Seen) -> bool:
    """Whether a file is as it was."""
    return (seen.size, seen.changed) == (one.size, one.changed)
