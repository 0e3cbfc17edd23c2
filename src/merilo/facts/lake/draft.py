"""A table as the load that is writing it has it: files and versions that nobody else sees yet."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from deltalake.transaction import AddAction
from duckdb import DuckDBPyConnection

from merilo.facts.lake import delta
from merilo.facts.lake.disk import sync
from merilo.facts.lake.parts import Part
from merilo.facts.lake.source import quoted
from merilo.facts.table import Kind, Table

UNBORN = -1  # the version of a table that has no log


@dataclass
class Draft:
    """`version` and `parts` run ahead of what is published, `since` which version that is."""

    folder: Path
    since: int
    parts: list[Part]
    written: set[str] = field(default_factory=set)  # the files of this load, by path

    def __post_init__(self) -> None:
        self.version = self.since

    def files(self, months: Collection[str] | None = None) -> list[str]:
        """The absolute paths of the files; with `months`, of those that hold them."""
        held = (p for p in self.parts if months is None or p.month in months)
        return [f"{self.folder}/{part.path}" for part in held]

    def crowded(self, more_than: int) -> set[str]:
        """The months that lie in more files than that."""
        files: dict[str, int] = {}
        for part in self.parts:
            files[part.month] = files.get(part.month, 0) + 1
        return {month for month, count in files.items() if count > more_than}

    def write(
        self,
        db: DuckDBPyConnection,
        table: Table,
        load: int,
        now: datetime,
        query: str,
        months: Collection[str],
    ) -> None:
        """The rows of `query` come in place of all that `months` held. One commit."""
        if self.version == UNBORN:
            self.version = delta.create(self.folder, table, load)
        added = list(self._copy(db, table, load, now, query))
        gone = [part for part in self.parts if part.month in months]
        self.version = delta.commit(self.folder, table, self.version, load, now, added, gone)
        self.parts = [part for part in self.parts if part.month not in months]
        for action in added:
            rows = json.loads(action.stats)["numRecords"]
            month = str(action.partition_values[delta.MONTH])
            self.parts.append(Part(action.path, month, action.size, rows))
            self.written.add(action.path)

    def _copy(
        self, db: DuckDBPyConnection, table: Table, load: int, now: datetime, query: str
    ) -> Iterator[AddAction]:
        """Write the files. Their names begin with the load's number, by which `undo` knows them."""
        files = db.execute(
            f"copy ({query}) to {quoted([str(self.folder)])} (format parquet, compression zstd, "
            f"partition_by ({delta.MONTH}), append true, filename_pattern '{load:08}-{{uuid}}', "
            "return_stats)"
        ).fetchall()
        days = [c.name for c in table.columns if c.kind is Kind.DAY]
        for name, rows, size, _, columns, month in files:
            path = Path(name).relative_to(self.folder).as_posix()
            stats = json.dumps(_stats(rows, columns, days))
            yield AddAction(path, size, dict(month), int(now.timestamp() * 1000), True, stats)

    def settle(self) -> None:
        """Bring what is to be published onto the disk; drop what this load itself replaced."""
        for path in self.written - {part.path for part in self.parts}:
            (self.folder / path).unlink()
        if self.version // delta.CHECKPOINT_EVERY > max(self.since, 0) // delta.CHECKPOINT_EVERY:
            delta.checkpoint(self.folder, self.version)
        files = [self.folder / part.path for part in self.parts if part.path in self.written]
        log = self.folder / delta.LOG
        commits = [log / f"{v:020}.json" for v in range(self.since + 1, self.version + 1)]
        sums = log.glob(f"{self.version:020}.checkpoint*")
        folders = {file.parent for file in files} | {log, self.folder, self.folder.parent}
        sync(*files, *commits, *sums, *sorted(folders))


def _stats(rows: int, columns: Mapping[str, Mapping[str, str]], days: Sequence[str]) -> Any:
    """What Delta tells other readers about a file; of days, for those are asked for by period."""
    said: dict[str, Any] = {"numRecords": rows, "minValues": {}, "maxValues": {}, "nullCount": {}}
    for name in days:
        found = columns.get(f'"{name}"', {})
        if "null_count" in found:
            said["nullCount"][name] = int(found["null_count"])
        if "min" in found and "max" in found:
            said["minValues"][name] = found["min"]
            said["maxValues"][name] = found["max"]
    return said
