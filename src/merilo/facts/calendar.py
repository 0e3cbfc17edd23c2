"""The company's calendar as facts: put into the lake whenever its settings made another one."""

from arro3.core import Array, DataType, Table

from merilo.company import Company, calendar_rows
from merilo.facts.lake import Change, Load
from merilo.facts.rows import TYPES
from merilo.facts.tables import TABLES


def put_calendar(load: Load, company: Company) -> Change:
    """Days that are as they were stay as they are: nothing is written then."""
    declared = TABLES["calendar"]
    rows = list(calendar_rows(company))
    words = {
        c.name: Array([None if (v := row.get(c.name)) is None else str(v) for row in rows],
                      DataType.string())
        for c in declared.columns
    }  # fmt: skip
    casts = ", ".join(f'"{c.name}"::{TYPES[c.kind]} as "{c.name}"' for c in declared.columns)
    load.db.register("days_of_calendar", Table.from_pydict(words))
    try:
        return load.put(declared, load.db.sql(f"select {casts} from days_of_calendar"))
    finally:
        load.db.unregister("days_of_calendar")
