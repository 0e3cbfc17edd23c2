"""Rows of the tables in a web page, as its text comes in.

A tokenizer of our own: lxml keeps three quarters of what it has read in memory even where each row
is thrown away, and html.parser is twice as slow. Nothing in a page is followed and only references
to characters are replaced, so no page can make us fetch or grow.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import chain
from typing import NamedTuple

import regex as re  # possessive groups of Python before 3.11.5 match wrongly

from merilo.sources.files.header import Row
from merilo.words import say

LONGEST = 8 << 20  # characters without a tag
MARGIN = 1 << 16  # characters; a tag that begins so near to the end may go on in the next text
WIDEST = 1_000  # columns
TALLEST = 65_534  # rows that a cell may span, as browsers have it
TAG = re.compile(
    r"<(?:(?P<comment>!--)|(?P<name>/?[a-zA-Z][^\s/>]*)"
    r"(?P<more>(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')|=)*+)>|[!?][^>]*+>)"
)

ATTRIBUTES = r"(?:[^>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+"
CELL = re.compile(rf"<(t[dh])\b{ATTRIBUTES}>([^<]*+)</t[dh]\s*+>\s*+", re.IGNORECASE)
PLAIN = re.compile(rf"<tr\b{ATTRIBUTES}>\s*+((?:{CELL.pattern})++)</tr\s*+>", re.IGNORECASE)
OPENS = re.compile(r"<[a-zA-Z!?/]")
SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d{1,5})", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f]+")
LINES = re.compile(r"[ \t]*\n\s*")
SKIPPED = {name: re.compile(f"(?=</{name})", re.IGNORECASE) for name in ("script", "style")}
COMMENT = re.compile("-->")
BREAKS = {tag + name for name in ("br", "p", "div", "li", "tr", "td", "th") for tag in ("", "/")}


class Token(NamedTuple):
    """A tag (`td`, `/td`) with its attributes; under the name "" the text before the next one;
    under `row` a whole row with nothing but text in its cells: nearly all are, and it saves time.
    """

    name: str
    text: str


class Line(NamedTuple):
    """A row of the page: in which of its outermost tables, and whether it has `<th>` only."""

    table: int
    row: Row
    head: bool


def lines(texts: Iterable[str]) -> Iterator[Line]:
    """The rows of a page's outermost tables; a table inside a cell is the text of that cell. A cell
    over several columns stands in the first, one over several rows in each of them. ValueError on
    what is no table for people."""
    page = _Page()
    for name, text in tokens(texts):
        yield from page.take(name, text)
    yield from page.take("/table", "")


def tokens(texts: Iterable[str]) -> Iterator[Token]:
    """The tags of a page and the texts between them; comments, scripts and styles are left out."""
    rest, until = "", None
    for more in chain(texts, (None,)):
        text, at = rest + (more or ""), 0
        limit = len(text) - (MARGIN if more is not None else 0)
        while at < limit:
            if until:
                found = until.search(text, at)
                at, until = (found.end(), None) if found else (limit, until)
                continue
            opens = OPENS.search(text, at)
            begin = opens.start() if opens else len(text)
            if begin >= limit and more is not None:
                break
            if begin > at:
                yield Token("", text[at:begin])
            at, token, until = _tag(text, begin)
            if token:
                yield token
        rest = text[at:]
        if len(rest) > LONGEST:
            raise ValueError(say("its text has no tags for eight million characters"))


def _tag(text: str, begin: int) -> tuple[int, Token | None, re.Pattern[str] | None]:
    """What stands here, where it ends, and what ends a part to be left out that begins here."""
    if row := PLAIN.match(text, begin):
        return row.end(), Token("row", row[0]), None
    tag = TAG.match(text, begin)
    if tag is None:
        return begin + 1, Token("", text[begin : begin + 1]), None
    if tag["comment"]:
        return tag.end(), None, COMMENT
    if not tag["name"]:
        return tag.end(), None, None
    name = tag["name"].lower()
    return tag.end(), Token(name, tag["more"]), SKIPPED.get(name)


def _parts(row: str) -> Iterator[Token]:
    """The tags and texts of a plain row one by one."""
    at = 0
    while at < len(row):
        tag = TAG.match(row, at)
        begin = tag.end() if tag else at
        if tag:
            yield Token(tag["name"].lower(), tag["more"])
        at = row.find("<", begin)
        at = len(row) if at < 0 else at
        yield Token("", row[begin:at])


def _clean(text: str) -> str | None:
    """A cell's text without the spaces around its lines."""
    return (LINES.sub("\n", text) if "\n" in text else text).strip(" \n") or None


