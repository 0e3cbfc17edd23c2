"""One writes, the others are told who; nobody who reads waits."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event

import pytest

from merilo.errors import Locked
from merilo.facts.lake import Holder, Lake
from merilo.facts.lake.pen import busy, holder
from tests.facts.lake.given import NOON, deal, give, ids, put


def test_a_second_writer_is_told_who_writes(lake: Lake) -> None:
    put(lake, [deal(1)])
    with lake.writing("import deals.csv", NOON) as load:
        give(load, [deal(2)])
        with pytest.raises(Locked) as raised, lake.writing("sync", NOON):
            pass
        assert str(raised.value) == (
            f"Process {os.getpid()} (import deals.csv, since 2017-11-22 12:00 UTC) is writing into "
            f"{lake.root}; nothing was changed."
        )
        assert ids(lake.snapshot()) == ["1"]
    assert ids(lake.snapshot()) == ["1", "2"]


def test_whoever_waits_is_told_once_and_then_gets_the_pen(lake: Lake) -> None:
    held, told, asked = Event(), Event(), list[Holder]()

    def first() -> None:
        with lake.writing("first", NOON) as load:
            held.set()
            assert told.wait(30)
            give(load, [deal(1)])

    def waiting(other: Holder) -> None:
        asked.append(other)
        told.set()

    with ThreadPoolExecutor() as pool:
        done = pool.submit(first)
        assert held.wait(30)
        with lake.writing("second", NOON, wait=30, waiting=waiting) as load:
            give(load, [deal(2)])
        done.result()
    assert asked == [Holder(os.getpid(), "first", NOON)]
    assert ids(lake.snapshot()) == ["1", "2"]
    assert lake.snapshot().number == 2


def test_who_holds_it_is_known_only_while_they_do(lake: Lake) -> None:
    now = datetime(2017, 1, 2, 3, 4, tzinfo=UTC)
    assert busy(lake.root) is None
    with lake.writing("test", now):
        assert busy(lake.root) == holder(lake.root) == Holder(os.getpid(), "test", now)
    assert busy(lake.root) is None
    assert holder(lake.root) is None


def test_a_pen_left_by_the_dead_is_free(lake: Lake) -> None:
    (lake.root / ".writer").write_text('{"pid": 1, "who": "sync", "since": "2017-01-01T00:00:00Z"}')
    assert busy(lake.root) is None
    put(lake, [deal(1)])
    assert ids(lake.snapshot()) == ["1"]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"pid": 1}'])
def test_a_name_that_is_just_being_written_is_no_trouble(lake: Lake, text: str) -> None:
    with lake.writing("test", NOON):
        (lake.root / ".writer").write_text(text)
        with pytest.raises(Locked, match="Another process is writing"), lake.writing("b", NOON):
            pass


def test_the_pen_is_let_go_after_a_failure(lake: Lake) -> None:
    with pytest.raises(ZeroDivisionError), lake.writing("fails", NOON):
        _ = 1 // 0
    put(lake, [deal(1)])
