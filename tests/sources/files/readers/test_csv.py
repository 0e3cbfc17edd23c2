"""CSV files: whatever was written is read back, and a bad line is refused alone."""

import csv as python
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import merilo
from merilo.errors import FileError
from merilo.sources.files import csv
from merilo.sources.files.open import sheets
from tests.sources.files.readers import make

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LETTERS = {
    "utf-8": "aбőű€😀",
    "utf-8-sig": "aбőű€",
    "utf-16": "aбőű€😀",
    "cp1251": "aбвгдЁ№",
    "cp1250": "aáőűŐ€",
    "cp1252": "aéàç€",
    "cp866": "aбвгдЁ",
}
HEADER = ["ID", "Name", "Note"]


def tables(letters: str) -> st.SearchStrategy[list[list[str]]]:
    cell = st.text(letters + '12 ";,\t|\n', max_size=8)
    row = st.tuples(st.integers(1, 9).map(str), cell, cell).map(list)
    return st.lists(row, max_size=12)


@pytest.mark.parametrize("encoding", LETTERS)
@given(data=st.data(), separator=st.sampled_from([";", "\t", ",", "|"]))
@PATIENT
def test_what_is_written_is_read_back(
    tmp_path: Path, encoding: str, separator: str, data: st.DataObject
) -> None:
    rows = data.draw(tables(LETTERS[encoding]))
    quoting = data.draw(st.sampled_from([python.QUOTE_MINIMAL, python.QUOTE_ALL]))
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    path = make.text(tmp_path / "f.csv", [HEADER, *rows], encoding, separator, quoting, end)
    got = make.read(path, encoding=encoding, separator=separator)
    assert got.sheet.header == tuple(HEADER)
    assert got.rows == [(n, *[cell or None for cell in row]) for n, row in enumerate(rows, 2)]
    assert got.broken == []


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
@pytest.mark.parametrize("encoding", LETTERS)
def test_nothing_has_to_be_said(tmp_path: Path, encoding: str, separator: str) -> None:
    word = {"cp1250": "Győző fűtő", "cp1252": "élève"}.get(encoding, "Ёлка вдоль")
    rows = [["ID", word, "Note"], ["1", f"{word}{separator}x", "1,5"], ["2", word, "a\nb"]]
    got = make.read(make.text(tmp_path / "f.csv", rows, encoding, separator))
    assert got.sheet.header == tuple(rows[0])
    assert got.cells == [tuple(row) for row in rows[1:]]


