"""One report to read, for whoever leads: what was typed beside what was counted, its corrections,
what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merilo.metrics.catalogue.names import called
from merilo.periods import Period
from merilo.periods.said import DAY
from merilo.report.daily import Field, fields
from merilo.report.desk import Desk
from merilo.report.filing import form_of, sees, typed
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.accounts.models import Role, User
from merilo.web.daily.file import LONGEST, newest
from merilo.web.daily.forms import forms
from merilo.web.daily.models import Filed, Remark
from merilo.web.daily.page import figure, rounded, sag, trace
from merilo.web.desks import desk
from merilo.web.frame.jinja import url
from merilo.web.notices.tell import speaking, tell
from merilo.words import _, say, spoken


@dataclass(frozen=True)
class Row:
    """A field: what was typed (if anything was), what is counted, what was planned."""

    id: str
    name: str
    typed: str
    why: str
    counted: str
    plan: str
    differs: bool
    sag: str
    link: bool


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedIn) -> HttpResponse:
    """The report of a person's day; a POST says something of it, or that it was seen."""
    now, said = desk(), request.POST if request.method == "POST" else request.GET
    person, allowed = said.get("person", ""), rights(request.user, now)
    try:
        day = date.fromisoformat(said.get("day", ""))
    except ValueError:
        raise Http404 from None
    if person not in now.labels("person") or not sees(allowed.scope, person, day):
        raise Http404
    found = newest(person, day)
    if request.method == "POST":
        if request.user.role == Role.ANALYST or person == request.user.person:
            raise Http404
        remark(request, now, person, day)
        return redirect(url("filed_one", person=person, day=day))
    mine = Remark.objects.filter(person=person, day=day)
    return render(request, "daily/one.html", {
        "person": person, "name": now.labels("person")[person], "day": day, "filed": found,
        "rows": drawn(now, person, day, found, allowed.scope), "trace": trace(now, person, day),
        "remarks": mine, "seen": mine.filter(who=request.user, text="").exists(),
        "first": Filed.objects.filter(person=person, day=day).first(),
        "elsewhere": bool(entered(now, person, day)),
        "says": request.user.role != Role.ANALYST and person != request.user.person,
    })  # fmt: skip


def entered(now: Desk, person: str, day: date) -> Mapping[str, Decimal]:
    """What was typed for the day, as the facts have it."""
    return {
        one.metric: one.value for one in typed(now, Period(day, day + DAY))
        if one.person == person and one.value is not None
    }  # fmt: skip


def drawn(now: Desk, person: str, day: date, found: Filed | None, scope: Any) -> list[Row]:
    """The fields in the form's order."""
    form = form_of(now, forms(day), person, day)
    if form is None:
        return []
    lines = {line["metric"]: line for line in found.lines} if found else {}
    other = {} if found else entered(now, person, day)
    return [
        row(now, one, lines.get(one.metric.id), other.get(one.metric.id))
        for one in fields(now, form, person, day, scope)
    ]  # fmt: skip


def row(now: Desk, one: Field, line: Mapping[str, Any] | None, other: Decimal | None) -> Row:
    """A field in words."""
    text = (line or {}).get("typed")
    value = Decimal(text) if text is not None else other
    known = one.counted is not None and not one.typed
    differs = known and value is not None and abs(float(value) - float(one.counted)) > 1e-6
    return Row(
        one.metric.id, called(one.metric, spoken.get()).full,
        "" if value is None else figure(now, one, value), (line or {}).get("why") or "",
        "" if one.typed else figure(now, one, one.counted),
        figure(now, one, rounded(one)) if one.plan else "", differs,
        sag(now, one, one.counted if value is None else value),
        one.counted is not None and not one.own,
    )  # fmt: skip


def remark(request: SignedIn, now: Desk, person: str, day: date) -> None:
    """Keep what is said, and tell whose report it is."""
    at, user = datetime.now(UTC), request.user
    text = request.POST.get("text", "").strip()[:LONGEST]
    with transaction.atomic():
        fields = {"person": person, "day": day, "who": user, "text": text}
        if not text and "seen" not in request.POST:
            return
        if not text:
            Remark.objects.get_or_create(**fields, defaults={"author": str(user), "at": at})
            messages.success(request, _("Marked as seen."))
            return
        made = Remark.objects.create(**fields, author=str(user), at=at)
        for to in User.objects.filter(person=person, is_active=True).exclude(pk=user.pk):
            with speaking(to):
                title = say("{who} on your report", who=str(user))
                tell(to, "report", f"report:remark:{made.pk}", title, at, text,
                     url("report", day=day))  # fmt: skip
    messages.success(request, _("Said; they are told."))
