"""One call that hangs on several cards of the CRM: one of its notes counts, whatever came first."""

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted
from merilo.sources.sync.marks import Marks

_CALLS = """
    create or replace temp table same_call as
    select connection, id, extra ->> '$.same_as' as mark, coalesce(deleted, false) as silent,
      case extra ->> '$.card[0]' when 'lead' then 0 when 'contact' then 1 else 2 end as rank,
      load = {load} as fresh
    from activities where connection = {connection} and kind = 'call'
      and contains(extra, '"same_as"') and occurred_on between
        (select min(occurred_on) - 1 from activities where {touched})
        and (select max(occurred_on) + 1 from activities where {touched})"""
_TOUCHED = "connection = {connection} and kind = 'call' and load = {load}"
# The deal's card goes before the contact's, that before the company's.
_PLACES = """
    select connection, id, silent, row_number() over (partition by mark order by rank, id) > 1
      as double
    from same_call where mark in (select mark from same_call where fresh)
      and (not silent or id in (select id from known_doubles))"""


def doubles(load: Load, connection: str, marks: Marks) -> None:
    """Let one of each count. Those that the CRM itself has deleted are not looked at."""
    own = quoted(connection)
    touched = _TOUCHED.format(connection=own, load=load.number)
    load.db.execute(_CALLS.format(connection=own, load=load.number, touched=touched))
    rows = load.db.execute("select id from same_call where silent").fetchall()
    known = marks.doubles([id for (id,) in rows])
    load.db.execute("create or replace temp table known_doubles (id text)")
    load.db.execute("insert into known_doubles select unnest(?::text[])", [sorted(known)])
    found = load.db.execute(f"select id, double from ({_PLACES}) where double <> silent").fetchall()
    marks.double((id for id, double in found if double), True)
    marks.double((id for id, double in found if not double), False)
    load.put(TABLES["activities"], load.db.sql(
        f"select connection, id, double as deleted from ({_PLACES}) where double <> silent"
    ), columns=("deleted",))  # fmt: skip
