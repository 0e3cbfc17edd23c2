"""A load shows at once, at the end, or never."""

import errno
import json
import pickle
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from deltalake import DeltaTable, write_deltalake

from merilo.errors import Broken, Fault, SetupError, Unwritable
from merilo.facts.lake import Change, Lake, delta, disk
from merilo.facts.lake import snapshot as snapshots
from merilo.facts.lake.snapshot import past
from merilo.facts.lake.undo import aside
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


def test_an_older_merilo_does_not_lose_the_columns_of_a_newer_one(lake: Lake) -> None:
    row = {"connection": "crm", "id": "1", "place": "Pest", "people": 3}
    put(lake, [row], NEW)
    before = lake.snapshot()
    with pytest.raises(SetupError, match="people"):
        put(lake, [{"connection": "crm", "id": "2"}], OLD)
    assert lake.snapshot() == before


def test_a_lake_of_a_newer_merilo_is_not_read(lake: Lake) -> None:
    said = lake.root / "published.json"
    said.write_text(said.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(SetupError, match="update Merilo"):
        lake.snapshot()


@pytest.mark.parametrize("sign", ["[", "*", "?", "%", "\\", "\n"])
def test_a_folder_that_would_be_misread_is_refused(tmp_path: Path, sign: str) -> None:
    with pytest.raises(SetupError, match="choose one without"):
        Lake.open(tmp_path / f"a{sign}b" / "lake")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["it's", 'a"b', "a#b c", "{a,b}", "Ж", "a:b", "month=2020-01"])
def test_other_folders_are_fine(tmp_path: Path, name: str) -> None:
    lake = Lake.open(tmp_path / name)
    put(lake, [deal(1)])
    put(lake, [deal(1, amount=2), deal(2)])
    assert seen(lake.snapshot(), "amount") == [(2,), (1000,)]


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


@pytest.mark.parametrize("text", ["", "{", '{"format": 1}', "\0" * 300, "[]", "null"])
def test_a_damaged_pointer_is_said_to_be_damaged(lake: Lake, text: str) -> None:
    (lake.root / "published.json").write_text(text)
    with pytest.raises(Broken, match=r"published\.json is cut off") as raised:
        lake.snapshot()
    assert "merilo doctor" in str(raised.value)


def test_a_log_cut_to_nothing_is_noticed(lake: Lake) -> None:
    put(lake, [deal(1)])
    put(lake, [deal(2)])
    (lake.root / "deals/_delta_log" / f"{2:020}.json").write_text("")  # Delta says: no change
    with pytest.raises(Broken, match="version 2 of deals"):
        lake.snapshot().files("deals")


def test_another_program_that_wrote_is_noticed_and_its_work_put_aside(lake: Lake) -> None:
    put(lake, [deal(1)])
    stranger = duckdb.sql("select 'x' as connection, 'x' as id, 'all' as month")
    with lake.writing("test", NOON) as load:
        write_deltalake(lake.root / "deals", stranger, mode="append", schema_mode="merge")
        with pytest.raises(Broken, match="another program"):
            give(load, [deal(2)])
    put(lake, [deal(2)])
    assert ids(lake.snapshot()) == ["1", "2"]
    for n in (3, 4):
        write_deltalake(lake.root / "deals", stranger, mode="append", schema_mode="merge")
        put(lake, [deal(1, amount=n)])
    names = sorted(path.name for path in (lake.root / "aside/deals/_delta_log").iterdir())
    assert names == [f"{2:020}.json", f"{3:020}.json", f"{4:020}.json"]


def test_what_is_put_aside_twice_is_kept_twice(lake: Lake) -> None:
    for n in range(3):
        (lake.root / "strange").write_text(str(n))
        aside(lake.root / "strange", lake.root)
    kept = sorted((lake.root / "aside").iterdir())
    assert [path.name for path in kept] == ["strange", "strange.1", "strange.2"]
    assert [path.read_text() for path in kept] == ["0", "1", "2"]


HIDING = [
    {"protocol": {"minReaderVersion": 3, "minWriterVersion": 7,
                  "readerFeatures": ["deletionVectors"], "writerFeatures": ["deletionVectors"]}},
    {"protocol": {"minReaderVersion": 3, "minWriterVersion": 7,
                  "readerFeatures": ["columnMapping"], "writerFeatures": ["columnMapping"]}},
    {"metaData": {"configuration": {"delta.columnMapping.mode": "name"}}},
]  # fmt: skip


@pytest.mark.parametrize("action", HIDING)
def test_tables_that_a_list_of_files_would_misread_are_refused(
    lake: Lake, action: dict[str, dict[str, object]]
) -> None:
    put(lake, [deal(1)])
    log = lake.root / "deals/_delta_log"
    commits = [json.loads(line) for line in (log / f"{0:020}.json").read_text().splitlines()]
    ((kind, said),) = action.items()
    before = next(commit[kind] for commit in commits if kind in commit)
    lines = [{kind: before | said}, {"commitInfo": {"operation": "SET TBLPROPERTIES"}}]
    (log / f"{2:020}.json").write_text("\n".join(map(json.dumps, lines)))
    pointer = lake.root / "published.json"
    pointer.write_text(pointer.read_text().replace('"version": 1', '"version": 2'))
    with pytest.raises(Broken, match=r"another program changed deals: it uses (deletion|column)"):
        lake.snapshot().files("deals")


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


def test_an_error_at_the_last_step_takes_the_load_back(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(lake, [deal(1)])
    before, there = lake.snapshot(), files(lake)

    def full(path: Path, text: str) -> None:
        if path.name == "published.json":
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


def test_nobody_writes_over_a_hole(lake: Lake) -> None:
    put(lake, [deal(1)])
    (file,) = lake.snapshot().files("deals")
    Path(file).unlink()
    with pytest.raises(Broken, match=r"No files found .* Run: merilo doctor$"):
        put(lake, [deal(2)])


def test_a_home_that_takes_no_spill_is_said_to(lake: Lake) -> None:
    (lake.root.parent / "tmp").write_text("a file in the way")
    with pytest.raises(Broken, match="File exists"):
        put(lake, [deal(1)])
