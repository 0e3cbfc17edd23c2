"""Calls that are told twice, by the telephone system and by the CRM: which note is which call.

By the id that both know; else by the digest of the number, direction, person and the start.
"""

from collections.abc import Sequence
from pathlib import Path

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.scope import LATE, Scope
from merilo.sources.sync.stage import literal

NEAR_S = 90  # so far apart may two clocks be

# Calls of the CRM; of those that do not count, the ones that do not for our sake.
_NOTED = """
    create or replace temp table noted as
    select connection, id, connection || ':' || id as key, occurred_at, occurred_on, direction,
      person, deal, customer, extra ->> '$.phone' as phone, extra ->> '$.same_as' as same_as,
      coalesce(deleted, false) as silent, {core} as core
    from activities where kind = 'call' and connection in (select unnest({crms})) and ({notes})
      and (contains(extra, '"phone"') or contains(extra, '"same_as"'))"""
_SHARED = """
    create or replace temp table pairs as
    select n.key as noted, arg_min(r.key, (gap(n.occurred_at, r.occurred_at), r.key)) as ring
    from noted n join ringing r on r.same_as = n.same_as
    where gap(n.occurred_at, r.occurred_at) <= {late} group by n.key"""
# One call may hang on two cards: all its notes are one.
_LIKELY = """
    create or replace temp table likely as
    with left_over as (
      select coalesce(connection || '/' || same_as, key) as note, min(occurred_at) as at,
        any_value(phone) as phone, any_value(direction) as direction, any_value(person) as person
      from noted where phone is not null and key not in (select noted from pairs) group by note
    )
    select r.key as ring, n.note, gap(n.at, r.occurred_at) as apart
    from left_over n join ringing r on r.phone = n.phone left join persons p on p.key = r.key
    where gap(n.at, r.occurred_at) <= {near} and r.key not in (select ring from pairs)
      and coalesce(n.direction = r.direction, true) and coalesce(n.person = p.person, true)"""
# Those that are nearest to each other; then again among the rest.
_NEAREST = """
    create or replace temp table nearest as
    select ring, note from likely
    qualify row_number() over (partition by ring order by apart, note) = 1
      and row_number() over (partition by note order by apart, ring) = 1"""
_TAKEN = """
    insert into pairs select n.key, t.ring from nearest t
    join noted n on coalesce(n.connection || '/' || n.same_as, n.key) = t.note
    where n.key not in (select noted from pairs)"""
_REST = """
    delete from likely where ring in (select ring from nearest)
      or note in (select note from nearest)"""


def pair(load: Load, home: Path, crms: Sequence[str], scope: Scope) -> None:
    """Make the tables `noted` and `pairs`: notes, and the calls of `ringing` that they are."""
    load.db.execute("create or replace temp macro gap(a, b) as abs(date_diff('second', a, b))")
    load.db.execute(_NOTED.format(crms=literal(crms), core=scope.core, notes=scope.notes))
    _silent(load, home, crms)
    load.db.execute(_SHARED.format(late=int(LATE.total_seconds())))
    load.db.execute(_LIKELY.format(near=NEAR_S))
    while load.db.execute("select count(*) from likely").fetchall()[0][0]:
        for query in (_NEAREST, _TAKEN, _REST):
            load.db.execute(query)


def _silent(load: Load, home: Path, crms: Sequence[str]) -> None:
    """Leave out the notes that the CRM itself has deleted."""
    load.db.execute("create or replace temp table known_twins (key text)")
    for crm in crms:
        rows = load.db.execute("select id from noted where silent and connection = ?", [crm])
        ids = [id for (id,) in rows.fetchall()]
        if ids:
            marks = Marks(home, crm)
            keys = [f"{crm}:{id}" for id in marks.twins(ids)]
            marks.close()
            load.db.execute("insert into known_twins select unnest(?::text[])", [keys])
    load.db.execute("delete from noted where silent and key not in (select key from known_twins)")


def settle(load: Load, home: Path) -> None:
    """Notes of calls that the telephone system tells do not count; those of no call do again."""
    found = load.db.execute(
        "select n.connection, n.id, p.ring from noted n left join pairs p on p.noted = n.key "
        "where n.core and n.silent <> (p.ring is not null)"
    ).fetchall()
    for crm in {connection for connection, _id, _ring in found}:
        marks = Marks(home, crm)
        marks.twin((id, ring) for name, id, ring in found if name == crm and ring)
        marks.untwin(id for name, id, ring in found if name == crm and not ring)
        marks.close()
    load.put(TABLES["activities"], load.db.sql(
        "select n.connection, n.id, p.ring is not null as deleted from noted n "
        "left join pairs p on p.noted = n.key where n.core "
        "and n.silent <> (p.ring is not null)"
    ), columns=("deleted",))  # fmt: skip
