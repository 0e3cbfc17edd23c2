"""Exports of diallers in three languages, read as they are: columns, days, lengths, ends."""

import pytest

from merilo.sources.dialler.call import Manner, Told, call, key
from merilo.sources.dialler.columns import columns
from merilo.sources.files.open import sheets
from merilo.sources.files.sample import Sample
from tests.sources.dialler.exports import CENTRE, COLD, LIST, SWITCH, plain, workbook

FULL = ("direction, outcome, duration_s, extra ->> '$.operator', extra ->> '$.shown', author, "
        "recording")  # fmt: skip


def test_russian_dialler(dials):
    dials.put("cold.csv", COLD, encoding="cp1251")
    dials.read()
    anna = '{"id":"Семёнова Анна","name":"Семёнова Анна"}'
    boris = '{"extension":"102","name":"Орлов Борис"}'
    assert dials.calls(FULL) == [
        ("11-02 07:00:05", "out", "reached", 83, anna, "+7 … 01", "person",
         "https://calls.example/9001.mp3"),
        ("11-02 07:03:10", "out", "missed", 0, anna, "+7 … 02", "person", None),
        ("11-13 06:15:00", "in", "reached", 125, boris, "+7 … 03", "person",
         "https://calls.example/9003.mp3"),
        ("11-13 06:20:00", "out", "busy", 0, boris, "+7 … 04", "person", None),
        ("11-13 06:21:00", "out", "voicemail", 4, None, "+7 … 05", "robot", None),
    ]  # fmt: skip
    assert dials.rows("select id from activities order by 1")[0] == ("9001",)
    assert dials.rows("select count(*) from activities where extra like '%000%'") == [(0,)]


def test_english_dialler_with_extension_and_name_apart(dials):
    dials.set(zone="UTC")
    dials.put("list.txt", LIST)
    dials.read()
    anna = '{"extension":"101","name":"Anna Semyonova"}'
    assert dials.calls("outcome, duration_s, extra ->> '$.operator', author") == [
        ("11-02 10:00:05", "reached", 83, anna, "person"),
        ("11-02 10:03:10", "missed", 0, None, "robot"),
        ("11-02 11:00:00", "voicemail", 12, anna, "person"),
        ("11-02 11:05:00", "busy", 0, anna, "person"),
        ("11-02 11:10:00", "failed", 0, anna, "person"),
    ]


def test_hungarian_workbook_of_who_called_whom(dials):
    """The call between two of ours is none."""
    dials.set(zone="Europe/Budapest", region="HU")
    workbook(dials.folder / "hívások.xlsx", CENTRE)
    dials.aged(dials.folder / "hívások.xlsx")
    dials.read()
    line, eva = '{"extension":"101"}', '{"id":"Kovács Éva","name":"Kovács Éva"}'
    asked = ("direction, outcome, duration_s, extra ->> '$.operator', extra ->> '$.shown', "
             "extra -> '$.wait_s'")  # fmt: skip
    assert dials.calls(asked) == [
        ("11-02 09:00:05", "out", "reached", 83, line, "+36 … 67", "12"),
        ("11-02 09:03:10", "out", "missed", 0, eva, "+36 … 68", "30"),
        ("11-13 08:15:00", "in", "reached", 125, '{"extension":"102"}', "+36 … 69", "5"),
        ("11-13 08:20:00", "out", "busy", 0, line, "+36 … 70", "5"),
    ]


def test_switchboard_whose_days_begin_with_the_month(dials):
    dials.put("log.csv", SWITCH)
    dials.read()
    assert dials.calls() == [
        ("11-02 07:00:05", "out", "reached", 83),
        ("11-13 06:15:00", "in", "reached", 125),
        ("11-13 10:20:00", "out", "missed", 0),
    ]


def one(tmp_path, text: str, chosen=None, **manner):
    """The call of the first row of a file."""
    (tmp_path / "one.csv").write_text(text)
    sample = Sample.of(sheets(tmp_path / "one.csv")[0])
    meant = columns(sample, chosen or {})
    told = Told(meant, {n: cell for n, cell in enumerate(sample.table[0]) if cell},
                Manner("UTC", "RU", **manner))  # fmt: skip
    return call(told, key(told, str), str)


@pytest.mark.parametrize(
    ("head", "row", "talk"),
    [
        ("Длительность, мин", "1,5", 90),
        ("Длительность", "1 мин 23 сек", 83),
        ("Duration (ms)", "83000", 83),
        ("Időtartam", "1 p 23 mp", 83),
        ("Duration", "83.4", 83),
        ("Talk time", "1:02:03", 3723),
    ],
)
def test_lengths_however_they_are_written(tmp_path, head, row, talk):
    text = f"Date;Phone;{head}\n2026-11-02 10:00;79000000101;{row}\n"
    assert one(tmp_path, text).talk == talk


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("Абонент не ответил", "missed"), ("Успешный", "reached"), ("Неуспешный", "missed"),
        ("Номер не существует", "failed"), ("No Answer", "missed"), ("ANSWERED", "reached"),
        ("Answering machine", "voicemail"), ("Sikertelen", "missed"), ("Sikeres", "reached"),
        ("Foglalt", "busy"), ("Хочет скидку", "reached"),
    ],
)  # fmt: skip
def test_how_it_ended_in_three_languages(tmp_path, word, outcome):
    """A word that nobody knows leaves it to the length."""
    text = f"Date;Phone;Talk time;Status\n2026-11-02 10:00;79000000101;20;{word}\n"
    assert one(tmp_path, text).outcome == outcome


def test_operators_by_mail_and_a_telephone_of_theirs_that_is_not_kept(tmp_path):
    head, row = "Date;Phone;Operator", "2026-11-02 10:00;79000000101"
    mail = one(tmp_path, f"{head}\n{row};Anna <Anna@x.example>\n")
    assert mail.operator == {"email": "anna@x.example", "id": "anna@x.example", "name": "Anna"}
    mobile = one(tmp_path, f"{head}\n{row};+7 900 000-02-02\n")
    assert mobile.operator == {"id": "+79000000202", "name": "+7 … 02"}  # `str` for a digest


def test_numbers_of_our_own_tell_the_direction(tmp_path):
    text = "Time,From,To,Duration\n2026-11-02 10:00,+74950000001,79000000101,5\n"
    mine = frozenset({"+74950000001"})
    assert (one(tmp_path, text, lines=mine).direction, one(tmp_path, text, way="in").direction) == (
        "out", "in")  # fmt: skip
    back = "Time,From,To,Duration\n2026-11-02 10:00,79000000101,+74950000001,5\n"
    assert one(tmp_path, back, lines=mine).direction == "in"


def test_a_column_that_numbers_the_rows_is_no_id_of_calls(tmp_path):
    rows = [(n, f"2026-11-02 10:{n:02}", "79000000101") for n in range(1, 6)]
    assert one(tmp_path, plain(rows, "ID;Time;Phone")).id != "1"
    rows = [(n * 7, *rest) for n, *rest in rows]
    assert one(tmp_path, plain(rows, "ID;Time;Phone")).id == "7"


def test_captions_that_say_nothing_leave_it_to_the_values(tmp_path):
    text = "a;b;c\nx;2026-11-02 10:00:05;+7 900 000-01-01\n"
    found = one(tmp_path, text)
    assert (found.occurred, found.phone) == ("2026-11-02T10:00:05Z", "+7 900 000-01-01")
