"""The company's calendar as facts: put into the lake whenever its settings made another one."""

import json
from functools import lru_cache

from arro3.core import Array, DataType, Table

from merilo.company import Company, calendar_rows
from merilo.facts.lake import Change, Load
from merilo.facts.rows import TYPES
from merilo.facts.tables import TABLES

CALENDAR = TABLES["calendar"]


def put_calendar(load: Load, company: Company) -> Change | None:
    """Makes the calendar of the company's settings, and puts the days that differ.

    None if the lake has it already: every row says which settings made it.
    """
    made_of = settings(company)
    stored = load.db.execute("select extra from calendar limit 1").fetchone()
    if stored and stored[0] == made_of:
        return None
    casts = ", ".join(f'"{c.name}"::{TYPES[c.kind]} as "{c.name}"' for c in CALENDAR.columns)
    load.db.register("days_of_calendar", words(company))
    try:
        return load.put(CALENDAR, load.db.sql(f"select {casts} from days_of_calendar"))
    finally:
        load.db.unregister("days_of_calendar")


def settings(company: Company) -> str:
    """What the calendar follows from, as the `extra` of its rows."""
    said = (company.zone, company.country, company.hours, company.pause)
    own = {str(day): value for day, value in company.exceptions.items()}
    return json.dumps({"made of": [*said, own, repr(company.year)]}, ensure_ascii=False)


@lru_cache(maxsize=2)  # 70 years of days take half a second; a process loads for one company
def words(company: Company) -> Table:
    """The days as a table of texts."""
    made_of = settings(company)
    rows = [{**row, "extra": made_of} for row in calendar_rows(company)]
    return Table.from_pydict(
        {
            c.name: Array(
                [None if (value := row.get(c.name)) is None else str(value) for row in rows],
                DataType.string(),
            )
            for c in CALENDAR.columns
        }
    )
