"""Filing a report: what was typed is checked, kept as it was said, and sent to the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from merilo.errors import Impossible
from merilo.metrics.model import Unit
from merilo.metrics.question import Scope
from merilo.report.daily import MANY, Field, Form, fields
from merilo.report.desk import Desk
from merilo.report.filing import form_of
from merilo.sources.files import values
from merilo.web.accounts.models import User
from merilo.web.daily import log
from merilo.web.daily.forms import forms
from merilo.web.daily.models import Filed, Logged
from merilo.web.outbox.carry import send
from merilo.words import say, spoken

KIND = "report"
BACK = 31  # days that a report may be late
MOST = 500  # things done in a day
LARGE = Decimal(10) ** 10
LONGEST, WHY = 4000, 300  # letters of a text, of a reason
TRIES = 3
Line = dict[str, Any]  # metric, counted, plan, typed, why, many, own


class Refused(Exception):
    """What of a report cannot be, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True)
class Said:
    """A report as it was typed: by field the figure and the reason for another than is counted."""

    key: UUID
    figures: Mapping[str, str] = field(default_factory=dict)
    whys: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    tomorrow: str = ""
    why: str = ""


def newest(person: str, day: date) -> Filed | None:
    """The report of that day as it holds."""
    return Filed.objects.filter(person=person, day=day).last()


def own_form(desk: Desk, person: str, day: date) -> Form | None:
    """The form that the person fills in of that day."""
    return form_of(desk, forms(day), person, day)


def own_fields(desk: Desk, form: Form, person: str, day: date) -> list[Field]:
    """Its fields, as the person sees them."""
    return fields(desk, form, person, day, Scope(frozenset({person})))


def file(desk: Desk, user: User, day: date, said: Said, at: datetime) -> Filed:
    """Keep the report of that day; again, as a correction, if it is otherwise. Impossible in words;
    Refused with the fields."""
    if known := Filed.objects.filter(key=said.key).first():
        if known.person != user.person:
            raise Impossible(say("this report is somebody else's"))
        return known
    form = allowed(desk, user.person, day)
    found = own_fields(desk, form, user.person, day)
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return kept(desk, user, form, found, day, said, at)
        except IntegrityError:  # filed at the same moment, from elsewhere
            if known := Filed.objects.filter(key=said.key).first():
                return known
    raise Impossible(say("the report was filed somewhere else at the same moment; try again"))


def allowed(desk: Desk, person: str, day: date) -> Form:
    """The form of that day, if the person may still file it."""
    if day > desk.today:
        raise Impossible(say("this day is still to come"))
    if (desk.today - day).days > BACK:
        raise Impossible(say("a report can be filed for {days} days; later it is a matter for the "
                             "head", days=BACK))  # fmt: skip
    form = own_form(desk, person, day)
    if form is None:
        raise Impossible(say("your role has no report on this day"))
    return form


def kept(
    desk: Desk, user: User, form: Form, found: list[Field], day: date, said: Said, at: datetime
) -> Filed:
    """The report as a row, and its parcel on the way."""
    before = newest(user.person, day)
    lines = checked(desk, user.person, day, found, said)
    comment, tomorrow = said.comment.strip()[:LONGEST], said.tomorrow.strip()[:LONGEST]
    if before and same(before, lines, comment, tomorrow):
        return before
    made = Filed.objects.create(
        person=user.person, day=day, number=before.number + 1 if before else 1, key=said.key,
        who=user, author=str(user), at=at, late=at > form.until(desk, day), lines=lines,
        comment=comment, tomorrow=tomorrow, why=said.why.strip()[:WHY],
    )  # fmt: skip
    content = told(user.person, day, lines, before)
    if content["figures"] or content["many"]:
        made.parcel = send(KIND, content, user)
        made.save(update_fields=["parcel"])
    if before:
        log.corrected(desk.labels("person").get(user.person, user.person), before, made, user)
    return made


