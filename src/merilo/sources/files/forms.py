"""How a file writes days, numbers and money: its values decide, and where they do not, we ask."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from merilo.sources.files import values
from merilo.sources.files.ask import Asker
from merilo.sources.files.mapping import Feed, Formats
from merilo.sources.files.sample import Sample
from merilo.sources.files.targets import TARGETS, Parse
from merilo.sources.files.words import EMPTY, normal

SETTLED = 0.8  # of the values that tell; the others are mistakes and will be refused
_DAYS = {Parse.INSTANT, Parse.DAY, Parse.MONTH}
_MONEY, _SHARES = {Parse.MONEY}, {Parse.SHARE}
_NUMBERS = {Parse.MONEY, Parse.NUMBER, Parse.SHARE}
_HUNGARIAN = set("áéíóöőúüű")


def formats(
    sample: Sample, feeds: Sequence[Feed], asker: Asker, given: Mapping[str, Any] | None = None
) -> Formats:
    """The forms of the columns that the feeds take; those `given` are not looked for."""
    days = _columns(feeds, _DAYS)
    numbers = _columns(feeds, _NUMBERS)
    money = [] if any("currency" in feed.columns for feed in feeds) else _columns(feeds, _MONEY)
    find: Mapping[str, Callable[[], Any]] = {
        "dates": lambda: _dates(sample, days, asker),
        "decimal": lambda: _decimal(sample, numbers, _columns(feeds, _MONEY), asker),
        "currency": lambda: _currency(sample, money),
        "empty": lambda: _empty(sample, [*days, *numbers]),
        "discount": lambda: _discount(sample, _columns(feeds, _SHARES)),
    }
    given = given or {}
    looked = {name: look() for name, look in find.items() if name not in given}
    return Formats(**looked, **given)


def language(header: Iterable[str]) -> str:
    """The language that captions are written in: ru, hu or en; "" if they hold no letters."""
    letters = "".join(header).lower()
    if any("а" <= c <= "я" or c == "ё" for c in letters):
        return "ru"
    if any(c in _HUNGARIAN for c in letters):
        return "hu"
    return "en" if any(c.isalpha() for c in letters) else ""


def _columns(feeds: Sequence[Feed], parses: set[Parse]) -> list[int]:
    found = {
        column: None
        for feed in feeds
        for slot, take in feed.columns.items()
        if TARGETS[feed.table].slots[slot].parse in parses
        for column in take.columns
    }
    return list(found)


def _dates(sample: Sample, columns: Sequence[int], asker: Asker) -> tuple[str, ...]:
    texts = [t for c in columns for t in sample.texts[c]]
    first = _first(sample, columns, texts, asker)
    return values.forms(texts, first)


def _first(sample: Sample, columns: Sequence[int], texts: Sequence[str], asker: Asker) -> str:
    """Whether the day or the month comes first."""
    told = Counter(map(values.turns, texts))
    if told["?"] and not (told["day"] or told["month"]):
        told = Counter(values.turns(t) for c in columns for t in sample.more(c))
    day, month = told["day"], told["month"]
    if not told["?"] and not month:
        return "day"
    if day + month and max(day, month) >= SETTLED * (day + month):
        return "day" if day > month else "month"
    unsure = dict.fromkeys(t for t in texts if values.turns(t) == "?")
    examples = ", ".join(list(unsure)[:3])
    text = "What comes first in the dates ({examples}): the day or the month?"
    return asker.ask("dates", text, ("day", "month"), "day", examples=examples)


def _decimal(sample: Sample, columns: Sequence[int], money: Sequence[int], asker: Asker) -> str:
    """The mark that numbers show; it matters for those which may be read in two ways."""
    texts = [t for c in columns for t in sample.texts[c]]
    told = values.marks(texts) or values.marks(t for c in columns for t in sample.more(c))
    comma, point = told[","], told["."]
    if comma + point and max(comma, point) >= SETTLED * (comma + point):
        return "," if comma > point else "."
    unsure = {c for t in texts if values.mark(t) == "?" for c in values.bare(t) if c in ",."}
    settled = _usual(sample, unsure)
    if not told["?"]:
        return settled or "."
    if not comma + point:
        settled = _thousands([t for c in money for t in sample.texts[c]]) or settled
        if settled:
            return settled
    examples = ", ".join(list(dict.fromkeys(t for t in texts if values.mark(t)))[:3])
    text = "Which sign parts the fraction in the numbers ({examples}): a comma or a point?"
    best = "," if comma > point else "."
    return asker.ask("decimal", text, (",", "."), best, examples=examples)


def _usual(sample: Sample, unsure: set[str]) -> str:
    """The decimal mark where numbers do not tell: that of cells of a workbook, or of the language.

    Russian parts thousands by spaces: whichever mark there is parts the fraction.
    """
    if sample.workbook:
        return "."
    spoken = language(sample.header)
    if spoken == "ru" and unsure:
        return unsure.copy().pop() if len(unsure) == 1 else ""
    return {"ru": ",", "hu": ",", "en": "."}.get(spoken, "")


def _thousands(texts: Sequence[str]) -> str:
    """The decimal mark of amounts whose three-digit ends can only be thousands: 1,234 and 12,500
    and 999, but never 1234; "" if it is not so."""
    unsure = {b for t in texts if values.mark(t) == "?" for b in [values.bare(t)]}
    marks = {c for b in unsure for c in b if c in ",."}
    if len(unsure) < 3 or len(marks) > 1:
        return ""
    whole = [b for b in map(values.bare, texts) if b and not set(b) & {",", "."}]
    if any(len(b.lstrip("+-")) > 3 for b in whole):
        return ""
    return "." if marks == {","} else ","


def _currency(sample: Sample, columns: Sequence[int]) -> str:
    """The currency that captions or most values of the amounts name; "" if they name several."""
    captions = {values.currency(sample.header[c]) for c in columns} - {""}
    if captions:
        return captions.pop() if len(captions) == 1 else ""
    told = {values.currency(t) for c in columns for t in sample.texts[c]} - {""}
    return told.pop() if len(told) == 1 else ""


def _empty(sample: Sample, columns: Sequence[int]) -> tuple[str, ...]:
    """The words of these columns that say that nothing is there."""
    cells: Iterator[str] = (normal(t) for c in columns for t in sample.cells(c) if t)
    return tuple(sorted({c for c in cells if c in EMPTY}))


def _discount(sample: Sample, columns: Sequence[int]) -> str:
    said = (t for c in columns for t in sample.texts[c] if not t.rstrip().endswith("%"))
    numbers = [n for t in said for n in [values.number(t, values.mark(t).strip("?") or ".")] if n]
    return "percent" if any(n > 1 for n in numbers) else "fraction"
