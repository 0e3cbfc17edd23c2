"""A figure, as an address says it: one metric, a period, conditions; split by nothing."""

from dataclasses import dataclass, replace
from typing import Any, Self

from django.http import HttpRequest

from merilo.metrics.dimensions import DIMENSIONS
from merilo.metrics.frame import GRAINS
from merilo.metrics.question import Question
from merilo.report.desk import Desk
from merilo.report.people import named_like, sellers
from merilo.report.table import DIMENSION_TITLES
from merilo.web.access.policy import Rights
from merilo.web.frame.asked import LONGEST, NONE, SPLITS, USUAL, one_of
from merilo.words import _

CONDITIONS = tuple(name for name in DIMENSIONS if name not in GRAINS)


@dataclass(frozen=True)
class Asked:
    """What the figure is of."""

    metric: str
    period: str
    where: tuple[tuple[str, tuple[str, ...]], ...]
    placed: str
    text: str = ""  # of a row of all: what was looked for among the names of `by`
    by: str = "person"
    who: str = ""

    @classmethod
    def of(cls, request: HttpRequest, metric: str) -> Self:
        """What the address says."""
        said = request.GET
        where = tuple(
            (name, tuple(said.getlist(name))) for name in CONDITIONS if said.getlist(name)
        )
        placed = one_of(said.get("placed", ""), ("then", "now"), "then")
        return cls(
            metric, said.get("period", USUAL)[:LONGEST], where, placed,
            " ".join(said.get("q", "").split())[:LONGEST],
            one_of(said.get("by", ""), SPLITS, "person"),
            one_of(said.get("who", ""), ("sellers",), ""),
        )  # fmt: skip

    def question(self, desk: Desk, rights: Rights) -> Question:
        """The question, within the asker's rights."""
        rights.check(desk, (self.metric,))
        asked = desk.question([self.metric], self.period, (), (), self.placed, rights.scope)
        asked = replace(asked, where=tuple(
            (name, tuple(None if key == NONE else key for key in keys))
            for name, keys in self.where
        ))  # fmt: skip
        if self.text:
            asked = named_like(desk, asked, self.by, self.text)
        return sellers(desk, asked) if self.who and self.by == "person" else asked

    def said(self, **other: Any) -> dict[str, Any]:
        """The same for an address."""
        placed = "" if self.placed == "then" else self.placed
        whole = {"q": self.text, "who": self.who, "by": self.by if self.text or self.who else ""}
        return {"period": self.period, "placed": placed, **dict(self.where), **whole} | other

    def conditions(self, desk: Desk, rights: Rights) -> list[tuple[str, str]]:
        """The conditions in words; who is out of sight has no name."""
        found = [(_("Name"), self.text)] if self.text else []
        for name, keys in self.where:
            labels = desk.labels(name)
            named = [
                labels.get(key, key) for key in keys
                if name != "person" or rights.scope.knows(key)
            ]  # fmt: skip
            if named:
                found.append((_(DIMENSION_TITLES[name]), ", ".join(named)))
        return found