def same(before: Filed, lines: list[Line], comment: str, tomorrow: str) -> bool:
    """Nothing is typed otherwise than it was."""
    typed = [[(one["metric"], one["typed"], one["why"]) for one in those]
             for those in (before.lines, lines)]  # fmt: skip
    return typed[0] == typed[1] and (before.comment, before.tomorrow) == (comment, tomorrow)


def checked(desk: Desk, person: str, day: date, found: list[Field], said: Said) -> list[Line]:
    """The lines. Refused, if something cannot be."""
    lines, problems = [], {}
    for one in found:
        id = one.metric.id
        try:
            lines.append(line(one, said.figures.get(id, ""), said.whys.get(id, ""),
                              in_log(person, day, id)))  # fmt: skip
        except Impossible as wrong:
            problems[id] = wrong.problem
    if problems:
        raise Refused(problems)
    return lines


def line(one: Field, text: str, why: str, logged: int) -> Line:
    """A field with what was typed into it. Impossible in words."""
    id, value = one.metric.id, figure(one, text)
    many = one.typed and not one.own
    why = " ".join(why.split())[:WHY]
    if many and value is not None and value < logged:
        raise Impossible(
            say("{count} of them are in the quick log: correct it there", count=logged)
        )
    if not one.typed and value is not None:
        if one.counted is not None and value == Decimal(str(one.counted)):
            value, why = None, ""
        elif not why:
            raise Impossible(say("say in a word why it is not {counted}", counted=one.counted or 0))
    return {
        "metric": id, "counted": plain(one.counted), "typed": plain(value),
        "plan": plain(one.plan.wanted if one.plan else None),
        "why": why if value is not None and not one.typed else "", "many": many, "own": one.own,
        "logged": logged,
    }  # fmt: skip


def figure(one: Field, text: str) -> Decimal | None:
    """What was typed; None for nothing. Impossible for what cannot be."""
    if not text.strip():
        return None
    found = values.number(text.strip(), "." if spoken.get() == "en" else ",")
    if found is None:
        raise Impossible(say("“{said}” is no number", said=text.strip()[:40]))
    if one.typed and not one.own and found > MOST:
        raise Impossible(say("more than {most} a day cannot be typed: is the figure right?",
                             most=MOST))  # fmt: skip
    if found < 0 or found >= LARGE:
        raise Impossible(say("a figure between 0 and ten milliard is wanted"))
    if one.typed and one.metric.unit is Unit.COUNT and found != found.to_integral_value():
        raise Impossible(say("a whole number is wanted"))
    return round(found, 4)


def in_log(person: str, day: date, metric: str) -> int:
    """How many of such are in the quick log of that day."""
    mine = Logged.objects.filter(person=person, day=day, gone=False, kind=MANY.get(metric, ""))
    return sum(one.kind == "call" or one.said.get("outcome") == "held" for one in mine)


def plain(value: object) -> str | None:
    """A figure as JSON."""
    if value is None:
        return None
    found = Decimal(str(value)).quantize(Decimal("0.0001")).normalize()
    return f"{found:f}"


def told(person: str, day: date, lines: list[Line], before: Filed | None) -> dict[str, Any]:
    """What goes to the facts: figures that are typed, or were and are taken back; how many rows of
    what no system counts."""
    had = {one["metric"]: one for one in before.lines} if before else {}
    figures, many = {}, {}
    for one in lines:
        id = one["metric"]
        was = (had.get(id) or {}).get("typed")
        if one["many"]:
            if one["typed"] is not None or was is not None:
                many[MANY[id]] = max(0, int(Decimal(one["typed"] or 0)) - one["logged"])
        elif one["typed"] is not None or was is not None:
            figures[id] = one["typed"]
    return {"person": person, "day": day.isoformat(), "figures": figures, "many": many}


def days_to_file(desk: Desk) -> list[date]:
    """The days that can still be filed, today first."""
    return [desk.today - timedelta(days=n) for n in range(BACK + 1)]
