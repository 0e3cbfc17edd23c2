"""A backup holds no landed pages: what was read and is not in the lake is read again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from merilo.backup import backup, restore
from merilo.facts.lake import Lake
from merilo.sources.sync import faults
from merilo.sources.sync.load import Loading
from tests.sources.sync.toy import START

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = 86_400


@pytest.fixture
def again(house, tmp_path):
    """The house as a backup of it gives it back."""

    def come():
        file = backup(house.home, tmp_path / "all.tar.gz", NOW).file
        restore(file, tmp_path / "new", NOW)
        return replace(house, home=tmp_path / "new")

    return come


def fill(house):
    for n in range(5):
        house.deals.put(f"d{n}", START - 2 * DAY + n)
    house.deals.put("old", START - 50 * DAY)


ALL = [("d0",), ("d1",), ("d2",), ("d3",), ("d4",), ("old",)]


def test_what_was_being_read_is_read_from_its_beginning(house, again, monkeypatch):
    fill(house)
    fetch = house.deals.fetch

    def broken(client, span, mark):
        yield next(fetch(client, span, mark))
        raise faults.Away("502")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(house.deals, "fetch", broken)
        with pytest.raises(faults.Away):
            house.sync()
    assert house.marks().head("deals").pages == 1
    new = again()
    assert new.marks().unfinished() == []
    new.sync()

    assert new.rows("select id from deals order by id") == ALL


def test_what_was_read_and_not_loaded_is_read_once_more(house, again, monkeypatch):
    house.now = START - 5 * DAY
    house.deals.put("old", START - 50 * DAY)
    house.sync()
    house.now = START
    fill(house)

    def broken(self, number, settle):
        raise OSError("disk full")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Loading, "run", broken)
        with pytest.raises(OSError, match="disk full"):
            house.sync()
    assert [one.state for one in house.marks().unfinished()] == ["load"]
    assert house.marks().head("deals").head > START - DAY
    new = again()
    assert new.marks().unfinished() == []
    new.now += 60
    new.sync()

    assert new.rows("select id from deals order by id") == ALL


def test_a_load_that_is_in_the_lake_already_is_done(house, again, monkeypatch):
    fill(house)
    house.sync()
    marks = house.marks()
    (batch,) = Lake(house.home / "lake").snapshot().batches.values()
    (load,) = (one for one in marks.loads() if one.number == batch)
    marks.save(replace(load, state="load"))  # it fell before it said so
    asked = len(house.deals.spans)
    new = again()
    new.sync(past=False)

    assert {one.state for one in new.marks().loads()} == {"done"}
    assert new.rows("select id from deals order by id") == ALL
    assert len(new.deals.spans) == asked + 1  # only what is new
