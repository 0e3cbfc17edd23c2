"""A table as Delta keeps it: its log, and the files that a version of it lists."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from deltalake import DeltaTable
from deltalake.schema import Field, PrimitiveType, Schema
from deltalake.transaction import (
    AddAction,
    CommitProperties,
    PostCommitHookProperties,
    RemoveAction,
)

from merilo.errors import Broken, SetupError
from merilo.facts.lake.disk import mapped, said
from merilo.facts.lake.parts import Mass, Part
from merilo.facts.table import Kind, Table
from merilo.words import say

MONTH = "month"  # where a row lies; metrics never read it
LOG = "_delta_log"
HINT = "_last_checkpoint"
MARK = "merilo"  # in every commit of ours: the number of the load
CHECKPOINT_EVERY = 100
PROPERTIES = {
    # A reader that is given the list of files would see rows that a deletion vector hides.
    "delta.enableDeletionVectors": "false",
    "delta.checkpointInterval": str(CHECKPOINT_EVERY),
    "delta.logRetentionDuration": "interval 3650 days",
}
HARMLESS = {"timestampNtz", "v2Checkpoint", "vacuumProtocolCheck"}  # for a reader of files
HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
PRIMITIVES = {
    Kind.TEXT: "string",
    Kind.MONEY: "decimal(18,4)",
    Kind.NUMBER: "decimal(18,6)",
    Kind.INSTANT: "timestamp",
    Kind.DAY: "date",
    Kind.COUNT: "long",
    Kind.FLAG: "boolean",
    Kind.JSON: "string",
}


def parts(folder: Path, version: int, mass: Mass | None = None) -> tuple[Part, ...]:
    """The files of a version, by month. Broken if they do not weigh `mass`, or are not files only.

    An empty or shortened log file passes as a commit that changed less: Delta does not notice.
    """
    log = folder / LOG / f"{version:020}.json"
    try:
        stamp = log.stat()
    except OSError as error:
        text = "{table} has no version {version}: {reason}"
        problem = say(text, table=folder.name, version=version, reason=error.strerror)
        raise Broken(str(folder.parent), problem) from error
    found = _parts(folder, version, (stamp.st_ino, stamp.st_mtime_ns, stamp.st_size))
    if mass is not None and Mass.of(found) != mass:
        text = "version {version} of {table} does not list the files that were published"
        problem = say(text, version=version, table=folder.name)
        raise Broken(str(folder.parent), problem)
    return found


# `stamp` is part of the key because an unpublished version's number is given again.
@lru_cache(maxsize=4096)
def _parts(folder: Path, version: int, stamp: tuple[int, int, int]) -> tuple[Part, ...]:
    try:
        table = DeltaTable(str(folder), version=version)
    except Exception as error:  # Delta raises its own, OSError and others for a damaged log
        text = "version {version} of {table} cannot be read: {reason}"
        problem = say(text, version=version, table=folder.name, reason=said(error))
        raise Broken(str(folder.parent), problem) from error
    _refuse_hidden(table, folder)
    listed = table.get_add_actions(flatten=True)
    columns = ("path", f"partition.{MONTH}", "size_bytes", "num_records")
    rows = zip(*(listed.column(name).to_pylist() for name in columns), strict=True)
    return tuple(sorted((Part(*row) for row in rows), key=lambda part: (part.month, part.path)))


def forget() -> None:
    """Read the logs anew: for whoever suspects that they changed."""
    _parts.cache_clear()


def _refuse_hidden(table: DeltaTable, folder: Path) -> None:
    """Broken if the list of files is not the whole truth about the rows."""
    features = {*(table.protocol().reader_features or ())} - HARMLESS
    mode = table.metadata().configuration.get("delta.columnMapping.mode", "none")
    if mode != "none":
        features.add("columnMapping")
    if features:
        used = ", ".join(sorted(features))
        text = "another program changed {table}: it uses {used}"
        raise Broken(str(folder.parent), say(text, table=folder.name, used=used))


def create(folder: Path, table: Table, number: int) -> int:
    """An empty table as declared. Its version: 0."""
    made = DeltaTable.create(
        str(folder),
        _schema(table),
        partition_by=MONTH,
        configuration=PROPERTIES,
        commit_properties=_mark(number),
        post_commithook_properties=HOOKS,
    )
    return made.version()


def commit(
    folder: Path,
    table: Table,
    version: int,
    number: int,
    now: datetime,
    added: Sequence[AddAction],
    gone: Sequence[Part],
) -> int:
    """From this version to the next: these files come, those go. The new version."""
    handle = DeltaTable(str(folder))
    if handle.version() != version:
        text = "another program wrote into {table} meanwhile"
        raise Broken(str(folder.parent), say(text, table=folder.name))
    _widen(handle, folder, table, number)
    stamp = int(now.timestamp() * 1000)
    removed = [RemoveAction(p.path, True, stamp, p.size, {MONTH: p.month}) for p in gone]
    handle.create_write_transaction(
        [*added, *removed],
        "append",
        _schema(table),
        MONTH,
        commit_properties=_mark(number),
        post_commithook_properties=HOOKS,
    )
    handle.update_incremental()
    return handle.version()


def checkpoint(folder: Path, version: int) -> None:
    """Sum the log up, so that opening does not slow down with age."""
    with mapped(folder.parent):
        DeltaTable(str(folder), version=version).create_checkpoint()


def _widen(handle: DeltaTable, folder: Path, table: Table, number: int) -> None:
    """Give the table the columns that a newer Merilo declares; refuse what an older would lose."""
    there = {f.name: f.type for f in handle.schema().fields}
    wanted = {f.name: f.type for f in _schema(table).fields}
    strange = sorted(
        [name for name in there if name not in wanted]
        + [name for name in there if name in wanted and there[name] != wanted[name]]
    )
    if strange:
        text = "update Merilo: this one does not know the column {column} as it is there"
        setting = say("The table {folder}", folder=folder)
        raise SetupError(setting, ", ".join(strange), say(text, column=strange[0]))
    missing = [f for f in _schema(table).fields if f.name not in there]
    if missing:
        handle.alter.add_columns(
            missing, commit_properties=_mark(number), post_commithook_properties=HOOKS
        )


def _schema(table: Table) -> Schema:
    columns = [Field(c.name, PrimitiveType(PRIMITIVES[c.kind])) for c in table.columns]
    return Schema([*columns, Field(MONTH, PrimitiveType("string"))])


def _mark(number: int) -> CommitProperties:
    return CommitProperties(custom_metadata={MARK: number}, max_commit_retries=0)


def hinted(log: Path) -> int:
    """The version of the checkpoint that Delta is told to begin with; -1 if it is not told."""
    try:
        return int(json.loads((log / HINT).read_text("utf-8"))["version"])
    except FileNotFoundError:
        return -1
    except (ValueError, KeyError, TypeError):  # cut off: wherever it pointed, it must go
        return sys.maxsize


def ours(log: Path) -> bool:
    """Whether Merilo wrote this commit. False if it is cut off."""
    try:
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    except ValueError:
        return False
    return any(MARK in line.get("commitInfo", {}) for line in lines)
