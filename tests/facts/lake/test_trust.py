"""What is not whole, or not as Merilo wrote it, is noticed and not misread."""

import json
from pathlib import Path

import duckdb
import pytest
from deltalake import write_deltalake

from merilo.errors import Broken, SetupError
from merilo.facts.lake import Lake
from merilo.facts.lake.undo import aside
from merilo.facts.table import Table, count, text
from tests.facts.lake.given import NOON, deal, give, ids, put, seen

OLD = Table("visits", "a visit", (text("place", "Where."),), None)
NEW = Table("visits", "a visit", (text("place", "Where."), count("people", "How many.")), None)


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
