"""Templates on the disk: what one process has written, the next ones need not write again.

A template belongs to the very code that wrote it: another version keeps its own, and the older ones
go. Losing the folder costs nothing but time.
"""

import gzip
import hashlib
import json
import shutil
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from merilo import metrics
from merilo.metrics.engines.template import Template
from merilo.metrics.model import Metric
from merilo.metrics.question import Question

WRITERS = ("ibis-framework", "sqlglot")


class Store:
    """The templates of a folder, for one dialect. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None, dialect: str) -> None:
        self.folder = folder and folder / f"{dialect}-{stamp()}"

    def find(self, question: Question, make: str, more: tuple[Hashable, ...]) -> Template | None:
        """The template of that question, if somebody has written it."""
        path = self.path(question, make, more)
        if path is None:
            return None
        try:
            said = json.loads(gzip.decompress(path.read_bytes()))
            return Template(said["sql"], frozenset(said["days"]), said["dialect"])
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None  # not there, or cut short: it is written anew

    def keep(
        self, question: Question, make: str, more: tuple[Hashable, ...], template: Template
    ) -> None:
        """Keep it for the next process; a full disk keeps nobody from answering."""
        path = self.path(question, make, more)
        if path is None:
            return
        said = {"sql": template.sql, "days": [*template.days], "dialect": template.dialect}
        with suppress(OSError):
            if not path.parent.exists():
                self.begin(path.parent)
            with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as new:
                new.write(gzip.compress(json.dumps(said).encode(), 6))
            Path(new.name).replace(path)

    def begin(self, folder: Path) -> None:
        """The folder of this version; those of others go."""
        for other in folder.parent.glob(f"{folder.name.partition('-')[0]}-*"):
            shutil.rmtree(other, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, question: Question, make: str, more: tuple[Hashable, ...]) -> Path | None:
        """Where it is; nowhere without a folder, and for what cannot be told apart by its text."""
        text = described(question) + repr((make, more))
        if self.folder is None or " at 0x" in text:
            return None
        return self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:40]}.json.gz"


def described(question: Question) -> str:
    """The question in words that are the same in every process."""
    said = [(f.name, getattr(question, f.name)) for f in fields(question) if f.name != "catalogue"]
    own = [told(metric) for _, metric in sorted(question.catalogue.own.items())]
    return repr((said, own))


def told(metric: Metric) -> tuple[object, ...]:
    """An own metric: what it says of itself holds its formula, its parts hold its conditions."""
    parts = [(part.id, part.fact.name, part.only, part.earlier) for part in metric.parts]
    return metric.id, type(metric).__name__, metric.doc, str(metric.unit), parts


@cache
def stamp() -> str:
    """What writes templates: our code, and the libraries it writes with."""
    made = hashlib.sha256(repr([version(name) for name in WRITERS]).encode())
    for path in sorted(Path(metrics.__path__[0]).rglob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()[:16]
