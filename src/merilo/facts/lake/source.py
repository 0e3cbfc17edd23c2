"""Files of a table as DuckDB reads them: by the declaration, whatever columns they hold."""

from collections.abc import Iterable, Sequence

from duckdb import DuckDBPyConnection

from merilo.facts.rows import TYPES, empty
from merilo.facts.table import Table

# Where a row lies is in the path of its file only. Told once per file: before any join.
MONTH_OF_FILE = "regexp_extract(filename, 'month=([^/]*)/[^/]*$', 1)"


def source(table: Table, files: Sequence[str]) -> str:
    """A select of the declared columns from `files`; of no rows, but typed, if there are none.

    The columns are given, not found: a file older than a column gives NULL, and no file is opened
    before it is read, so that a view over a thousand files is made as fast as one over ten.
    """
    return f"select {_names(table)} from {_scan(table, files)}" if files else empty(table)


def located(table: Table, files: Sequence[str]) -> str:
    """The same, of at least one file, each row with the `month` it lies in."""
    return f"select {_names(table)}, {MONTH_OF_FILE} as month from {_scan(table, files)}"


def view(db: DuckDBPyConnection, table: Table, files: Sequence[str]) -> None:
    """The table under its name, in this cursor only."""
    db.execute(f'create or replace temp view "{table.name}" as {source(table, files)}')


def quoted(texts: Iterable[str]) -> str:
    """As SQL writes them: 'a', 'b'."""
    return ", ".join("'" + text.replace("'", "''") + "'" for text in texts)


def _scan(table: Table, files: Sequence[str]) -> str:
    types = ", ".join(
        f"'{c.name}': {{name: '{c.name}', type: '{TYPES[c.kind]}', default_value: NULL}}"
        for c in table.columns
    )
    return f"read_parquet([{quoted(files)}], schema = map {{{types}}})"


def _names(table: Table) -> str:
    return ", ".join(f'"{c.name}"' for c in table.columns)
