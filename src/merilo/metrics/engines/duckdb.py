"""DuckDB, in this process, over exactly the files of the snapshot."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from ibis.backends.sql.compilers import DuckDBCompiler

from merilo.facts.lake import Snapshot
from merilo.facts.show import show
from merilo.facts.tables import TABLES
from merilo.metrics.engines.engine import Engine


class DuckDB(Engine):
    """One database in memory; each question gets a cursor of its own, so threads do not meet."""

    dialect, compiler = "duckdb", DuckDBCompiler

    def __init__(self, threads: int | None = None, folder: Path | None = None) -> None:
        super().__init__(folder)
        self.db = duckdb.connect(config={"threads": threads} if threads else {})
        self.db.execute("set global TimeZone = 'UTC'")  # without `global` no cursor hears of it

    def rows(self, sql: str, snapshot: Snapshot) -> Iterator[dict[str, Any]]:
        db = self.db.cursor()
        show(db, snapshot, [name for name in TABLES if f'"{name}"' in sql])
        names = [column[0] for column in db.execute(sql).description or ()]
        for row in db.fetchall():
            yield dict(zip(names, row, strict=True))
