"""What texts in cells look like: numbers, money, days, durations; and how a column writes them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from merilo.sources.files.words import FLAGS, MONTHS, SPACES, normal

# ISO code: how its amounts are marked, beside the code itself.
CURRENCIES: Mapping[str, str] = {
    "RUB": "₽ руб рублей рубля рубль р rur",
    "HUF": "ft forint",
    "EUR": "€ евро euro",
    "USD": "$ долл доллар долларов",
    "KZT": "₸ тенге тг",
    "UAH": "₴ грн",
    "GBP": "£",
    "BYN": "",
    "CNY": "¥",
    "PLN": "zł",
    "CZK": "kč",
    "RON": "lei",
    "TRY": "₺",
    "AED": "",
    "KGS": "сом",
    "UZS": "сум",
    "GEL": "₾",
    "AMD": "֏",
    "CHF": "",
}
_MARKS = {m: code for code, marks in CURRENCIES.items() for m in (*marks.split(), code.lower())}
_WORDS = "|".join(sorted((m for m in _MARKS if m.isalpha()), key=len, reverse=True))
_SIGNS = "".join(m for m in _MARKS if not m.isalpha())
# Also for other engines of regular expressions: nothing in it looks ahead or behind.
MONEY_WORDS = rf"(?i)(?:[{_SIGNS}]|(?:{_WORDS})\.?)"
SPACE = rf"[\s{SPACES}']"

_MONEY = re.compile(MONEY_WORDS)
_SPACE = re.compile(SPACE)
_BARE = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")
_NUMBER = {
    ".": re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.\d*)?"),
    ",": re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)?(?:,\d*)?"),
}


def bare(text: str) -> str:
    """A number without spaces, currency and an accountant's brackets; "" if letters are left."""
    found = _SPACE.sub("", _MONEY.sub("", text)).replace("\u2212", "-").replace("–", "-")
    if found.startswith("(") and found.endswith(")"):
        found = f"-{found[1:-1]}"
    if found.endswith("-") and not found.startswith("-"):
        found = f"-{found[:-1]}"
    return found if _BARE.fullmatch(found) else ""


def number(text: str, decimal: str = ".") -> Decimal | None:
    """The number that `text` says; None if it says none.

    `decimal` decides only where `text` leaves it open, as `mark` tells: `1.234` is 1234 with a
    decimal comma, and `1.23` is 1.23 with either.
    """
    found, shown = bare(text), mark(text)
    point = shown if shown in (",", ".") else decimal
    if not found or not _NUMBER[point].fullmatch(found):
        return None
    other = "," if point == "." else "."
    return Decimal(found.replace(other, "").replace(point, ".").rstrip("."))


def mark(text: str) -> str:
    """The decimal mark that a number shows: "," or "."; "?" if it may be either; "" if it has none.

    `1.234,5` and `0,125` show a comma, `1,234,567` a point, `1,234` may be either.
    """
    found = bare(text).lstrip("+-")
    marks = [c for c in found if c in ",."]
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    (only,) = set(marks)
    if len(marks) > 1:  # a number has one decimal mark: these part thousands
        return "," if only == "." else "."
    whole, part = found.split(only)
    if len(part) == 3 and 1 <= len(whole) <= 3 and whole.strip("0"):
        return "?"
    return only


def marks(texts: Iterable[str]) -> Counter[str]:
    """How many of the numbers show which decimal mark, as `mark` tells."""
    return Counter(m for m in map(mark, texts) if m)


def currency(text: str) -> str:
    """ISO code of the only currency that `text` names; "" if none or several."""
    spaced = re.sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", text.lower())
    found = {_MARKS[w] for w in re.findall(r"[^\W\d_]+", spaced) if w in _MARKS}
    found |= {_MARKS[c] for c in text if c in _SIGNS}
    return found.pop() if len(found) == 1 else ""


def share(text: str, discount: str = "fraction", decimal: str = ".") -> Decimal | None:
    """A part of one: `15 %` is 0.15 however the file writes the others; None if it is no number."""
    percent = text.rstrip().endswith("%")
    found = number(text.rstrip().rstrip("%"), decimal)
    if found is None:
        return None
    return found / 100 if percent or discount == "percent" else found


def seconds(text: str) -> int | None:
    """A duration: seconds, mm:ss or h:mm:ss; None if it is neither."""
    parts = text.strip().split(":")
    if len(parts) > 3 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    if any(int(p) > 59 for p in parts[1:]):
        return None
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return total


def flag(text: str) -> bool | None:
    """Yes or no in any of the languages; None if it is neither."""
    return FLAGS.get(normal(text))


