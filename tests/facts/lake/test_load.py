"""A load shows at once, at the end, or never."""

import errno
import pickle
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable

from merilo.errors import Fault, Unwritable
from merilo.facts.lake import Change, Lake, delta, disk
from merilo.facts.lake import snapshot as snapshots
from merilo.facts.lake.snapshot import past
from merilo.facts.table import Table, count, text
from tests.facts.lake.given import ACTIVITIES, DEALS, NOON, Row, call, deal, give, ids, put, seen


def test_a_new_lake_is_empty_and_opening_it_again_changes_nothing(tmp_path: Path) -> None:
    lake = Lake.open(tmp_path / "new" / "lake")
    assert lake.snapshot().number == 0
    assert seen(lake.snapshot(), "*") == []
    put(lake, [deal(1)])
    assert ids(Lake.open(lake.root).snapshot()) == ["1"]


def test_readers_see_all_tables_of_a_load_or_none(lake: Lake) -> None:
    put(lake, [deal(1)])
    before = lake.snapshot()
    with lake.writing("both", NOON) as load:
        give(load, [deal(2)])
        assert lake.snapshot() == before
        give(load, [call(1)], ACTIVITIES)
        assert lake.snapshot() == before
        assert ids(before) == ["1"]
    after = lake.snapshot()
    assert (after.number, after.who, after.at) == (2, "both", NOON)
    assert (ids(after), ids(after, ACTIVITIES)) == (["1", "2"], ["1"])
    assert (ids(before), ids(before, ACTIVITIES)) == (["1"], [])


def test_tables_that_a_load_does_not_touch_stay(lake: Lake) -> None:
    put(lake, [deal(1)])
    put(lake, [call(1)], ACTIVITIES)
    after = lake.snapshot()
    assert (ids(after), ids(after, ACTIVITIES)) == (["1"], ["1"])


