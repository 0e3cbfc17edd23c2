"""A matter that wants an answer: of what kind, whose, what it is about, how much is at stake."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from merilo.report.table import sortable


class Kind(StrEnum):
    """What is the matter."""

    BEHIND = "behind"
    LEADS = "leads"
    STUCK = "stuck"
    TASKLESS = "taskless"
    OVERDUE = "overdue"
    REPORT = "report"
    TYPED = "typed"
    ALARM = "alarm"
    COMPLAINT = "complaint"
    FALLING = "falling"


@dataclass(frozen=True)
class Subject:
    """One thing that a matter is about. `key` says which, and is another if it happens anew; the
    `parts` are said beside the title; what stands behind it is the figure of a `metric` of this
    month, or a `link`."""

    key: str
    title: str
    parts: Sequence[str] = ()
    stake: Decimal | None = None
    metric: str = ""
    link: str = ""


@dataclass(frozen=True)
class Matter:
    """Everything of one kind about one person. Of subjects that cost `once` the same money the
    dearest counts, else their sum; `grave` ones come first of those without money."""

    kind: Kind
    person: str
    name: str
    subjects: Sequence[Subject]
    once: bool = False
    grave: float = 0.0

    @property
    def key(self) -> str:
        """Which matter it is."""
        return f"{self.kind}|{self.person}"

    @property
    def stake(self) -> Decimal | None:
        """The money at stake; None where nobody knows."""
        known = [one.stake for one in self.subjects if one.stake is not None]
        if not known:
            return None
        return max(known) if self.once else sum(known, Decimal(0))

    def without(self, answered: Collection[str]) -> "Matter | None":
        """What is left of it once these subjects are answered; None if that is all of it."""
        rest = [one for one in self.subjects if one.key not in answered]
        return replace(self, subjects=rest) if rest else None


def ordered(matters: Iterable[Matter]) -> list[Matter]:
    """The most money first; what has none after that, the gravest first."""
    return sorted(matters, key=lambda one: (
        -(one.stake or 0), -one.grave, -len(one.subjects), sortable(one.name), one.kind,
    ))  # fmt: skip
