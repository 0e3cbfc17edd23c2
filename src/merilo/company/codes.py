"""The codes that settings may hold: time zones, countries, currencies; asked of their registers."""

from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files

from merilo.errors import SetupError
from merilo.periods.calendar import works
from merilo.words import say


def check_zone(setting: str, name: str) -> None:
    """SetupError if it is no time zone of the IANA register."""
    wanted = say("a time zone by its IANA name is wanted, such as Europe/Moscow")
    _check(setting, name, zones(), wanted)


def check_currency(setting: str, code: str) -> None:
    """SetupError if it is no currency, present or past, of ISO 4217."""
    wanted = say("a currency by its ISO code is wanted, such as RUB")
    _check(setting, code, currencies(), wanted)


def check_country(setting: str, code: str) -> None:
    """SetupError if it is neither empty, nor a country of ISO 3166, nor a known part of one."""
    country, _, part = code.partition("-")
    if code:
        wanted = say("a country by its ISO code is wanted, such as RU, or its part, such as DE-BY")
        _check(setting, country, countries(), wanted)
    if part:
        works(code)


def _check(setting: str, value: str, known: Collection[str], wanted: str) -> None:
    if value in known:
        return
    near = get_close_matches(value, sorted(known), n=1)
    if near:
        wanted = say("{wanted}; the nearest is {near}", wanted=wanted, near=near[0])
    raise SetupError(setting, value, wanted)


@lru_cache
def zones() -> frozenset[str]:
    """All names, old ones too; not the machine's own list, which knows names that no other does."""
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())


@lru_cache
def countries() -> frozenset[str]:
    """The codes of two letters, and Kosovo's, which is in use though not in the register."""
    table = files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text("utf-8")
    return frozenset({line[:2] for line in table.splitlines() if line[:1] != "#"} | {"XK"})


@lru_cache
def currencies() -> frozenset[str]:
    """The codes of three letters."""
    from babel.core import get_global  # here, for it takes 15 ms

    return frozenset(get_global("all_currencies"))
