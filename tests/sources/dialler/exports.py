"""Exports as diallers write them, with invented people and numbers."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl

# A Russian dialler for cold calls: semicolons, cp1251, a title, one length, its own words.
COLD = """Отчёт по звонкам;;;;;;;;
;;;;;;;;
ID звонка;Дата и время;Оператор;Телефон;Тип звонка;Длительность разговора;Статус звонка;Проект;Запись
9001;02.11.2026 10:00:05;Семёнова Анна;8 (900) 000-01-01;Исходящий;00:01:23;Дозвонились;Осень;https://calls.example/9001.mp3
9002;02.11.2026 10:03:10;Семёнова Анна;79000000102;Исходящий;00:00:00;Нет ответа;Осень;
9003;13.11.2026 09:15:00;Орлов Борис (102);+7 900 000-01-03;Входящий;2:05;Успешный;Осень;https://calls.example/9003.mp3
9004;13.11.2026 09:20:00;Орлов Борис (102);+7 900 000-01-04;Исходящий;0;Занято;Осень;
9005;13.11.2026 09:21:00;Робот;+7 900 000-01-05;Исходящий;00:00:04;Автоответчик;Осень;
"""  # noqa: E501
# A free predictive dialler in English: commas, seconds, codes, tabs between them.
LIST = """call_date\tphone_number_dialed\tstatus_name\tuser\tfull_name\tcampaign_id\tlength_in_sec\tuniqueid
2026-11-02 10:00:05\t79000000101\tSale Made\t101\tAnna Semyonova\tAUTUMN\t83\t1762066805.11
2026-11-02 10:03:10\t79000000102\tNo Answer AutoDial\tVDAD\tOutbound Auto Dial\tAUTUMN\t0\t1762066990.12
2026-11-02 11:00:00\t79000000103\tAnswering Machine Auto\t101\tAnna Semyonova\tAUTUMN\t12\t1762070400.13
2026-11-02 11:05:00\t79000000104\tBusy\t101\tAnna Semyonova\tAUTUMN\t0\t1762070700.14
2026-11-02 11:10:00\t79000000105\tDisconnected Number\t101\tAnna Semyonova\tAUTUMN\t0\t1762071000.15
"""  # noqa: E501
# A Hungarian call centre: a workbook, day and clock apart, who called whom.
CENTRE = (
    ("Dátum", "Időpont", "Hívó", "Hívott", "Beszélgetési idő", "Teljes időtartam", "Állapot",
     "Kampány"),
    ("2026.11.02.", "10:00:05", "101", "+36 30 123 4567", "0:01:23", "0:01:35", "Fogadott", "Ősz"),
    ("2026.11.02.", "10:03:10", "Kovács Éva", "06 20 123 4568", "0:00:00", "0:00:30",
     "Nem fogadott", "Ősz"),
    ("2026.11.13.", "09:15:00", "+36301234569", "102", "0:02:05", "0:02:10", "Fogadott", ""),
    ("2026.11.13.", "09:20:00", "101", "+36301234570", "0:00:00", "0:00:05", "Foglalt", "Ősz"),
    ("2026.11.13.", "09:30:00", "101", "102", "0:00:40", "0:00:45", "Fogadott", ""),
)  # fmt: skip
# A switchboard in American English: month first, who called whom, one length.
SWITCH = """Call Time,Caller ID,Destination,Status,Talking,Ringing
11/02/2026 10:00:05 AM,101,+79000000101,Answered,00:01:23,00:00:08
11/13/2026 09:15:00 AM,+79000000103,Boris Orlov (102),Answered,00:02:05,00:00:04
11/13/2026 01:20:00 PM,101,+79000000104,Unanswered,00:00:00,00:00:30
"""

HEAD = "Time;Agent;Phone;Talk time;Result"


def workbook(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([*row])
    book.save(path)
    return path


def plain(rows: Iterable[Sequence[object]], head: str = HEAD) -> str:
    """A CSV of ours."""
    return "\n".join([head, *(";".join(map(str, row)) for row in rows)]) + "\n"
