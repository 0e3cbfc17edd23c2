"""Where the records of a CSV begin and end, and which of its lines spoil the ones around them.

A cell is quoted if a quote opens it; such a cell may hold separators and line ends, `""` in it is
one quote, and its closing quote has to stand before a separator or a line end. Anywhere else a
quote is an ordinary character. What breaks this rule is refused line by line, for a quote that
nobody closed would swallow the rest of the file:

- a quoted cell that never closes, or only after `LONGEST` bytes: the line that opens it is refused;
- one whose closing quote stands before something else (it opens a cell of a later row): the record
  up to the end of the line that opens it is refused, with the lines below in which its other cells
  go on;
- in tables of `NARROW` columns and more, one that closes well although each of its lines is a row
  of the right number of cells by itself (two stray quotes, no accident), or that gives a wrong
  number of cells where the lines below its first one are rows: its first line is refused.

What cannot be told: a stray quote that a later one happens to close before a separator, in a
narrower table or in lines that do not look like rows. That is a well-formed cell with line ends in
it, and is believed: to take the lists in somebody's notes for rows would be worse.
"""

from collections.abc import Iterator
from typing import NamedTuple

import regex as re  # possessive groups of Python before 3.11.5 match wrongly

LONGEST = 1 << 16  # bytes of a quoted cell with line ends
TAIL = 50  # lines below a refused one in which its cells may go on
NARROW = 5  # cells of a row; lists in a note look like the rows of narrower tables
COINCIDENCE = 8  # separators that stand where rows have them by no accident
UNCLOSED = "a quote is opened and never closed"
JUNK = "a quote inside a quoted cell is not doubled"
END = re.compile(rb"\r\n|\r|\n")


class Bad(NamedTuple):
    """A line taken out of a text; an empty one is left in its place, so that rows still count."""

    row: int  # how many records of the text are above it
    reason: str
    text: bytes


class Mended(NamedTuple):
    text: bytes  # whole and well-formed records
    rest: bytes  # the beginning of a record whose end is not here yet
    bad: list[Bad]


class Grammar:
    """Cells and records for one separator. All texts are UTF-8."""

    def __init__(self, separator: str) -> None:
        mark = re.escape(separator.encode())
        edge = rb"[%s\r\n]" % mark
        opening = rb'(?<![^%s\r\n])"' % mark
        closing = rb'"(?= *(?:%s|\Z))' % edge
        inside, line = rb'[^"]*+(?:""[^"]*+)*+', rb'[^"\r\n]*+(?:""[^"\r\n]*+)*+'
        self.separator = separator.encode()
        self._calm = re.compile(
            rb'(?:[^"]++|(?<=[^%s\r\n])"|%s%s%s)*+' % (mark, opening, line, closing)
        )
        self._quoted = re.compile(b'"' + inside + closing)
        self._closed = re.compile(b'"' + inside + b'"')
        self._in_line = re.compile(opening + line + closing)
        self._cell = re.compile(rb'"(%s)"( *)(?=%s|\Z)|([^%s\r\n]*+)' % (inside, edge, mark))

    def mend(self, text: bytes, final: bool, width: int = 0) -> Mended:
        """Take out what spoils the records around it. `final`: the file ends here; `width`: how
        many cells a row has, 0 if that is not known yet."""
        return _Mending(self, text, final, width).run()

    def records(self, text: bytes) -> Iterator[tuple[list[bytes], int, int]]:
        """Cells, beginning and end (without the line end) of each record of a well-formed text."""
        begin = 0
        while begin < len(text):
            cells, end, _ = self.record(text, begin)
            yield cells, begin, end
            line_end = END.match(text, end)
            begin = line_end.end() if line_end else len(text)

    def record(self, text: bytes, begin: int) -> tuple[list[bytes], int, bool]:
        """The cells of the record that begins here, where it ends, and whether it is well-formed:
        otherwise a quote that does not close well was taken for a character."""
        cells, tidy = [], True
        while True:
            found = self._cell.match(text, begin)
            assert found, "an unquoted cell may be empty, so something always matches"
            quoted, spaces, bare = found.groups()
            cells.append(bare if quoted is None else quoted.replace(b'""', b'"') + spaces)
            tidy = tidy and (bare is None or not bare.startswith(b'"'))
            begin = found.end() + 1
            if text[found.end() : begin] != self.separator:
                return cells, found.end(), tidy

    def alone(self, line: bytes) -> int:
        """How many cells a line has if none of them goes on in the next line."""
        return self._in_line.sub(b"", line).count(self.separator) + 1