@pytest.mark.parametrize("block", [1, 2, 7, 64])
def test_the_size_of_a_block_changes_nothing(
    tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (
        'sep=;\r\nОтчёт\r\n\r\nID;Имя;"Заметка"\r\n1;"a\r\nb";\\"x\r\n;;\r\n2;"не закрыта;3\r\n'
        '4;много;ячеек;лишних\r\n5;"C:\\dir\\";"да ""нет"""\r\n6;x;y;;\r\n\r\n7;"\\\\";последняя'
    )
    path = make.raw(tmp_path / "f.csv", content)
    whole = make.read(path)
    monkeypatch.setattr(csv, "BLOCK", block)
    pieces = make.read(path)
    assert pieces.rows == whole.rows
    assert pieces.broken == whole.broken
    assert [row[0] for row in whole.rows] == [4, 8, 9, 11]
    assert [row for row, _ in whole.broken] == [6, 7]
    assert len(pieces.reads) > 1
    assert pieces.reads == sorted(pieces.reads)
    assert pieces.reads[-1] == 1.0


def test_titles_stand_above_and_rows_count_as_in_excel(tmp_path: Path) -> None:
    content = (
        'Отчёт по сделкам;;;\n"Выгружен\n12.05.2024";;;\n\nПериод;01.05.2024 - 12.05.2024;;\n'
        "ID;Сделка;Сумма;\n1;а;10;\n\n2;б;20;\n;;;\n3;в;30;\n"
    )
    got = make.read(make.raw(tmp_path / "f.csv", content))
    assert got.sheet.header == ("ID", "Сделка", "Сумма", "")
    assert [row[:2] for row in got.rows] == [(6, "1"), (8, "2"), (10, "3")]


def test_a_file_of_one_column_is_a_table(tmp_path: Path) -> None:
    got = make.read(make.raw(tmp_path / "f.csv", "Имя\nАнна\n\nИван\n"))
    assert (got.sheet.header, got.rows) == (("Имя",), [(2, "Анна"), (4, "Иван")])
    notes = "Заметка\nпозвонить, спросить\nда\nсогласен; ждёт, думает\nнет\nпусто\n"
    assert make.read(make.raw(tmp_path / "n.csv", notes)).sheet.header == ("Заметка",)


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    got = make.read(make.raw(tmp_path / "f.csv", "ID;Имя;ID"))
    assert (got.sheet.header, got.rows) == (("ID", "Имя", "ID"), [])


def test_captions_stay_as_they_are_written(tmp_path: Path) -> None:
    got = make.read(make.raw(tmp_path / "f.csv", '"Бюджет ";Товар;;Товар;"a\nb"\n1;2;3;4;5\n'))
    assert got.sheet.header == ("Бюджет ", "Товар", "", "Товар", "a\nb")


def test_rows_of_another_width(tmp_path: Path) -> None:
    content = 'a;b;c\n1;2\n1;2;3\n1;2;3;\n1;2;3;4\n1;"2;\n3";3;4;5\n;\n\n   \n1;;\n'
    got = make.read(make.raw(tmp_path / "f.csv", content))
    assert got.rows == [(3, "1", "2", "3"), (4, "1", "2", "3"), (10, "1", None, None)]
    assert got.broken == [
        (2, "2 cells where the header has 3"),
        (5, "4 cells where the header has 3"),
        (6, "5 cells where the header has 3"),
    ]
    assert got.texts == ["1;2", "1;2;3;4", '1;"2;\n3";3;4;5']


def test_where_the_last_columns_have_no_captions(tmp_path: Path) -> None:
    got = make.read(make.raw(tmp_path / "f.csv", "a;b\n1;2;x;\n3;4;y;\n5;6;z;\n7;8\n9\n"))
    assert got.sheet.header == ("a", "b", "", "")
    assert got.cells[0] == ("1", "2", "x", None)
    assert got.cells[-1] == ("7", "8", None, None)
    assert got.broken == [(6, "1 cell where the header has 4")]


@pytest.mark.parametrize("block", [1, 2, 3, 1_000])
def test_quotes_escaped_by_a_backslash(
    tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "BLOCK", block)
    content = (
        '"ID";"Компания";"Путь"\n"1";"ООО \\"Ромашка\\"";"C:\\dir"\n"2";"a;\\"b\\";c";"\\\\"\n'
        '"3";"\\"";""\n4;x;y\n'
    )
    got = make.read(make.raw(tmp_path / "f.csv", content))
    assert got.cells == [
        ("1", 'ООО "Ромашка"', "C:\\dir"),
        ("2", 'a;"b";c', "\\"),
        ("3", '"', None),
        ("4", "x", "y"),
    ]


def test_a_backslash_before_a_closing_quote_is_no_escape_elsewhere(tmp_path: Path) -> None:
    content = 'ID;Путь;Имя\n1;"C:\\";"a"\n2;"D:\\x;y\\";"b"\n'
    got = make.read(make.raw(tmp_path / "f.csv", content))
    assert got.cells == [("1", "C:\\", "a"), ("2", "D:\\x;y\\", "b")]


def test_the_line_for_excel_names_the_separator(tmp_path: Path) -> None:
    got = make.read(make.raw(tmp_path / "f.csv", "sep=|\r\na;b|c\r\n1;2|3\r\n"))
    assert (got.sheet.header, got.rows) == (("a;b", "c"), [(2, "1;2", "3")])


def test_what_is_said_goes_before_what_is_guessed(tmp_path: Path) -> None:
    path = make.raw(tmp_path / "f.csv", "a;b,c\n1;2,3\n")
    assert make.read(path, separator=",").sheet.header == ("a;b", "c")
    assert make.read(path, separator=";").sheet.header == ("a", "b,c")
    path = make.raw(tmp_path / "g.csv", "Имя;Город\nАнна;Пермь\n", "cp1251")
    assert make.read(path, encoding="cp1251").cells == [("Анна", "Пермь")]
    with pytest.raises(FileError, match="row 1 are not utf-8"):
        sheets(path, encoding="utf-8")
    with pytest.raises(FileError, match="no encoding “klingon”"):
        sheets(path, encoding="klingon")
    for separator in ('"', "\n", "ё", ";;"):
        with pytest.raises(FileError, match="no separator"):
            sheets(path, separator=separator)


@pytest.mark.parametrize(
    ("encoding", "bad"), [("utf-8", b"\xff"), ("cp1251", b"\x98"), ("utf-16-le", b"\x00\xdc")]
)
def test_bytes_that_are_no_text_cost_their_row(tmp_path: Path, encoding: str, bad: bytes) -> None:
    rows = [f'{n};"имя\n{n}";конец\n'.encode(encoding) for n in range(5)]
    rows[2] = '2;"имя\n'.encode(encoding) + bad + '";конец\n'.encode(encoding)
    path = make.raw(tmp_path / "f.csv", "ID;Имя;Слово\n".encode(encoding) + b"".join(rows))
    got = make.read(path, encoding=encoding)
    assert [row[:2] for row in got.rows] == [(2, "0"), (3, "1"), (5, "3"), (6, "4")]
    assert got.broken == [(4, f"bytes that are not {encoding}")]


def test_a_nul_costs_its_row(tmp_path: Path) -> None:
    got = make.read(make.raw(tmp_path / "f.csv", b"a;b\n" + b"1;x\n" * 50 + b"2;\0\n3;y\n\0\0"))
    assert got.rows == [*((n, "1", "x") for n in range(2, 52)), (53, "3", "y")]
    assert got.broken == [(52, "a NUL byte"), (54, "a NUL byte")]


def test_the_mark_of_the_end_that_dos_wrote(tmp_path: Path) -> None:
    got = make.read(make.raw(tmp_path / "f.csv", "Имя;Город\r\nАнна;Пермь\r\n\x1a", "cp866"))
    assert (got.cells, got.broken) == ([("Анна", "Пермь")], [])


@pytest.mark.parametrize("where", [0, 1, 2_500, 4_998, 4_999])
@pytest.mark.parametrize("quoting", [python.QUOTE_MINIMAL, python.QUOTE_ALL])
def test_one_unclosed_quote_loses_one_line(tmp_path: Path, where: int, quoting: int) -> None:
    rows = [[f"{n}", 'ООО "Ромашка"', f"заметка\n{n}", "a;b", ""] for n in range(5_000)]
    path = make.text(tmp_path / "f.csv", [["ID", "Имя", "Заметка", "x", "y"]], quoting=quoting)
    with path.open("a", encoding="utf-8", newline="") as file:
        for n, row in enumerate(rows):
            if n == where:
                file.write(f'{n};"Ромашка;нет;x;y\r\n')
            else:
                python.writer(file, delimiter=";", quoting=quoting).writerow(row)
    got = make.read(path)
    assert [row for row, _ in got.broken] == [where + 2]
    assert got.texts == [f'{where};"Ромашка;нет;x;y']
    expected = [(n + 2, *[c or None for c in row]) for n, row in enumerate(rows) if n != where]
    assert got.rows == expected


def test_chunks_may_be_asked_for_again(tmp_path: Path) -> None:
    (sheet,) = sheets(make.text(tmp_path / "f.csv", [["a", "b"], ["1", "2"]]))
    assert make.drain(sheet).rows == make.drain(sheet).rows == [(2, "1", "2")]
    assert sheet.size == (tmp_path / "f.csv").stat().st_size
    assert (sheet.part, sheet.form) == ("", "CSV, utf-8, separated by ;")


def test_a_line_without_end_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "BLOCK", 1_000)
    monkeypatch.setattr(csv, "LONGEST", 2_000)
    path = make.raw(tmp_path / "f.csv", "a;b\n1;2\n" + "x" * 9_000 + ";3\n")
    with pytest.raises(FileError, match="a line after row 2 is longer than"):
        make.read(path)


LARGE = r"""
    import re, sys
    from pathlib import Path
    from merilo.sources.files.open import sheets

    def peak():  # not ru_maxrss: that begins with the peak of whoever started the process
        status = Path("/proc/self/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024

    (sheet,) = sheets(Path(sys.argv[1]))
    rows, first = 0, 0
    for chunk in sheet.chunks():
        rows += chunk.count
        first = first or (peak() if rows > 1_000_000 else 0)
    print(rows, first, peak())
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak there")
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, encoding: str) -> None:
    """Two million rows take no more than the first one."""
    path = tmp_path / "large.csv"
    tail = ';Сделка;"ООО ""Ромашка""";Успешно реализовано;01.02.2023;Менеджер'
    with path.open("w", encoding=encoding) as file:
        file.write("ID;Название;Компания;Этап;Дата;Ответственный\n")
        for begin in range(0, 2_000_000, 1_000):
            file.writelines(f"{n}{tail}\n" for n in range(begin, begin + 1_000))
    command = [sys.executable, "-c", textwrap.dedent(LARGE), str(path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(merilo.__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    rows, first, last = map(int, done.stdout.split())
    assert rows == 2_000_000
    assert last <= first + 30, "MB"
    assert last < 400, "MB, pyarrow and Python among them"
