"""Who is behind the plan of the month, and what will be missing if it goes on like that."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from merilo.analysis.attainment import Kind as Asked
from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Unit
from merilo.metrics.question import Question
from merilo.periods import Period
from merilo.report.desk import Desk
from merilo.report.figures import written
from merilo.report.scorecard import Kpis, Part, cards
from merilo.report.today.matter import Kind, Matter, Subject
from merilo.report.today.worth import worth
from merilo.words import say, spoken

SLOW = 0.9  # of the pace that the plan asks for
DAYS = 3  # working days of a month that tell nothing yet


def find(desk: Desk, question: Question, sets: Mapping[str, Kpis]) -> Iterable[Matter]:
    """By person, the KPIs that are behind; nothing in the first days of the month."""
    over = Period(question.period.since, min(question.period.until, desk.today))
    if over.since >= over.until or desk.company.calendar.working_days(over) < DAYS:
        return
    found = cards(desk, question, sets)
    worths = worth(desk, question, [*{part.metric.id for card in found for part in card.parts}])
    for card in found:
        late = [part for part in card.parts if slow(part)]
        if late:
            subjects = [subject(part, question, worths, desk.company.currency) for part in late]
            subjects.sort(key=lambda one: -(one.stake or 0))
            grave = max(1 - share(part) for part in late)
            yield Matter(Kind.BEHIND, card.person, card.name, subjects, True, grave)


def slow(part: Part) -> bool:
    """It is behind: sums by their pace, the others by how far they are reached."""
    return part.plan is not None and share(part) < SLOW


def share(part: Part) -> float:
    """How much of what should be there is; 1 where nothing can be said."""
    if part.pace is not None:
        return part.pace
    reached = part.weighed.attainment
    return 1.0 if reached is None else reached


def subject(
    part: Part, question: Question, worths: Mapping[str, Decimal], currency: str
) -> Subject:
    """A KPI in words; of the money, what will be missing at this pace."""
    assert part.plan
    metric, lang = part.metric, spoken.get()
    wanted = written(part.plan.wanted, metric.unit, lang, currency)
    fact = written(part.fact, metric.unit, lang, currency)
    limit = f"≤ {wanted}" if part.plan.kind is Asked.AT_MOST else wanted
    said = [say("{fact} of {plan}", fact=fact, plan=limit)]
    stake = None
    if part.pace is not None:
        missing = Decimal(str(part.plan.wanted * (1 - part.pace)))
        if metric.unit is Unit.COUNT:
            missing = Decimal(round(missing))
        said.append(say("at this pace {amount} will be missing",
                        amount=written(missing, metric.unit, lang, currency)))  # fmt: skip
        stake = missing if metric.unit is Unit.MONEY else None
        if metric.id in worths:
            stake = missing * worths[metric.id]
    month = question.period.since
    name = called(metric, lang).full
    return Subject(f"behind|{metric.id}|{month:%Y-%m}", name, said, stake, metric.id)
