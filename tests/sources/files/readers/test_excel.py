"""Workbooks: exact rows, numbers as people see them, dates as ISO."""

import datetime as dt
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import merilo
from merilo.errors import FileError
from merilo.sources.files import excel
from merilo.sources.files.open import sheets
from merilo.sources.files.sheet import Flaw
from tests.sources.files.readers import make

DAY = dt.date(2023, 4, 10)


def xlsx(path: Path, write: Callable[[Any, Any], None]) -> Path:
    """A workbook by XlsxWriter; `write` gets it and its first worksheet."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
        write(book, book.add_worksheet("Сделки"))
    return path


def by_openpyxl(path: Path, rows: make.Rows) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:
        page.write_row("C4", ["Отчёт за май"])
        page.write_row("C6", ["ID", "Имя", "Сумма"])
        page.write_row("C7", [30000001, "Анна", 1.5])
        page.write_row("C10", [30000002, "Иван", 2])

    got = make.read(xlsx(tmp_path / "f.xlsx", write))
    assert got.sheet.header == ("ID", "Имя", "Сумма")
    assert got.rows == [(7, "30000001", "Анна", "1.5"), (10, "30000002", "Иван", "2")]
    assert got.sheet.form == "workbook, XLSX"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (30000001, "30000001"),
        (123456789012, "123456789012"),
        (1.0, "1"),
        (-0.5, "-0.5"),
        (12345678.9, "12345678.9"),
        (0.1 + 0.2, "0.3"),  # as Excel shows it: 15 digits
        (1234.5678, "1234.5678"),
        (True, "true"),
        ("007", "007"),
        ("'+7702", "'+7702"),
        ("a\nb", "a\nb"),
        ("  ", None),
        (DAY, "2023-04-10 00:00:00"),
        (dt.datetime(2023, 4, 10, 18, 30, 15), "2023-04-10 18:30:15"),  # noqa: DTZ001
        (dt.time(10, 5), "10:05:00"),
        (dt.timedelta(seconds=59), "00:00:59"),
    ],
)
def test_what_becomes_of_values(tmp_path: Path, value: object, text: str | None) -> None:
    def write(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["a", "b"])
        clock = book.add_format({"num_format": "[h]:mm:ss"})
        page.write(1, 0, value, *([clock] if isinstance(value, dt.time | dt.timedelta) else []))
        page.write(1, 1, "x")

    written = xlsx(tmp_path / "f.xlsx", write)
    assert make.read(written).rows == [(2, text, "x")]
    other = by_openpyxl(tmp_path / "g.xlsx", [["a", "b"], [value, "x"]])
    assert make.read(other).rows == [(2, text, "x")]


def test_durations_beyond_a_day_and_days_of_1900(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:
        clock, day = (book.add_format({"num_format": f}) for f in ("[h]:mm:ss", "dd.mm.yyyy"))
        page.write_row(0, 0, ["Длительность", "День"])
        for row, (length, date) in enumerate([(0.5, 2), (1.25, 40000), (40.0, 40001.5)], 1):
            page.write_number(row, 0, length, clock)
            page.write_number(row, 1, date, day)

    got = make.read(xlsx(tmp_path / "f.xlsx", write))
    assert [row[1] for row in got.rows] == ["12:00:00", "30:00:00", "960:00:00"]
    assert [row[2] for row in got.rows] == [
        "1900-01-02 00:00:00",
        "2009-07-06 00:00:00",
        "2009-07-07 12:00:00",
    ]


def test_percent_and_formulas_are_their_values(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["a", "b"])
        page.write_number(1, 0, 0.15, book.add_format({"num_format": "0.00%"}))
        page.write_formula(1, 1, "=1+1", None, 2)

    assert make.read(xlsx(tmp_path / "f.xlsx", write)).cells == [("0.15", "2")]


def test_an_error_is_empty_and_said(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:
        page.write_row("B2", ["a", "b"])
        page.write_formula("B3", "=NA()", None, "#N/A")
        page.write_string("C3", "#N/A")
        page.write_formula("C5", "=1/0", None, "#DIV/0!")

    got = make.read(xlsx(tmp_path / "f.xlsx", write))
    assert got.rows == [(3, None, "#N/A")], "the text is a text"
    assert got.flaws == [Flaw(3, 0, "#N/A"), Flaw(5, 1, "#DIV/0!")]


def test_all_worksheets_that_hold_anything(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["a", "b"])
        book.add_worksheet("Пусто")
        hidden = book.add_worksheet("Скрыт")
        hidden.write_row(0, 0, ["c", "d"])
        hidden.hide()
        line = book.add_chart({"type": "line"})
        line.add_series({"values": "=Сделки!$A$1:$A$2"})
        book.add_chartsheet("График").set_chart(line)
        third = book.add_worksheet("Люди")
        third.write_row(0, 0, ["e", "f"])
        third.write_row(1, 0, [1, 2])

    path = xlsx(tmp_path / "f.xlsx", write)
    found = sheets(path)
    assert [(sheet.part, sheet.header) for sheet in found] == [
        ("Сделки", ("a", "b")),
        ("Люди", ("e", "f")),
    ]
    assert make.drain(found[1]).rows == [(2, "1", "2")]
    assert make.drain(found[0]).rows == []
    assert make.read(path, worksheet="Скрыт").sheet.header == ("c", "d")
    assert make.read(path, worksheet="Люди").sheet.part == ""
    with pytest.raises(FileError, match="no worksheet “Лист9”; there are Сделки, Пусто, Скрыт"):
        sheets(path, worksheet="Лист9")
    for empty in ("Пусто", "График"):
        with pytest.raises(FileError, match="no table in this workbook"):
            sheets(path, worksheet=empty)


def test_columns_without_captions(tmp_path: Path) -> None:
    rows = [[None, None, None, None, "от мая"], ["a", None, "b"], [1, "x", 2], [3, None, 4]]
    got = make.read(by_openpyxl(tmp_path / "f.xlsx", rows))
    assert got.sheet.header == ("a", "", "b"), "the title's column holds nothing else"
    assert got.rows == [(3, "1", "x", "2"), (4, "3", None, "4")]


def test_a_table_far_below_the_top(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:
        page.write_row(3_000, 0, ["a", "b"])
        page.write_row(3_001, 0, [1, 2])

    got = make.read(xlsx(tmp_path / "f.xlsx", write))
    assert (got.sheet.header, got.rows) == (("a", "b"), [(3_002, "1", "2")])


def test_chunks_together_are_the_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["ID", "Имя", "Ошибка"])
        for n in range(1, 250, 2):
            page.write_row(n, 0, [n, f"имя {n}"])
        for row in (200, 300):
            page.write_formula(row, 2, "=NA()", None, "#N/A")

    monkeypatch.setattr(excel, "ROWS", 20)
    got = make.read(xlsx(tmp_path / "f.xlsx", write))
    assert got.rows == [(n + 1, str(n), f"имя {n}", None) for n in range(1, 250, 2)]
    assert got.flaws == [Flaw(201, 2, "#N/A"), Flaw(301, 2, "#N/A")]
    assert got.reads == sorted(got.reads)
    assert got.reads[-1] == 1.0


def test_old_xls(tmp_path: Path) -> None:
    rows = [
        ["Отчёт"],
        [],
        ["ID", "Имя", "День", "Да"],
        [],
        [30000001, "Ёлкин őű", ("date", 45026), True],
    ]
    got = make.read(make.xls(tmp_path / "f.xls", rows))
    assert got.sheet.header == ("ID", "Имя", "День", "Да")
    assert got.rows == [(5, "30000001", "Ёлкин őű", "2023-04-10 00:00:00", "true")]
    assert got.sheet.form == "workbook, XLS"


def test_ods(tmp_path: Path) -> None:
    gap = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    values = [
        ("float", "30000001"),
        "a</text:p><text:p>b",
        ("date", "2023-04-10"),
        ("date", "2023-04-10T18:30:15"),
        ("time", "PT30H05M00S"),
        ("percentage", "0.15"),
        ("boolean", "true"),
    ]
    names = make.ods_row("ID", "Имя", "День", "Миг", "Длится", "Доля", "Да")
    rest = gap.replace('"3"', '"1048560"')
    path = make.ods(tmp_path / "f.ods", gap + names + gap + make.ods_row(*values) + rest)
    got = make.read(path)
    assert got.sheet.header == ("ID", "Имя", "День", "Миг", "Длится", "Доля", "Да")
    assert got.rows == [
        (8, "30000001", "a\nb", "2023-04-10", "2023-04-10T18:30:15", "30:05:00", "0.15", "true")
    ]
    assert got.flaws == []
    assert got.sheet.form == "workbook, ODS"


@pytest.mark.parametrize("name", ["f.csv", "f.xls", "f.XLSX", "f", "f.ods"])
def test_names_say_nothing(tmp_path: Path, name: str) -> None:
    by_openpyxl(tmp_path / "x.xlsx", [["a", "b"], [1, 2]]).rename(tmp_path / name)
    assert make.read(tmp_path / name).rows == [(2, "1", "2")]
    old = make.xls(tmp_path / name, [["a", "b"], [1, 2]])
    assert make.read(old).rows == [(2, "1", "2")]
    ods = make.ods(tmp_path / name, make.ods_row("a", "b") + make.ods_row("1", "2"))
    assert make.read(ods).rows == [(2, "1", "2")]


def test_a_stray_cell_far_away_is_refused_before_it_kills_us(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["a", "b"])
        page.write(1_048_575, 16_383, "x")

    with pytest.raises(FileError, match="spans 1,048,576 rows and 16,384 columns"):
        sheets(xlsx(tmp_path / "f.xlsx", write))


def test_a_tall_or_a_wide_worksheet_is_no_stray(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["a", "b"])
        page.write_row(1_048_575, 0, ["x", "y"])

    assert make.read(xlsx(tmp_path / "f.xlsx", write)).rows == [(1_048_576, "x", "y")]
    wide = by_openpyxl(tmp_path / "g.xlsx", [[f"c{n}" for n in range(1, 5_001)], range(5_000)])
    assert len(make.read(wide).sheet.header) == 5_000


@pytest.mark.parametrize(
    ("streams", "words"),
    [
        ({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 5_000}, "locked with a password"),
        ({"WordDocument": b"x"}, "no workbook"),
    ],
)
def test_office_files_that_are_no_open_workbook(
    tmp_path: Path, streams: dict[str, bytes], words: str
) -> None:
    with pytest.raises(FileError, match=words):
        sheets(make.raw(tmp_path / "f.xlsx", make.ole(streams)))


def test_a_locked_old_workbook(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="locked with a password"):
        sheets(make.xls(tmp_path / "f.xls", [["a", "b"]], locked=True))


def test_damaged_workbooks(tmp_path: Path) -> None:
    whole = by_openpyxl(tmp_path / "f.xlsx", [["a", "b"], [1, 2]]).read_bytes()
    for cut in (len(whole) // 2, len(whole) - 30):
        with pytest.raises(FileError, match=r"cannot be read|damaged"):
            sheets(make.raw(tmp_path / "g.xlsx", whole[:cut]))
    old = make.xls(tmp_path / "f.xls", [["a", "b"], [1, 2]]).read_bytes()
    for cut, words in ((900, "no workbook"), (2_000, "damaged")):
        with pytest.raises(FileError, match=words):
            sheets(make.raw(tmp_path / "g.xls", old[:cut]))
    broken = make.zipped(tmp_path / "h.xlsx", {"xl/workbook.xml": b"<workbook", "a": b"b"})
    with pytest.raises(FileError, match="damaged"):
        sheets(broken)


WITHOUT = """
    import sys
    sys.modules["numpy"] = sys.modules["pandas"] = None
    from pathlib import Path
    from merilo.sources.files.open import sheets

    for path in sys.argv[1:]:
        print(*(chunk.count for sheet in sheets(Path(path)) for chunk in sheet.chunks()))
"""


def test_neither_numpy_nor_pandas_is_needed(tmp_path: Path) -> None:
    paths = [
        by_openpyxl(tmp_path / "f.xlsx", [["a", "b"], [1, 2], [DAY, 4]]),
        make.text(tmp_path / "f.csv", [["a", "b"], ["1", "2"], ["", ""], ["1"]]),
        make.raw(tmp_path / "f.xls", make.page([["a", "b"], ["1", "2"]])),
    ]
    command = [sys.executable, "-c", textwrap.dedent(WITHOUT), *map(str, paths)]
    environment = {**os.environ, "PYTHONPATH": str(Path(merilo.__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == ["2", "1", "1"]
    assert done.stderr == ""
