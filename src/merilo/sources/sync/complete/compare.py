"""Hand-overs of deals, where the source keeps no history of owners: seen by comparing what was
stored with what has come. For connectors with `compares`."""

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted

_BEFORE = """
    create or replace temp table held_before as
    select id, owner, updated_at from deals where connection = {connection}
      and not coalesce(deleted, false)"""
# The source says when the deal changed, not which of its changes that was: it is the best we know.
_HANDED = """
    select d.connection, 'compared/' || d.id || '/' || epoch(d.updated_at)::bigint as id,
      d.connection || ':' || d.id as deal, d.updated_at as occurred_at,
      timezone({zone}, d.updated_at)::date as occurred_on, b.owner as from_person,
      d.owner as to_person, json_object('evidence', 'compared')::text as extra, false as deleted
    from deals d join held_before b using (id)
    where d.connection = {connection} and d.load = {load} and d.owner is distinct from b.owner
      and d.updated_at > b.updated_at and not coalesce(d.deleted, false)"""


def before(load: Load, connection: str) -> None:
    """Remember who holds which deal, before the load changes it."""
    load.db.execute(_BEFORE.format(connection=quoted(connection)))


def compared(load: Load, connection: str, zone: str) -> None:
    """A hand-over for each deal that somebody else holds now."""
    rows = load.db.sql(
        _HANDED.format(connection=quoted(connection), load=load.number, zone=quoted(zone))
    )
    load.put(TABLES["owner_changes"], rows)
