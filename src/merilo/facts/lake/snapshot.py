"""The lake at one moment: which version of which table was published, and where its files lie."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from merilo.errors import Broken, SetupError
from merilo.facts.lake.delta import parts
from merilo.facts.lake.disk import replace
from merilo.facts.lake.parts import Mass
from merilo.words import say

FORMAT = 1
PUBLISHED = "published.json"
HISTORY = "snapshots"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # of a lake into which nothing was loaded yet
NUMBERED = re.compile(r"(\d+)\.json")


@dataclass(frozen=True)
class Snapshot:
    """The tables at one moment. A query runs on one, its answer carries it, a statement pins it.

    `number` counts the loads; 0 is the empty lake. `at` is when it was published, UTC. A table
    that is not in `versions` has no rows. `masses` is what each table weighs, so that a file that
    a power cut swallowed cannot pass unnoticed. `batches` is the last batch of each source.
    """

    root: Path
    number: int
    at: datetime
    versions: Mapping[str, int] = field(hash=False)
    who: str = ""
    masses: Mapping[str, Mass] = field(default_factory=dict, hash=False, repr=False)
    batches: Mapping[str, int] = field(default_factory=dict, hash=False, repr=False)

    def files(self, table: str) -> tuple[str, ...]:
        """The absolute paths of the Parquet files of a table; () if it has no rows.

        Broken if its log is not what was published.
        """
        if table not in self.versions:
            return ()
        folder = self.root / table
        return tuple(f"{folder}/{part.path}" for part in parts(folder, *self.state(table)))

    def state(self, table: str) -> tuple[int, Mass | None]:
        """The version of a table, and its mass if it is known."""
        return self.versions[table], self.masses.get(table)

    @property
    def text(self) -> str:
        """As it is written to the disk."""
        tables = {
            name: {"version": version} | asdict(self.masses[name])
            for name, version in sorted(self.versions.items())
        }
        said = {
            "format": FORMAT,
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(),
            "who": self.who,
            "tables": tables,
            "batches": dict(self.batches),
        }
        return json.dumps(said, ensure_ascii=False, indent=1)


def read(root: Path, path: Path) -> Snapshot:
    """The snapshot that a file holds. Broken if the file is missing, cut off or no snapshot."""
    try:
        said = json.loads(path.read_text("utf-8"))
        form = said["format"]
        if form > FORMAT:
            setting = say("The format of {folder}", folder=root)
            raise SetupError(setting, form, say("update Merilo to read it"))
        tables = {name: dict(state) for name, state in said["tables"].items()}
        return Snapshot(
            root,
            int(said["number"]),
            datetime.fromisoformat(said["at"]),
            {name: int(state.pop("version")) for name, state in tables.items()},
            str(said["who"]),
            {name: Mass(**state) for name, state in tables.items()},
            {str(source): int(number) for source, number in said["batches"].items()},
        )
    except OSError as error:
        text = "{file} cannot be read: {reason}"
        problem = say(text, file=path.name, reason=error.strerror)
        raise Broken(str(root), problem) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problem = say("{file} is cut off or was not written by Merilo", file=path.name)
        raise Broken(str(root), problem) from error


def published(root: Path) -> Snapshot:
    """The newest snapshot. Broken if the file that says so is missing or cut off."""
    return read(root, root / PUBLISHED)


def past(root: Path, number: int) -> Path:
    """Where the snapshot of that number is kept."""
    return root / HISTORY / f"{number}.json"


def numbers(root: Path) -> list[int]:
    """The numbers of the snapshots that are kept, from the first."""
    names = (NUMBERED.fullmatch(path.name) for path in (root / HISTORY).glob("*.json"))
    return sorted(int(name[1]) for name in names if name)


def publish(snapshot: Snapshot) -> None:
    """Make it the newest, by two renames that each happen or do not.

    The first one decides: whoever takes the pen next finishes the second. An error between them
    takes the decision back, for the caller will say that nothing was changed.
    """
    decision = past(snapshot.root, snapshot.number)
    decision.parent.mkdir(exist_ok=True)
    try:
        replace(decision, snapshot.text)
        replace(snapshot.root / PUBLISHED, snapshot.text)
    except BaseException:
        if published(snapshot.root).number < snapshot.number:
            decision.unlink(missing_ok=True)
        raise
