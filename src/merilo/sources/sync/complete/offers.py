"""Proposals of a source that has none: a deal that enters a chosen stage got one."""

from collections.abc import Mapping
from typing import Any

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted
from merilo.sources.sync.complete.moves import TOUCHED

# Each deal's first entry into each of the stages; how it ended, the deal knows.
_OFFERS = """
    with touched as ({touched}), entered as (
      select m.deal, m.to_stage, arg_min(m.id, (m.occurred_at, m.id)) as id,
        min(m.occurred_at) as at, arg_min(m.occurred_on, m.occurred_at) as day,
        arg_min(m.person, m.occurred_at) as person
      from stage_changes m semi join touched on touched.key = m.deal
      where m.to_stage in ({stages}) and not coalesce(m.deleted, false) group by m.deal, m.to_stage
    )
    select d.connection, 'stage/' || d.id || '/' || substr(e.to_stage, length(d.connection) + 2)
        as id,
      e.deal, d.customer, coalesce(e.person, d.owner) as person, e.at as sent_at, e.day as sent_on,
      d.amount, d.amount_base, d.currency, d.outcome, d.closed_at as decided_at,
      d.closed_on as decided_on, json_object('evidence', 'stage')::text as extra,
      coalesce(d.deleted, false) as deleted
    from entered e join deals d on d.connection || ':' || d.id = e.deal"""


def offers(load: Load, connection: str, settings: Mapping[str, Any]) -> None:
    """A proposal for each deal in each chosen stage."""
    chosen = [f"{connection}:{one}" for one in settings.get("offers") or ()]
    if not chosen:
        return
    touched = TOUCHED.format(connection=quoted(connection), load=load.number)
    query = _OFFERS.format(touched=touched, stages=", ".join(map(quoted, chosen)))
    load.put(TABLES["proposals"], load.db.sql(query))
