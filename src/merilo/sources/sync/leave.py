"""A connection goes; and, if that is wished, what it brought, in a load of its own."""

from datetime import datetime
from pathlib import Path

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Lake
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted
from merilo.sources.sync import connection as places
from merilo.sources.sync.landing import Landing
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.tokens import aside
from merilo.sources.sync.vault import Vault

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


def forget(home: Path, name: str) -> None:
    """The secrets, the marks and the settings go; facts stay."""
    Vault(home).forget(name)
    Vault(home).forget(aside(name))
    marks = Marks(home, name)
    marks.forget()
    marks.close()
    Landing(places.landing_folder(home, name), Vault(home)).clear()
    places.drop(home, name)
