"""A task typed in one line: its title, and what the words about its day, time and priority mean.

Words of all three languages are understood, whichever is spoken. What stands in quotes is title.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache

from merilo.web.tasks import vocabulary as words
from merilo.web.tasks.models import Kind, Priority, Repeat
from merilo.web.tasks.repeat import months_on
from merilo.words import Lang

DAY = timedelta(days=1)
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^”]*”|\"[^\"]*\"")
EDGES = " \t,;:–—-"


@dataclass(frozen=True)
class Said:
    """What was understood."""

    title: str
    due: date | None = None
    since: time | None = None
    until: time | None = None
    priority: int = Priority.NORMAL
    repeat: str = ""
    every: int = 1

    @property
    def kind(self) -> Kind:
        """A time from and until is an event."""
        return Kind.EVENT if self.until else Kind.TASK

    @property
    def something(self) -> bool:
        """Something was understood beside the title."""
        return replace(self, title="") != Said("")


Meaning = Callable[[Said, "re.Match[str]", datetime, Lang], "Said | None"]


def understood(text: str, now: datetime, lang: Lang) -> Said:
    """What the line says at that time of the company's clock. Of dates that can be read both ways
    the language decides; a date without a year is one to come.

    >>> understood("Call back tomorrow !", datetime(2026, 11, 20, 12), "en")
    Said(title='Call back', due=datetime.date(2026, 11, 21), since=None, until=None, priority=2, \
repeat='', every=1)
    """
    whole = " ".join(text.split())
    found, rest = Said(""), whole
    for pattern, meaning in patterns():
        for match in pattern.finditer(veiled(rest)):
            if (more := meaning(found, match, now, lang)) is not None:
                found = more
                rest = f"{rest[: match.start()].rstrip()} {rest[match.end() :].lstrip()}".strip()
                break
    if found.since and found.due is None:
        found = replace(found, due=now.date() + (DAY if found.since <= now.time() else 0 * DAY))
    if found.repeat and found.due is None:
        found = replace(found, due=now.date())
    title = rest.strip(EDGES)
    if title and title[0] != whole[0]:  # its beginning was said of the day
        title = title[0].upper() + title[1:]
    return replace(found, title=title or whole)


def veiled(text: str) -> str:
    """The text with what is quoted unreadable, in the same places."""
    return QUOTED.sub(lambda match: "\0" * len(match[0]), text)


@cache
def patterns() -> list[tuple["re.Pattern[str]", Meaning]]:
    """What is looked for, in order; of each the first that means something is taken."""
    week = "|".join(f"(?P<d{n}>{names})" for n, names in enumerate(words.DAYS))
    month = "|".join(f"(?P<m{n}>{names})" for n, names in enumerate(words.MONTHS, 1))
    year = r"(?:,? (?P<y>20\d\d)\.?)?"
    repeats = [(whole(names), repeating(repeat)) for repeat, names in words.REPEATS]
    return [
        (whole(words.LOW), lambda said, *_: replace(said, priority=Priority.LOW)),
        (whole(words.HIGH), lambda said, *_: replace(said, priority=Priority.HIGH)),
        (whole(words.EVERY), every), *repeats,
        (whole(f"{words.EACH}(?:{week})"), each_weekday),
        (whole(words.CLOCK + words.SPAN), span), (whole(words.CLOCK + f"(?:{words.HOUR})"), hour),
        (whole(f"{words.BEFORE}(?:{words.AFTER})"), later(2)),
        (whole(f"{words.BEFORE}(?:{words.TOMORROW})"), later(1)),
        (whole(f"{words.BEFORE}(?:{words.TODAY})"), later(0)),
        (whole(words.AHEAD), ahead), (whole(words.NEXT_WEEK), next_week),
        (whole(words.WEEK_END), week_end), (whole(words.MONTH_END), month_end),
        (whole(words.BEFORE + r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"), dated),
        (whole(words.BEFORE + r"(?P<y>20\d\d)\. ?(?P<m>\d\d?)\. ?(?P<d>\d\d?)\.?" + words.ENDING),
         dated),
        (whole(words.BEFORE + rf"(?P<d>\d\d?){words.ENDING} (?:{month})\.?{year}"), dated),
        (whole(words.BEFORE + rf"(?:{month})\.? (?P<d>\d\d?)\.?{words.ENDING}{year}"), dated),
        (whole(words.BEFORE + r"(?P<a>\d\d?)\. ?(?P<b>\d\d)(?:\.(?: ?(?P<y>20\d\d|\d\d)\b)?)?"
               + words.ENDING), dotted),
        (whole(words.BEFORE + words.NEXT + f"(?:{week})"), weekday),
    ]  # fmt: skip


def whole(pattern: str) -> "re.Pattern[str]":
    """The pattern between ends of words."""
    return re.compile(rf"(?<![\w./:-])(?:{pattern})(?![\w/%]|[.,:]\d|-\d)", re.IGNORECASE)


def dueless(meaning: Meaning) -> Meaning:
    """The first word about a day is the one that counts."""
    return lambda said, *more: None if said.due else meaning(said, *more)


def later(days: int) -> Meaning:
    """So many days from today."""
    return dueless(lambda said, _m, now, _l: replace(said, due=now.date() + days * DAY))


def repeating(repeat: str) -> Meaning:
    """Again and again."""
    return lambda said, *_: None if said.repeat else replace(said, repeat=repeat)


def every(said: Said, match: "re.Match[str]", _now: datetime, _lang: Lang) -> Said | None:
    """Every so many days, weeks or months."""
    count, repeat = counted(match)
    return replace(said, repeat=repeat, every=count) if 0 < count < 100 else None


def counted(match: "re.Match[str]") -> tuple[int, str]:
    """How many of which unit."""
    found = {name: text for name, text in match.groupdict().items() if text}
    unit = next(text for name, text in found.items() if name.endswith("_unit"))
    number = next((text for name, text in found.items() if not name.endswith("_unit")), "1")
    return int(number) if number.isdigit() else 1, str(words.UNITS[unit.lower()])


def ahead(said: Said, match: "re.Match[str]", now: datetime, _lang: Lang) -> Said | None:
    """In so many days, weeks or months."""
    count, unit = counted(match)
    if said.due or count > 999:
        return None
    today = now.date()
    if unit == Repeat.MONTH:
        return replace(said, due=months_on(today, count, today.day))
    return replace(said, due=today + count * (7 if unit == Repeat.WEEK else 1) * DAY)


def each_weekday(said: Said, match: "re.Match[str]", now: datetime, lang: Lang) -> Said | None:
    """Every Monday: from the next one, or today."""
    if said.repeat or said.due:
        return None
    days = (numbered(match, "d") - now.weekday()) % 7
    return replace(said, repeat=Repeat.WEEK, due=now.date() + days * DAY)


@dueless
def weekday(said: Said, match: "re.Match[str]", now: datetime, _lang: Lang) -> Said | None:
    """The next day of that name, not today; `next` is the one of the week after this. Short names
    that are words of other meanings count at the end, or after a word like `on`."""
    text = match[0].strip().lower()
    if text in ("mon", "wed", "fri", "tue", "thu", "ср", "вс", "вт") and match.end() < len(
        match.string.rstrip(EDGES)
    ):
        return None
    today, wanted = now.date(), numbered(match, "d")
    if match["next"]:
        return replace(said, due=today + (7 - today.weekday() + wanted) * DAY)
    return replace(said, due=today + ((wanted - today.weekday() - 1) % 7 + 1) * DAY)


@dueless
def next_week(said: Said, _match: "re.Match[str]", now: datetime, _lang: Lang) -> Said | None:
    """Its Monday."""
    return replace(said, due=now.date() + (7 - now.weekday()) * DAY)


@dueless
def week_end(said: Said, _match: "re.Match[str]", now: datetime, _lang: Lang) -> Said | None:
    """Friday; of a weekend the one to come."""
    return replace(said, due=now.date() + ((4 - now.weekday()) % 7) * DAY)


@dueless
def month_end(said: Said, _match: "re.Match[str]", now: datetime, _lang: Lang) -> Said | None:
    """The last day of the month."""
    today = now.date()
    return replace(said, due=today.replace(day=monthrange(today.year, today.month)[1]))


@dueless
def dated(said: Said, match: "re.Match[str]", now: datetime, _lang: Lang) -> Said | None:
    """A day and a month by its number or name."""
    groups = match.groupdict()
    month = int(groups["m"]) if groups.get("m") else numbered(match, "m")
    return on(said, groups.get("y"), month, int(groups["d"]), now)


@dueless
def dotted(said: Said, match: "re.Match[str]", now: datetime, lang: Lang) -> Said | None:
    """Two numbers: day and month, in Hungarian month and day, or as they can be."""
    first, second = int(match["a"]), int(match["b"])
    pairs = [(second, first), (first, second)]
    if lang == "hu" and not match["y"]:
        pairs.reverse()
    year = match["y"] and (match["y"] if len(match["y"]) == 4 else f"20{match['y']}")
    for month, day in pairs:
        if (found := on(said, year, month, day, now)) is not None:
            return found
    return None


def on(said: Said, year: str | None, month: int, day: int, now: datetime) -> Said | None:
    """That day; without a year the next one to come. None if there is none."""
    today = now.date()
    try:
        due = date(int(year) if year else today.year, month, day)
        if not year and due < today:
            due = due.replace(year=today.year + 1)
    except ValueError:
        return None
    return replace(said, due=due)


def numbered(match: "re.Match[str]", letter: str) -> int:
    """Which of the names was found."""
    found: Mapping[str, str | None] = match.groupdict()
    return next(int(name[1:]) for name, text in found.items()
                if text and name[0] == letter and name[1:].isdigit())  # fmt: skip


def span(said: Said, match: "re.Match[str]", _now: datetime, _lang: Lang) -> Said | None:
    """From until."""
    since, until = clock(match["h1"], match["m1"]), clock(match["h2"], match["m2"])
    if since is None or until is None or until <= since:
        return None
    return replace(said, since=since, until=until)


def hour(said: Said, match: "re.Match[str]", _now: datetime, _lang: Lang) -> Said | None:
    """A time of the day."""
    if said.since:
        return None
    found = match.groupdict()
    half = (found["half"] or found["half12"] or "").lower()
    since = clock(found["h"] or found["h12"] or found["hhu"], found["m"] or "0", half)
    return replace(said, since=since) if since is not None else None


def clock(hours: str, minutes: str, half: str = "") -> time | None:
    """The time, if there is such a one."""
    number = int(hours)
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half == "pm" else 0)
    return time(number, int(minutes)) if number < 24 else None
