"""What became of plans: who set which target when, instead of which, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from merilo.analysis.attainment import Kind
from merilo.metrics.targets import revisions as of_metric
from merilo.periods import Period
from merilo.report.desk import Desk
from merilo.report.planning import Set, Whose


@dataclass(frozen=True)
class Revision:
    """A target set, and the one it took the place of; without `now` it was taken away. `at` is None
    for what was there from the start."""

    whose: Whose
    metric: str
    period: Period
    before: Set | None
    now: Set | None
    at: datetime | None
    author: str
    why: str


def revisions(desk: Desk, metric: str, over: Period) -> list[Revision]:
    """Those of the periods within `over`, the newest first."""
    chains: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for row in of_metric(desk.engine, desk.snapshot, metric, over):
        key = row["person"], row["unit"], row["period_since"], row["period_until"]
        chains.setdefault(key, []).append(row)
    found = [one for chain in chains.values() for one in turns(chain)]
    return sorted(found, key=lambda one: (one.at is not None, one.at), reverse=True)


def turns(chain: Sequence[dict[str, object]]) -> list[Revision]:
    """The targets of one scope and period, one after another, and the end of the last."""
    found: list[Revision] = []
    before: Set | None = None
    for row in chain:
        now = Set(Kind(str(row["kind"] or "at_least")), float(str(row["target"])))
        found.append(turn(row, before, now, row["valid_since"]))
        before = now
    if (ended := chain[-1]["valid_until"]) is not None:
        found.append(turn(chain[-1] | {"why": None, "author": None}, before, None, ended))
    return found


def turn(row: dict[str, object], before: Set | None, now: Set | None, at: object) -> Revision:
    """A row as a revision."""
    return Revision(
        Whose(str(row["person"] or ""), str(row["unit"] or "")), str(row["metric"]),
        Period(row["period_since"], row["period_until"]),  # type: ignore[arg-type]
        before, now, at if isinstance(at, datetime) else None,
        str(row["author"] or ""), str(row["why"] or ""),
    )  # fmt: skip
