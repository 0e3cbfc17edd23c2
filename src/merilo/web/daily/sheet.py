"""The sheet of a team: who filed the report of which day, what the reports add up to, where what
was typed differs from what was counted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from babel.dates import format_date
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.metrics.delivered import Entry
from merilo.periods import Grain, Period
from merilo.periods.said import DAY
from merilo.report.daily import MANY, usable
from merilo.report.desk import Desk
from merilo.report.figures import written
from merilo.report.filing import (
    Apart,
    Difference,
    Duty,
    Forms,
    apart,
    differences,
    duty,
    form_of,
    reporting,
    sees,
)
from merilo.report.table import Table, table
from merilo.web.access.policy import Rights, rights
from merilo.web.access.request import SignedIn
from merilo.web.daily.forms import forms_by_day, title
from merilo.web.daily.models import Filed
from merilo.web.daily.page import day_of
from merilo.web.daily.state import begun, filed_on
from merilo.web.desks import desk
from merilo.web.frame.asked import one_of
from merilo.words import _, say, several, spoken

GRAINS = (Grain.WEEK, Grain.MONTH)


@dataclass(frozen=True)
class Mark:
    """A day of somebody: in time, late, missing, due (still to come), away, off, out, elsewhere."""

    kind: str
    day: date
    text: str
    differs: str = ""  # what was typed otherwise than counted

    @property
    def opens(self) -> bool:
        """There is a report to read."""
        return self.kind in ("filed", "late", "elsewhere")


@dataclass(frozen=True)
class Line:
    """A person: a mark for each day; how many reports were asked for by now, and are there."""

    person: str
    name: str
    marks: Sequence[Mark]
    asked: int
    filed: int

    @property
    def share(self) -> float | None:
        """The share of the reports that were filed."""
        return self.filed / self.asked if self.asked else None


@require_safe
def filed(request: SignedIn) -> HttpResponse:
    """The sheet of a week or month."""
    now = desk()
    allowed = rights(request.user, now)
    grain = Grain(one_of(request.GET.get("grain", ""), GRAINS, Grain.WEEK))
    day = day_of(request.GET.get("day", ""), now.today)
    period = Period.holding(day, grain, now.company.year)
    forms = forms_by_day()
    people = reporting(now, forms(min(period.last, now.today)), period, allowed.scope)
    found = differences(now, period, allowed.scope, fresh(period), people)
    lines = drawn(now, allowed, {one: forms(one) for one in period}, people, period, found)
    return render(request, "daily/filed.html", {
        "grain": grain, "period": period, "today": now.today, "lines": lines, "days": [*period],
        "heads": {one: weekday(one) for one in period}, "share": share(lines),
        "grains": {Grain.WEEK: _("Week"), Grain.MONTH: _("Month")},
        "earlier": period.since - DAY, "later": period.until, "names": names(),
        "sums": sums(now, allowed, forms(min(period.last, now.today)), people, period),
        "apart": [told(now, one) for one in apart(found)],
    })  # fmt: skip


def weekday(day: date) -> str:
    """The head of a day's column."""
    return str(format_date(day, "EEE", locale=spoken.get()))


def names() -> Mapping[str, str]:
    """What the marks mean."""
    return {
        "filed": _("filed in time"), "late": _("filed late"), "missing": _("missing"),
        "due": _("to be filed"), "away": _("away"), "off": _("not at work"),
        "elsewhere": _("filed in another system"),
    }  # fmt: skip


def drawn(
    now: Desk, allowed: Rights, forms: Mapping[date, Forms], people: Sequence[str], period: Period,
    found: Sequence[Difference],
) -> list[Line]:  # fmt: skip
    """The lines of the sheet."""
    there, since, at = filed_on(now, period), begun(now), datetime.now(UTC)
    differing: dict[tuple[str, date], list[str]] = {}
    for one in found:
        differing.setdefault((one.person, one.day), []).append(difference(now, one))
    labels, lines = now.labels("person"), []
    for person in people:
        marks = []
        for day in period:
            kind = "out"
            if sees(allowed.scope, person, day):
                kind = kind_of(now, forms[day], person, day, there, since, at)
            said = "; ".join(differing.get((person, day), ())) if kind != "out" else ""
            marks.append(Mark(kind, day, names().get(kind, ""), said))
        asked = [one for one in marks if one.kind in ("filed", "late", "elsewhere", "missing")]
        lines.append(Line(person, labels.get(person, person), marks, len(asked),
                          sum(one.kind != "missing" for one in asked)))  # fmt: skip
    return lines


def kind_of(
    now: Desk, forms: Forms, person: str, day: date,
    there: Mapping[tuple[str, date], Filed | None], since: date, at: datetime,
) -> str:  # fmt: skip
    """What the day of the person is."""
    if (person, day) in there:
        first = there[person, day]
        return "elsewhere" if first is None else "late" if first.late else "filed"
    what = duty(now, forms, person, day)
    if what is not Duty.DUE:
        return str(what)
    if day < since:
        return "out"
    form = form_of(now, forms, person, day)
    return "missing" if form and at > form.until(now, day) else "due"


def share(lines: Sequence[Line]) -> float | None:
    """The share of all reports asked for that were filed."""
    asked = sum(one.asked for one in lines)
    return sum(one.filed for one in lines) / asked if asked else None


def sums(
    now: Desk, allowed: Rights, forms: Forms, people: Collection[str], period: Period
) -> Table | None:
    """What the fields of the reports add up to, by person: as every table counts it."""
    roles = {form.role for form in forms.values()}
    mine = [form_of(now, forms, one, min(period.last, now.today)) for one in people]
    ids = [id for form in mine if form and form.role in roles for id in form.fields]
    metrics = [id for id in dict.fromkeys(ids) if usable(now, id)]
    if not metrics or not people:
        return None
    question = now.question(metrics, "today", ("person",), (), "then", allowed.scope)
    asked = replace(question, period=period).only((("person", tuple(people)),))
    return table(now, asked, total=True)


def fresh(period: Period) -> list[Entry]:
    """What is typed here and not in the facts yet."""
    found = Filed.objects.filter(
        day__gte=period.since, day__lt=period.until, parcel__isnull=False, parcel__load=None
    )
    return [
        Entry(one.person, one.day, line["metric"],
              None if line["typed"] is None else Decimal(line["typed"]), ours=True)
        for one in found for line in one.lines if line["metric"] not in MANY or not line["many"]
    ]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What somebody typed otherwise, in words."""

    person: str
    name: str
    metric: str
    field: str
    days: str
    typed: str
    counted: str
    size: str
    share: float | None


def told(now: Desk, one: Apart) -> Told:
    """The differences of a person in a field."""
    size = one.typed - one.counted
    text = figure(now, one.metric, abs(size))
    return Told(
        one.person, now.labels("person").get(one.person, one.person), one.metric,
        title(now, one.metric, spoken.get()), several("{count} day", "{count} days", one.days),
        figure(now, one.metric, one.typed), figure(now, one.metric, one.counted),
        f"+{text}" if size > 0 else f"−{text}", size / one.counted if one.counted else None,
    )  # fmt: skip


def difference(now: Desk, one: Difference) -> str:
    """One difference in a sentence."""
    return say(
        "{field}: typed {typed}, counted {counted}", field=title(now, one.metric, spoken.get()),
        typed=figure(now, one.metric, one.typed), counted=figure(now, one.metric, one.counted),
    )  # fmt: skip


def figure(now: Desk, metric: str, value: float) -> str:
    """A figure with its unit."""
    unit = now.catalogue(()).find(metric).unit
    return written(value, unit, spoken.get(), now.company.currency)
