"""What weakens the figures of a table, in a sentence each: gaps in the data, time not yet over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from merilo.metrics.dimensions import common
from merilo.metrics.model import Metric
from merilo.metrics.question import Question
from merilo.report.desk import Desk
from merilo.words import _, say, several


class Gap(NamedTuple):
    """A metric of the data's quality that weakens those whose parts' ids begin so; what is then
    said."""

    parts: tuple[str, ...]
    one: str
    many: str


GAPS: Mapping[str, Gap] = {
    "won_without_amount": Gap(
        ("revenue", "won_with_amount", "repeat_revenue", "company_revenue"),
        "{count} won deal has no amount.",
        "{count} won deals have no amount.",
    ),
    "deals_without_history": Gap(
        ("stage_reached", "stage_passed", "time_in_stage", "leads_qualified"),
        "Of {count} closed deal no move between stages is known.",
        "Of {count} closed deals no move between stages is known.",
    ),
    "calls_doubled": Gap(
        ("calls", "calls_out", "calls_in", "conversations", "talk_time"),
        "{count} call is there twice.",
        "{count} calls are there twice.",
    ),
    "leads_open": Gap(
        ("leads_won", "leads_offered"),
        "{count} lead of the period is still open: the share can grow.",
        "{count} leads of the period are still open: the shares can grow.",
    ),
}


def notes(desk: Desk, question: Question) -> list[str]:
    """The sentences, the gravest gaps of the whole group."""
    metrics = [question.catalogue.find(id) for id in question.metrics]
    return [*unfinished(desk, question, metrics), *lacking(desk, question, metrics)]


def lacking(desk: Desk, question: Question, metrics: list[Metric]) -> Iterator[str]:
    """What is missing of the rows that the figures are made of."""
    asked = gaps(question, metrics)
    if asked is None:
        return
    (found,) = desk.ask(asked).rows
    for id in asked.metrics:
        if count := found[id]:
            yield several(GAPS[id].one, GAPS[id].many, int(count))


def gaps(question: Question, metrics: Sequence[Metric]) -> Question | None:
    """What has to be asked for the notes; None if nothing."""
    parts = {part.id for metric in metrics for part in metric.parts}
    asked = [
        id for id, gap in GAPS.items()
        if any(part.startswith(gap.parts) for part in parts) and can(question, id)
    ]  # fmt: skip
    return replace(question, metrics=tuple(asked), by=()) if asked else None


def can(question: Question, id: str) -> bool:
    """The gap can be asked about under the question's conditions."""
    return {*question.filters} <= common(question.catalogue.find(id))


def unfinished(desk: Desk, question: Question, metrics: list[Metric]) -> Iterator[str]:
    """That the period goes on; what is compared or due is then so far only."""
    period, tomorrow = question.period, desk.today + timedelta(days=1)
    if not period.since <= desk.today < period.last:
        return
    calendar = desk.company.calendar
    passed = calendar.working_days(replace(period, until=tomorrow))
    yield say(
        "The period is not over: {passed} of {days} working days so far.",
        passed=passed, days=calendar.working_days(period),
    )  # fmt: skip
    if any(part.fact.past for metric in metrics for part in metric.parts):
        yield _("Customers who have not come back yet still can: retention grows until the end.")
