"""Files that come, grow, are corrected, break, vanish: each call is there once."""

from pathlib import Path

import pytest

from merilo.errors import Impossible
from merilo.sources.dialler import reading
from merilo.sources.sync.folder import found
from tests.sources.dialler.exports import HEAD, plain, workbook

A = ("02.11.2026 10:00:00", "101", "79000000101", 60, "Answered")
B = ("02.11.2026 10:05:00", "101", "79000000102", 0, "No answer")
C = ("02.11.2026 10:10:00", "102", "79000000103", 30, "Answered")
D = ("02.11.2026 10:15:00", "102", "79000000104", 40, "Answered")
TIMES = {"A": "11-02 07:00:00", "B": "11-02 07:05:00", "C": "11-02 07:10:00", "D": "11-02 07:15:00"}


def names(dials) -> str:
    """Which of the four calls are there, by their times."""
    known = {time: name for name, time in TIMES.items()}
    return "".join(known[row[0]] for row in dials.calls())


def test_a_file_that_grows_is_read_on(dials, monkeypatch):
    dials.put("c.csv", plain([A, B]))
    dials.read()
    seen = []
    plainly = reading.Reading.records

    def records(self, *args):
        for record in (made := plainly(self, *args)):
            seen.extend(record["rows"])
            yield record
        return 0 if made is None else 4

    monkeypatch.setattr(reading.Reading, "records", records)
    dials.put("c.csv", plain([A, B, C]))
    dials.read()
    assert names(dials) == "ABC"
    assert [row[1] for row in seen] == [C[0]]


def test_half_a_last_line_waits_until_it_is_whole(dials):
    whole = plain([A, B])
    dials.put("c.csv", whole[:-5], ago=0)
    dials.read()
    assert names(dials) == "A"
    dials.put("c.csv", whole, ago=0)
    assert all(not count.refused for result in dials.read() for count in result.counts.values())
    assert names(dials) == "AB"


def test_a_last_line_without_an_end_is_read_once_nobody_writes_it_for_long(dials):
    text = plain([A, B]).rstrip("\n")
    for ago, there in ((0, "A"), (0, "A"), (300, "A"), (700, "AB"), (3600, "AB")):
        dials.put("c.csv", text, ago)
        dials.read()
        assert names(dials) == there


@pytest.mark.parametrize("first", ["", "0", "02.1", "Total;1"])
def test_what_columns_are_is_judged_once_there_are_rows(dials, first):
    dials.put("c.csv", plain([]) + first)
    assert not any(result.counts for result in dials.read())
    assert dials.lacking == ("c.csv: no row says when a call was" if first else "")
    dials.aged(workbook(dials.folder / "c.xlsx", [HEAD.split(";")]))
    dials.put("c.csv", plain([A, B]))
    dials.read()
    assert names(dials) == "AB"
    assert dials.lacking == ""


@pytest.mark.parametrize("cut", [3, 9, len("\n".join(plain([A, B]).splitlines()[1:])) + 5])
def test_a_last_line_that_goes_on_is_read_once_more(dials, cut):
    whole = plain([(*row, n) for n, row in enumerate((A, B))], f"{HEAD};Call ID")
    dials.put("c.csv", whole[:-cut])
    dials.read()
    dials.put("c.csv", whole + plain([(*C, 2)]).splitlines()[1])
    counts = [count for result in dials.read() for count in result.counts.values()]
    assert sum(count.refused for count in counts) == 0
    assert dials.calls("outcome, duration_s") == [
        (TIMES["A"], "reached", 60), (TIMES["B"], "missed", 0), (TIMES["C"], "reached", 30)
    ]  # fmt: skip


def test_a_corrected_file_of_the_same_name_corrects_its_calls(dials):
    dials.put("c.csv", plain([A, B]))
    dials.read()
    dials.put("c.csv", plain([A, (*B[:4], "Busy"), C]))
    dials.read()
    assert dials.calls("outcome") == [
        (TIMES["A"], "reached"), (TIMES["B"], "busy"), (TIMES["C"], "reached")
    ]  # fmt: skip


def test_calls_in_two_files_count_once_whatever_their_kind(dials):
    dials.put("monday.csv", plain([A, B]))
    week = [("Час", "Дата", "Телефон", "Разговор", "Оператор", "Статус")]
    week += [(t[11:], t[:10], f"8 ({phone[1:4]}) {phone[4:]}", talk, who, end)
             for t, who, phone, talk, end in (B, C)]  # fmt: skip
    workbook(dials.folder / "week.xlsx", week)
    dials.aged(dials.folder / "week.xlsx")
    dials.read()
    assert names(dials) == "ABC"


def test_a_file_that_vanishes_changes_nothing_and_nothing_new_is_no_load(dials):
    path = dials.put("c.csv", plain([A, B]))
    dials.read()
    number = dials.number
    path.unlink()
    dials.read()
    assert (names(dials), dials.number) == ("AB", number)


def test_a_workbook_that_is_not_whole_is_left_and_told_of_if_it_stays_so(dials):
    whole = workbook(dials.folder / "c.xlsx", [("Time", "Phone"), A[::2][:2]]).read_bytes()
    dials.put("c.xlsx", whole[:-400], ago=0)
    dials.put("d.csv", plain([B]))
    dials.read()
    assert (names(dials), dials.lacking) == ("B", "")
    dials.read()
    assert "c.xlsx" in dials.lacking
    dials.put("c.xlsx", whole)
    dials.read()
    assert (names(dials), dials.lacking) == ("AB", "")


