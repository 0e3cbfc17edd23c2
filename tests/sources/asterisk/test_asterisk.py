"""Asterisk by its files: with a header or none, growing, cut, renamed, with rows that come late."""

import gzip
import os
from datetime import UTC, datetime

import pytest

from merilo.errors import Impossible
from merilo.fakes import World
from merilo.fakes import asterisk as pbx
from merilo.sources.asterisk import files
from merilo.sources.asterisk.calls import call
from merilo.sources.sync import load
from tests.sources.lines import Lines, greet

WORLD = {"seed": 3, "people": 6, "deals": 40, "since": datetime(2026, 10, 20, tzinfo=UTC)}


@pytest.fixture(scope="module")
def world() -> World:
    return World(**WORLD)


@pytest.fixture
def place(tmp_path, monkeypatch, world):
    """A home that reads a folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(load, "put_calendar", lambda *_: None)
    (tmp_path / "cdr").mkdir()
    lines = Lines(tmp_path / "home", lambda: float(world.until))
    lines.connect("pbx", "asterisk", {"path": str(tmp_path / "cdr"), "region": "RU"})
    lines.folder = tmp_path / "cdr"
    return lines


def wanted(world: World, names=pbx.MASTER) -> list[dict]:
    """The truth; an answering machine answers as a person does."""
    return heard(pbx.truth(world, names=names))


def heard(rows) -> list[dict]:
    return [
        {**row, "outcome": "reached" if row["outcome"] == "voicemail" else row["outcome"]}
        for row in rows
    ]


@pytest.mark.parametrize(("names", "header"), [(pbx.MASTER, False), (pbx.FREEPBX, True)])
def test_all_calls_each_once_whoever_was_rung(place, world, names, header):
    (place.folder / "Master.csv").write_text(pbx.written(world, names=names, header=header))
    place.sync("pbx")
    assert len(wanted(world)) >= 80
    assert place.told("pbx") == wanted(world, names)
    before = place.number
    place.sync("pbx")
    assert place.number == before
    (found,) = place.rows("select count(*) from activities where recording like '%7999%' "
                          "or extra like '%7999%'")  # fmt: skip
    assert found == (0,)


def test_a_file_that_grows_is_read_on_and_its_last_line_only_when_it_is_whole(
    place, world, monkeypatch
):
    monkeypatch.setattr(files, "PART", 4096)
    text, path = pbx.written(world), place.folder / "Master.csv"
    for share in (0.1, 0.35, 0.351, 0.8, 1.0):
        path.write_text(text[: int(len(text) * share)])
        place.sync("pbx")
    assert place.told("pbx") == wanted(world)


def test_rows_of_a_call_that_come_late_and_in_another_file_belong_to_it(place, world):
    whole = pbx.written(world).splitlines(keepends=True)
    talked = max((c for c in pbx.calls(world) if c.direction == "in" and c.person is not None),
                 key=lambda c: c.talk)  # fmt: skip
    late = [line for line in whole if f'"{pbx.id_of(talked)}"' in line][-1:]
    soon = [line for line in whole if line not in late]
    (place.folder / "Master.csv").write_text("".join(soon))
    place.sync("pbx")
    assert place.told("pbx") != wanted(world)
    os.rename(place.folder / "Master.csv", place.folder / "Master.csv.1")
    (place.folder / "Master.csv").write_text("".join(late))
    os.utime(place.folder / "Master.csv", (2e9, 2e9))
    place.sync("pbx")
    assert place.told("pbx") == wanted(world)


def test_a_file_that_was_cut_is_read_from_its_beginning(place, world):
    whole = pbx.written(world).splitlines(keepends=True)
    path = place.folder / "Master.csv"
    path.write_text("".join(whole[:200]))
    place.sync("pbx")
    path.write_text("".join(whole[200:]))
    place.sync("pbx")
    assert len(place.told("pbx")) == len(wanted(world))


def test_a_file_made_anew_under_the_same_header_is_read_from_its_beginning(place, world):
    """It is the same file, and longer than what was read of it."""
    all_ = pbx.calls(world)
    path = place.folder / "Master.csv"
    for some in (all_[:10], all_[10:60]):
        path.write_text(pbx.written(world, some, pbx.FREEPBX, header=True))
        place.sync("pbx")
    assert len(place.told("pbx")) == 60


def test_a_last_line_without_an_end_is_taken_when_nobody_writes_any_more(place, world):
    path, some = place.folder / "Master.csv", pbx.calls(world)[:5]
    path.write_text(pbx.written(world, some).rstrip("\n"))
    place.sync("pbx")
    found = place.told("pbx")
    os.utime(path, (1e9, 1e9))
    place.sync("pbx")
    assert found != place.told("pbx") == heard(pbx.truth(world, some))


def test_packed_files_are_read_when_they_are_whole(place, world):
    """Of what is half copied nothing is taken, and the other files come."""
    all_ = pbx.calls(world)
    packed = gzip.compress(pbx.written(world, all_[:60]).encode())
    (place.folder / "Master.csv.2.gz").write_bytes(packed[:-200])
    (place.folder / "Master.csv").write_text(pbx.written(world, all_[60:]))
    (place.folder / "Master.csv.lost").symlink_to("nowhere")  # as one renamed while they are listed
    (result, *_) = place.sync("pbx")
    assert result.counts["activities"].refused == 0
    assert len(place.told("pbx")) == len(all_) - 60
    (place.folder / "Master.csv.2.gz").write_bytes(packed)
    place.sync("pbx")
    assert place.told("pbx") == wanted(world)
    before = place.number
    place.sync("pbx")
    assert place.number == before


def test_a_line_that_is_none_is_refused_and_the_others_are_let_in(place, world):
    some = pbx.calls(world)[:3]
    text = pbx.written(world, some)
    odd = 'half a line,"of\n' + "a,b,c,d,e\r\0f,g,h,i,j,k\n" + "x" * 200_000 + "\n"
    (place.folder / "Master.csv").write_text(odd + text)
    (result, *_) = place.sync("pbx")
    assert result.counts["activities"].refused == 3
    assert len(place.told("pbx")) == 3


def line(**said) -> dict[str, str]:
    return {"src": "79990000001", "dst": "600", "disposition": "NO ANSWER", "billsec": "0",
            "start": "2026-11-02 10:00:00", "uniqueid": "u.1", **said}  # fmt: skip


def told(*lines, **settings):
    return call({"id": "1", "rows": [*lines]}, {"zone": "Europe/Moscow", **settings}, "RU")


def test_a_transferred_call_is_of_who_talked_longest():
    found = told(
        line(dstchannel="SIP/101-01", disposition="ANSWERED", billsec="20"),
        line(dstchannel="PJSIP/102-0a", disposition="ANSWERED", billsec="200"),
    )
    assert (found.direction, found.outcome, found.talk) == ("in", "reached", 200)
    assert found.operator == {"extension": "102"}


def test_calls_among_ourselves_are_none_and_contexts_may_tell_the_way():
    inside = line(src="101", dst="102", dstchannel="SIP/102-01")
    assert told(inside).direction is None
    assert told(line(dcontext="weird"), contexts_out="weird, other").direction == "out"


def test_nobody_answers_or_it_is_busy():
    assert told(line(disposition="BUSY")).outcome == "busy"
    assert told(line(disposition="CONGESTION")).outcome == "failed"
    assert told(line(disposition="BUSY"), line()).outcome == "missed"
    menu = line(disposition="ANSWERED", billsec="30", lastapp="BackGround")
    assert (told(menu).outcome, told(menu).talk) == ("missed", 0)


def test_in_the_hour_that_comes_twice_the_id_tells_which():
    """In Berlin 02:30 on 2025-10-25 is 00:30 or 01:30 UTC: 1761438600 or 1761442200 is in the id,
    counted by `date -u -d '2025-10-26 00:30' +%s`."""
    twice = {"start": "2025-10-26 02:30:00"}
    first = told(line(uniqueid="1761438600.5", **twice), zone="Europe/Berlin")
    second = told(line(uniqueid="pbx-1761442200.6", **twice), zone="Europe/Berlin")
    summer = told(line(start="2025-03-30 03:30:00"), zone="Europe/Berlin")
    assert first.occurred == "2025-10-26T00:30:00Z"
    assert second.occurred == "2025-10-26T01:30:00Z"
    assert summer.occurred == "2025-03-30T01:30:00Z"


def test_a_place_that_is_not_there_is_told(place):
    made = place.connect("other", "asterisk", {"path": "/nowhere/at/all.csv"})
    with pytest.raises(Impossible, match="nowhere"):
        greet(place.home, made)
