"""Where a deal came from, and whose hand it was, of moves whose source tells only where it came
to: for connectors with `chains`.

Where from is the move before. Who moved it is told of the first one, by who made the deal, and of
the last one, by who moved it last; what was once known so stays known. All others are taken for
moves of whoever held the deal then: `assumed`.
"""

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted
from merilo.sources.sync.complete.moves import MADE, TOUCHED

SAME_S = 5  # the deal and its history may write down one move so far apart

_CHAINED = """
    with touched as ({touched}
      union select deal from owner_changes where connection = {connection} and load = {load}
    ), moves as (
      select m.connection, m.id, m.deal, m.occurred_at, m.from_stage, m.person, m.author,
        d.owner, d.connection || ':' || (d.extra ->> '$.created_by') as maker,
        d.connection || ':' || (d.extra ->> '$.moved_by') as mover,
        (d.extra ->> '$.moved')::timestamptz as moved_at,
        coalesce((m.extra ->> '$.first')::boolean, false) as first,
        lag(m.to_stage) over way as before, lead(m.id) over way is null as last
      from stage_changes m semi join touched on touched.key = m.deal
      left join deals d on d.connection || ':' || d.id = m.deal
      where m.connection = {connection} and not starts_with(m.id, '{made}')
        and not coalesce(m.deleted, false)
      window way as (partition by m.deal order by m.occurred_at, try_cast(m.id as bigint), m.id)
    ), held as (
      select m.connection, m.id, arg_min(o.from_person, (o.occurred_at, o.id)) as holder
      from moves m join owner_changes o on o.deal = m.deal and o.occurred_at > m.occurred_at
        and not coalesce(o.deleted, false)
      group by m.connection, m.id
    ), told as (
      select m.*, case when first then maker
          when last and abs(epoch(occurred_at) - epoch(moved_at)) <= {same} then mover
          when author = 'person' then person end as hand,
        coalesce(h.holder, m.owner) as holder
      from moves m left join held h using (connection, id)
    )
    select connection, id, before as from_stage, coalesce(hand, holder) as person,
      case when hand is not null then 'person' when holder is not null then 'assumed'
        else 'unknown' end as author
    from told"""


def chain(load: Load, connection: str) -> None:
    """Of all moves of the deals that the load touched."""
    own = quoted(connection)
    touched = TOUCHED.format(connection=own, load=load.number)
    query = _CHAINED.format(
        touched=touched, connection=own, load=load.number, made=MADE, same=SAME_S
    )
    columns = ("from_stage", "person", "author")
    load.put(TABLES["stage_changes"], load.db.sql(query), columns=columns)
