"""Whether a snapshot is whole: its logs say what was published, and its files are there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from merilo.errors import Broken
from merilo.facts.lake import delta
from merilo.facts.lake.log import Log, flaw
from merilo.facts.lake.parts import Mass, Part
from merilo.facts.lake.snapshot import Snapshot


class Judge:
    """Reads every log once, and looks at every file once."""

    def __init__(self, snapshots: Iterable[Snapshot]) -> None:
        delta.forget()
        wanted: dict[Path, set[int]] = defaultdict(set)
        for snapshot in snapshots:
            for table, version in snapshot.versions.items():
                wanted[snapshot.root / table].add(version)
        self.replayed = {folder: replay(folder, versions) for folder, versions in wanted.items()}
        self.flaws: dict[Path, str] = {}

    def problem(self, snapshot: Snapshot) -> str:
        """Why it is not whole; "" if it is."""
        found = [self._table(snapshot, table) for table in sorted(snapshot.versions)]
        return next(filter(None, found), "")

    def _table(self, snapshot: Snapshot, table: str) -> str:
        folder = snapshot.root / table
        try:
            parts = self._parts(snapshot, table)
        except Broken as broken:
            return broken.problem
        found = [f"{table}/{p.path} {why}" for p in parts if (why := self._flaw(folder, p))]
        return found[0] if found else ""

    def files(self, snapshot: Snapshot) -> list[Path]:
        """The files of a snapshot, as far as they can be told."""
        found: list[Path] = []
        for table in snapshot.versions:
            with suppress(Broken):
                parts = self._parts(snapshot, table)
                found += [snapshot.root / table / part.path for part in parts]
        return found

    def _parts(self, snapshot: Snapshot, table: str) -> tuple[Part, ...]:
        """As published. Where a commit of long ago is damaged, a checkpoint after it may help."""
        folder, (version, mass) = snapshot.root / table, snapshot.state(table)
        parts = self.replayed[folder].get(version)
        whole = parts is not None and Mass.of(parts) == mass
        return parts if parts is not None and whole else delta.parts(folder, version, mass)

    def _flaw(self, folder: Path, part: Part) -> str:
        file = folder / part.path
        if file not in self.flaws:
            self.flaws[file] = flaw(folder, part)
        return self.flaws[file]

    def misread(self, snapshot: Snapshot, table: str) -> str:
        """Why Delta cannot read a table whose commits are whole; "" if it can, or they are not."""
        folder, (version, mass) = snapshot.root / table, snapshot.state(table)
        parts = self.replayed[folder].get(version)
        if parts is not None and Mass.of(parts) == mass:
            try:
                delta.parts(folder, version, mass)
            except Broken as broken:
                return broken.problem
        return ""


def replay(folder: Path, versions: Iterable[int]) -> Mapping[int, tuple[Part, ...]]:
    """What these versions consist of, by the commits alone; without those that nobody can tell."""
    if not folder.is_dir():
        return {}
    wanted = {*versions}
    return {v: tuple(parts.values()) for v, parts in Log.of(folder).states() if v in wanted}
