"""Lines of deals that are lines no more: taken off, or their deal is gone, or not won any more."""

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted

# A source that tells all lines of a deal with the deal names them in `extra.lines`.
_STALE = """
    select l.connection, l.id, true as deleted from order_lines l
    join deals d on d.connection = {connection} and d.connection || ':' || d.id = l.deal
    where l.connection = {connection} and not coalesce(l.deleted, false) and d.load = {load}
      and (coalesce(d.deleted, false)
        or not coalesce(list_contains(from_json(d.extra -> '$.lines', '["VARCHAR"]'), l.id), false))
"""


def sold(load: Load, connection: str) -> None:
    """Drop what deals that the load touched do not hold."""
    rows = load.db.sql(_STALE.format(connection=quoted(connection), load=load.number))
    load.put(TABLES["order_lines"], rows, columns=("deleted",))
