"""Who is not at work any more: the source says that, and not since when."""

from datetime import date

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted

# `extra.left` is what the source says; a day that is known, or was typed, stays.
_LEAVERS = """
    select connection, id, case when gone then date '{today}' end as left_on from (
      select connection, id, left_on, coalesce(extra ->> '$.left' in ('yes', 'true'), false) as gone
      from people where connection = {connection} and load = {load})
    where gone and left_on is null or not gone and left_on is not null"""


def leavers(load: Load, connection: str, today: date) -> bool:
    """The day on which it was first seen; empty again for those who came back. Whether any."""
    query = _LEAVERS.format(connection=quoted(connection), load=load.number, today=today)
    rows = load.db.sql(query)
    return load.put(TABLES["people"], rows, columns=("left_on",)).changed > 0
