"""The log of a table, read by ourselves: what each version of it must consist of.

Delta's own reader trusts what it finds. It takes an empty log file for a commit that changed
nothing, and a file cut off between two lines for one that changed less. The doctor must not.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from merilo.facts.lake.delta import LOG, MONTH
from merilo.facts.lake.parts import Part
from merilo.facts.lake.undo import COMMIT, numbered
from merilo.words import say

PARQUET = b"PAR1"  # the first and the last four bytes of a whole file


@dataclass(frozen=True)
class Log:
    """The commits of a table by version; None where the file is empty, cut off or garbage."""

    folder: Path
    commits: Mapping[int, list[dict[str, Any]] | None] = field(repr=False)

    @classmethod
    def of(cls, folder: Path) -> "Log":
        """Read all of it."""
        files = numbered(folder / LOG, COMMIT)
        return cls(folder, {int(path.stem): _commit(path) for path in files})

    def broken(self) -> list[int]:
        """The versions whose file is damaged."""
        return [version for version, commit in self.commits.items() if commit is None]

    def states(self) -> Iterator[tuple[int, Mapping[str, Part]]]:
        """The files of each version, by path, until the first commit that is damaged or missing.

        The mapping goes on changing: look before you ask for the next.
        """
        parts: dict[str, Part] = {}
        for version in range(len(self.commits)):
            commit = self.commits.get(version)
            if commit is None:
                return
            for action in commit:
                if "add" in action:
                    part = _part(action["add"])
                    parts[part.path] = part
                elif "remove" in action:
                    parts.pop(action["remove"]["path"], None)
            yield version, parts

    def named(self) -> set[str]:
        """The paths of all files that the log knows or ever knew."""
        commits = [commit for commit in self.commits.values() if commit]
        actions = (action.get("add") for commit in commits for action in commit)
        return {added["path"] for added in actions if added}


def _commit(path: Path) -> list[dict[str, Any]] | None:
    try:
        actions = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    except ValueError:
        return None
    whole = any("commitInfo" in action for action in actions)
    return actions if whole else None


def _part(added: Mapping[str, Any]) -> Part:
    rows = json.loads(added["stats"])["numRecords"]
    return Part(added["path"], added["partitionValues"][MONTH], added["size"], rows)


def flaw(folder: Path, part: Part) -> str:
    """What is wrong with a file: missing, cut off, not Parquet; "" if nothing is."""
    file = folder / part.path
    try:
        size = file.stat().st_size
        if size != part.size:
            return say("has {size} bytes instead of {wanted}", size=size, wanted=part.size)
        with file.open("rb") as opened:
            head = opened.read(4)
            opened.seek(-4, 2)
            tail = opened.read(4)
    except FileNotFoundError:
        return say("is missing")
    except OSError as error:
        return say("cannot be read: {reason}", reason=error.strerror)
    return "" if head == tail == PARQUET else say("is not a Parquet file")
