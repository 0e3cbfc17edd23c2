"""Mapping files: a plan as YAML, written for people and read back equal."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from merilo.errors import FileError
from merilo.sources.files.ask import Asker
from merilo.sources.files.forms import formats
from merilo.sources.files.mapping import Feed, Formats, Plan
from merilo.sources.files.sample import Sample
from merilo.sources.files.style import strptime, style
from merilo.sources.files.takes import Mistake, Takes, mapping_of, nearest, words_of
from merilo.sources.files.targets import TARGETS, Parse, Target
from merilo.sources.files.words import normal
from merilo.words import say

_TOP = ("tables", "formats", "connection", "layout", "header")
_FEED = ("table", "columns", "values", "key", "zero_is_empty")
_MAP = "tag:yaml.org,2002:map"
_FORMATS = ("dates", "decimal", "zone", "currency", "empty", "discount")


class _Loader(yaml.BaseLoader):
    """Every value as the text it is; a key that stands there twice is a mistake."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise Mistake(_line(key_node), "a key has to be a word")
        if key in made:
            raise Mistake(_line(key_node), "“{key}” stands there twice", key=key)
        made[key] = loader.construct_object(value_node, deep=True)
    return made


_Loader.add_constructor(_MAP, _mapping)


def _line(node: yaml.Node) -> str:
    return say("line {number}", number=node.start_mark.line + 1)


