"""Loading goes on beside reading; whatever stops either, all of it comes, once, in its order."""

from threading import Event

import pytest

from merilo.sources.sync import faults
from merilo.sources.sync.load import Loading
from tests.sources.sync.toy import START

DAY = 86_400
LONG_S = 20


@pytest.fixture
def two(house):
    """What changed lately, and what lies in the past: two loads at least."""
    house.deals.put("new", START - DAY)
    house.deals.put("old", START - 50 * DAY)
    return house


def test_the_next_stretch_is_asked_for_while_the_last_one_is_loaded(two, monkeypatch):
    asked, waited = Event(), []
    fetch, run = two.deals.fetch, Loading.run

    def noted(client, span, mark):
        if two.deals.spans:
            asked.set()
        return fetch(client, span, mark)

    def slow(self, number, settle):
        waited.append(asked.wait(LONG_S))
        return run(self, number, settle)

    monkeypatch.setattr(two.deals, "fetch", noted)
    monkeypatch.setattr(Loading, "run", slow)
    two.sync()

    assert waited[0]
    assert two.rows("select id from deals order by id") == [("new",), ("old",)]


def test_what_was_read_is_loaded_although_reading_fails_meanwhile(two, monkeypatch):
    failed = Event()
    fetch, run = two.deals.fetch, Loading.run

    def broken(client, span, mark):
        if two.deals.spans:
            failed.set()
            raise faults.Away("502")
        return fetch(client, span, mark)

    def slow(self, number, settle):
        assert failed.wait(LONG_S)
        return run(self, number, settle)

    monkeypatch.setattr(two.deals, "fetch", broken)
    monkeypatch.setattr(Loading, "run", slow)
    with pytest.raises(faults.Away):
        two.sync()

    assert two.rows("select id from deals") == [("new",)]
    assert [one.state for one in two.marks().loads()] == ["fetch", "done"]


def test_a_load_that_fails_waits_on_the_disk_with_the_one_that_was_read_meanwhile(two, monkeypatch):
    def broken(self, number, settle):
        raise OSError("disk full")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Loading, "run", broken)
        with pytest.raises(OSError, match="disk full"):
            two.sync()
    left = [one.number for one in two.marks().unfinished()]
    asked = len(two.deals.spans)
    results = two.sync(past=False)

    assert left == [1, 2]
    assert [sum(c.accepted for c in one.counts.values()) > 0 for one in results[:2]] == [True, True]
    assert len(two.deals.spans) == asked + 1  # only what is new is asked for
    assert two.rows("select id from deals order by id") == [("new",), ("old",)]


def test_what_a_load_says_of_itself_stands_beside_it(two):
    two.sync()
    first = two.marks().loads()[-1]

    assert first.state == "done"
    assert first.result["counts"]["deals"]["accepted"] == 1
    assert first.result["requests"] == 0  # the toy asks nobody
    assert first.ended >= first.began
