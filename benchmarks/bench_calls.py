"""Half a million calls of a telephone system beside a CRM: what one change costs, beside a look at
all of them again."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.race import Time, alone, line, peak, timed
from merilo.company import Company
from merilo.facts.lake import Lake, Load
from merilo.facts.tables import TABLES
from merilo.sources.sync import calls
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.scope import Scope

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
AT = "timestamptz '2023-11-01' + interval 3 minute * i"
CALL = f"""i::text as id, 'call' as kind, 'out' as direction, {AT} as occurred_at,
    ({AT})::date as occurred_on, 60 as duration_s, 'reached' as outcome, 'person' as author"""
ROWS = {
    "people": "select 'crm' as connection, i::text as id, 'Person ' || i as name, "
    "json_object('extension', (100 + i)::text)::text as extra from range(60) t(i)",
    "customers": "select 'crm' as connection, i::text as id, 'C' as name, "
    "json_object('phones', ['p' || i])::text as extra from range(50000) t(i)",
    "deals": "select 'crm' as connection, i::text as id, 'crm:' || i % 50000 as customer, "
    f"'open' as outcome, {AT} as created_at, ({AT})::date as created_on, 1.0 as amount "
    "from range(100000) t(i)",
    "activities": f"select 'line' as connection, {CALL}, json_object('phone', 'p' || i % 70000, "
    "'operator', json_object('extension', (100 + i % 60)::text))::text as extra "
    f"from range(500000) t(i) union all select 'crm' as connection, {CALL}, "
    "json_object('phone', 'p' || i % 70000)::text as extra from range(0, 500000, 2) t(i)",
}
CHANGES = {
    "a customer": ("customers", "crm", "name"),
    "a deal": ("deals", "crm", "name"),
    "a call": ("activities", "line", "recording"),
}


def main() -> None:
    """The first look at everything, then one change at a time."""
    with TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = f"{folder}/config"
        home = Path(folder) / "home"
        Company(zone="Europe/Moscow", currency="RUB").save(home)
        for name, system in (("crm", "amocrm"), ("line", "mango")):
            keep(home, Connection(name, system, settings={}))
        loaded(home, lambda load: [load.put(TABLES[t], load.db.sql(q)) for t, q in ROWS.items()])
        alone("500,000 calls, all matched", loaded(home, lambda load: None, whole=True))
        for what, change in CHANGES.items():
            ours, plain = loaded(home, one(*change, "x")), loaded(home, one(*change, "y"), True)
            line(what, ours, plain)
        print(f"{peak():.0f} MiB")  # noqa: T201


def one(table: str, connection: str, column: str, said: str) -> Callable[[Load], object]:
    """A change of the row whose id is 7."""
    sql = f"select '{connection}' as connection, '7' as id, '{said}' as {column}"
    return lambda load: load.put(TABLES[table], load.db.sql(sql), columns=(column,))


def loaded(home: Path, change: Callable[[Load], object], whole: bool = False) -> Time:
    """How long it takes to match calls after a change; `whole`: all of them."""
    scope, marks = (lambda *_: Scope()) if whole else calls.scope, Marks(home, "crm")
    with (
        patch.object(calls, "scope", scope),
        Lake.open(home / "lake").writing("bench", NOW) as load,
    ):
        change(load)
        time = timed(lambda: calls.calls(load, "crm", marks), tries=1)
    marks.close()
    return time
