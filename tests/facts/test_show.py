"""What a snapshot looks like to whoever asks it."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from merilo.errors import Broken
from merilo.facts.lake import Lake
from merilo.facts.rows import TYPES
from merilo.facts.show import show
from merilo.facts.tables import TABLES
from tests.facts.lake.given import DEALS, deal, put


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as db:
        yield db


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_there_as_declared(
    tmp_path: Path, db: duckdb.DuckDBPyConnection, name: str, filled: bool
) -> None:
    lake = Lake.open(tmp_path / "lake")
    if filled:
        put(lake, [{"connection": "c", "id": "1"}], TABLES[name])
    show(db, lake.snapshot())
    described = db.execute(f"describe {name}").fetchall()
    declared = {
        c.name: db.sql(f"select null::{TYPES[c.kind]}").types[0] for c in TABLES[name].columns
    }
    assert [(row[0], row[1]) for row in described] == [(n, str(t)) for n, t in declared.items()]
    assert db.execute(f"select count(*) from {name}").fetchall() == [(int(filled),)]


def test_cursors_with_different_snapshots_do_not_meet(
    tmp_path: Path, db: duckdb.DuckDBPyConnection
) -> None:
    lake = Lake.open(tmp_path / "lake")
    put(lake, [deal(1)])
    old = lake.snapshot()
    put(lake, [deal(2)])
    one, two = db.cursor(), db.cursor()
    show(one, old)
    show(two, lake.snapshot())
    counted = [c.execute("select count(*) from deals").fetchall() for c in (one, two)]
    assert counted == [[(1,)], [(2,)]]


def test_only_the_tables_asked_for_are_shown(tmp_path: Path, db: duckdb.DuckDBPyConnection) -> None:
    show(db, Lake.open(tmp_path / "lake").snapshot(), ["deals"])
    shown = db.execute("select view_name from duckdb_views() where not internal").fetchall()
    assert shown == [("deals",)]


def test_making_a_view_opens_no_file(tmp_path: Path, db: duckdb.DuckDBPyConnection) -> None:
    lake = Lake.open(tmp_path / "lake")
    put(lake, [deal(1)])
    snapshot = lake.snapshot()
    (file,) = snapshot.files("deals")
    whole = Path(file).read_bytes()
    Path(file).write_text("garbage")
    show(db, snapshot)
    Path(file).write_bytes(whole)
    assert db.execute("select id from deals").fetchall() == [("1",)]
    Path(file).unlink()
    with pytest.raises(Broken, match="No files found"):
        show(db, snapshot)


def test_a_table_that_lost_its_log_is_broken(tmp_path: Path, db: duckdb.DuckDBPyConnection) -> None:
    lake = Lake.open(tmp_path / "lake")
    put(lake, [deal(1)], DEALS)
    for path in (lake.root / "deals/_delta_log").iterdir():
        path.unlink()
    with pytest.raises(Broken, match="deals has no version 1"):
        show(db, lake.snapshot())
