"""Where records end, and that a stray quote costs one line."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from merilo.sources.files.records import JUNK, LONGEST, NARROW, UNCLOSED, Grammar

PATIENT = settings(deadline=None)  # other work may go on beside the tests

LETTERS = st.sampled_from(['аб1 ";,\n', 'аб1 ",\n'])  # with and without separators in cells
TABLES = st.tuples(st.integers(1, 7), LETTERS.map(lambda some: st.text(some, max_size=6))).flatmap(
    lambda made: st.lists(st.lists(made[1], min_size=made[0], max_size=made[0]), min_size=1)
)
STYLES = st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])


def written(rows: list[list[str]], quoting: int, end: str = "\r\n") -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", quoting=quoting, lineterminator=end).writerows(rows)
    return file.getvalue().encode()


def cells(text: bytes, separator: str = ";") -> list[list[str]]:
    records = Grammar(separator).records(text)
    return [[cell.decode() for cell in found] for found, _, _ in records]


@given(TABLES, STYLES, st.sampled_from(["\n", "\r\n"]))
@example([["a", 'b"\r\n;""c'], ["\r", ""]], csv.QUOTE_ALL, "\r")
@PATIENT
def test_what_python_writes_is_read_back(rows: list[list[str]], quoting: int, end: str) -> None:
    text = written(rows, quoting, end)
    assert cells(text) == rows
    width = len(rows[0])
    believed = width < NARROW or not any(";" in cell for row in rows for cell in row)
    for known in {0, width if believed else 0}:
        assert Grammar(";").mend(text, final=True, width=known) == (text, b"", [])


@given(st.text('аб1 ";\n', max_size=80), st.integers(0, 6), st.integers(1, 30))
@example('"а;;;;\n;;;;";;;;";"";"а\n""";;;;\n;;;;\n;;;;"', 5, 2)
@PATIENT
def test_where_a_text_is_cut_changes_nothing(text: str, width: int, size: int) -> None:
    whole, grammar = text.encode(), Grammar(";")
    at_once = grammar.mend(whole, final=True, width=width)
    rest, out, bad = b"", b"", []
    for begin in range(0, len(whole), size):
        mended = grammar.mend(rest + whole[begin : begin + size], final=False, width=width)
        bad += [(line.reason, line.text) for line in mended.bad]
        rest, out = mended.rest, out + mended.text
    mended = grammar.mend(rest, final=True, width=width)
    assert out + mended.text == at_once.text
    assert bad + [(line.reason, line.text) for line in mended.bad] == [
        (line.reason, line.text) for line in at_once.bad
    ]


@given(st.text('аб1 ";\n', max_size=60))
@example('1;"a\nб";"x"1\nа;1;б\n1;"а;1\n')
@PATIENT
def test_what_is_left_is_well_formed_and_nothing_is_lost(text: str) -> None:
    grammar = Grammar(";")
    mended = grammar.mend(text.encode(), final=True, width=3)
    for found, begin, end in grammar.records(mended.text):
        line = mended.text[begin:end]
        assert (cells(line) or [[""]]) == [[cell.decode() for cell in found]]
        assert grammar.record(mended.text, begin)[2], "no quote is left that does not close"
    records = list(grammar.records(mended.text + b"."))  # a refused line may be the last
    pieces = [mended.text[begin:end] for _, begin, end in records]
    for line in mended.bad:
        assert pieces[line.row] == b"", "an empty line stands in its place"
        pieces[line.row] = line.text
    assert b"".join(pieces).replace(b"\n", b"") == text.encode().replace(b"\n", b"")


def test_a_lone_quote_at_the_end_of_everything() -> None:
    mended = Grammar(";").mend(b'a;b\n1;"2', final=True)
    assert mended.text == b"a;b\n"
    assert [(line.row, line.reason, line.text) for line in mended.bad] == [(1, UNCLOSED, b'1;"2')]


@pytest.mark.parametrize("where", [0, 1, 250, 498, 499])
@pytest.mark.parametrize("others", ["plain", '"quoted"', '"two\nlines"', '"with ""quotes"""', '""'])
def test_an_unclosed_quote_costs_its_line(where: int, others: str) -> None:
    lines = [f"{n};{others};{n}" for n in range(500)]
    lines[where] = f'{where};"stray;{where}'
    mended = Grammar(";").mend("\n".join(lines).encode(), final=True, width=3)
    assert [(line.row, line.text.decode()) for line in mended.bad] == [(where, lines[where])]
    assert {line.reason for line in mended.bad} <= {UNCLOSED, JUNK}
    left = cells(mended.text)
    assert [row[0] for row in left if row != [""]] == [str(n) for n in range(500) if n != where]


