"""The file of own metrics: read as texts, written whole or not at all."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from merilo.company.file import Texts, write
from merilo.errors import FileError
from merilo.metrics.own.definition import Definition
from merilo.words import LANGS, say

NAME = "metrics.yaml"
FIELDS = ("is", "names", "unit", "better", "about")
LARGEST, LONGEST = 1_000_000, 200  # of a file, in bytes; of a name or a text about it


def load(home: Path) -> dict[str, Definition]:
    """The own metrics of a home folder, by id; none where there is no file."""
    path = home / NAME
    return read(path) if path.exists() else {}


def save(home: Path, own: Iterable[Definition]) -> None:
    """Writes them into the home folder; Unwritable if it does not take them, the old ones stay."""
    write(home / NAME, written(own).splitlines())


def read(path: Path) -> dict[str, Definition]:
    """The definitions of a file, by id. FileError, with the place, if it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileError(str(path), say("it is too large for a file of metrics"))
        found = yaml.load(path.read_text("utf-8-sig"), Texts)
    except OSError as error:
        raise FileError(str(path), (error.strerror or str(error)).lower()) from None
    except UnicodeError:
        raise FileError(str(path), say("it is not UTF-8 text")) from None
    except yaml.YAMLError as error:
        raise FileError(str(path), reason(error)) from None
    except RecursionError:
        raise FileError(str(path), say("it is nested too deep")) from None
    except (AttributeError, TypeError, ValueError):  # what PyYAML says of keys that are lists
        raise FileError(str(path), say("a key has to be a word")) from None
    return {id: definition(path, id, said) for id, said in names_of(path, "", found).items()}


def reason(error: yaml.YAMLError) -> str:
    """What YAML does not like, and where, in one line."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        line = say("line {number}", number=error.problem_mark.line + 1)
        return f"{line}: {' '.join((error.problem or '').split())}"
    return " ".join(str(error).split())


def definition(path: Path, id: str, said: Any) -> Definition:
    """One entry of a file."""
    fields = names_of(path, id, said)
    known(path, id, fields, FIELDS)
    names = names_of(path, f"{id}, names", fields.pop("names", {}))
    known(path, f"{id}, names", names, LANGS)
    texts = {name: text_of(path, f"{id}, {name}", value) for name, value in fields.items()}
    given = [(lang, line(path, f"{id}, names, {lang}", names[lang])) for lang in names]
    about = line(path, f"{id}, about", texts.get("about", ""))
    return Definition(
        id, texts.get("is", "").strip(), tuple((lang, name) for lang, name in given if name),  # type: ignore[misc]
        texts.get("unit", ""), texts.get("better", ""), about,
    )  # fmt: skip


def names_of(path: Path, place: str, found: Any) -> dict[str, Any]:
    """A mapping of names; nothing is an empty one."""
    if found in ("", None):
        return {}
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise wrong(path, place, say("it has to be a list of “name: value”"))
    return dict(found)


def known(path: Path, place: str, found: Mapping[str, Any], names: Collection[str]) -> None:
    """FileError for a name that is not one of those."""
    for name in found:
        if name not in names:
            text = "there is no “{name}” here; nearest: {near}"
            near = ", ".join(get_close_matches(name, names)) or ", ".join(names)
            raise wrong(path, place, say(text, name=name, near=near))


def text_of(path: Path, place: str, found: Any) -> str:
    """A text; FileError if it is a list or a mapping."""
    if not isinstance(found, str):
        raise wrong(path, place, say("it has to be a word"))
    return found


def line(path: Path, place: str, found: Any) -> str:
    """A text in one line, neither too long nor with what cannot be printed."""
    text = " ".join(text_of(path, place, found).split())
    if len(text) > LONGEST or not text.isprintable():
        problem = say("a text of at most {length} letters is wanted", length=LONGEST)
        raise wrong(path, place, problem)
    return text


def wrong(path: Path, place: str, problem: str) -> FileError:
    """The error with its place."""
    return FileError(str(path), f"{place}: {problem}" if place else problem)


def written(own: Iterable[Definition]) -> str:
    """The definitions as a file that is read back equal."""
    entries = {said.id: entry(said) for said in own}
    if not entries:
        return ""
    text: str = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100)
    return text


def entry(said: Definition) -> dict[str, object]:
    """The fields of a definition that say something."""
    fields = {
        "is": said.text, "names": dict(said.names), "unit": said.unit, "better": said.better,
        "about": said.about,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value}
