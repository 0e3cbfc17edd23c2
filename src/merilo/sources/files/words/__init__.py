"""Words of three languages: what captions are called, and what values mean."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

from merilo.sources.files.words import calls, english, hungarian, russian
from merilo.sources.files.words.normal import SPACES, normal, plain, scaled

__all__ = ["EMPTY", "FLAGS", "MONTHS", "SPACES", "foreign", "generic", "meant", "names", "normal",
           "plain", "said", "scaled"]  # fmt: skip

_LANGUAGES: tuple[ModuleType, ...] = (english, russian, hungarian)

# Which words a column of few words is said with.
_GROUPS = {
    ("deals", "outcome"): "outcome",
    ("stages", "kind"): "outcome",
    ("proposals", "outcome"): "outcome",
    ("activities", "kind"): "kind",
    ("activities", "direction"): "direction",
    ("activities", "outcome"): "call",
    ("activities", "author"): "author",
    ("stage_changes", "author"): "author",
    ("amount_changes", "author"): "author",
    ("costs", "kind"): "cost",
    ("units", "kind"): "unit",
    ("absences", "kind"): "absence",
    ("plans", "kind"): "plan",
    ("plans", "length"): "length",
    ("plans", "metric"): "metric",
    ("complaints", "verdict"): "verdict",
    ("reviews", "kind"): "review",
}


def _split(words: str) -> Iterator[str]:
    yield from (word.strip() for word in words.split("|"))


@cache
def meant(table: str, slot: str) -> Mapping[str, str]:
    """What a value of the slot means in any language: `normal` text to one of its words.

    Empty for a slot whose values are not few words.
    """
    group = _GROUPS.get((table, slot))
    return _meanings(group) if group else {}


def _meanings(group: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for meaning, words in language.MEANT[group].items():
            for word in map(normal, _split(words)):
                for joint in (" ", "_", "-", " - "):
                    found.setdefault(word.replace(" ", joint), meaning)
    return found


FLAGS: Mapping[str, bool] = {word: said == "true" for word, said in _meanings("flag").items()}

MONTHS: Mapping[str, int] = {
    normal(name).rstrip("."): number
    for language in _LANGUAGES
    for number, names_ in enumerate(_split(language.MONTHS), start=1)
    for name in names_.split()
}


# `normal` words that say that nothing is there.
EMPTY = frozenset(normal(w) for language in _LANGUAGES for w in _split(language.EMPTY))


@cache
def said(concept: str) -> tuple[str, ...]:
    """The names of a concept in all languages, as `plain` makes them; the surest first."""
    return tuple(
        plain(word)
        for language in (*_LANGUAGES, calls)
        for word in _split(language.SAID.get(concept, ""))
        if plain(word)
    )


@cache
def generic() -> frozenset[str]:
    """Words of a caption that may be left out."""
    return frozenset(plain(w) for language in _LANGUAGES for w in language.GENERIC.split())


@cache
def names(table: str) -> tuple[str, ...]:
    """What a file or a worksheet that holds the table may be called, as `plain` makes them."""
    return tuple(
        plain(word)
        for language in _LANGUAGES
        for word in _split(language.TABLES.get(table, ""))
        if plain(word)
    )


@cache
def foreign() -> frozenset[str]:
    """Things that files are about and we are not."""
    return frozenset(plain(w) for language in _LANGUAGES for w in _split(language.FOREIGN))
