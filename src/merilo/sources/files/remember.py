"""Mappings settled once: kept by the captions of a file, applied when such a file comes again."""

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from merilo.errors import FileError
from merilo.sources.files.ask import Asker
from merilo.sources.files.mapping import Plan
from merilo.sources.files.sample import Sample
from merilo.sources.files.suggest import Suggestion, made
from merilo.sources.files.takes import Mistake
from merilo.sources.files.words import normal
from merilo.sources.files.yaml import parse, read, write

LIKE = 0.6  # captions that two files share, of all that either has


@dataclass(frozen=True)
class Similar:
    """A mapping of a file with nearly the same captions. `gone` were there, `new` are now."""

    path: Path
    gone: tuple[str, ...]
    new: tuple[str, ...]


def fingerprint(header: Sequence[str]) -> str:
    """The same for the same captions in any order, however their case, ё and spaces are."""
    said = "\n".join(sorted(map(normal, header)))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def place(home: Path, header: Sequence[str]) -> Path:
    """Where the mapping of a file with these captions is kept."""
    return home / "mappings" / f"{fingerprint(header)}.yaml"


def keep(home: Path, suggestion: Suggestion) -> Path:
    """Keep the plan for the next file with the same captions; the file that was written."""
    sample = suggestion.sample
    path = place(home, sample.header)
    header = yaml.safe_dump({"header": list(sample.header)}, allow_unicode=True, width=100)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.new")
    beside.write_text(write(suggestion.plan, sample) + header, encoding="utf-8")
    beside.replace(path)
    return path


def recall(home: Path, sample: Sample) -> Suggestion | None:
    """What was kept for these captions; None if nothing was. FileError if it cannot be read."""
    path = place(home, sample.header)
    return mapped(path, sample) if path.exists() else None


def mapped(path: Path, sample: Sample) -> Suggestion:
    """The plan of a mapping file for a sheet; questions about forms that it does not say.

    FileError for any mistake in it.
    """
    return made(sample, lambda asker: read(path, sample, asker))


def told(text: str, sample: Sample, answers: Mapping[str, str] | None = None) -> Suggestion:
    """The plan of the text of a mapping file, with questions answered.

    FileError for any mistake in it.
    """

    def make(asker: Asker) -> Plan:
        try:
            return parse(text, sample, asker)
        except Mistake as mistake:
            raise FileError(str(sample.path), str(mistake)) from mistake

    return made(sample, make, answers)


def similar(home: Path, header: Sequence[str]) -> Similar | None:
    """The kept mapping whose file is most like this one without being the same; None if none is."""
    now = _set(header)
    found = []
    for path in sorted((home / "mappings").glob("*.yaml")):
        then = _header(path)
        if path != place(home, header) and then and _alike(now, _set(then)) >= LIKE:
            gone = tuple(c for c in then if normal(c) not in now)
            new = tuple(c for c in header if normal(c) not in _set(then))
            found.append((_alike(now, _set(then)), Similar(path, gone, new)))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _set(header: Collection[str]) -> set[str]:
    return set(map(normal, header))


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def _header(path: Path) -> list[str]:
    """The captions that a kept mapping was made for; none if a person wrote it otherwise."""
    try:
        kept = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return []
    header = kept.get("header") if isinstance(kept, dict) else None
    return [c for c in header if isinstance(c, str)] if isinstance(header, list) else []
