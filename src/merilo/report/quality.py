"""The quality of the data: what is missing, doubled or set aside, and what that weakens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from merilo.metrics.catalogue import METRICS
from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Metric
from merilo.metrics.question import Question
from merilo.report.compare import earlier
from merilo.report.desk import Desk
from merilo.report.notes import GAPS
from merilo.words import spoken

# Each check with that of which it is a part, where the two are of the same days.
CHECKS: Mapping[str, str] = {
    "won_without_amount": "deals_won",
    "lost_without_reason": "deals_lost",
    "deals_without_task": "deals_open",
    "deals_without_history": "deals_closed",
    "calls_doubled": "calls",
    "acts_of_robots": "",
    "leads_open": "deals_created",
    "tasks_overdue": "tasks_due",
}
# What a gap does to figures, a sentence each.
EFFECTS: Mapping[str, str] = {
    "won_without_amount": "Revenue is too small by them, and they are in no average.",
    "lost_without_reason": "Why deals are lost is known of the others only.",
    "deals_without_task": "Nobody is reminded of them: the forecast counts on them in vain.",
    "deals_without_history": "Conversion between stages and time in a stage do not know of them.",
    "calls_doubled": "Calls, conversations and talk time are too large by them.",
    "acts_of_robots": "They were set aside: no figure of a person has them.",
    "leads_open": "They can still be won: conversion of these days will grow.",
    "tasks_overdue": "Either the work was not done, or nobody ticked it off.",
}


@dataclass(frozen=True)
class Check:
    """A check: how many rows fail it, of how many, how many in the period before; the names of
    the metrics it weakens."""

    metric: Metric
    name: str
    count: int
    of: int | None
    before: int | None
    effect: str
    weakens: Sequence[tuple[str, str]]

    @property
    def share(self) -> float | None:
        """The part that fails; None where nothing is known of the whole."""
        return self.count / self.of if self.of else None

    @property
    def grave(self) -> bool:
        """There is something to be mended: it weakens figures."""
        return bool(self.count) and self.metric.better.value == "less"


def quality(desk: Desk, question: Question) -> list[Check]:
    """The checks of the question's period and scope, the gravest first.

    The question asks for nothing yet.
    """
    ids = [id for id in CHECKS if id in METRICS]
    wholes = [id for id in CHECKS.values() if id in METRICS]
    asked = earlier(desk, ask(question, ids), [METRICS[id] for id in ids], "previous")
    (now,) = desk.ask(asked).rows
    (of,) = desk.ask(ask(question, [*dict.fromkeys(wholes)])).rows
    found = [
        Check(
            METRICS[id], called(METRICS[id], spoken.get()).full, int(now[id] or 0),
            whole(of.get(CHECKS[id])), whole(now[f"{id}_before"]), EFFECTS[id], weakened(id),
        )
        for id in ids
    ]  # fmt: skip
    return sorted(found, key=lambda check: (not check.grave, -(check.share or 0), -check.count))


def ask(question: Question, ids: Sequence[str]) -> Question:
    """The question about these metrics, of all together."""
    return replace(question, metrics=tuple(ids), by=())


def whole(value: object) -> int | None:
    """A count; None for what is not known."""
    return None if value is None else int(str(value).partition(".")[0])


def weakened(check: str) -> list[tuple[str, str]]:
    """The metrics that a gap weakens: ids and names. None where it only hints at work undone."""
    gap = GAPS.get(check)
    if gap is None:
        return []
    lang = spoken.get()
    return [
        (id, called(metric, lang).full)
        for id, metric in METRICS.items()
        if any(part.id.startswith(gap.parts) for part in metric.parts) and id not in CHECKS
    ]
