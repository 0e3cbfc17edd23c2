"""What a power cut can leave, and that it can be mended."""

import random
from datetime import date
from pathlib import Path
from shutil import copytree
from zoneinfo import ZoneInfo

import pytest

from merilo.errors import Broken, Locked
from merilo.facts.lake import Lake
from merilo.facts.lake import draft as drafts
from merilo.facts.lake.snapshot import numbers, past, read
from tests.facts.lake.damage import (
    DAMAGES,
    LOG,
    checkpoint,
    cut,
    keep_nothing,
    log,
    newest_file,
    zeros,
)
from tests.facts.lake.given import ACTIVITIES, NOON, call, deal, give, ids, put, seen


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five loads of a deal, a change of a deal and a call each; the fourth summed the log up."""
    lake = Lake.open(tmp_path_factory.mktemp("made") / "lake")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafts.delta, "CHECKPOINT_EVERY", 4)
        for n in range(1, 6):
            with lake.writing(f"import {n}.csv", NOON) as load:
                give(load, [deal(n), deal("all", n, created_on=date(2017, 9, 1))])
                give(load, [call(n)], ACTIVITIES)
    return lake.root


@pytest.fixture
def loaded(made: Path, tmp_path: Path) -> Lake:
    """That lake, for this test alone."""
    return Lake(copytree(made, tmp_path / "loaded"))


def state(lake: Lake) -> tuple[list[tuple[str, int]], list[str]]:
    snapshot = lake.snapshot()
    return seen(snapshot, "id", "amount::int"), ids(snapshot, ACTIVITIES)


def of_load(number: int) -> tuple[list[tuple[str, int]], list[str]]:
    known = [str(n) for n in range(1, number + 1)]
    return [*((id, 1000) for id in known), ("all", number)], known


def kinds(lake: Lake, mend: bool = False) -> list[str]:
    """What the doctor finds; with `mend`, all of it must be mended."""
    findings = lake.doctor(NOON, mend)
    assert not mend or all(finding.mended for finding in findings), [*map(str, findings)]
    assert all(str(finding).endswith(".") for finding in findings)
    return [finding.kind for finding in findings]


def test_a_sound_lake_is_left_alone(loaded: Lake) -> None:
    before = {path: path.stat().st_mtime_ns for path in loaded.root.rglob("*") if path.is_file()}
    assert kinds(loaded) == []
    assert kinds(loaded, mend=True) == []
    before.pop(loaded.root / ".writer")
    assert (
        before.items() <= {path: path.stat().st_mtime_ns for path in loaded.root.rglob("*")}.items()
    )


def test_an_empty_lake_is_sound(lake: Lake) -> None:
    assert kinds(lake) == []
    (lake.root / "published.json").unlink()
    assert kinds(lake, mend=True) == ["published", "shown"]
    put(lake, [deal(1)])


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_and_mended(loaded: Lake, name: str) -> None:
    damage, found, number = DAMAGES[name]
    files = {path.name for path in (loaded.root / "deals").glob("month=*/*")}
    damage(loaded)
    files &= {path.name for path in (loaded.root / "deals").glob("month=*/*")}
    looking = [kind for kind in found if kind != "orphans" or "back" not in found]
    assert kinds(loaded) == looking
    assert kinds(loaded, mend=True) == found
    assert kinds(loaded) == []
    assert state(loaded) == of_load(number)
    assert files <= {path.name for path in loaded.root.rglob("*.parquet")}, "no file is lost"
    put(loaded, [deal("next")])
    assert ids(loaded.snapshot()) == [*(id for id, _ in of_load(number)[0]), "next"]


def test_what_is_lost_is_named(loaded: Lake) -> None:
    cut(log(loaded, 4))
    cut(loaded.root / "snapshots/5.json", 0)
    checkpoint(loaded).unlink()
    said = [str(finding) for finding in loaded.doctor(NOON, mend=True)]
    assert (
        "Load 3 of 2017-11-22 12:00 UTC is the newest that is whole. "
        "Lost, to be done again: load 4 (import 4.csv), load 5 (import 5.csv)."
    ) in said
    assert state(loaded) == of_load(3)
    assert loaded.snapshot().number == 6  # 4 and 5 may be in caches


def test_the_log_of_what_is_lost_is_put_aside(loaded: Lake) -> None:
    text = log(loaded, 5).read_text()
    newest_file(loaded).unlink()
    loaded.doctor(NOON, mend=True)
    assert (loaded.root / "aside" / LOG / f"{5:020}.json").read_text() == text


def test_what_was_read_before_does_not_hide_a_damage(loaded: Lake) -> None:
    for number in numbers(loaded.root):
        read(loaded.root, past(loaded.root, number)).files("deals")
    cut(log(loaded, 2))
    assert kinds(loaded) == ["past", "past", "orphans"]


def test_going_back_is_a_load_of_its_own_in_history(loaded: Lake) -> None:
    newest_file(loaded).unlink()
    loaded.doctor(NOON, mend=True)
    assert numbers(loaded.root) == [1, 2, 3, 4, 6]
    assert loaded.as_of(NOON.date(), ZoneInfo("UTC")).who == "doctor"


def test_a_batch_that_was_lost_is_to_be_done_again(lake: Lake) -> None:
    for n in (1, 2):
        with lake.writing("sync", NOON) as load:
            assert load.once("amo", n)
            give(load, [deal(n)])
    cut(log(lake, 2))
    lake.doctor(NOON, mend=True)
    with lake.writing("sync", NOON) as load:
        assert not load.once("amo", 1)
        assert load.once("amo", 2)


def test_without_anything_whole_nothing_is_touched(lake: Lake) -> None:
    put(lake, [deal(1)])
    (file,) = (lake.root / "deals").glob("month=*/*")
    cut(file)
    before = sorted(path for path in lake.root.rglob("*"))
    findings = lake.doctor(NOON, mend=True)
    assert [(f.kind, f.mended) for f in findings] == [("published", False), ("nothing", False)]
    assert sorted(path for path in lake.root.rglob("*")) == before


def test_a_broken_pin_is_told_but_not_forgotten(loaded: Lake) -> None:
    loaded.pin("October")
    put(loaded, [deal(5, amount=1000, name="other")])
    newest_file(loaded).unlink()
    told = [f for f in loaded.doctor(NOON, mend=True) if f.kind == "pin"]
    assert [(f.mended, "“October” is not whole" in str(f)) for f in told] == [(False, True)]
    assert state(loaded) == of_load(5), "the newest snapshot has other files"


def test_while_somebody_writes_the_doctor_only_looks(loaded: Lake) -> None:
    with loaded.writing("import", NOON) as load:
        give(load, [deal(9)])
        assert kinds(loaded) == ["busy"]
        with pytest.raises(Locked):
            loaded.doctor(NOON, mend=True)
    assert kinds(loaded) == []


def test_a_table_that_another_program_changed_is_told(loaded: Lake) -> None:
    checkpoint(loaded).unlink()
    (loaded.root / LOG / "_last_checkpoint").unlink()
    text = log(loaded, 5).read_text()
    protocol = '{"protocol": {"minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": ' \
        '["deletionVectors"], "writerFeatures": ["deletionVectors"]}}\n'  # fmt: skip
    log(loaded, 5).write_text(text.rstrip("\n") + "\n" + protocol)
    (finding,) = loaded.doctor(NOON, mend=True)
    assert (finding.kind, finding.mended) == ("foreign", False)
    assert "deletionVectors" in str(finding)


@pytest.mark.parametrize("seed", range(15))
def test_whatever_breaks_the_lake_comes_back_to_a_published_state(loaded: Lake, seed: int) -> None:
    chance = random.Random(seed)
    files = sorted(path for path in loaded.root.rglob("*") if path.is_file())
    young = [p for p in files if "/00000001-" not in str(p) and p.name != "1.json"]
    young = [p for p in young if p.stem not in {f"{0:020}", f"{1:020}"}]
    for path in chance.sample(young, k=chance.choice([1, 1, 2, 3])):
        chance.choice([Path.unlink, cut, zeros, keep_nothing])(path)
    loaded.doctor(NOON, mend=True)
    assert kinds(loaded) == []
    assert state(loaded) in [of_load(number) for number in range(1, 6)]
    put(loaded, [deal("next")])
    loaded.tidy(NOON, ZoneInfo("UTC"))
    assert "next" in ids(loaded.snapshot())


def test_readers_are_told_and_sent_to_the_doctor(loaded: Lake) -> None:
    cut(log(loaded, 5), 0)
    with pytest.raises(Broken, match=r"Run: merilo doctor$"):
        loaded.snapshot().files("deals")
