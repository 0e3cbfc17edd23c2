"""Telephone numbers: brought to one form, told apart by their digests, and never kept."""

import re
from collections.abc import Callable
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

SHORTEST, LONGEST = 7, 15  # digits; less is an extension
_SEVEN = re.compile(r"(?:\d[\s().-]*){7}")


@lru_cache(4096)
def parsed(said: str, region: str) -> PhoneNumber | None:
    """A number that there can be: of that country, or with a country code, plus or no plus."""
    digits = "".join(filter(str.isdigit, said))
    for written, where in ((said, region or None), (f"+{digits}", None)):
        try:
            found = phonenumbers.parse(written, where)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(found):
            return found
    return None


def whole(said: object, region: str) -> str | None:
    """In the form E.164. What is in no country's plan is its digits; an extension is none."""
    if not isinstance(said, str | int) or isinstance(said, bool):
        return None
    if found := parsed(str(said), region):
        return phonenumbers.format_number(found, PhoneNumberFormat.E164)
    digits = "".join(filter(str.isdigit, str(said)))
    return f"+{digits}" if SHORTEST <= len(digits) <= LONGEST else None


def shown(said: object, region: str) -> str | None:
    """What may be shown of a number: `+7 … 01`."""
    found = whole(said, region)
    return masked(found, region) if found else None


def masked(said: str, region: str) -> str:
    """The country and the last two digits."""
    found = parsed(said, region)
    code = f"+{found.country_code} " if found else ""
    return f"{code}… {''.join(filter(str.isdigit, said))[-2:]}"


def digested(said: object, region: str, digest: Callable[[str], str]) -> str | None:
    """The digest of a number."""
    found = whole(said, region)
    return digest(found) if found else None


def hidden(said: str, region: str) -> str:
    """A text in which numbers are masked: deals are called "Call from 79990000001"."""
    if not _SEVEN.search(said):
        return said
    for match in reversed([*PhoneNumberMatcher(said, region or None)]):
        said = said[: match.start] + masked(match.raw_string, region) + said[match.end :]
    return said
