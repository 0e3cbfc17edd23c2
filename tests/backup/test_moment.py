"""The databases are copied while the lake stands still, whatever is written meanwhile."""

import sqlite3
from contextlib import closing, nullcontext
from datetime import UTC, datetime

import pytest

from merilo.backup import backup, moment
from merilo.backup.archive import opened
from merilo.errors import Broken
from merilo.facts.lake import Lake
from merilo.facts.lake.pen import busy
from merilo.facts.rows import create
from merilo.facts.tables import TABLES

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def load(home, id):
    """Somebody else's load, which the database knows of when it is over."""
    lake = Lake(home / "lake")
    with lake.writing("other", NOW) as load:
        create(load.db, TABLES["people"], [{"connection": "x", "id": id, "name": id}], "rows")
        load.put(TABLES["people"], load.db.sql("from rows"))
    with closing(sqlite3.connect(home / "work.sqlite3")) as db:
        db.execute("create table if not exists parcels (load integer)")
        db.execute("insert into parcels values (?)", (load.number,))
        db.commit()


def held_in(file, folder):
    """The last load that the database of a backup knows of, and that of its lake."""
    path = folder / "held.sqlite3"
    with opened(file) as archive:
        mine = "work.sqlite3"
        archive.pour(lambda m: path.open("wb") if m.name == mine else nullcontext(), abs)
        with closing(sqlite3.connect(path)) as db:
            return db.execute("select max(load) from parcels").fetchone()[0], archive.manifest


@pytest.fixture
def loading(home, monkeypatch):
    """`loading(n)`: the first n times that the database is copied, a load comes just before. What
    is given back tells of each time who held the pen."""
    load(home, "first")

    def begin(times):
        held, copied = [], moment.copied

        def meanwhile(source, target):
            if source.name == "work.sqlite3":
                held.append(busy(home / "lake"))
                if len(held) <= times:
                    load(home, f"meanwhile-{len(held)}")
            copied(source, target)

        monkeypatch.setattr(moment, "copied", meanwhile)
        return held

    return begin


def test_a_load_meanwhile_is_in_both_or_in_neither(home, loading, tmp_path):
    held = loading(2)
    backup(home, tmp_path / "a", NOW)
    known, manifest = held_in(tmp_path / "a", tmp_path)

    assert known == manifest.snapshot == 4
    assert held == [None, None, None]


def test_where_somebody_always_loads_the_pen_is_taken(home, loading, tmp_path):
    held = loading(moment.TRIES)
    backup(home, tmp_path / "a", NOW)
    known, manifest = held_in(tmp_path / "a", tmp_path)

    assert known == manifest.snapshot == 2 + moment.TRIES
    assert [one.who for one in held if one] == ["backup"]


def test_of_the_lake_only_what_its_snapshot_needs_goes_in(home, tmp_path):
    Lake(home / "lake").pin("a statement")
    load(home, "second")
    load(home, "third")
    (home / "lake" / "people" / "month=all" / "stray.parquet").write_bytes(b"?")
    made = backup(home, tmp_path / "a", NOW)
    names = [one.name for one in made.manifest.members]

    assert made.manifest.counts["people"] == 4
    assert [name for name in names if "snapshots" in name] == ["lake/snapshots/3.json"]
    assert len([name for name in names if "lake/pins/" in name]) == 1
    # people of load 1, which is pinned, and of load 3; those of load 2 were written anew
    assert len([name for name in names if name.startswith("lake/people/month=")]) <= 3
    assert not [name for name in names if "stray" in name or "writer" in name]


def test_a_lake_that_is_not_whole_makes_no_backup(home, tmp_path):
    next((home / "lake" / "deals").glob("month=*/*.parquet")).unlink()

    with pytest.raises(Broken, match="missing"):
        backup(home, tmp_path / "a", NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert not (home / "tmp" / "backup").exists()
