"""The first stage of a deal, which no source tells, and when it became one."""

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted

MADE = "created/"

# Deals that the load touched, or of which it touched a move.
TOUCHED = """
    select connection || ':' || id as key from deals where connection = {connection}
      and load = {load}
    union select deal from stage_changes where connection = {connection} and load = {load}"""

# The first known move tells where the deal was before it; without any, it is where it began.
_BEGUN = """
    with touched as ({touched}), told as (
      select deal, min(occurred_at) as first,
        arg_min(from_stage, (occurred_at, id)) as began, bool_or(from_stage is null) as whole
      from stage_changes semi join touched on touched.key = deal
      where not starts_with(id, '{made}') and not coalesce(deleted, false) group by deal
    )
    select d.connection, '{made}' || d.id as id, touched.key as deal,
      least(d.created_at, told.first) as occurred_at, d.created_on as occurred_on,
      null::text as from_stage, coalesce(told.began, d.stage) as to_stage,
      case when hand is null then d.owner when hand <> '0' then d.connection || ':' || hand end
        as person,
      case when hand is null then 'assumed' when hand = '0' then 'robot' else 'person' end
        as author,
      json_object('evidence', case when told.deal is null then 'assumed' else 'history' end)::text
        as extra,
      coalesce(told.whole or d.deleted, false) as deleted
    from touched join (select *, extra ->> '$.created_by' as hand from deals) d
      on d.connection || ':' || d.id = touched.key
    left join told on told.deal = touched.key
    where d.created_at is not null"""

_QUALIFIED = """
    with touched as ({touched} {all}), entered as (
      select m.deal, min(m.occurred_at) as at, arg_min(m.occurred_on, m.occurred_at) as day
      from stage_changes m semi join touched on touched.key = m.deal
      join stages s on s.connection || ':' || s.id = m.to_stage and s.qualifies
      where not coalesce(m.deleted, false) group by m.deal
    )
    select d.connection, d.id, e.at as qualified_at, e.day as qualified_on
    from touched join deals d on d.connection || ':' || d.id = touched.key
    left join entered e on e.deal = touched.key
    where d.qualified_at is distinct from e.at"""


def begun(load: Load, connection: str) -> None:
    """A move from nowhere for each deal whose source tells none."""
    touched = TOUCHED.format(connection=quoted(connection), load=load.number)
    made = load.db.sql(_BEGUN.format(touched=touched, made=MADE))
    table = TABLES["stage_changes"]
    columns = ("deal", "occurred_at", "occurred_on", "from_stage", "to_stage", "person", "author",
               "extra", "deleted")  # fmt: skip
    load.put(table, made, columns=columns)


def qualified(load: Load, connection: str) -> None:
    """When each deal first entered a stage that qualifies; of all deals, if the stages changed."""
    own = quoted(connection)
    (changed,) = load.db.execute(
        f"select count(*) from stages where connection = {own} and load = {load.number}"
    ).fetchall()[0]
    whole = f"union select connection || ':' || id from deals where connection = {own}"
    query = _QUALIFIED.format(
        touched=TOUCHED.format(connection=own, load=load.number), all=whole if changed else ""
    )
    load.put(TABLES["deals"], load.db.sql(query), columns=("qualified_at", "qualified_on"))
