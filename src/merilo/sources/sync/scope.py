"""Of which calls a load may tell something new: of those around its own calls, and of those with a
number, customer or deal that it touched. Of all, if it touched people.

What is found of a call depends on the others with its number or mark, and on notes of some days
around it. So all these are looked at, too; only the `core` is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from merilo.facts.lake import Load
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.stage import literal

LATE = timedelta(days=7)  # so long after a call may its note be written
AROUND = LATE + timedelta(days=1)
TEXTS = "'[\"VARCHAR\"]'"

PHONE, MARK = "hash(extra ->> '$.phone')", "hash(extra ->> '$.same_as')"

_DEALS = """
    create or replace temp table asked_deals as
    select connection || ':' || id as key, customer, connection || ':' ||
      unnest(from_json(coalesce(extra -> '$.contacts', '[null]'), {texts})) as contact
    from deals where load = {load}"""
_CUSTOMERS = """
    create or replace temp table asked_customers as
    select connection || ':' || id as key from customers where load = {load}
    union select customer from asked_deals
    union select customer from speakers where contact in (select id from asked_people)"""
_LINKED = """(customer in (select key from asked_customers)
      or deal in (select key from asked_deals)
      or connection || ':' || id in (select id from asked_notes))"""
# Numbers and marks by their hashes: of two that share one, more is looked at, and no less found.
_CALLS = """
    create or replace temp table asked_calls as
    select {phone} as phone, {mark} as mark, coalesce({linked}, false) as linked
    from activities where kind = 'call' and connection in (select unnest({names}))"""
_NUMBERS = """
    create or replace temp table asked_numbers as
    select hash(unnest(from_json(extra -> '$.phones', {texts}))) as phone from customers
    where connection || ':' || id in (select key from asked_customers)
    union
    select hash(unnest(from_json(phones -> '$.phones', {texts}))) from speakers
    where customer in (select key from asked_customers)
      or contact in (select contact from asked_deals union all select id from asked_people)
    union
    select hash(unnest(from_json(phones -> '$.was', {texts}))) from speakers
    where contact in (select id from asked_people)
    union
    select phone from asked_calls where linked and phone <> hash(null::text)"""
_MARKS = """
    create or replace temp table asked_marks as select distinct mark from asked_calls
    where mark <> hash(null::text) and (linked or phone in (select phone from asked_numbers))"""
# What those depend on: the others of their numbers and marks.
_ALSO_NUMBERS = """
    create or replace temp table known_numbers as
    select distinct phone from asked_calls where phone <> hash(null::text)
      and (mark in (select mark from asked_marks) or phone in (select phone from asked_numbers))"""
_ALSO_MARKS = """
    create or replace temp table known_marks as select distinct mark from asked_calls
    where mark <> hash(null::text) and phone in (select phone from known_numbers)"""
_ASKED = f"""{_LINKED} or {PHONE} in (select phone from asked_numbers)
      or {MARK} in (select mark from asked_marks)"""
_KNOWN = f"""{_ASKED} or {PHONE} in (select phone from known_numbers)
      or {MARK} in (select mark from known_marks)"""


@dataclass(frozen=True)
class Scope:
    """Conditions of SQL over `activities`: which calls are the `core`, and which of the telephone
    systems (`rings`) and of the CRMs (`notes`) have to be known for that."""

    core: str = "true"
    rings: str = "true"
    notes: str = "true"


def scope(
    load: Load, marks: Marks, lines: Sequence[str], crms: Sequence[str], whole: bool
) -> Scope | None:
    """Of the rows that the load has touched; the table `speakers` is there. None if they tell
    of no call."""
    ((people, first, last),) = load.db.execute(
        f"select (select count(*) from people where load = {load.number}), min(occurred_on), "
        f"max(occurred_on) from activities where kind = 'call' and load = {load.number} "
        f"and connection in (select unnest({literal([*lines, *crms])}))"
    ).fetchall()
    if whole or people:
        return Scope()
    asked = _asked(load, marks, [*lines, *crms])
    if first is None and not asked:
        return None
    return Scope(*(
        " or ".join(([some] if asked else []) + days(first, last, many))
        for some, many in ((_ASKED, 1), (_KNOWN, 2), (_KNOWN, 3))
    ))  # fmt: skip


def days(first: date | None, last: date | None, many: int) -> list[str]:
    """So many times around the days of the touched calls; none if there are no such calls."""
    if first is None or last is None:
        return []
    since, until = first - AROUND * many, last + AROUND * many
    return [f"occurred_on between date '{since}' and date '{until}'"]


def _asked(load: Load, marks: Marks, names: Sequence[str]) -> bool:
    """Find the calls whose number, customer or deal was touched; whether anything was."""
    for table, ids in (("asked_people", marks.people), ("asked_notes", marks.alone)):
        load.db.execute(f"create or replace temp table {table} (id text)")
        keys = [f"{marks.connection}:{id}" for id in ids]
        load.db.execute(f"insert into {table} select unnest(?::text[])", [keys])
    said = {"load": load.number, "texts": TEXTS}
    load.db.execute(_DEALS.format(**said))
    load.db.execute(_CUSTOMERS.format(**said))
    ((some,),) = load.db.execute(
        "select exists(from asked_customers) or exists(from asked_deals) "
        "or exists(from asked_people) or exists(from asked_notes)"
    ).fetchall()
    if some:
        load.db.execute(_CALLS.format(phone=PHONE, mark=MARK, linked=_LINKED, names=literal(names)))
        for query in (_NUMBERS, _MARKS, _ALSO_NUMBERS, _ALSO_MARKS):
            load.db.execute(query.format(**said))
    return bool(some)