def test_bad_rows_are_refused_with_their_place_and_the_others_come(dials):
    rows = plain([A, ("soon", *B[1:]), ("", *B[1:]), (*C[:3], "long", C[4]), D]) + "half;a row\n"
    dials.put("c.csv", rows)
    (result, *_) = dials.read()
    assert result.counts["activities"].refused == 4
    assert names(dials) == "AD"
    refused = "".join(Path(path).read_text("utf-8-sig") for path in result.refused)
    assert all(said in refused for said in ("c.csv", "soon", "long", "cells where the header"))
    assert "79000000102" not in refused


def test_files_that_are_as_they_were_are_not_opened(dials, monkeypatch):
    for n in range(30):
        dials.put(f"{n}.csv", plain([(f"02.11.2026 10:{n:02}:00", *A[1:])]))
    dials.read()
    opened = []
    monkeypatch.setattr(reading.Reading, "file", lambda self, one: opened.append(one.name) or ())
    dials.put("31.csv", plain([B]))
    dials.read()
    assert opened == ["31.csv"]


def test_nothing_outside_of_the_folder_is_read(dials, tmp_path):
    (tmp_path / "secret.csv").write_text(plain([A]))
    (dials.folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    (dials.folder / "within").mkdir()
    (dials.folder / "within" / "c.csv").write_text(plain([B]))
    dials.put(".hidden.csv", plain([C]))
    dials.put("d.csv.part", plain([C]))
    dials.put("d.csv", plain([D]))
    assert [one.name for one in found(str(dials.folder), "")] == ["d.csv"]
    dials.set(pattern="../*.csv *.csv within/*")
    dials.read()
    assert names(dials) == "D"
    dials.set(path="calls")
    with pytest.raises(Impossible, match="has to begin with /"):
        dials.hello()


def test_a_huge_file_comes_part_by_part(dials, monkeypatch):
    monkeypatch.setattr(reading, "PART", 2000)
    monkeypatch.setattr(reading, "LOAD", 100)
    rows = [(f"02.11.2026 {n // 60:02}:{n % 60:02}:00", *A[1:]) for n in range(300)]
    dials.put("c.csv", plain(rows))
    taken = []
    while not taken or taken[-1] < 300:
        dials.read()
        taken.append(len(dials.calls()))
        assert len(taken) < 9
    assert all(0 < after - before < 160 for before, after in zip([0, *taken], taken, strict=False))


def test_months_and_days_that_look_alike_wait_until_something_tells(dials):
    """A file of one day says nothing; another of the same captions does, or the administrator."""
    twos = [("11/02/2026 10:00", *A[1:])]
    dials.put("2.csv", plain(twos))
    dials.read()
    assert "2.csv" in dials.lacking
    assert "11/02/2026 10:00" in dials.lacking
    dials.put("13.csv", plain([("11/13/2026 10:00", *A[1:])]))
    dials.read()
    assert [row[0] for row in dials.calls()] == ["11-02 07:00:00", "11-13 07:00:00"]
    assert dials.lacking == ""
    dials.put("other.csv", plain(twos, "When;Agent;Phone number;Talk;End"))
    dials.set(dates="day")
    dials.read()
    assert dials.lacking == ""


def test_the_order_of_days_is_told_by_the_whole_column(dials, monkeypatch):
    monkeypatch.setattr(reading, "PART", 200)
    days = [2] * 9 + [13]
    dials.put(
        "c.csv", plain([(f"11/{day:02}/2026 10:{n:02}", *A[1:]) for n, day in enumerate(days)])
    )
    dials.read()
    assert [row[0][:5] for row in dials.calls()] == ["11-02"] * 9 + ["11-13"]


def test_a_choice_that_is_corrected_holds_for_calls_that_are_there(dials):
    head = "Time;Agent;Phone;Answered by;Talk time"
    dials.put("c.csv", plain([(*A[:3], "Boris", 60)], head))
    dials.read()
    assert dials.calls("extra ->> '$.operator'") == [
        (TIMES["A"], '{"extension":"101","name":"Boris"}')
    ]
    dials.set(zone="UTC", columns={"agent": "", "answered by": "operator"})
    dials.read()
    assert dials.calls("extra ->> '$.operator'") == [
        ("11-02 10:00:00", '{"id":"Boris","name":"Boris"}')
    ]


def test_a_folder_that_holds_no_calls_is_told_in_a_sentence(dials):
    assert dials.hello().name == str(dials.folder)
    dials.put("c.csv", "Name;Phone\nAnna;79000000101\n")
    with pytest.raises(Impossible, match="csv: no column says when the calls were"):
        dials.hello()
    dials.put("c.csv", "Time;Name\n2026-11-02 10:00;Anna\n")
    with pytest.raises(Impossible, match="no column holds telephone numbers"):
        dials.hello()
    dials.set(path="/nowhere/at/all")
    with pytest.raises(Impossible, match="nowhere"):
        dials.hello()
