"""How scores went: month by month, of the months that are over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from merilo.analysis.score import score
from merilo.metrics.question import Question
from merilo.periods import Grain, Period
from merilo.report.compare import earlier
from merilo.report.desk import Desk
from merilo.report.plans import Plans
from merilo.report.scorecard import OWN, Kpis, about, part

MONTHS = 12
Trend = Mapping[str, Sequence[float | None]]


def trend(desk: Desk, question: Question, sets: Mapping[str, Kpis]) -> Trend:
    """By person, the scores of the twelve months that were over before the question's period ends
    (and before today); None for a month without one. By the sets of now: so they are alike."""
    span = over(desk, question.period)
    days = [one.since for one in span.slices(Grain.MONTH, desk.company.year)]
    found: dict[str, list[float | None]] = {}
    for whose, kpis in sets.items():
        for (person, month), value in monthly(desk, question, span, whose, kpis).items():
            if not whose.startswith(OWN) and OWN + person in sets:
                continue
            found.setdefault(person, [None] * len(days))[days.index(month)] = value
    return found


def over(desk: Desk, period: Period) -> Period:
    """The last twelve whole months that ended by the period's end and before today."""
    year = desk.company.year
    number = year.number(Grain.MONTH, min(period.until, desk.today))
    return Period(year.first(Grain.MONTH, number - MONTHS), year.first(Grain.MONTH, number))


def monthly(
    desk: Desk, question: Question, span: Period, whose: str, kpis: Kpis
) -> Mapping[tuple[str, date], float | None]:
    """The scores of those who had the role, or of one person, by person and month."""
    catalogue = desk.catalogue([one.metric for one in kpis])
    metrics = [catalogue.find(one.metric) for one in kpis]
    asked = replace(question, metrics=tuple(one.id for one in metrics), by=("person", "month"),
                    period=span, catalogue=catalogue)  # fmt: skip
    asked = about(asked, whose)
    plans = Plans.of(desk, asked)
    if plans.grow:
        asked = earlier(desk, asked, metrics, "previous")
    return {
        (row["person"], row["month"]): score(
            part(metric, kpi, row, plans).weighed
            for metric, kpi in zip(metrics, kpis, strict=True)
        )
        for row in desk.ask(asked).rows if row["person"] is not None
    }  # fmt: skip
