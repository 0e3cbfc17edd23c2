"""Who belongs where: the department and company above each unit, and people's postings."""

from datetime import date

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES

DEPTH = 20  # levels; a circle of units ends there

# Walk up from every unit: the nearest department, the company at the top, itself included.
_ABOVE = f"""
    with recursive known as (
      select connection, id, connection || ':' || id as key, parent, kind from units
      where not coalesce(deleted, false)
    ), up as (
      select connection, id, key, parent, kind, 0 as level from known
      union all
      select up.connection, up.id, known.key, known.parent, known.kind, level + 1
      from up join known on known.key = up.parent where level < {DEPTH}
    )
    select connection, id, arg_min(key, level) filter (kind = 'department') as department,
      arg_min(key, level) filter (kind = 'company') as company
    from up group by connection, id"""


# A team of which the file says but who leads it bears the name of that person.
_LED = """
    select u.connection, u.id, h.name from units u
    join people h using (connection, id)
    where u.name = u.id and h.name <> h.id and exists (
      from people p where p.unit = u.connection || ':' || u.id and p.head = p.unit)"""


def titles(load: Load) -> None:
    """Name the teams that are known by the id of their head only."""
    load.put(TABLES["units"], load.db.sql(_LED), columns=("name",))


def hierarchy(load: Load) -> None:
    """Find the department and the company of every unit anew."""
    columns = ("department", "company")
    load.put(TABLES["units"], load.db.sql(_ABOVE), columns=columns)


# A posting made from a person's row; with a number, for a person moves.
MADE = "people:"


def _placed(today: date) -> str:
    """Everybody whose postings are made here, with the last of them, and whether they `moved`."""
    return f"""
        select p.connection, p.id, p.connection || ':' || p.id as person, p.unit, p.role,
          p.hired_on, p.left_on, l.unit as last_unit, l.role as last_role, l.since,
          coalesce(l.number, 1) as number, coalesce(left_on <= date '{today}', false) as gone,
          not gone and coalesce(p.unit <> l.unit or p.role <> l.role, false)
            and coalesce(l.since < date '{today}', true) as moved
        from people p left join (
          select *, split_part(id, ':', -1)::int as number from postings
          where starts_with(id, '{MADE}') and not coalesce(deleted, false)
          qualify row_number() over (partition by person order by number desc) = 1
        ) l on l.person = p.connection || ':' || p.id
        where not coalesce(p.deleted, false) and not exists (
          from postings o where o.person = p.connection || ':' || p.id
            and not starts_with(o.id, '{MADE}') and not coalesce(o.deleted, false)
        ) and not (
          coalesce(p.unit, p.role, p.hired_on::text, p.left_on::text) is null
          and exists (from people r where r.head = p.connection || ':' || p.id))"""


def _postings(today: date) -> str:
    """The last posting of each, ended if they moved, and the new one of those who did."""
    return f"""
        select connection, '{MADE}' || id || ':' || number as id, person,
          case when moved or gone then coalesce(last_unit, unit)
            else coalesce(unit, last_unit) end as unit,
          case when moved or gone then coalesce(last_role, role)
            else coalesce(role, last_role) end as role,
          case when number > 1 then since else hired_on end as since,
          case when moved then date '{today}' else left_on end as until, false as deleted
        from placed
        union all
        select connection, '{MADE}' || id || ':' || number + 1, person,
          coalesce(unit, last_unit), coalesce(role, last_role), date '{today}', left_on, false
        from placed where moved"""


_WITHDRAWN = f"""
    select connection, id, true as deleted from postings p
    where starts_with(id, '{MADE}') and not coalesce(deleted, false) and exists (
      from postings o where o.person = p.person and not starts_with(o.id, '{MADE}')
        and not coalesce(o.deleted, false))"""


def postings(load: Load, today: date) -> int:
    """Give everybody a posting, and whoever moved a new one from `today`; how many moved.

    Who has postings of a source keeps to them: those made here are withdrawn. Whoever has left
    moves no more. Of whom nothing is known but that others report to them, it is not known that
    they sell: they get none.
    """
    load.db.execute(f"create or replace temp table placed as {_placed(today)}")
    load.put(TABLES["postings"], load.db.sql(_postings(today)))
    load.put(TABLES["postings"], load.db.sql(_WITHDRAWN), columns=("deleted",))
    ((moved,),) = load.db.execute("select count(*) from placed where moved").fetchall()
    return int(moved)
