"""Operators of a telephone system beside the people of the company: who is probably whom."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from merilo.facts.brought import Operator
from merilo.facts.staff import Person

ALIKE = 90  # of 100: names that differ by more are not taken for the same


@dataclass(frozen=True)
class Guess:
    """A person, and by what they were found: mail, extension or name."""

    person: str
    by: str


@dataclass(frozen=True)
class Matched:
    """An operator, the person who was `chosen` for them, and who it probably is."""

    operator: Operator
    chosen: str
    guess: Guess | None


def matched(
    operators: Sequence[Operator], people: Mapping[str, Person], chosen: Mapping[str, str],
    extensions: Mapping[str, str],
) -> list[Matched]:  # fmt: skip
    """Each operator with who it is or may be; `extensions` are those of people."""
    return [
        Matched(one, said if (said := str(chosen.get(one.id, ""))) in people else "",
                guess(one, people, extensions))
        for one in operators
    ]  # fmt: skip


def guess(
    operator: Operator, people: Mapping[str, Person], extensions: Mapping[str, str]
) -> Guess | None:
    """The one person that it can be; None if there is none, or if there are several."""
    mail, number = operator.email.casefold(), operator.extension
    ways = {
        "mail": [k for k, one in people.items() if mail and one.email.casefold() == mail],
        "extension": [key for key, known in extensions.items() if number and known == number],
        "name": [k for k, one in people.items() if alike(one.name, operator.name)],
    }
    found = [Guess(keys[0], by) for by, keys in ways.items() if len(keys) == 1]
    return found[0] if found else None


def alike(one: str, other: str) -> bool:
    """The same name, whichever way round; a middle name may be missing."""
    mine, theirs = words(one), words(other)
    if min(len(mine), len(theirs)) < 2:
        return False
    return fuzz.token_set_ratio(" ".join(mine), " ".join(theirs)) >= ALIKE


def words(name: str) -> list[str]:
    """The words of a name, so written that they can be compared."""
    return re.findall(r"\w{2,}", name.casefold().replace("ё", "е"))
