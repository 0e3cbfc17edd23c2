"""Calls and letters on the card of a contact or company: of which customer, about which deal."""

from datetime import date, timedelta

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted
from merilo.sources.sync.marks import Marks

SOON = "interval 10 minute"  # a call that makes a deal comes a little before it
EVER = date(1, 1, 1)
BACK = 31  # days before the oldest deal that a load touched

# The people of deals, and the customers of people.
_PEOPLE = """
    create or replace temp table deal_people as
    select connection || ':' || id as deal, customer, created_at, closed_at, outcome, load,
      coalesce(deleted, false) as deleted,
      unnest(from_json(extra -> '$.contacts', '["VARCHAR"]')) as contact
    from deals where connection = {connection} and contains(extra, '"contacts"')"""
# Cards of which a deal was touched.
_AGAIN = """(card = 'contact' and who in (select contact from deal_people where load = {load})
      or card = 'company' and 'company/' || who in (select split_part(customer, ':', 2)
        from deals where connection = {connection} and load = {load})
      or card = 'lead' and who in (select id from deals
        where connection = {connection} and load = {load}))"""
# `of_contact` and `of_lead` are there for the joins: with any other condition beside the equal
# sign a left join looks at every pair.
_CARDED = """
    create or replace temp table carded as
    select c.connection, c.id, occurred_at, deal, c.customer, card, who, of_contact, of_lead from (
      select *, extra ->> '$.card[0]' as card, extra ->> '$.card[1]' as who,
        case card when 'contact' then who end as of_contact,
        case card when 'lead' then who end as of_lead from activities
      where connection = {connection} and contains(extra, '"card"')
        and (load = {load} or occurred_on >= date '{since}')) c
    left join known_contacts k on k.id = of_contact
    where load = {load} or {again} or {stale}"""
# Cards of people of whom it is known by now that they belong to another customer.
_STALE = """(card = 'contact' and c.customer is distinct from
      {connection} || ':' || coalesce(k.customer, 'contact/' || who))"""
_FOUND = """
    with open as (
      select c.id, arg_max(p.deal, (p.created_at, p.deal)) as deal
      from carded c join deal_people p on c.card = 'contact' and p.contact = c.who
        and not p.deleted and p.created_at <= c.occurred_at + {soon}
        and (p.outcome = 'open' or p.closed_at >= c.occurred_at)
      group by c.id
      union all
      select c.id, arg_max(d.connection || ':' || d.id, (d.created_at, d.id))
      from carded c join deals d on c.card = 'company' and d.connection = {connection}
        and d.customer = {connection} || ':company/' || c.who and not coalesce(d.deleted, false)
        and d.created_at <= c.occurred_at + {soon}
        and (d.outcome = 'open' or d.closed_at >= c.occurred_at)
      group by c.id
    ), found as (
      select c.connection, c.id, c.deal as had, c.customer as with_whom,
        case when c.card = 'lead' then {connection} || ':' || c.who else o.deal end as deal,
        case c.card when 'company' then {connection} || ':company/' || c.who
          when 'contact' then {connection} || ':' || coalesce(k.customer, 'contact/' || c.who)
          else d.customer end as customer
      from carded c left join open o using (id)
      left join known_contacts k on k.id = c.of_contact
      left join (select * from deals where connection = {connection}) d on d.id = c.of_lead
    )
    select connection, id, deal, customer from found
    where deal is distinct from had or customer is distinct from with_whom"""


def cards(load: Load, connection: str, marks: Marks) -> None:
    """Fill deal and customer of what the load touched, and of what its deals are about: the open
    deal of that contact or company at that time, the youngest if there are several."""
    own = quoted(connection)
    touched = load.db.execute(
        f"select (select min(created_on) from deals where connection = {own} "
        f"and load = {load.number}), (select count(*) from activities where connection = {own} "
        f"and load = {load.number} and contains(extra, '\"card\"'))"
    ).fetchall()[0]
    if touched == (None, 0) and not marks.people:
        return
    load.db.execute(_PEOPLE.format(connection=own))
    since = touched[0] - timedelta(days=BACK) if touched[0] else date.max
    since, stale = (EVER, _STALE.format(connection=own)) if marks.people else (since, "false")
    again = _AGAIN.format(connection=own, load=load.number)
    _known(load, marks)
    load.db.execute(
        _CARDED.format(connection=own, load=load.number, again=again, since=since, stale=stale)
    )
    rows = load.db.sql(_FOUND.format(connection=own, soon=SOON))
    load.put(TABLES["activities"], rows, columns=("deal", "customer"))


def _known(load: Load, marks: Marks) -> None:
    """The customers of people, where they belong to one."""
    found = marks.known_contacts()
    load.db.execute("create or replace temp table known_contacts (id text, customer text)")
    if found:
        ids, customers, _phones = zip(*found, strict=True)
        load.db.execute(
            "insert into known_contacts select unnest(?::text[]), unnest(?::text[])",
            [[*ids], [*customers]],
        )
