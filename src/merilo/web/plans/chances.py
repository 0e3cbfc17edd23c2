"""How likely the targets of this month and the next are, told beside their cells."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from merilo.analysis.attainment import Kind, met
from merilo.analysis.realism import AMBITIOUS, FAIR, Verdict
from merilo.periods import Grain, Period
from merilo.report.figures import written
from merilo.report.planning import Whose
from merilo.report.plans import LEVELS
from merilo.report.realism import Chance, realism
from merilo.web.access.request import SignedIn
from merilo.web.plans.asked import Asked, name_of
from merilo.web.plans.scores import percent
from merilo.words import _, say, several, spoken

TONES = {Verdict.EASY: "warn", Verdict.FAIR: "good", Verdict.AMBITIOUS: "warn",
         Verdict.BEYOND: "bad"}  # fmt: skip


@require_safe
def chances(request: SignedIn) -> JsonResponse:
    """By cell, the chance in words, its tone, how it was found; nothing of what is not foretold."""
    asked = Asked.of(request)
    return JsonResponse({"cells": dict(told(asked))})


def told(asked: Asked) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The chances of those on the sheet, of targets that are in the facts."""
    if asked.grain != Grain.MONTH or not asked.sheet.adds:
        return
    there = {line.whose for line in asked.sheet.lines}
    for span in near(asked):
        going = asked.desk.today in span
        for level, dimension in LEVELS.items():
            for one in realism(asked.desk, replace(asked.question, period=span, by=(dimension,))):
                whose = Whose(one.whose) if level == "person" else Whose(unit=one.whose)
                if whose in there and one.chance is not None and one.verdict:
                    yield f"{name_of(whose)}|{span.since}", words(asked, one, going)


def near(asked: Asked) -> list[Period]:
    """This month and the next, if they are on the sheet."""
    year, today = asked.desk.company.year, asked.desk.today
    number = year.number(Grain.MONTH, today)
    wanted = {year.first(Grain.MONTH, number), year.first(Grain.MONTH, number + 1)}
    return [span for span in asked.spans if span.since in wanted]


def words(asked: Asked, one: Chance, going: bool) -> dict[str, str]:
    """A chance as it is told; while the month goes on nothing is said of whether the target was a
    good one."""
    chance = one.chance or 0.0
    share = percent(chance)
    hint = say("The chance to reach it: {chance}.", chance=share)
    if one.mean is not None:
        hint += " " + several(
            "The mean of the last {count} month: {mean}.",
            "The mean of the last {count} months: {mean}.",
            one.known,
            mean=figure(asked, one, one.mean),
        )
    if one.open is not None:
        hint += " " + say("Open deals promise: {sum}.", sum=figure(asked, one, one.open))
    if not going:
        assert one.verdict is not None
        text = f"{share} · {_(str(one.verdict))}"
        return {"text": text, "tone": TONES[one.verdict], "hint": hint}
    if met(one.plan.kind, one.done, one.plan.wanted) and one.plan.kind is not Kind.AT_MOST:
        return {"text": _("reached"), "tone": "good", "hint": ""}
    tone = "good" if chance >= FAIR else "warn" if chance >= AMBITIOUS else "bad"
    return {"text": say("chance {chance}", chance=share), "tone": tone, "hint": hint}


def figure(asked: Asked, one: Chance, value: float) -> str:
    """A mean figure of the metric."""
    currency = asked.desk.company.currency
    return written(round(value, 1), one.metric.unit, spoken.get(), currency)
