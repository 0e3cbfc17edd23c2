"""Tables of web pages, whatever they are called."""

import html
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from merilo.errors import FileError
from merilo.sources.files import html as reader
from merilo.sources.files import markup
from merilo.sources.files.markup import lines
from merilo.sources.files.open import sheets
from tests.sources.files.readers import make

PATIENT = settings(deadline=None)  # other work may go on beside the tests


def rows(page: str) -> list[list[str | None]]:
    return [list(line.row.cells) for line in lines([page])]


def table(inside: str) -> str:
    return f"<html><body><table>{inside}</table></body></html>"


def test_the_table_that_bitrix_calls_xls(tmp_path: Path) -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'
    page = make.page([["ID", "Сделка"], ["1", "а &amp; б"], ["", ""], ["2", "в"]], head)
    got = make.read(make.raw(tmp_path / "DEAL.xls", page))
    assert got.sheet.header == ("ID", "Сделка")
    assert got.rows == [(2, "1", "а & б"), (4, "2", "в")]
    assert got.sheet.form == "HTML table, utf-8"
    assert got.reads[-1] == 1.0


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("cp1251", '<meta charset="windows-1251">'),
        ("cp1251", ""),
        ("cp1251", '<meta charset="utf-8">'),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("koi8-r", '<meta charset="koi8-r">'),
        ("cp866", "<META CONTENT='text/html; charset=cp866'>"),
    ],
)
def test_the_encoding_of_a_page(tmp_path: Path, encoding: str, head: str) -> None:
    page = make.page([["Имя", "Город"], ["Ёлкин", "Тверь"]], head)
    assert make.read(make.raw(tmp_path / "f.xls", page, encoding)).cells == [("Ёлкин", "Тверь")]


def test_what_is_said_goes_before_what_the_page_says(tmp_path: Path) -> None:
    path = make.raw(tmp_path / "f.xls", make.page([["é", "b"], ["ő", "2"]]), "cp1250")
    assert make.read(path, encoding="cp1250").cells == [("ő", "2")]


def test_bytes_that_are_no_text_cost_their_row(tmp_path: Path) -> None:
    rows = [["Имя", "Город"], ["Пётр"], ["Анна", "?"], ["Иван", "Пермь"], ["Ольга"]]
    path = make.raw(tmp_path / "f.xls", make.page(rows).encode().replace(b"?", b"\xff"))
    got = make.read(path)
    assert got.rows == [(4, "Иван", "Пермь")]
    assert [row for row, _ in got.broken] == [2, 3, 5]
    assert got.broken[1] == (3, "bytes that are not utf-8")


def test_ragged_rows_are_refused_and_short_footers_with_them(tmp_path: Path) -> None:
    body = "<tr><td>1<td>2<td>3</tr><tr><td>1</td></tr><tr><td>1<td>2<td>3<td><td></tr>"
    body += "<tr><td>a<td>b<td>c<td>d</tr><tr><td colspan=3>Итого</tr>"
    path = make.raw(tmp_path / "f.xls", table("<tr><th>a<th>b<th>c</tr>" + body))
    got = make.read(path)
    assert [row[0] for row in got.rows] == [2, 4, 6]
    assert got.broken == [
        (3, "1 cell where the header has 3"),
        (5, "4 cells where the header has 3"),
    ]
    assert got.texts[1] == "a\tb\tc\td"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<p>a</p><p> b </p>", "a\nb"),
        ("<b>a</b><i>b</i>", "ab"),
        ("  a \r\n  b ", "a b"),
        ("&lt;a&gt;&nbsp;&#1071;&euro;", "<a>\xa0Я€"),
        ("a &unknown; & b", "a &unknown; & b"),
        ("a < b", "a < b"),
        ("<!-- <td>x</td> -->a", "a"),
        ("<script>if (a<b) '<td>x</td>'</script>a", "a"),
        ("<style>td > b {}</style>a", "a"),
        ("<span title='a>b'>x</span>", "x"),
        ('<a href="x?a=1&b=2">x</a>', "x"),
        ("", None),
        ("&nbsp;", "\xa0"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
    ],
)
def test_what_may_be_in_a_cell(cell: str, expected: str | None) -> None:
    assert rows(table(f"<tr><td>1</td><td>{cell}</td><td>2</td></tr>")) == [["1", expected, "2"]]


@pytest.mark.parametrize(
    "page",
    [
        "<tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>",
        "<TR><TD>1</TD><TD>2</TD></TR>\n<TR ><TD >3</TD ><TD>4</TD></TR>",
        "<tr><td>1<td>2<tr><td>3<td>4",
        "<thead><tr><td>1<td>2</thead><tbody><tr><td>3<td>4</tbody>",
        "<td>1</td><td>2</td></tr><tr><td>3</td><td>4</td>",
        "<caption>x</caption><colgroup><col></colgroup><tr><td>1<td>2</tr>y<tr><td>3<td>4</tr>",
    ],
)
def test_tags_that_may_be_left_out(page: str) -> None:
    assert rows(table(page)) == [["1", "2"], ["3", "4"]]


