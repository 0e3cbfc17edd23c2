"""A home folder at hand: the company, its lake on one snapshot, and an engine to ask."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from threading import Condition
from typing import Any

from cachetools import LRUCache, cached

from merilo.company import Company
from merilo.errors import NoFacts, Unknown
from merilo.facts.lake import Lake, Snapshot
from merilo.metrics.catalogue import Catalogue
from merilo.metrics.dimensions import DIMENSIONS
from merilo.metrics.engines import SETTING, engine
from merilo.metrics.engines.engine import Answer, Engine, Make
from merilo.metrics.labels import labels
from merilo.metrics.own import Definition, catalogue, load
from merilo.metrics.past import Past
from merilo.metrics.question import EVERYBODY, Question, Scope
from merilo.periods import Period
from merilo.report.roles import ROLES
from merilo.words import _, say

NOBODY = ""  # how the empty value of a dimension is asked for: channel=


@dataclass(frozen=True)
class Desk:
    """Where questions are asked: everything on it speaks of one snapshot."""

    home: Path
    company: Company
    snapshot: Snapshot
    today: date

    @classmethod
    def at(cls, home: Path, today: date, as_of: date | None = None) -> "Desk":
        """The desk over the newest snapshot, or the last one of the day `as_of`."""
        if not (home / "lake" / "published.json").exists():
            raise NoFacts(str(home))
        company, lake = Company.load(home), Lake.open(home / "lake")
        snapshot = lake.as_of(as_of, company.clock) if as_of else lake.snapshot()
        return cls(home, company, snapshot, today)

    @cached_property
    def engine(self) -> Engine:
        """The engine that the environment names; kept warm, for writing a question takes long."""
        return warm(os.environ.get(SETTING, ""), self.home)

    def question(
        self, metrics: Sequence[str], period: str, by: Sequence[str] = (),
        where: Sequence[str] = (), placed: str = "then", scope: Scope = EVERYBODY,
    ) -> Question:  # fmt: skip
        """A question as people write it: `period` in words, `where` as DIM=NAME."""
        return Question(
            tuple(dict.fromkeys(metrics)), Period.of(period, self.today, self.company.year),
            scope, self.today, tuple(dict.fromkeys(by)), self.filters(where), placed,
            self.company.rules, self.company.year, self.catalogue(metrics),
            Past(calendar=self.company.calendar, year=self.company.year),
            turns=self.company.turns,
        )  # fmt: skip

    def catalogue(self, asked: Collection[str]) -> Catalogue:
        """Our metrics, and those of the company's own that are asked for."""
        return catalogue(self.own, asked, self.keys)

    @cached_property
    def own(self) -> Mapping[str, Definition]:
        """The definitions of the company's own metrics."""
        return load(self.home)

    def filters(self, where: Sequence[str]) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
        """`DIM=NAME` as dimensions and keys; several of one dimension mean any of them."""
        found: dict[str, list[str | None]] = {}
        for said in where:
            name, _, value = said.partition("=")
            if name not in DIMENSIONS:
                raise Unknown(say("dimension"), name, DIMENSIONS)
            found.setdefault(name, []).extend(self.keys(name, value))
        return tuple((name, tuple(keys)) for name, keys in found.items())

    def keys(self, dimension: str, said: str) -> Sequence[str | None]:
        """The keys that go by that name; the empty name is for what has none."""
        if said == NOBODY:
            return [None]
        known = self.labels(dimension)
        if not known or said in known:
            return [said]
        plain = [key for key, name in known.items() if said in (name, name.rpartition(" (")[0])]
        if not plain and dimension == "role":  # a company may have roles of its own
            return [said]
        if not plain:
            raise Unknown(say(dimension), said, {*known.values()})
        return plain

    def labels(self, dimension: str) -> Mapping[str, str]:
        """The names of a dimension's keys; those of roles in the reader's language."""
        if dimension == "role":
            return {role: _(called) for role, called in ROLES.items()}
        return self._labels(dimension)

    def ask(self, question: Question) -> Answer:
        """The answer on this desk's snapshot; asked again, it is at hand."""
        return self._answers(question)

    def split(self, question: Question) -> bool:
        """Ask a question and its whole of one reading, so that both answers are at hand; False if
        that cannot be."""
        asked = question.beside_whole()
        return asked is not None and self._splits(asked)

    def listed(self, make: Make, question: Question, *more: int) -> Sequence[Mapping[str, Any]]:
        """The rows of what `make` makes of a question, kept at hand: for pages, not for files."""
        return self._lists(make, question, *more)

    def streamed(self, make: Make, question: Question, *more: int) -> Iterable[Mapping[str, Any]]:
        """The same, read anew and not kept: for files."""
        return self.engine.asked(make, question, self.snapshot, *more)

    @cached_property
    def _lists(self) -> Callable[..., Sequence[Mapping[str, Any]]]:
        once = cached(LRUCache(512), condition=Condition())
        return once(lambda make, asked, *more: [
            *self.engine.asked(make, asked, self.snapshot, *more)
        ])  # fmt: skip

    @cached_property
    def _labels(self) -> Callable[[str], Mapping[str, str]]:
        return cache(lambda dimension: labels(dimension, self.engine, self.snapshot))

    @cached_property
    def _answers(self) -> Callable[[Question], Answer]:
        once = cached(LRUCache(512), condition=Condition())  # who asks the same meanwhile waits
        fresh = self._fresh
        return once(lambda asked: fresh.get(asked) or self.engine.answer(asked, self.snapshot))

    @cached_property
    def _fresh(self) -> dict[Question, Answer]:
        """Answers that came with others, on their way to be kept."""
        return {}

    @cached_property
    def _splits(self) -> Callable[[Question], bool]:
        return cached(LRUCache(512), condition=Condition())(self._split)

    def _split(self, asked: Question) -> bool:
        parts, whole = self.engine.answer(asked, self.snapshot).halves()
        if not whole.rows:  # of nobody and nothing only the whole asked alone has a row
            return False
        own = replace(asked, whole=False)
        for question, answer in ((own, parts), (own.over(), whole)):
            self._fresh[question] = answer
            self.ask(question)
            del self._fresh[question]
        return True


@lru_cache(maxsize=4)
def warm(address: str, home: Path) -> Engine:
    """The engine at that address, the same for every desk of a home."""
    return engine(address, home / "cache" / "sql")
