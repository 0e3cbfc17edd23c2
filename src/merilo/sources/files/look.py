"""Whether the values of a column can be what its caption says, and how they are written."""

from collections.abc import Callable, Mapping, Sequence

from merilo.sources.files import values
from merilo.sources.files.targets import Parse

ENOUGH = 0.8  # of the values must be readable, or the column is not offered


def _day(text: str) -> bool:
    return bool(values.iso(text) or values.form(text, "day") or values.form(text, "month"))


def _number(text: str) -> bool:
    return values.number(text) is not None


def _share(text: str) -> bool:
    return _number(text.rstrip().rstrip("%"))


def _duration(text: str) -> bool:
    return values.seconds(text) is not None


def _month(text: str) -> bool:
    return _day(text) or values.month(text) is not None


def _flag(text: str) -> bool:
    return values.flag(text) is not None


_TESTS: Mapping[Parse, Callable[[str], bool]] = {
    Parse.INSTANT: _day,
    Parse.DAY: _day,
    Parse.MONTH: _month,
    Parse.MONEY: _number,
    Parse.NUMBER: _number,
    Parse.COUNT: _number,
    Parse.SHARE: _share,
    Parse.DURATION: _duration,
    Parse.FLAG: _flag,
}


def readable(texts: Sequence[str], parse: Parse) -> float:
    """The share of the values that can be read so; 1 where any text will do, or there are none."""
    test = _TESTS.get(parse)
    if test is None or not texts:
        return 1.0
    return sum(map(test, texts)) / len(texts)


def fits(texts: Sequence[str], parse: Parse) -> bool:
    """The column may be offered for a slot of this kind."""
    return readable(texts, parse) >= ENOUGH


def odd(texts: Sequence[str], parse: Parse, at_most: int = 2) -> tuple[str, ...]:
    """Some of the values that cannot be read so, to be shown."""
    test = _TESTS.get(parse)
    found = dict.fromkeys(t for t in texts if test and not test(t))
    return tuple(found)[:at_most]


def serials(texts: Sequence[str]) -> bool:
    """These are days as Excel counts them: 45000 is 2023-03-15."""
    return bool(texts) and all(
        t.strip().isascii() and t.strip().isdigit() and 20_000 <= int(t) <= 60_000 for t in texts
    )