@pytest.mark.parametrize("how", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_load_that_fails_leaves_nothing(lake: Lake, how: type[BaseException]) -> None:
    put(lake, [deal(1)])
    before, there = lake.snapshot(), files(lake)
    with pytest.raises(how):
        fail(lake, [deal(1, amount=2), deal(2)], how)
    assert lake.snapshot() == before
    assert files(lake) == there
    assert put(lake, [deal(1, amount=3)]) == Change(changed=1)
    assert seen(lake.snapshot(), "amount", "load") == [(3, 2)]


def fail(
    lake: Lake, rows: Iterable[Row] = (), how: type[BaseException] = ZeroDivisionError
) -> None:
    """A load of two tables that does not come to its end."""
    with lake.writing("fails", NOON) as load:
        assert load.once("amo", 1)
        give(load, rows)
        give(load, [call(1)], ACTIVITIES)
        raise how


def files(lake: Lake) -> set[Path]:
    return {p for p in lake.root.rglob("*") if p.is_file() and p.name != ".writer"}


def test_a_load_without_changes_makes_no_snapshot(lake: Lake) -> None:
    with lake.writing("nothing", NOON):
        pass
    put(lake, [])
    assert lake.snapshot().number == 0


def test_a_put_that_fails_spares_the_rest_of_the_load(lake: Lake) -> None:
    with lake.writing("test", NOON) as load:
        give(load, [deal(1)])
        with pytest.raises(Fault):
            load.put(DEALS, load.db.sql("select 'c' as connection"))
        give(load, [deal(2)])
    assert ids(lake.snapshot()) == ["1", "2"]


def test_a_batch_is_done_once(lake: Lake) -> None:
    with lake.writing("one", NOON) as load:
        assert load.once("amo", 1)
        assert not load.once("amo", 1)
        assert load.once("files", 1)
        give(load, [deal(1)])
    with lake.writing("again", NOON) as load:
        assert not load.once("amo", 1)
        assert not load.once("files", 1)
        assert load.once("amo", 2)


def test_a_batch_of_a_load_that_failed_is_to_be_done_again(lake: Lake) -> None:
    with pytest.raises(ZeroDivisionError):
        fail(lake)
    with lake.writing("again", NOON) as load:
        assert load.once("amo", 1)
    with lake.writing("again", NOON) as load:  # though it brought no rows
        assert not load.once("amo", 1)


OLD = Table("visits", "a visit", (text("place", "Where."),), None)
NEW = Table("visits", "a visit", (text("place", "Where."), count("people", "How many.")), None)


def test_a_new_column_is_empty_in_old_rows(lake: Lake) -> None:
    row = {"connection": "crm", "id": "1", "place": "Pest"}
    put(lake, [row], OLD)
    put(lake, [row | {"id": "2", "people": 3}], NEW)
    with lake.writing("look", NOON) as load:
        give(load, [], NEW)
        files = lake.snapshot().files("visits")
        assert len(files) == 2
        assert give(load, [row | {"people": None}, row | {"id": "3"}], NEW) == Change(1, 0, 1)
        assert give(load, [row | {"place": "Buda"}], NEW) == Change(changed=1)
        assert load.db.sql("select id, place, people, load from visits order by id").fetchall() == [
            ("1", "Buda", None, 3), ("2", "Pest", 3, 2), ("3", "Pest", None, 3)
        ]  # fmt: skip


def test_a_new_column_is_known_to_other_readers(lake: Lake) -> None:
    put(lake, [{"connection": "crm", "id": "1", "place": "Pest"}], OLD)
    put(lake, [{"connection": "crm", "id": "2", "people": 3}], NEW)
    known = {f.name: f.type.type for f in DeltaTable(lake.root / "visits").schema().fields}
    assert known["people"] == "long"
    assert known["place"] == known["month"] == "string"


def test_a_snapshot_is_a_key_and_travels(lake: Lake) -> None:
    put(lake, [deal(1)])
    snapshot = lake.snapshot()
    copy = pickle.loads(pickle.dumps(snapshot))
    assert len({snapshot, copy, lake.snapshot()}) == 1
    assert copy.files("deals") == snapshot.files("deals")
    put(lake, [deal(2)])
    assert lake.snapshot() not in {snapshot}


def test_the_disk_says_what_was_loaded_when(lake: Lake) -> None:
    put(lake, [deal(1)], now=datetime(2017, 1, 1, 12, tzinfo=UTC))
    put(lake, [deal(2)], now=NOON + timedelta(hours=1))
    assert (lake.root / "published.json").read_text() == past(lake.root, 2).read_text()
    assert '"at": "2017-01-01T12:00:00+00:00"' in past(lake.root, 1).read_text()


def test_the_files_of_a_version_number_given_twice_are_not_mixed_up(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(lake, [deal(1)])
    put(lake, [deal(2)])
    (lost,) = (file for file in lake.snapshot().files("deals") if "/00000002-" in file)
    monkeypatch.setattr(delta, "forget", lambda: None)  # the doctor is another process
    Path(lost).unlink()
    lake.doctor(NOON, mend=True)
    put(lake, [deal(3)])
    assert lake.snapshot().versions == {"deals": 2}
    assert ids(lake.snapshot()) == ["1", "3"]


def test_a_load_that_was_decided_is_finished_by_the_next(lake: Lake) -> None:
    put(lake, [deal(1)])
    put(lake, [deal(2)])
    (lake.root / "published.json").write_text(past(lake.root, 1).read_text())  # killed just there
    assert ids(lake.snapshot()) == ["1"]
    put(lake, [deal(3)])
    assert (lake.snapshot().number, ids(lake.snapshot())) == (3, ["1", "2", "3"])


@pytest.mark.parametrize("name", ["2.json", "published.json"])
def test_an_error_at_one_of_the_last_steps_takes_the_load_back(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put(lake, [deal(1)])
    before, there = lake.snapshot(), files(lake)

    def full(path: Path, text: str) -> None:
        if path.name == name:
            raise OSError(errno.ENOSPC, "No space left on device")
        disk.replace(path, text)

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "replace", full)
        with pytest.raises(Unwritable, match="the disk is full"):
            put(lake, [deal(2)])
    assert (lake.snapshot(), files(lake)) == (before, there)
    put(lake, [deal(3)])
    assert ids(lake.snapshot()) == ["1", "3"]


def test_day_statistics_are_for_other_readers(lake: Lake) -> None:
    put(lake, [deal(1, closed_on=date(2017, 11, 3)), deal(2, closed_on=date(2017, 12, 1))])
    listed = DeltaTable(str(lake.root / "deals")).get_add_actions(flatten=True)
    assert listed.column("num_records").to_pylist() == [2]
    assert listed.column("min.closed_on").to_pylist() == [date(2017, 11, 3)]
    assert listed.column("max.closed_on").to_pylist() == [date(2017, 12, 1)]
    assert listed.column("null_count.qualified_on").to_pylist() == [2]
