"""How a CSV is written: its separator, and how quotes stand inside quoted cells."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from merilo.sources.files.records import END, Grammar

SEPARATORS = (";", "\t", ",", "|")
LINES = 200  # records that decide
ENOUGH = 1_000  # lines that hold so many records
SEP_LINE = re.compile(rb"sep=([^\r\n])(?:\r\n|\r|\n|\Z)", re.IGNORECASE)  # written for Excel
ESCAPES = re.compile(rb'\\+"')


@dataclass(frozen=True)
class Dialect:
    """What has to be known to cut a text into cells."""

    separator: str
    escaped: bool = False  # a quote inside a quoted cell is written \" (so does Bitrix24)
    skip: int = 0  # bytes at the beginning that Excel does not show: its `sep=;` line

    @classmethod
    def of(cls, sample: bytes, final: bool, separator: str = "") -> "Dialect":
        """The dialect under which most of the first records have the same number of cells.

        `final`: the sample is the whole text. One column is a table too; then the separator is
        one that does not occur.
        """
        hint = SEP_LINE.match(sample)
        skip = hint.end() if hint else 0
        asked = separator or (hint[1].decode("utf-8", "replace") if hint else "")
        ways = (False, True) if b'\\"' in sample else (False,)
        options = [cls(s, way, skip) for s in ([asked] if asked else SEPARATORS) for way in ways]
        lines = list(islice(END.finditer(sample), ENOUGH))
        if len(lines) == ENOUGH:
            sample, final = sample[: lines[-1].end()], False
        scores = [option._score(sample[skip:], final) for option in options]
        if not asked and not max(scores):
            return cls(next((s for s in SEPARATORS if s.encode() not in sample), "\x1f"), skip=skip)
        return options[scores.index(max(scores))]

    def plain(self, text: bytes) -> bytes:
        """The text with quotes inside quoted cells doubled, as everybody else writes them."""
        return ESCAPES.sub(_doubled, text) if self.escaped else text

    def _score(self, sample: bytes, final: bool) -> int:
        """How many separators stand where a table would have them, in the best regular block; 1 if
        there is none but the header and nearly all other rows have such separators."""
        grammar = Grammar(self.separator)
        text = grammar.mend(self.plain(sample), final).text
        records = islice(grammar.records(text), LINES)
        widths = [len(cells) for cells, _, _ in records if any(cells)]
        best = 0
        for width, count in Counter(widths).items():
            if count >= (len(widths) - widths.index(width)) / 2:  # most, from the first such on
                best = max(best, count * (width - 1))
        cut = sum(width > 1 for width in widths)
        ragged = widths[:1] > [1] and cut >= 0.8 * len(widths)
        return best or int(ragged)


def _doubled(found: re.Match[bytes]) -> bytes:
    """A backslash before a quote escapes it, a pair of them is one backslash; elsewhere they are
    ordinary characters (paths of Windows)."""
    pairs, odd = divmod(len(found[0]) - 1, 2)
    return b"\\" * pairs + (b'""' if odd else b'"')
