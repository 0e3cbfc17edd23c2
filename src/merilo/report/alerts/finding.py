"""What judging finds: of somebody and a period, whether the norm is broken, and by how much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from merilo.periods import Period
from merilo.report.alerts.norm import Norm, Whose

Values = Mapping[date, float | None]


@dataclass(frozen=True)
class Finding:
    """A figure judged. `key` names its period, `span` are the days the figure is of, `day` is the
    one by whose end it was judged. `limit` is what it is held against: the norm, the part of the
    plan that is due, what there was before; `low` and `high` are the usual range. `size` is how far
    beyond, as a part of the limit. A `doubtful` one is no breach, but not usual either: it ends no
    alarm."""

    whose: Whose
    key: str
    span: Period
    day: date
    breach: bool
    value: float | None = None
    limit: float | None = None
    low: float | None = None
    high: float | None = None
    size: float = 0.0
    doubtful: bool = False


@dataclass
class Figures:
    """What is judged: figures by day, or by week or month where days do not add up; of shares
    their parts and wholes; targets; moments between which there was nothing."""

    days: Mapping[Whose, Values] = field(default_factory=dict)
    periods: Mapping[Whose, Values] = field(default_factory=dict)
    parts: Mapping[Whose, Values] = field(default_factory=dict)
    wholes: Mapping[Whose, Values] = field(default_factory=dict)
    plans: Mapping[tuple[Whose, date], float] = field(default_factory=dict)
    gaps: Mapping[Whose, Sequence[tuple[datetime, datetime | None]]] = field(default_factory=dict)


@dataclass
class Judged:
    """All that was judged, by whose and in the order of time; of whom too little is known for a
    usual range; which day's facts are not in yet."""

    findings: Mapping[Whose, Sequence[Finding]]
    young: Mapping[Whose, int] = field(default_factory=dict)
    waiting: date | None = None


@dataclass(frozen=True)
class Episode:
    """An alarm as it would have been: from which finding on, up to which, and whether it ended."""

    first: Finding
    last: Finding
    over: bool


def episodes(norm: Norm, findings: Iterable[Finding]) -> list[Episode]:
    """The alarms of one person's findings: one for each period that is broken, or, of what lasts,
    one from the first broken day until it is over."""
    found: list[Episode] = []
    for one in findings:
        last = found[-1] if found else None
        same = last and not last.over and (norm.lasting or last.last.key == one.key)
        if last and not last.over:
            found[-1] = Episode(last.first, one if same and one.breach else last.last,
                                not (same and one.breach))  # fmt: skip
        reopened = last and last.over and last.last.key == one.key and not norm.lasting
        if one.breach and reopened and last:
            found[-1] = Episode(last.first, one, False)
        elif one.breach and not same:
            found.append(Episode(one, one, False))
    return found
