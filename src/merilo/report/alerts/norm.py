"""A norm: what a rule asks of a figure, of whom, since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from merilo.analysis import control
from merilo.errors import Impossible
from merilo.metrics.evidence import evidence
from merilo.metrics.model import Distinct, Metric, Overall, Total, Unit
from merilo.metrics.moments import told
from merilo.periods import Grain
from merilo.words import say


class Kind(StrEnum):
    """When an alarm is raised."""

    LESS = "less"  # less than the norm
    MORE = "more"  # more than it
    NOTHING = "nothing"  # nothing at all for so long
    FELL = "fell"  # by more than so much
    UNUSUAL = "unusual"  # out of the usual range


class Whose(NamedTuple):
    """Whom a finding is about: a person, or a unit as a whole."""

    person: str = ""
    unit: str = ""


# The ways in which each kind is meant, the usual one first.
WAYS: Mapping[Kind, Sequence[str]] = {
    Kind.LESS: ("number", "plan"), Kind.MORE: ("number", "plan"), Kind.NOTHING: ("days", "hours"),
    Kind.FELL: ("previous", "year"), Kind.UNUSUAL: ("worse", "both"),
}  # fmt: skip
EACH = (Grain.DAY, Grain.WEEK, Grain.MONTH)
GRAINS: Mapping[Kind, Sequence[Grain]] = {
    Kind.LESS: EACH, Kind.MORE: EACH, Kind.NOTHING: (Grain.DAY,),
    Kind.FELL: (Grain.WEEK, Grain.MONTH), Kind.UNUSUAL: (Grain.DAY,),
}  # fmt: skip
MOST = {"hours": 200, "days": 60, "worse": 50, "both": 50}  # of the limit, by the way


@dataclass(frozen=True)
class Norm:
    """A metric and what is asked of it.

    `limit` is in the metric's unit; of a plan the share of what is due by now; of `nothing` so many
    hours or days; of `fell` a share; of `unusual` false alarms a week. Of whom: `people`, or
    whoever has one of the `roles` in one of the `units` or below; all who sell, where both are
    empty. `each` says whether people are judged, or units as a whole.
    """

    metric: str
    kind: Kind
    limit: float
    way: str = ""
    grain: Grain = Grain.DAY
    each: str = "person"
    roles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    since: date = date.min

    @property
    def how(self) -> str:
        """The way it is meant; the usual one where none is said."""
        return self.way or WAYS[self.kind][0]

    @property
    def of_plan(self) -> bool:
        """The norm is a share of the plan."""
        return self.how == "plan"

    @property
    def lasting(self) -> bool:
        """An alarm goes on until it is over, however many days that takes; else each period has
        its own."""
        return self.kind is Kind.UNUSUAL or self.how == "days"


def adds(metric: Metric) -> bool:
    """Days of it add up to a week."""
    return isinstance(metric, Total)


@lru_cache(maxsize=1000)
def varies(metric: Metric) -> control.Kind | None:
    """By which law its figures vary; None where we know none."""
    proof = evidence(metric)
    if proof is None or (not isinstance(metric, Total) and proof.kind != "share"):
        return None
    laws = {"count": control.Kind.COUNT, "sum": control.Kind.SUM, "share": control.Kind.SHARE}
    return laws.get(proof.kind)


def checked(norm: Norm, metric: Metric) -> Norm:
    """A norm of this metric that can be; Impossible in words for one that cannot."""
    if norm.how not in WAYS[norm.kind] or norm.grain not in GRAINS[norm.kind]:
        raise Impossible(say("that is not asked of figures in this way"))
    if isinstance(metric, Overall) or metric.unit is Unit.WORDS:
        raise Impossible(say("this figure is the same for all: there is nobody to be alerted of"))
    if norm.of_plan and norm.grain == Grain.DAY:
        raise Impossible(say("plans are of weeks and months: a day has none"))
    most = 1.0 if norm.kind is Kind.FELL else MOST.get(norm.how, 1e12)
    if not isfinite(norm.limit) or norm.limit < 0 or norm.limit > most:
        raise Impossible(say("the limit is no figure that can be reached"))
    if norm.limit == 0 and norm.kind is not Kind.MORE:
        raise Impossible(say("a limit of 0 would never alert"))
    if norm.kind is Kind.NOTHING:
        silent(norm, metric)
    if norm.kind is Kind.UNUSUAL and varies(metric) is None:
        raise Impossible(say("what is usual is known of numbers, sums and shares; of this figure a "
                             "limit can be set"))  # fmt: skip
    return norm


def silent(norm: Norm, metric: Metric) -> None:
    """Impossible if it cannot be said when there was last something."""
    if not isinstance(metric, Total | Distinct):
        raise Impossible(say("nothing can be there of what is counted or summed only"))
    if norm.how == "hours" and (norm.each == "unit" or not told(metric)):
        raise Impossible(say("the hour is known of calls, letters, messages and meetings of "
                             "people: choose days"))  # fmt: skip
    if norm.how == "days" and norm.limit != int(norm.limit):
        raise Impossible(say("days are whole"))
