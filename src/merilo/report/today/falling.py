"""Whose quality has fallen: by more than noise, against the months before."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from merilo.analysis.difference import Verdict
from merilo.metrics.catalogue import METRICS
from merilo.metrics.catalogue.names import called
from merilo.metrics.evidence import evidence
from merilo.metrics.model import Metric
from merilo.metrics.question import Question
from merilo.periods import Period
from merilo.report.desk import Desk
from merilo.report.figures import written
from merilo.report.others import apart, enough, wider
from merilo.report.today.matter import Kind, Matter, Subject
from merilo.words import say, spoken

DAYS, BEFORE = 30, 90  # the last month against the three before it
# Of what is ripe at once: calls of this month may still lead to meetings.
WATCHED = ("satisfaction", "call_quality", "win_rate", "connect_rate")
SURE = 0.99  # many are watched every day


def find(desk: Desk, question: Question) -> Iterable[Matter]:
    """By person, the metrics of quality that fell."""
    names, found = desk.labels("person"), dict[str, list[Subject]]()
    metrics = [METRICS[id] for id in WATCHED]
    asked = replace(question, metrics=WATCHED, by=("person",))
    now, then = (rows(desk, asked, metrics, *span) for span in spans(desk))
    for person, row in now.items():
        for metric in metrics:
            if person in then and fell(metric, row, then[person]):
                one = subject(metric, row, then[person], desk)
                found.setdefault(person, []).append(one)
    for person, subjects in found.items():
        yield Matter(Kind.FALLING, person, names.get(person, person), subjects)


def spans(desk: Desk) -> tuple[tuple[int, int], tuple[int, int]]:
    """Days back from today: the last month, and what it is held against."""
    return (DAYS, 0), (DAYS + BEFORE, DAYS)


def rows(
    desk: Desk, question: Question, metrics: list[Metric], since: int, until: int
) -> Mapping[str, Mapping[str, Any]]:
    """The figures of some days with what says how sure they are, by person."""
    day = desk.today
    span = Period(day - timedelta(days=since), day - timedelta(days=until))
    asked = wider(replace(question, period=span), metrics)
    return {row["person"]: row for row in desk.ask(asked).rows if row["person"]}


def fell(metric: Metric, now: Mapping[str, Any], then: Mapping[str, Any]) -> bool:
    """It is surely less than it was."""
    proof = evidence(metric)
    if proof is None or not enough(metric, proof, now) or not enough(metric, proof, then):
        return False
    return apart(metric, proof, now, then, SURE) is Verdict.LESS


def subject(metric: Metric, now: Mapping[str, Any], then: Mapping[str, Any], desk: Desk) -> Subject:
    """The metric in words."""
    lang, currency = spoken.get(), desk.company.currency
    before, after = (written(row[metric.id], metric.unit, lang, currency) for row in (then, now))
    said = say("{now} in the last 30 days, {before} in the 90 before", now=after, before=before)
    key = f"falling|{metric.id}|{desk.today:%Y-%m}"
    return Subject(key, called(metric, lang).full, (said,), None, metric.id)