def test_a_lost_closing_quote_costs_its_line() -> None:
    rows = [[f"{n}", "имя", "заметка\nв две строки", ""] for n in range(30)]
    lines = [written([row], csv.QUOTE_ALL, "\n") for row in rows]
    lines[7] = lines[7].replace('"имя"'.encode(), '"имя'.encode())
    mended = Grammar(";").mend(b"".join(lines), final=True, width=4)
    assert [(line.row, line.text) for line in mended.bad] == [(7, lines[7].rstrip(b"\n"))]
    assert [row for row in cells(mended.text) if row != [""]] == rows[:7] + rows[8:]


def test_two_strays_do_not_eat_the_rows_between_them() -> None:
    text = b'1;a;b;x;"\n2;c;d;x;e\n3;f;g;x;h\n4;i;j;x;"\n5;k;l;x;m\n'
    mended = Grammar(";").mend(text, final=True, width=5)
    assert [row[0] for row in cells(mended.text)] == ["", "2", "3", "", "5"]
    assert [line.row for line in mended.bad] == [0, 3]


def test_a_stray_that_gives_too_many_cells_does_not_eat_the_rows_below_it() -> None:
    text = b'1;a;b;x;"c\n2;c;d;x;e\n3;f;5";x;h\n4;i;j;x;k\n'
    mended = Grammar(";").mend(text, final=True, width=5)
    assert [line.text for line in mended.bad] == [b'1;a;b;x;"c']
    assert [row[0] for row in cells(mended.text)] == ["", "2", "3", "4"]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ('1;"Состав:' + "\nболт; 5" * 9 + '"\n2;x\n', 2),
        ('1;имя;"Состав:' + "\nболт; 5; шт" * 9 + '"\n2;x;y\n', 3),
        ('1;a;b;"Состав:' + "\nболт; 5; шт; да" * 9 + '"\n2;x;y;z\n', 4),
        ('1;a;b;c;"привет\nпока; до; завтра; или; нет"\n', 5),
        ('1;a;b;c;"привет; всем' + "\nпока; до; завтра; или; нет" * 9 + '"\n', 5),
        ('"привет; как; дела; у; вас\nпока";b;c;d;e\n', 5),
    ],
)
def test_lists_in_a_note_are_a_note(text: str, width: int) -> None:
    assert Grammar(";").mend(text.encode(), final=True, width=width) == (text.encode(), b"", [])


def test_a_long_cell_is_let_through_and_a_longer_one_is_not() -> None:
    for size, refused in ((LONGEST - 100, False), (LONGEST + 100, True)):
        text = b'1;"' + b"line\n" * (size // 5) + b'";2\n3;x;4\n'
        mended = Grammar(";").mend(text, final=True, width=3)
        assert bool(mended.bad) is refused
        assert mended.text.endswith(b"3;x;4\n")
        one_line = text.replace(b"line\n", b"line ")
        assert not Grammar(";").mend(one_line, final=True, width=3).bad, "no line ends, no danger"


def test_an_unclosed_quote_does_not_make_us_wait_for_the_end() -> None:
    text = b'1;"x;2\n' + b"3;y;4\n" * (LONGEST // 4)
    mended = Grammar(";").mend(text, final=False, width=3)
    assert [line.text for line in mended.bad] == [b'1;"x;2']
    assert len(mended.rest) < 100


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('1;a"b;c', ["1", 'a"b', "c"]),
        ('1;a"b"', ["1", 'a"b"']),
        ('"a" ;b', ["a ", "b"]),
        (' "a;b"', [' "a', 'b"']),
        ('"";""""', ["", '"']),
        (";", ["", ""]),
    ],
)
def test_quotes_where_they_are_ordinary(line: str, expected: list[str]) -> None:
    assert Grammar(";").mend(line.encode(), final=True).bad == []
    assert cells(line.encode()) == [expected]


@pytest.mark.parametrize("line", ['"a"b;c', '1;"ООО "Ромашка"";2', '"a"";b'])
def test_quotes_that_mean_nothing_known(line: str) -> None:
    (bad,) = Grammar(";").mend(f"x;y\n{line}\nz;z\n".encode(), final=True).bad
    assert (bad.row, bad.text.decode()) == (1, line)
