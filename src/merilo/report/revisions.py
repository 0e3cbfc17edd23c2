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
    found = [one for chain in chains(desk, metric, over) for one in chain]
    return sorted(found, key=lambda one: (one.at is not None, one.at), reverse=True)


def chains(desk: Desk, metric: str, over: Period) -> list[list[Revision]]:
    """What became of each target, one after another."""
    found: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for row in of_metric(desk.engine, desk.snapshot, metric, over):
        key = row["person"], row["unit"], row["period_since"], row["period_until"]
        found.setdefault(key, []).append(row)
    return [turns(chain) for chain in found.values()]


@dataclass(frozen=True)
class First:
    """A target as it was set first, and the last that became of it."""

    set: Set
    first: Revision
    last: Revision


def firsts(desk: Desk, metric: str, over: Period) -> dict[tuple[Whose, Period], First]:
    """Those that were changed since they were first set, or taken away."""
    return {
        (chain[0].whose, chain[0].period): First(chain[0].now, chain[0], chain[-1])
        for chain in chains(desk, metric, over) if chain[0].now and len(chain) > 1
    }  # fmt: skip


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
