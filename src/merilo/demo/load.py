"""The demo company into a home's lake, as one load."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from merilo.company import NAME, Company
from merilo.demo.make import begin, blocks, company
from merilo.demo.size import Size
from merilo.demo.tables import CONNECTION, PREFIX
from merilo.errors import Taken
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Change, Lake, Load
from merilo.facts.tables import TABLES

AT_ONCE = "activities"  # put block by block; no other table is as long
SEEN = "demo_seen"  # the keys of those that were put already
FACTS = [name for name in TABLES if name not in (AT_ONCE, "calendar")]


def load(home: Path, size: Size, today: date, now: datetime, seed: int = 1) -> Mapping[str, Change]:
    """Make the demo company up to yesterday and put it into home/lake; what changed, by table.

    Nothing changes if it was made for this or a later day already. Made again on a later day, rows
    that no longer arise are marked deleted. The home's settings stay; without any, they are the
    demo company's. Taken if the lake holds anybody else's facts only.
    """
    lake = Lake.open(home / "lake")
    with lake.writing("demo company", now) as writing:
        before = standing(writing, home)
        if not writing.once(f"demo {size.name} {seed}", today.toordinal()):
            return {}
        if not (home / NAME).exists():
            company().save(home)
        return fill(writing, size, today, Company.load(home), seed, before)


def standing(writing: Load, home: Path) -> bool:
    """Whether the demo company is there already."""
    tables = " union ".join(f"select connection from {name}" for name in ("people", "deals"))
    found = {name for (name,) in writing.db.execute(tables).fetchall()}
    if found and CONNECTION not in found:
        raise Taken(str(home), ", ".join(sorted(found)))
    return CONNECTION in found


def fill(
    writing: Load, size: Size, today: date, company: Company, seed: int, before: bool
) -> Mapping[str, Change]:
    """Put every table; the longest while it is made, so that it never lies in memory as a whole."""
    changes: dict[str, Counter[str]] = {}

    def put(name: str, rows: str, columns: tuple[str, ...] | None = None) -> None:
        change = writing.put(TABLES[name], writing.db.sql(rows), columns)
        changes.setdefault(name, Counter()).update(vars(change))

    put_calendar(writing, company)
    begin(writing.db, size, today, company, seed)
    writing.db.execute(f"create or replace temp table {SEEN} (connection text, id text)")
    for _ in blocks(writing.db, size, today):
        put(AT_ONCE, made(AT_ONCE, before))
        writing.db.execute(f"insert into {SEEN} select connection, id from {PREFIX}{AT_ONCE}")
        writing.db.execute(f"truncate {PREFIX}{AT_ONCE}")
    for name in FACTS:
        put(name, made(name, before))
    for name in (AT_ONCE, *FACTS) if before else ():
        put(name, gone(name), ("deleted",))
    return {name: Change(**counted) for name, counted in changes.items()}


def made(name: str, before: bool) -> str:
    """The rows of a table. One made before is not taken for an older copy of itself."""
    if not before:
        return f"from {PREFIX}{name}"
    return f"""
        select made.* replace (greatest(made.updated_at, stored.updated_at) as updated_at)
        from {PREFIX}{name} made left join {name} stored using (connection, id)"""


def gone(name: str) -> str:
    """Rows that were made before, and not now."""
    return f"""
        select connection, id, true as deleted
        from {name} anti join {SEEN if name == AT_ONCE else PREFIX + name} using (connection, id)
        where connection = '{CONNECTION}' and not deleted"""