class _Page:
    """Where we are in a page: in which table, row and cell."""

    def __init__(self) -> None:
        self.depth = self.table = self.number = 0
        self.cells: list[str | None] | None = None
        self.text: list[str] | None = None  # of the open cell
        self.span = (1, 1)  # columns and rows of the open cell
        self.head = True
        self.pending: dict[int, tuple[int, str | None]] = {}  # column: rows to come, text

    def take(self, name: str, text: str) -> Iterator[Line]:
        """One token; a row comes out where one ends."""
        if name == "row":
            yield from self._plain(text)
        elif not name:
            if self.text is not None:
                self.text.append(unescape(SPACE.sub(" ", text)))
        elif name in ("table", "/table"):
            yield from self._table(name)
        elif self.depth == 1 and name in ("tr", "/tr", "tbody", "/tbody", "/thead", "tfoot"):
            yield from self._row(opens=name == "tr")
        elif self.depth == 1 and name in ("td", "th"):
            self._cell(name, text)
        elif self.depth == 1 and name in ("/td", "/th"):
            self._close()
        elif self.text is not None and name in BREAKS:
            self.text.append("\n")

    def _plain(self, text: str) -> Iterator[Line]:
        if self.depth != 1 or self.pending or "span" in text.lower():
            for name, more in _parts(text):
                yield from self.take(name, more)
            return
        yield from self._row(opens=False)
        self.number += 1
        found = CELL.findall(SPACE.sub(" ", text))
        cells = [_clean(unescape(cell) if "&" in cell else cell) for _, cell in found]
        self._narrow(cells)
        yield Line(
            self.table, Row(self.number, cells), "td" not in {tag.lower() for tag, _ in found}
        )

    def _table(self, name: str) -> Iterator[Line]:
        if self.depth == 1 and name == "/table":
            yield from self._row(opens=False)
        elif self.text is not None:
            self.text.append("\n")
        self.depth = max(0, self.depth + (1 if name == "table" else -1))
        if self.depth == 1 and name == "table":
            self.table, self.number, self.pending = self.table + 1, 0, {}

    def _row(self, opens: bool) -> Iterator[Line]:
        """Close the open row, if there is one, and open another."""
        if self.cells is not None:
            self._close()
            self._spanned()
            yield Line(self.table, Row(self.number, self.cells), self.head)
        self.cells, self.head = ([], True) if opens else (None, True)
        self.number += opens

    def _cell(self, name: str, attributes: str) -> None:
        self._close()
        if self.cells is None:  # <tr> may be left out
            self.cells, self.number = [], self.number + 1
        self._spanned()
        self.head = self.head and name == "th"
        spans = {key.lower(): int(value) for key, value in SPAN.findall(attributes)}
        wide, tall = spans.get("colspan", 1) or 1, spans.get("rowspan", 1) or 1
        self.span = min(wide, WIDEST), min(tall, TALLEST)
        self.text = []

    def _close(self) -> None:
        """Close the open cell, if there is one."""
        if self.text is None or self.cells is None:
            return
        said = _clean("".join(self.text))
        wide, tall = self.span
        for column in range(len(self.cells), len(self.cells) + wide):
            if tall > 1:
                self.pending[column] = tall - 1, said
            self.cells.append(said)
            said = None
        self.text = None
        self._narrow(self.cells)

    def _narrow(self, cells: Sequence[str | None]) -> None:
        if len(cells) > WIDEST:
            raise ValueError(
                say("row {row} has more than {most} columns", row=self.number, most=WIDEST)
            )

    def _spanned(self) -> None:
        """Put in the cells that reach down from rows above."""
        assert self.cells is not None
        while (column := len(self.cells)) in self.pending:
            left, said = self.pending.pop(column)
            self.cells.append(said)
            if left > 1:
                self.pending[column] = left - 1, said
