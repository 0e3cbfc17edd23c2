"""Leads that became deals: for sources that keep both. Each goes on as its deal, which begins when
the lead appeared, and has its moves and all that was done about it; so it counts once.

A record tells by a patch of a deal that it `became` another one, or when one that is no more had
`began`. Both are remembered, and hold whichever comes first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Row

LEAD = "lead/"  # before the id of a lead, among those of deals
BECAME, BEGAN = "deals.became", "deals.began"

# What is told of leads, with the deals that are there.
_TOLD = """
    create or replace temp table led as
    select t.id, {own} || t.id as lead, d.connection || ':' || d.id as deal, d.id as deal_id,
      d.customer, d.created_at, try_cast(d.extra ->> '$.made' as timestamptz) as made,
      try_cast(t.began as timestamptz) as began
    from (select unnest(?::text[]) as id, unnest(?::text[]) as became, unnest(?::text[]) as began) t
    left join (select * from deals where connection = {connection}
      and not coalesce(deleted, false)) d on d.id = t.became"""
_GONE = """
    select d.connection, d.id, true as deleted from deals d join led using (id)
    where d.connection = {connection} and not coalesce(d.deleted, false)
      and (led.began is not null or led.deal is not null)"""
_BEGUN = """
    select {connection} as connection, deal_id as id, min(began) as created_at,
      timezone({zone}, min(began))::date as created_on
    from led where deal is not null and began < created_at group by all"""
# What a lead did when it was a deal already, is told of the deal.
_MOVED = """
    select m.connection, m.id, led.deal from {table} m join led on m.deal = led.lead
    where m.connection = {connection} and m.occurred_at < coalesce(led.made, 'infinity')"""
_DONE = """
    select a.connection, a.id, coalesce(led.deal, a.deal) as deal,
      coalesce(a.customer, led.customer, d.customer) as customer
    from activities a join led on a.deal = led.lead
    left join deals d on d.connection = a.connection and d.id = led.id
    where a.connection = {connection}"""


@dataclass
class Joined:
    """Of one load: what it tells of leads, and which ones its rows name."""

    marks: Marks
    became: dict[str, str] = field(default_factory=dict)
    began: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def see(self, row: Row) -> None:
        """One more row."""
        id = row.values.get("id" if row.table == "deals" else "deal") or ""
        if id.startswith(LEAD):
            self.named.add(id)
            if row.patch:
                self._told(self.became, id, row.values.get("became"))
                self._told(self.began, id, row.values.get("began"))

    def _told(self, place: dict[str, str], id: str, said: str | None) -> None:
        if said:
            place[id] = max(place.get(id, ""), said)

    def keep(self) -> None:
        """Remember it for rows that come later."""
        self.marks.patch(BECAME, self.became.items())
        self.marks.patch(BEGAN, self.began.items())

    def put(self, load: Load, connection: str, zone: str) -> None:
        """Into the rows, also into those that were there before."""
        if not self.named:
            return
        ids = sorted(self.named)
        became, began = (self.marks.patched(place, ids) for place in (BECAME, BEGAN))
        own = {"connection": quoted(connection), "own": quoted(connection + ":")}
        told: list[Iterable[str | None]] = [ids, map(became.get, ids), map(began.get, ids)]
        load.db.execute(_TOLD.format(**own), [[*one] for one in told])
        for table in ("stage_changes", "owner_changes"):
            rows = load.db.sql(_MOVED.format(table=table, **own) + " and led.deal is not null")
            load.put(TABLES[table], rows, columns=("deal",))
        done = load.db.sql(_DONE.format(**own))
        load.put(TABLES["activities"], done, columns=("deal", "customer"))
        begun = load.db.sql(_BEGUN.format(zone=quoted(zone), **own))
        load.put(TABLES["deals"], begun, columns=("created_at", "created_on"))
        gone = load.db.sql(_GONE.format(**own))
        load.put(TABLES["deals"], gone, columns=("deleted",))
