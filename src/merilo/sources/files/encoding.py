"""Which encoding a text is in, and the text as UTF-8, block by block."""

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import IO

BLOCK = 1 << 18  # bytes looked at in one go while guessing
ENOUGH = 4096  # letters outside ASCII that settle the guess
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LETTERS = bytes(range(0x80, 0x100))
HIGH = re.compile(rb"[A-Za-z]?[\x80-\xff]+[A-Za-z]?")
HUNGARIAN = b"\xd5\xdb\xf5\xfb"  # Ő Ű ő ű in cp1250
WESTERN = b"\xa1\xbf\xc0\xc3\xc5\xc6\xc8\xca\xd1\xd8\xe0\xe3\xe5\xe6\xe8\xea\xec\xf1\xf2\xf8\xf9"
BAD = "\udcff"  # stands where bytes are no text; UTF-8 has no form for it, so it is found again


def _bad(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return BAD, error.end


codecs.register_error("merilo.bad", _bad)


def known(name: str) -> bool:
    """Whether Python can decode a text by this name."""
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False


def guess(stream: IO[bytes]) -> str:
    """The encoding of a text; utf-8 if it is all ASCII.

    A mark at the beginning decides; then plain UTF-16; then UTF-8, if what is not ASCII is (nearly)
    all valid in it; then runs of high bytes are Cyrillic and those within Latin words are Hungarian
    or Western. Statistics over letters are not used: on a few short Russian words they answer
    Japanese.
    """
    block = stream.read(BLOCK)
    for mark, name in BOMS:
        if block.startswith(mark) and (len(mark) > 2 or b"\0" in block):  # яю in cp1251 is no mark
            return name
    if wide := _wide(block):
        return wide
    runs: list[bytes] = []
    while block:
        more = stream.read(BLOCK)
        if more:  # a letter may be cut in two by the end of the block
            cut = len(block) - len(block[-4:]) + len(block[-4:].rstrip(LETTERS))
            block, more = block[:cut], block[cut:] + more
        runs += [] if block.isascii() else HIGH.findall(block)
        if sum(map(len, runs)) > ENOUGH:
            break
        block = more
    return of_runs(runs)


def of_runs(runs: Sequence[bytes]) -> str:
    """The encoding in which these runs of high bytes (with the Latin letters beside them) make
    sense."""
    total = sum(map(len, runs))
    if sum(len(run) for run in runs if _is_utf8(run)) >= 0.8 * total:
        return "utf-8"
    cyrillic = sum(len(run) for run in runs if len(run) > 1 and not _latin(run))
    latin = sum(len(run) for run in runs if _latin(run))
    if latin > cyrillic or set(runs) == {b"\x80"}:  # the latter: nothing but signs of the euro
        letters = b"".join(runs)
        hungarian = sum(letters.count(byte) for byte in HUNGARIAN)
        return "cp1250" if hungarian > sum(letters.count(byte) for byte in WESTERN) else "cp1252"
    letters = b"".join(run.removeprefix(b"\xa8") for run in runs if len(run) > 1)  # Ё, or и
    old = sum(0x80 <= byte <= 0xAF for byte in letters)
    new = sum(0xC0 <= byte <= 0xDF or byte >= 0xF2 for byte in letters)
    return "cp866" if old > new else "cp1251"


def _wide(block: bytes) -> str:
    """UTF-16 without its mark: every other byte is 00 or 01 (Latin, digits) or 04 (Cyrillic)."""
    for name, small, letters in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        high, low = block[small::2], block[letters::2]
        pages = high.count(0) + high.count(1) + high.count(4)
        if high.count(0) and pages > 0.9 * len(high) and low.count(0) < 0.1 * len(low):
            return name
    return ""


def _latin(run: bytes) -> bool:
    return run[0] < 0x80 or run[-1] < 0x80


def _is_utf8(run: bytes) -> bool:
    if max(run) > 0xF0:  # no script in use: ёлка in cp866 looks like that
        return False
    try:
        run.decode()
    except UnicodeDecodeError:
        return False
    return True


def decoded(stream: IO[bytes], encoding: str, size: int) -> Iterator[str]:
    """The text by blocks of `size` bytes, without its mark; `BAD` stands for what is no text."""
    decoder = codecs.getincrementaldecoder(encoding)("merilo.bad")
    fresh = True
    while raw := stream.read(size):
        text = decoder.decode(raw)
        if fresh and text:
            text, fresh = text.removeprefix("\ufeff"), False
        yield text
    yield decoder.decode(b"", True)


def utf8(stream: IO[bytes], encoding: str, size: int) -> Iterator[bytes]:
    """The text as UTF-8 by blocks; bytes that are no text stay invalid, so that rows can be refused
    one by one."""
    if encoding == "utf-8":  # as it lies there: valid or not, it is looked at later
        yield stream.read(size).removeprefix(codecs.BOM_UTF8)
        while raw := stream.read(size):
            yield raw
        return
    for text in decoded(stream, encoding, size):
        yield text.encode("utf-8", "surrogatepass")