class _Mending:
    """One pass over a text. Invariant: text[:at] is dealt with, a record begins at `record`, and
    nothing from `free` up to the quote under examination stands in a cell with line ends."""

    def __init__(self, grammar: Grammar, text: bytes, final: bool, width: int) -> None:
        self.grammar, self.text, self.final, self.width = grammar, text, final, width
        self.at = self.record = self.free = 0
        self.rows = 0  # records up to `at`
        self.inside = 0  # line ends in cells between `at` and `record`
        self.within = 0  # those of the record that begins at `record`
        self.out: list[bytes] = []
        self.bad: list[Bad] = []

    def run(self) -> Mended:
        while self._locate(quote := self._calm()) < len(self.text):
            if not self._examine(quote):
                break
        cut = len(self.text) if self.final else self.record
        self.out.append(self.text[self.at : cut])
        return Mended(b"".join(self.out), self.text[cut:], self.bad)

    def _calm(self) -> int:
        """Up to where nothing has to be examined."""
        calm = self.grammar._calm.match(self.text, self.free)
        assert calm, "it may match nothing, so it matches"
        return calm.end()

    def _locate(self, quote: int) -> int:
        """Find the beginning of the record in which this place is."""
        last = max(self.text.rfind(end, self.free, quote) for end in (b"\n", b"\r"))
        if last >= 0:
            self.record, self.inside, self.within = last + 1, self.inside + self.within, 0
        return quote

    def _examine(self, quote: int) -> bool:
        """Deal with a quote that opens a cell with line ends, or closes badly; False: the text has
        to go on first."""
        text, grammar = self.text, self.grammar
        closed = grammar._closed.match(text, quote)
        if closed is None and not self.final and len(text) - quote <= LONGEST:
            return False
        good = grammar._quoted.match(text, quote)
        if closed is None or (good and good.end() - quote > LONGEST):
            return self._refuse(quote, UNCLOSED)
        if good is None:
            same = END.search(text, quote, closed.end()) is None
            return self._refuse(quote, JUNK if same else UNCLOSED)
        if self.width >= NARROW and (verdict := self._accident(quote, good.end())) is not False:
            return self._refuse(quote, UNCLOSED) if verdict else False
        self.within += len(END.findall(text, quote, good.end()))
        self.free = good.end()
        return True

    def _accident(self, quote: int, close: int) -> bool | None:
        """Whether a cell with line ends is really rows between two stray quotes; None: cannot be
        told before the text goes on."""
        text, grammar = self.text, self.grammar
        first, last = END.search(text, quote), END.search(text, close)
        if first is None or (last is None and not self.final):
            return None
        second = END.search(text, first.end())
        below = text.count(grammar.separator, first.end(), second.start() if second else len(text))
        if below < self.width - 1:  # nearly always, and it is quick to see
            return False
        cells, end, tidy = grammar.record(text, self.record)
        if not self.final and (end == len(text) or not tidy):
            return False if len(text) - self.record > LONGEST else None
        if not tidy:
            return False
        lines = END.split(text[self.record : last.start() if last else None])
        if any(grammar.alone(line) != self.width for line in lines[1:]):
            return False
        exact = (len(lines) - 1) * (self.width - 1)
        if len(cells) == self.width:
            return grammar.alone(lines[0]) == self.width and exact >= COINCIDENCE
        return True

    def _tail(self, stop: int) -> int:
        """Where a record really ends whose line is refused up to here: other cells of it may go on
        in the lines below. Those are no rows by themselves, end before the next row, and make the
        number of quotes odd, for one is too many or missing. The end of the text if that is too
        near to tell."""
        text, end, tail = self.text, stop, stop
        quotes = text.count(b'"', self.record, stop)
        for _ in range(TAIL if self.width else 0):
            line_end = END.match(text, end)
            begin = line_end.end() if line_end else len(text)
            cells, last, _ = self.grammar.record(text, begin)
            if last == len(text) and not self.final:
                return last
            if len(cells) == self.width or begin == len(text):
                return tail
            below = END.search(text, begin)
            end = below.start() if below else len(text)
            more = text.count(b'"', begin, end)
            quotes += more
            if more and quotes % 2:
                tail = end
        return stop

    def _refuse(self, quote: int, reason: str) -> bool:
        """Take out the record up to the end of the line with this quote; False if that end is not
        here yet."""
        line_end = END.search(self.text, quote)
        if line_end is None and not self.final:
            return False
        stop = self._tail(line_end.start() if line_end else len(self.text))
        if not self.final and stop == len(self.text) and stop - quote <= LONGEST:
            return False
        line_end = END.match(self.text, stop)
        kept = self.text[self.at : self.record]
        self.rows += len(END.findall(kept)) - self.inside
        self.out.append(kept)
        self.bad.append(Bad(self.rows, reason, self.text[self.record : stop]))
        self.at, self.inside, self.within = stop, 0, 0
        self.record = self.free = line_end.end() if line_end else stop
        return True