def read(path: Path, sample: Sample, asker: Asker) -> Plan:
    """The plan that a mapping file makes for a sheet. Forms it does not say are found by values.

    FileError for any mistake, with its place.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileError(str(path), (error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError as error:
        raise FileError(str(path), say("it is not UTF-8 text")) from error
    try:
        return parse(text, sample, asker)
    except Mistake as mistake:
        raise FileError(str(path), str(mistake)) from mistake


def parse(text: str, sample: Sample, asker: Asker) -> Plan:
    """The same of the text itself; Mistake for any mistake."""
    top = _loaded(text)
    several = "tables" in top
    _known(top, _TOP if several else (*_TOP, *_FEED), "")
    parts = _list(top["tables"], "tables") if several else [top]
    takes = Takes(sample, asker)
    feeds = tuple(
        _feed(mapping_of(part, f"tables, {n}" if several else ""), takes, several, n)
        for n, part in enumerate(parts, start=1)
    )
    if not feeds:
        raise Mistake("tables", "there is none")
    return Plan(
        feeds,
        _formats(top.get("formats", {}), sample, feeds, asker),
        layout=_text(top.get("layout", ""), "layout"),
        said=tuple(asker.said),
        connection=_text(top.get("connection", ""), "connection"),
    )


def _loaded(text: str) -> dict[str, Any]:
    try:
        top = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        place = say("line {number}", number=line)
        raise Mistake(place, "it is not YAML: {reason}", reason=error.problem) from error
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise Mistake("", "it is not YAML: {reason}", reason=problem) from error
    return mapping_of(top, "")


def _known(found: Mapping[str, Any], names: tuple[str, ...], place: str) -> None:
    for name in found:
        if name not in names:
            text = "there is no “{name}” here; nearest: {near}"
            raise Mistake(place, text, name=name, near=nearest(name, names))


def _feed(part: Mapping[str, Any], takes: Takes, several: bool, number: int) -> Feed:
    place = f"tables, {number}" if several else ""
    if several:
        _known(part, _FEED, place)
    if "table" not in part:
        raise Mistake(place, "it does not say which “table” it feeds")
    target = _target(_text(part["table"], "table"))
    columns = takes.columns(part.get("columns", {}), target)
    meant = takes.outcome(columns, part.get("values", {}), target)
    key = tuple(_slots(part.get("key", []), target, "key"))
    if not key and "id" not in columns:
        key = takes.identify(columns, target)
    takes.complete(columns, key, target)
    return Feed(
        target.name,
        columns,
        {**takes.values(part.get("values", {}), target, columns), **meant},
        key,
        tuple(_slots(part.get("zero_is_empty", []), target, "zero_is_empty")),
    )


def _target(name: str) -> Target:
    if name not in TARGETS:
        text = "there is no table “{name}”; nearest: {near}"
        raise Mistake("table", text, name=name, near=nearest(name, TARGETS))
    return TARGETS[name]


def _slots(found: Any, target: Target, place: str) -> Iterator[str]:
    for name in words_of(found, place):
        if name not in target.names:
            near = nearest(name, target.names)
            text = "{table} have no “{name}”; nearest: {near}"
            raise Mistake(place, text, table=target.name, name=name, near=near)
        yield target.names[name]


def _list(found: Any, place: str) -> list[Any]:
    if not isinstance(found, list):
        raise Mistake(place, "it has to be a list")
    return found


def _text(found: Any, place: str) -> str:
    if not isinstance(found, str):
        raise Mistake(place, "it has to be a word")
    return found


def _formats(found: Any, sample: Sample, feeds: tuple[Feed, ...], asker: Asker) -> Formats:
    said = mapping_of(found, "formats")
    _known(said, _FORMATS, "formats")
    given: dict[str, Any] = {}
    if "dates" in said:
        given["dates"] = tuple(map(_form, words_of(said["dates"], "formats, dates")))
    if "empty" in said:
        given["empty"] = tuple(map(normal, words_of(said["empty"], "formats, empty")))
    for name, legal in (("decimal", (",", ".")), ("discount", ("fraction", "percent"))):
        if name in said:
            given[name] = _one_of(said[name], legal, f"formats, {name}")
    for name in ("zone", "currency"):
        if name in said:
            given[name] = _text(said[name], f"formats, {name}")
    _zone(given.get("zone", ""))
    return formats(sample, feeds, asker, given)


def _form(text: str) -> str:
    try:
        return strptime(text)
    except ValueError as error:
        problem = "“{word}” is no form of a day; it has to be written as dd.mm.yyyy or %d.%m.%Y"
        raise Mistake("formats, dates", problem, word=text) from error


def _one_of(found: Any, legal: tuple[str, ...], place: str) -> str:
    text = _text(found, place)
    if text not in legal:
        raise Mistake(place, "“{word}” is not one of {legal}", word=text, legal=" ".join(legal))
    return text


def _zone(name: str) -> None:
    try:
        if name:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Mistake("formats, zone", "there is no time zone “{name}”", name=name) from error


class _Lines(dict[str, Any]):
    """A mapping that is written line by line, however short."""


class _Dumper(yaml.SafeDumper):
    """Short lists in one line, columns one by one."""


_Dumper.add_representer(
    _Lines,
    lambda dumper, found: dumper.represent_mapping(_MAP, found, flow_style=False),
)


def write(plan: Plan, sample: Sample) -> str:
    """The plan as a mapping file for a sheet with these captions; what was assumed as comments."""
    takes = Takes(sample, Asker())
    feeds = [_written(feed, takes) for feed in plan.feeds]
    body = _Lines(feeds[0] if len(feeds) == 1 else {"tables": feeds})
    body["formats"] = _forms(plan, sample)
    body |= {k: v for k, v in (("connection", plan.connection), ("layout", plan.layout)) if v}
    head = "".join(f"# {' '.join(said.split())}\n" for said in plan.said)
    dumped: str = yaml.dump(
        body,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=100,
    )
    return head + dumped


def _written(feed: Feed, takes: Takes) -> dict[str, Any]:
    target = TARGETS[feed.table]
    made = _Lines(table=feed.table)
    columns = {n: takes.written(take, target.slots[n]) for n, take in feed.columns.items()}
    made["columns"] = _Lines(columns)
    if feed.values:
        made["values"] = _Lines({n: _grouped(said) for n, said in feed.values.items()})
    if feed.key:
        made["key"] = list(feed.key)
    if feed.zero_is_empty:
        made["zero_is_empty"] = list(feed.zero_is_empty)
    return made


def _grouped(said: Mapping[str, str]) -> Mapping[str, list[str]]:
    grouped = _Lines()
    for word, meaning in said.items():
        grouped.setdefault(meaning, []).append(word)
    return grouped


def _forms(plan: Plan, sample: Sample) -> dict[str, Any]:
    """The forms. What is not said is looked for by values: so is said what differs from that."""
    found, looked = plan.formats, formats(sample, plan.feeds, Asker())
    said = {
        "dates": [style(form) for form in found.dates],
        "decimal": found.decimal,
        "zone": found.zone,
        "currency": found.currency,
        "empty": list(found.empty),
        "discount": found.discount,
    }
    slots = [TARGETS[f.table].slots[name] for f in plan.feeds for name in f.columns]
    plain = () if any(slot.parse is Parse.SHARE for slot in slots) else ("discount",)
    return {
        name: value
        for name, value in said.items()
        if (value and name not in plain) or getattr(found, name) != getattr(looked, name)
    }
