"""The page of the daily report: filled from the facts, filed with one key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merilo.errors import Impossible
from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Unit
from merilo.report.daily import Field, sagging
from merilo.report.desk import Desk
from merilo.report.figures import written
from merilo.report.filing import Duty, duty
from merilo.web.access.request import SignedIn
from merilo.web.daily.file import BACK, Refused, Said, file, newest, own_fields, own_form
from merilo.web.daily.forms import forms
from merilo.web.daily.models import Filed, Remark
from merilo.web.daily.trace import Version, versions
from merilo.web.daily.unfiled import unfiled
from merilo.web.desks import desk
from merilo.web.frame.jinja import query
from merilo.web.plans.figures import decimal
from merilo.words import _, say, spoken, told


@dataclass(frozen=True)
class Row:
    """A field as it is drawn. `text` is what stands in the field to type in; `sag` says in words
    how far it is below the plan of the day."""

    id: str
    name: str
    typed: bool
    counted: str
    plan: str
    text: str
    why: str
    sag: str
    link: bool
    unit: str
    logged: int = 0
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedIn) -> HttpResponse:
    """The report of a day; a POST files it."""
    now = desk()
    if request.method != "POST":
        return shown(request, now, day_of(request.GET.get("day", ""), now.today))
    day = day_of(request.POST.get("day", ""), now.today)
    try:
        said = heard(request.POST)
        if str(day) != request.POST.get("day"):
            raise Impossible(say("this day is still to come"))
        made = file(now, request.user, day, said, datetime.now(UTC))
    except Refused as wrong:
        return refused(request, now, day, wrong.problems)
    except Impossible as wrong:
        return refused(request, now, day, {"": told(wrong)})
    if asks_json(request):
        return JsonResponse({"filed": made.number, "key": str(made.key)})
    messages.success(request, filed_note(made))
    return redirect(f"{request.path}{query(day=day if day != now.today else '')}")


def filed_note(made: Filed) -> str:
    """What is said once it is filed."""
    return _("The report is filed.") if made.number == 1 else _("The report is corrected.")


def asks_json(request: SignedIn) -> bool:
    """The page's own script sends it."""
    return request.headers.get("Accept", "") == "application/json"


def refused(request: SignedIn, now: Desk, day: date, problems: Mapping[str, str]) -> HttpResponse:
    """Nothing was filed, and why; what was typed stays."""
    if asks_json(request):
        return JsonResponse({"problems": problems}, status=422)
    return shown(request, now, day, request.POST, problems)


def heard(said: QueryDict) -> Said:
    """What a form says. Impossible if it was not made by our page."""
    try:
        key = UUID(said.get("key", ""))
    except ValueError:
        raise Impossible(say("this form is not whole: open the page again")) from None
    texts = {name: str(text) for name, text in said.items()}
    return Said(
        key, {name[2:]: text for name, text in texts.items() if name.startswith("f.")},
        {name[2:]: text for name, text in texts.items() if name.startswith("w.")},
        texts.get("comment", ""), texts.get("tomorrow", ""), texts.get("why", ""),
    )  # fmt: skip


def shown(
    request: SignedIn, now: Desk, day: date, said: QueryDict | None = None,
    problems: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page."""
    person, at = request.user.person, datetime.now(UTC)
    form = own_form(now, person, day) if person else None
    if form is None:
        return render(request, "daily/none.html", {"day": day})
    before = newest(person, day)
    found = own_fields(now, form, person, day)
    lines = {one["metric"]: one for one in before.lines} if before else {}
    until = form.until(now, day)
    state = duty(now, forms(day), person, day)
    typed = said or QueryDict()
    return render(request, "daily/report.html", {
        "day": day, "today": now.today, "person": person, "key": uuid4(), "filed": before,
        "rows": drawn(now, found, lines, said, problems or {}), "until": until,
        "late": at > until and before is None and state is Duty.DUE, "rest": state is not Duty.DUE,
        "problem": (problems or {}).get("", ""), "others": unfiled(now, person, day),
        "comment": typed.get("comment", before.comment if before else ""),
        "tomorrow": typed.get("tomorrow", before.tomorrow if before else ""),
        "why": typed.get("why", ""), "trace": trace(now, person, day),
        "remarks": Remark.objects.filter(person=person, day=day), "zone": now.company.zone,
        "under_way": bool(before and before.parcel and before.parcel.load is None), "back": BACK,
    }, status=422 if problems else 200)  # fmt: skip


def trace(now: Desk, person: str, day: date) -> Sequence[Version]:
    """What became of the report."""
    return versions(now, [*Filed.objects.filter(person=person, day=day)])


def drawn(
    now: Desk, found: Sequence[Field], lines: Mapping[str, Any], said: QueryDict | None,
    problems: Mapping[str, str],
) -> list[Row]:  # fmt: skip
    """The fields, the one that sags most first."""
    pairs = [(one, value_of(one, lines.get(one.metric.id))) for one in found]
    rows = []
    for one, value in sagging(pairs):
        line = lines.get(one.metric.id) or {}
        id = one.metric.id
        text = number(line.get("typed"))
        why = line.get("why") or ""
        if said is not None:
            text, why = said.get(f"f.{id}", text), said.get(f"w.{id}", why)
        rows.append(Row(
            id, called(one.metric, spoken.get()).full, one.typed, figure(now, one, one.counted),
            figure(now, one, rounded(one)) if one.plan else "", text, why, sag(now, one, value),
            one.counted is not None and not one.own, sign(one.metric.unit),
            line.get("logged") or 0, problems.get(id, ""),
        ))  # fmt: skip
    return rows


def value_of(one: Field, line: Mapping[str, Any] | None) -> Any:
    """What holds of a field: what was typed, or else what is counted."""
    typed = (line or {}).get("typed")
    if typed is not None:
        return Decimal(typed)
    return None if one.typed and not one.counted else one.counted


def sag(now: Desk, one: Field, value: Any) -> str:
    """How far it is below the plan, in words."""
    if one.behind(value) is None or one.plan is None:
        return ""
    gap = Decimal(str(one.plan.wanted)) - Decimal(str(value))
    places = 0 if one.metric.unit is Unit.MONEY else 1
    return say(
        "{value} of {plan} planned for the day, {gap} below", value=figure(now, one, value),
        plan=figure(now, one, rounded(one)), gap=figure(now, one, round(gap, places)),
    )  # fmt: skip


def rounded(one: Field) -> float | None:
    """The plan of the day, as roughly as it is told."""
    return round(one.plan.wanted, 0 if one.metric.unit is Unit.MONEY else 1) if one.plan else None


def figure(now: Desk, one: Field, value: Any) -> str:
    """A figure with its unit."""
    return written(value, one.metric.unit, spoken.get(), now.company.currency)


def number(text: str | None) -> str:
    """A figure as it stands in a field."""
    return "" if text is None else decimal(Decimal(text), spoken.get())


def sign(unit: Unit) -> str:
    """What a typed field is counted in, where that is not a number of things."""
    return _("h") if unit is Unit.HOURS else ""


def day_of(said: str, today: date) -> date:
    """The day that is said; today for what is none, or still to come."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return today
    return min(found, today)
