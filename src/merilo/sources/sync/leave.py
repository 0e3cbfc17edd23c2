"""A connection goes, and what it brought goes, too: marked as deleted, in a load of its own."""

from datetime import datetime
from pathlib import Path

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Lake
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted

WAIT_S = 600.0  # for the lake's pen


def leave(home: Path, name: str, now: datetime) -> dict[str, int]:
    """Mark every row of the connection as deleted; how many by table. A load like any other: it
    is seen at once or not at all, and can be undone."""
    lake = Lake(home.absolute() / "lake")
    found: dict[str, int] = {}
    if not lake.exists():
        return found
    with lake.writing(f"leave {name}", now, WAIT_S) as load:
        for table in TABLES.values():
            rows = load.db.sql(
                f"select connection, id, true as deleted from {table.name} "
                f"where connection = {quoted(name)} and not coalesce(deleted, false)"
            )
            if gone := load.put(table, rows, columns=("deleted",)).changed:
                found[table.name] = gone
        put_calendar(load, Company.load(home))
    return found
