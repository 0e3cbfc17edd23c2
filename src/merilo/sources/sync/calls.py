"""Calls of telephone systems: whose they were, with whom, about which deal.

Found anew for all calls that what a load brought may tell of; the same whatever came first.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from merilo.errors import Error
from merilo.facts.lake import Load
from merilo.facts.ringing import Operator, unmatched
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted
from merilo.sources.sync import connection as places
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.known import connector
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.operators import persons
from merilo.sources.sync.scope import scope
from merilo.sources.sync.stage import literal
from merilo.sources.sync.twins import pair, settle

__all__ = ["Operator", "calls", "unmatched"]

PHONES = "'[\"VARCHAR\"]'"
SOON = "interval 10 minute"  # a call that makes a deal comes a little before it, as with notes

_RINGING = """
    create or replace temp table ringing as
    select connection, id, connection || ':' || id as key, occurred_at, occurred_on, direction,
      person as had_person, deal as had_deal, customer as had_customer,
      extra ->> '$.operator' as operator, extra ->> '$.phone' as phone,
      extra ->> '$.same_as' as same_as, {core} as core
    from activities where kind = 'call' and not coalesce(deleted, false)
      and connection in (select unnest({lines})) and ({rings})"""
# Whose number it is: of a customer, or of somebody who speaks for one.
_BOOK = """
    create or replace temp table book as
    select distinct * from (
      select unnest(from_json(extra -> '$.phones', {phones})) as phone,
        connection || ':' || id as customer, null::text as contact
      from customers where not coalesce(deleted, false) and contains(extra, '"phones"')
      union all
      select unnest(from_json(phones -> '$.phones', {phones})), customer, contact from speakers)
    where phone in (select phone from ringing)"""
# Deals by the number: first those that name the person who has it, then their customer's.
_LINKED = """
    create or replace temp table linked as
    with deal as (
      select connection || ':' || id as key, connection, customer, created_at, closed_at, outcome,
        extra from deals where not coalesce(deleted, false)
    ), named as (
      select key, connection || ':' || unnest(from_json(extra -> '$.contacts', {phones})) as contact
      from deal where contains(extra, '"contacts"')
    )
    select b.phone, coalesce(b.customer, d.customer) as customer, d.key as deal, 2 as near,
      d.created_at, d.closed_at, d.outcome
    from book b join named n using (contact) join deal d using (key)
    union all
    select b.phone, b.customer, d.key, 1, d.created_at, d.closed_at, d.outcome
    from book b join deal d using (customer)"""
_ABOUT = """
    create or replace temp table about as
    with likely as (
      select r.key, l.customer, l.deal, l.near, l.created_at
      from ringing r join linked l using (phone)
      where l.created_at <= r.occurred_at + {soon}
        and (l.outcome = 'open' or l.closed_at >= r.occurred_at)
      union all
      select r.key, b.customer, null, 0, c.created_at
      from ringing r join book b using (phone)
      left join customers c on c.connection || ':' || c.id = b.customer
      where b.customer is not null
    )
    select key, customer, deal from likely
    qualify row_number() over (partition by key
      order by near desc, created_at desc nulls last, deal desc, customer desc) = 1"""
# What the notes of a call say of it. The CRM knows best which deal it was about.
_FOUND = """
    with told as (
      select p.ring as key, arg_min(n.person, n.key) as person, arg_min(n.deal, n.key) as deal,
        arg_min(n.customer, n.key) as customer
      from pairs p join noted n on n.key = p.noted group by p.ring
    ), found as (
      select r.*, coalesce(w.person, t.person) as person,
        coalesce(t.customer, a.customer) as customer,
        coalesce(t.deal, case when a.customer = coalesce(t.customer, a.customer) then a.deal end)
          as deal
      from ringing r left join persons w using (key) left join about a using (key)
      left join told t using (key) where r.core
    )
    select connection, id, person, deal, customer from found
    where person is distinct from had_person or deal is distinct from had_deal
      or customer is distinct from had_customer"""


def calls(load: Load, connection: str, marks: Marks) -> None:
    """Find person, customer and deal of calls, and let each call count once."""
    home = marks.path.parent
    lines, crms = _kinds(home)
    if not lines:
        return
    fresh = _told(connection, lines, marks)
    _speakers(load, home, crms)
    found = scope(load, marks, [*lines], crms, fresh is not None)
    if found is None:
        return
    load.db.execute(_RINGING.format(lines=literal(lines), core=found.core, rings=found.rings))
    persons(load, {name: _chosen(one) for name, one in lines.items()}, crms)
    _about(load)
    pair(load, home, crms, found)
    settle(load, home)
    rows = load.db.sql(_FOUND)
    done = load.put(TABLES["activities"], rows, columns=("person", "deal", "customer"))
    if fresh is not None and not done.changed:  # else once more, lest this load is lost
        marks.note(operators=fresh)


def _kinds(home: Path) -> tuple[dict[str, Connection], list[str]]:
    """The telephone systems, and the names of the CRMs. What cannot be read is neither."""
    lines: dict[str, Connection] = {}
    crms = []
    for file in sorted((home / places.FOLDER).glob("*.yaml")):
        try:
            one = places.read(home, file.stem)
            kind = connector(one.connector).kind
        except Error:
            continue
        if kind == "calls":
            lines[one.name] = one
        elif kind == "crm":
            crms.append(one.name)
    return lines, crms


def _chosen(line: Connection) -> Mapping[str, str]:
    """What the administrator told of its operators: by id or extension, the key of a person."""
    said = line.settings.get("operators") or {}
    return {str(operator): str(person) for operator, person in said.items() if person}


def _told(connection: str, lines: Mapping[str, Connection], marks: Marks) -> str | None:
    """A mark of what the administrator told, if that is new."""
    if connection not in lines:
        return None
    said = json.dumps(_chosen(lines[connection]), sort_keys=True)
    mark = hashlib.sha256(said.encode()).hexdigest()[:16]
    return None if marks.state().get("operators") == mark else mark


def _speakers(load: Load, home: Path, crms: Sequence[str]) -> None:
    """Make the table `speakers`: who speaks for a customer, with their numbers."""
    load.db.execute(
        "create or replace temp table speakers (contact text, customer text, phones text)"
    )
    for crm in crms:
        marks = Marks(home, crm)
        found = marks.known_contacts()
        marks.close()
        if found:
            ids, customers, phones = zip(*found, strict=True)
            load.db.execute(
                f"insert into speakers select {quoted(crm)} || ':' || unnest(?::text[]), "
                f"{quoted(crm)} || ':' || unnest(?::text[]), unnest(?::text[])",
                [[*ids], [*customers], [*phones]],
            )


def _about(load: Load) -> None:
    """Make the table `about`: `key` of the call, customer, deal."""
    load.db.execute(_BOOK.format(phones=PHONES))
    load.db.execute(_LINKED.format(phones=PHONES))
    load.db.execute(_ABOUT.format(soon=SOON))
