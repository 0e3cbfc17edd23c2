"""The row where captions stand, and what fits under it."""

import pytest

from merilo.sources.files.header import Header, Row, find, widen


def header(*lines: str) -> Header:
    rows = [Row(n, line.split(";")) for n, line in enumerate(lines, 1)]
    found = find(rows)
    assert found is not None
    return widen(found, rows)


@pytest.mark.parametrize(
    "titles",
    [
        [],
        ["Отчёт"],
        ["Отчёт по сделкам;;;", "", "Период;01.05.2024;;"],
        ["Период;01.05.2024 - 31.05.2024", "Менеджер;все"],
        ["Клиент;;Сделка;"],
    ],
)
@pytest.mark.parametrize(
    "rows", [[], ["1;Анна;50 000;01.02.2023"], ["1;;;", "2;Иван;5;01.02.2023"]]
)
def test_captions_are_found_below_titles(titles: list[str], rows: list[str]) -> None:
    found = header(*titles, "ID;Имя;Сумма;Дата", *rows)
    assert found.captions == ("ID", "Имя", "Сумма", "Дата")
    assert found.row == len(titles) + 1


def test_two_columns() -> None:
    assert header("Отчёт", "Период;01.01.2024", "Имя;Сумма", "Анна;100", "Иван;200").row == 3


def test_years_and_days_may_be_captions() -> None:
    assert header("Менеджер;2016;2017", "Анна;100000;200000", "Иван;300000;100000").row == 1
    assert header("Менеджер;1;2;3", "Анна;5;6;7").row == 1
    assert header("Менеджер;01.2024;02.2024", "Анна;100000;200000").row == 1


def test_words_far_below_are_no_captions() -> None:
    values = ["30000001;01.02.2023;10000"] * 60
    assert header(*values, "совсем;другая;строка").row == 1


def test_a_row_that_says_so_is_the_header() -> None:
    rows = [Row(1, ["a", "b"]), Row(2, ["01.01.2024", "02.01.2024"])]
    found = find(rows, certain=[2])
    assert found == Header(2, ("01.01.2024", "02.01.2024"))


def test_nothing_has_no_header() -> None:
    assert find([]) is None
    assert find([Row(1, ["", " ", None])]) is None


def test_wider_rows_widen_the_header_and_narrower_do_not_cut_it() -> None:
    assert header("a;b", "1;2;3", "1;2;3").captions == ("a", "b", "")
    assert header("a;b;;", "1;2", "1;2").captions == ("a", "b")
    assert header("a;b;c", "1;2", "1;2").captions == ("a", "b", "c")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2", "3"], ["1", "2", "3"]),
        (["1", "2"], ["1", "2", None]),
        (["1", "2", "3", "", ""], ["1", "2", "3"]),
        (["", "2", ""], [None, "2", None]),
        (["1"], None),
        (["1", "2", "3", "4"], None),
    ],
)
def test_what_fits_under_a_header(cells: list[str], expected: list[str | None] | None) -> None:
    assert Header(1, ("a", "b", "")).fit(cells) == expected