_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_DAY = re.compile(r"(\d{1,4})([./-] ?)(\d{1,2})([./-] ?)(\d{4}|\d{1,2})(\.?)(?:,?( +)(.+))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(:\d{2})?( ?[AaPp][Mm])?")
_ENGLISH = (
    "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %y",
)  # fmt: skip


def iso(text: str) -> datetime | None:
    """The instant that an ISO text says; None if it is not one. A day is its midnight."""
    text = text.strip()
    if not _ISO.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.replace(" +", "+").replace(" Z", "Z"))
    except ValueError:
        return None


def instant(text: str, forms: Iterable[str]) -> datetime | None:
    """The instant that `text` says in ISO or one of the strptime forms; None if in none."""
    text = " ".join(text.split())
    found = iso(text)
    if found is not None:
        return found
    for form in forms:
        try:
            # A clock time of the file's zone, whoever knows it puts it on.
            return datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
    return None


def form(text: str, first: str = "day") -> str:
    """The strptime form of the day in `text`, with its clock; "" if it is no day, or is ISO.

    `first` says what comes first where both may: day or month.
    """
    text = " ".join(text.split())
    if _ISO.fullmatch(text):
        return ""
    found = _DAY.fullmatch(text)
    if not found:
        named = any(map(str.isalpha, text))
        return next((f for f in _ENGLISH if named and instant(text, [f])), "")
    a, one, _, two, c, dot, _, clock = found.groups()
    if one.strip() != two.strip() or len(a) == 3:
        return ""
    if len(a) == 4:
        order = ("%Y", "%m", "%d") if len(c) < 3 else ()
    else:
        year = "%Y" if len(c) == 4 else "%y"
        order = ("%d", "%m", year) if first == "day" else ("%m", "%d", year)
    if not order or (len(c) == 1 and order[2] == "%y"):
        return ""
    comma = "," if clock and "," in text else ""
    made = f"{order[0]}{one}{order[1]}{two}{order[2]}{dot}{comma}"
    made += f" {_clock(clock)}" if clock else ""
    return made if (not clock or _clock(clock)) and instant(text, [made]) else ""


def _clock(text: str) -> str:
    found = _CLOCK.fullmatch(text)
    if not found:
        return ""
    second = ":%S" if found[3] else ""
    if not found[4]:
        return f"%H:%M{second}"
    return f"%I:%M{second}{' ' if found[4].startswith(' ') else ''}%p"


def turns(text: str) -> str:
    """Which of day and month comes first in `text`: "day", "month"; "?" if it may be either;
    "" if nobody asks: ISO, year first, a day with points, no day at all."""
    found = _DAY.fullmatch(" ".join(text.split()))
    if not found or len(found[1]) > 2:
        return ""
    by_day, by_month = bool(form(text, "day")), bool(form(text, "month"))
    if by_day and by_month:
        return "" if found[2].strip() == "." or found[1] == found[3] else "?"
    return "day" if by_day else "month" if by_month else ""


def forms(texts: Iterable[str], first: str) -> tuple[str, ...]:
    """The strptime forms of the days in `texts`, the usual first, each with its clock and without.

    A column of days may hold a clock further down, and the other way round.
    """
    found = Counter(f for f in (form(t, first) for t in texts) if f)
    made: dict[str, None] = {}
    for one, _ in found.most_common():
        made.update(dict.fromkeys(_clocks(one)))
    return tuple(made)


def _clocks(form: str) -> Iterator[str]:
    head, clock, _ = form.partition(" %H") if " %H" in form else form.partition(" %I")
    yield form
    if clock == " %I":
        yield head.rstrip(",")
        return
    for tail in (" %H:%M:%S", " %H:%M", ""):
        yield head + tail if tail else head.rstrip(",")


_MONTH = re.compile(r"(?:(\d{4})[-./](\d{1,2})|(\d{1,2})[-./](\d{4}))")


def month(text: str) -> tuple[int, int] | None:
    """Year and month: 2017-03, 03.2017, март 2017 г., 2017. március; None if `text` says none."""
    text = normal(text).removesuffix(" г.").removesuffix(" г")
    found = _MONTH.fullmatch(text)
    if found:
        year, number = (int(n) for n in (found[1] or found[4], found[2] or found[3]))
        return (year, number) if 1 <= number <= 12 else None
    words = re.findall(r"[^\W\d_]+|\d+", text)
    years = [w for w in words if len(w) == 4 and w.isascii() and w.isdigit()]
    months = [MONTHS[w] for w in words if w in MONTHS]
    if len(words) != 2 or len(years) != 1 or len(months) != 1:
        return None
    return int(years[0]), months[0]
