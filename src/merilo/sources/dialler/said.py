"""What the cells of a call say: lengths, directions, ends, who is at which end."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from merilo.sources.files import values
from merilo.sources.files.words import EMPTY, calls, meant, normal
from merilo.sources.sync import phones

UNITS = (
    (re.compile(r"(\d+)\s*(?:ч|час|hour|h|ó)[^\W\d]*\.?"), 3600),
    (re.compile(r"(\d+)\s*(?:м|мин|min|m|p)[^\W\d]*\.?"), 60),
    (re.compile(r"(\d+)\s*(?:с|сек|sec|s|mp)[^\W\d]*\.?"), 1),
)
FRACTION = re.compile(r"(\d+(?::\d{2})*)[.,]\d+")
EPOCH = re.compile(r"1\d{9}(?:\d{3}|\.\d+)?")
POWER = re.compile(r"\d[.,]?\d*[eE]\+?\d+")  # what Excel leaves of a long number
CHANNEL = re.compile(r"(?:[A-Z]+/|sips?:)?(\d+)(?:[-@].*)?", re.IGNORECASE)
MAIL = re.compile(r"[^\s<>()\[\],;\"]+@[^\s<>()\[\],;\"]+\.[^\s<>()\[\],;\"]+")
SHORT = re.compile(r"(?<!\d)\d{2,6}(?!\d)")
LONGEST = 64  # letters of a word for nothing
EDGES = " \t-–—,;:()[]<>\"'"


def empty(text: str | None) -> bool:
    """Whether nothing is there."""
    return text is None or (len(text) <= LONGEST and nothing(text))


@lru_cache(4096)
def nothing(text: str) -> bool:
    """Whether it is a word for nothing: -, n/a, нет данных."""
    return not text.strip() or normal(text) in EMPTY


@lru_cache(4096)
def seconds(text: str, unit: float = 1.0) -> int | None:
    """A length: 83, 1:23, 00:01:23, 1 мин 23 сек, 83.5; a bare number is counted in `unit`. None
    if it is none."""
    plain = normal(text)
    if (number := values.number(plain)) is not None and ":" not in plain:
        return round(float(number) * unit) if number >= 0 else None
    if cut := FRACTION.fullmatch(plain):
        plain = cut[1]
    found = values.seconds(plain)
    return spelt(plain) if found is None else found


def spelt(text: str) -> int | None:
    """A length with its units: 1 мин 23 сек."""
    total, rest = 0, text
    for unit, long in UNITS:
        if found := unit.search(rest):
            total += int(found[1]) * long
            rest = rest[: found.start()] + " " + rest[found.end() :]
    return total if rest != text and not rest.strip() else None


def epoch(text: str) -> float | None:
    """Seconds since 1970, or thousandths of them."""
    if not EPOCH.fullmatch(text.strip()):
        return None
    return float(text) / 1000 if len(text.strip()) == 13 and "." not in text else float(text)


@lru_cache(4096)
def way(text: str) -> str:
    """in, out, inside; "" if it says none."""
    plain = normal(text)
    if found := meant("activities", "direction").get(plain):
        return found
    if has(plain, calls.INSIDE):
        return "inside"
    return next((name for name, parts in calls.WAYS if has(plain, parts)), "")


def known_way(text: str) -> bool:
    """Whether it says a direction."""
    return bool(way(text))


ENDINGS = ("reached", "missed", "busy", "voicemail", "failed")


@lru_cache(4096)
def ending(text: str) -> str:
    """How a call ended, in one of our words; "" if we do not know the word."""
    plain = normal(text)
    found = meant("activities", "outcome").get(plain, "")
    if found in ENDINGS:
        return found
    return next((name for name, parts in calls.ENDS if has(plain, parts)), "")


def has(text: str, parts: str) -> bool:
    """Whether a word of the text begins like one of the parts."""
    spaced = f" {text.replace('_', ' ').replace('-', ' ')}"
    return any(f" {part.strip()}" in spaced for part in parts.split("|"))


def telephone(text: str) -> bool:
    """Whether it is a number of the world outside."""
    plain = text.strip()
    digits = sum(map(str.isdigit, plain))
    letters = sum(map(str.isalpha, plain))
    return phones.SHORTEST <= digits <= phones.LONGEST and letters <= 3 and not POWER.match(plain)


def number(text: str | None) -> str | None:
    """The number that a cell holds, be it beside a name; None if there is none."""
    if text is None or empty(text) or POWER.fullmatch(text.strip()) or MAIL.search(text):
        return None
    if telephone(text):
        return text.strip()
    found = re.search(r"\+?\d[\d\s().-]{5,}\d", text)
    return found[0] if found and telephone(found[0]) else None


def operator(text: str | None, short: int) -> dict[str, str]:
    """Who of ours a cell names: extension, e-mail, name, or several of them; nobody, if it is
    empty or a machine."""
    return {} if text is None or empty(text) else {**somebody(text, short)}


@lru_cache(4096)
def somebody(text: str, short: int) -> Mapping[str, str]:
    """The same of a cell that is not empty."""
    if machine(text):
        return {}
    plain, found = text.strip(), dict[str, str]()
    if (bare := CHANNEL.fullmatch(plain)) and len(bare[1]) <= short:
        return {"extension": bare[1]}
    if mail := MAIL.search(plain):
        found["email"] = mail[0].lower()
        plain = plain.replace(mail[0], " ")
    phone = number(plain) or ""
    plain = plain.replace(phone, " ") if phone else plain
    line = SHORT.search(plain)
    if line and len(line[0]) <= short:
        found["extension"] = line[0]
        plain = plain.replace(line[0], " ", 1)
    name = " ".join(plain.replace("()", " ").split()).strip(EDGES)
    if any(map(str.isalpha, name)):
        found["name"] = name
    elif phone and not found:
        found["id"] = phone  # a telephone of theirs: hidden before it is kept
    return found


def machine(text: str) -> bool:
    """Whether it is a dialler that nobody stood behind."""
    plain = normal(text)
    return any(plain == one.strip() or plain.startswith(f"{one.strip()} ")
               for one in calls.MACHINES.split("|"))  # fmt: skip


def ours(text: str | None, short: int, lines: Collection[str], region: str) -> bool | None:
    """Whether an end of a call is one of us: by an extension, a name, or a line of ours; None if
    nobody is named."""
    if text is None or empty(text):
        return None
    found = number(text)
    if found is None:
        return bool(operator(text, short)) or None
    return (phones.whole(found, region) or "") in lines