def test_cells_over_several_columns_and_rows() -> None:
    page = table(
        "<tr><td colspan=2>a</td><td>b</td></tr><tr><td rowspan='3'>c</td><td>d</td><td>e</td></tr>"
        "<tr><td>f</td><td>g</td></tr><tr><td>h</td></tr><tr><td>i</td><td>j</td><td>k</td></tr>"
    )
    assert rows(page) == [
        ["a", None, "b"],
        ["c", "d", "e"],
        ["c", "f", "g"],
        ["c", "h"],
        ["i", "j", "k"],
    ]


def test_rows_of_captions_say_so() -> None:
    page = table("<tr><th>a<th>b</tr><tr><th>a</th><td>b</td></tr><tr><td>a<th>b<tr><td>a</table>")
    assert [line.head for line in lines([page])] == [True, False, False, False]


def test_a_table_below_a_long_one_is_found(tmp_path: Path) -> None:
    long = make.page([["a", "b"], *([n, n] for n in range(300))])
    found = sheets(make.raw(tmp_path / "f.xls", long + make.page([["c", "d"]])))
    assert [sheet.header for sheet in found] == [("a", "b"), ("c", "d")]


def test_several_tables_are_several_sheets(tmp_path: Path) -> None:
    first = "<table><tr><td>меню</td></tr><tr><td>выход</td></tr></table>"
    wide = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    path = make.raw(tmp_path / "f.html", f"<html>{first}{wide}<p>{wide.replace('1', '3')}</html>")
    found = sheets(path)
    assert [sheet.part for sheet in found] == ["table 2", "table 3"]
    assert [make.drain(sheet).rows for sheet in found] == [[(2, "1", "2")], [(2, "3", "2")]]
    alone = make.raw(tmp_path / "g.html", f"<html>{first}</html>")
    assert make.read(alone).sheet.header == ("меню",)


@pytest.mark.parametrize("page", ["<html><body>Войдите</body></html>", "<html><table></table>"])
def test_a_page_without_a_table(tmp_path: Path, page: str) -> None:
    with pytest.raises(FileError, match="web page without a table"):
        sheets(make.raw(tmp_path / "f.xls", page))


def test_pages_that_grow_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make.raw(tmp_path / "f.xls", table("<tr>" + "<td colspan=999>x</td>" * 3 + "</tr>"))
    with pytest.raises(FileError, match="row 1 has more than 1000 columns"):
        sheets(path)
    monkeypatch.setattr(markup, "LONGEST", 100_000)
    path = make.raw(tmp_path / "g.xls", table("<tr><td>a</td></tr>" + "x" * 5_000_000))
    with pytest.raises(FileError, match="no tags"):
        sheets(path)
    entities = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path = make.raw(tmp_path / "h.xls", entities + table("<tr><td>&b;</td><td>x</td></tr>"))
    assert make.read(path).sheet.header == ("&b;", "x")


TEXT = st.text("аб <>&\"'\n;=/-!?x", max_size=8)
PIECE = st.one_of(
    TEXT.map(html.escape),
    st.sampled_from(
        ["<b>a</b>", "<!-- <td> -->", "<i title='>'>b</i>", "<a href=x>c</a>", "&nbsp;"]
    ),
)
CELL = st.lists(PIECE, max_size=3).map("".join)
PAGES = st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=6).map(make.page)


@given(PAGES)
@PATIENT
def test_lxml_sees_the_same_cells(page: str) -> None:
    """An independent parser of HTML, whole page at once."""
    tree = etree.fromstring(page, etree.HTMLParser(remove_comments=True))
    expected = [
        ["".join(" ".join(cell.itertext()).split()) or None for cell in row]
        for row in tree.iter("tr")
    ]
    assert [
        [(cell and "".join(cell.split())) or None for cell in row] for row in rows(page)
    ] == expected


@given(PAGES, st.integers(1, 40))
@PATIENT
def test_where_a_page_is_cut_changes_nothing(page: str, size: int) -> None:
    pieces = [page[begin : begin + size] for begin in range(0, len(page), size)]
    whole = list(lines([page]))
    margin, markup.MARGIN = markup.MARGIN, 30  # otherwise all of it would wait for its end
    try:
        assert list(lines(pieces)) == whole
    finally:
        markup.MARGIN = margin


def test_many_rows_come_in_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "ROWS", 100)
    monkeypatch.setattr(reader, "BLOCK", 4_000)
    page = make.page([["ID", "Имя"], *([n, f"имя {n}"] for n in range(950))])
    got = make.read(make.raw(tmp_path / "f.xls", page))
    assert [row[1] for row in got.rows] == [str(n) for n in range(950)]
    assert len(got.reads) == 10
    assert got.reads == sorted(got.reads)
