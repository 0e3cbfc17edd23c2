"""The file of settings: read as texts and nothing else, written whole or not at all."""

import os
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import yaml

from merilo.errors import NoSettings, Unwritable
from merilo.words import say


class Texts(yaml.BaseLoader):
    """Leaves every value as it is written. YAML's own guesses would make Norway (NO) a False."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise yaml.constructor.ConstructorError(
                None, None, say("{key} stands there twice", key=twice), node.start_mark
            )
        return super().construct_mapping(node, deep)


def read(path: Path) -> Mapping[str, Any]:
    """What the file says, as texts, lists and mappings by name; nothing if there is no file.

    NoSettings if it cannot be read.
    """
    try:
        said = yaml.load(path.read_text("utf-8"), Texts) or {}
        if not isinstance(said, Mapping):
            raise yaml.YAMLError(say("it has no names and values"))
        return said
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        wanted = say("mend the file, or take it away to begin with ordinary settings")
        raise NoSettings(str(path), _reason(error), wanted) from None


def write(path: Path, lines: Iterable[str]) -> None:
    """The file with these lines, safe on the disk. Unwritable: then the old one stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as new:
            try:
                new.writelines(f"{line}\n" for line in lines)
                new.flush()
                os.fsync(new.fileno())
                Path(new.name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
                Path(new.name).replace(path)
            except BaseException:
                Path(new.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise Unwritable(str(path), _reason(error)) from None


def _reason(error: Exception) -> str:
    """Why, in a few words of one line."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, UnicodeError):
        return say("it is not UTF-8 text")
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        line = say("line {number}", number=error.problem_mark.line + 1)
        return f"{line}, {error.problem}"
    return " ".join(str(error).split())
