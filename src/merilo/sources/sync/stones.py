"""Stages that deals and moves still name and the directory no longer has: each gets a row whose
name is its id, so that no deal is lost with it."""

from collections.abc import Iterable

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import PIPELINE, quoted
from merilo.sources.sync.stage import Heap

NAMED = {"deals": ("stage",), "stage_changes": ("from_stage", "to_stage")}
# A source tells whole ids, `pipeline/stage`, also of deals that are not known.
WHOLE = f"""
    create or replace temp macro stage_id(pipeline, stage) as case
      when contains(stage, '/') then stage
      else coalesce(pipeline, '{PIPELINE}') || '/' || stage end"""


def stones(load: Load, connection: str, heaps: Iterable[Heap]) -> None:
    """Put those that are missing."""
    own = quoted(connection + ":")
    named = [
        f"select distinct c{heap.kind.columns.index(column)} as id from {heap.name}"
        for heap in heaps
        for column in NAMED.get(heap.kind.table, ())
        if column in heap.kind.columns
    ]
    if not named:
        return
    rows = load.db.sql(
        f"select {quoted(connection)} as connection, id, "
        f"{own} || split_part(id, '/', 1) as pipeline, split_part(id, '/', 2) as name, "
        "'open' as kind, false as deleted "
        f"from ({' union '.join(named)}) where contains(id, '/')"
    )
    load.put(TABLES["stages"], rows, arise=True)
