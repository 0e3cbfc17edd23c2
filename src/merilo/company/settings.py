"""Settings as a tree of texts: read into a dataclass, written from one with what each means."""

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar

import yaml

from merilo.errors import SetupError
from merilo.words import say

T = TypeVar("T")
V = TypeVar("V")
HEAD = (
    "# The settings of Merilo for this company. Every line may be left out: its ordinary value is",
    "# taken then. Dates are written 2026-12-31, times are the company's own.",
)


class Setting(NamedTuple):
    """A setting for the reference: its name with dots, what it means, its ordinary value."""

    name: str
    meaning: str
    default: object


def describe(settings: type[Any], prefix: str = "") -> Iterator[Setting]:
    """Every setting of a dataclass and of those in it, in the order of the file."""
    for field in fields(settings):
        if is_dataclass(field.type) and isinstance(field.type, type):
            yield from describe(field.type, f"{prefix}{field.name}.")
        else:
            ordinary = {} if field.default is MISSING else field.default
            yield Setting(prefix + field.name, field.metadata["doc"], ordinary)


def build(settings: type[T], tree: Mapping[str, Any], prefix: str = "") -> T:
    """The dataclass that the tree of texts describes; SetupError for a name or value it has not."""
    known = {field.name: field for field in fields(settings)}  # type: ignore[arg-type]
    for name, said in tree.items():
        if name not in known:
            near = get_close_matches(name, known, n=1) or sorted(known)
            wanted = say("there is no such setting; try {near}", near=near[0])
            raise SetupError(prefix + name, said, wanted)
    return settings(**{name: _value(known[name], said, prefix) for name, said in tree.items()})


def _value(field: Field[Any], said: Any, prefix: str) -> object:
    name = prefix + field.name
    if is_dataclass(field.type) and isinstance(field.type, type):
        if said and not isinstance(said, Mapping):
            wanted = say("names and values below {name} are wanted", name=field.name)
            raise SetupError(name, said, wanted)
        return build(field.type, said or {}, f"{name}.")
    if field.type is int:
        return _number(name, said)
    if field.type is str:
        return _text(name, said)
    if "words" in field.metadata:
        return _names(name, said or {})
    return _days(name, said or {}, _names if "nested" in field.metadata else _text)


def _text(name: str, said: object) -> str:
    if not isinstance(said, str):
        raise SetupError(name, said, say("one value is wanted"))
    return said


def _number(name: str, said: object) -> int:
    text = _text(name, said)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise SetupError(name, text, say("a whole number is wanted"))
    return int(text)


def _days(name: str, said: object, take: Callable[[str, object], V]) -> Mapping[date, V]:
    if not isinstance(said, Mapping):
        wanted = say("days are wanted, one a line, such as 2026-12-31: off")
        raise SetupError(name, said, wanted)
    return {_day(f"{name}.{day}", day): take(f"{name}.{day}", how) for day, how in said.items()}


def _names(name: str, said: object) -> Mapping[str, str]:
    if not isinstance(said, Mapping):
        raise SetupError(name, said, say("names and values below {name} are wanted", name=name))
    return {setting: _text(f"{name}.{setting}", value) for setting, value in said.items()}


def _day(name: str, said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        wanted = say("a day of the calendar is wanted, such as 2026-12-31")
        raise SetupError(name, said, wanted) from None


def lines(settings: Any) -> Iterator[str]:
    """The settings as YAML that a person may edit: each with its meaning above it."""
    yield from HEAD
    for field in fields(settings):
        value = getattr(settings, field.name)
        yield from ("", *_comment(field.metadata["doc"]))
        if is_dataclass(value):
            yield f"{field.name}:"
            for part in fields(value):
                yield from _comment(part.metadata["doc"], "  ")
                yield f"  {part.name}: {_scalar(getattr(value, part.name))}"
        elif isinstance(value, Mapping):
            yield f"{field.name}:"
            for day, how in sorted(value.items()):
                if isinstance(how, Mapping):
                    yield f"  {day}:"
                    yield from (f"    {name}: {_scalar(said)}" for name, said in how.items())
                else:
                    yield f"  {day}: {_scalar(how) if 'words' in field.metadata else how}"
        else:
            yield f"{field.name}: {_scalar(value)}"


def _comment(text: str, indent: str = "") -> list[str]:
    mark = f"{indent}# "
    return textwrap.wrap(
        text, 96, initial_indent=mark, subsequent_indent=mark, break_on_hyphens=False
    )


def _scalar(value: object) -> str:
    """As YAML writes it, in quotes where it would be taken for something else."""
    return str(yaml.safe_dump(value, allow_unicode=True, width=10**6)).splitlines()[0]
