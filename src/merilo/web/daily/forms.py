"""The forms of roles: which holds on a day, and the page on which they are set."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merilo.errors import Error, Impossible
from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Metric, Unit
from merilo.metrics.own import Definition
from merilo.report.daily import EVENING, MOST, TEMPLATES, Form, reportable, usable
from merilo.report.desk import Desk
from merilo.report.own import taken_in
from merilo.report.people import postings
from merilo.report.roles import ROLES
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.daily import log
from merilo.web.daily.models import FormOfRole
from merilo.web.desks import desk
from merilo.words import LANGS, _, say, told

NAME = 80  # letters of a field's name
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def forms(day: date) -> Mapping[str, Form]:
    """The form of each role that reports on that day."""
    return forms_by_day()(day)


def forms_by_day() -> Callable[[date], Mapping[str, Form]]:
    """The forms of any day, looked up once: the template where nobody said otherwise."""
    said = [*FormOfRole.objects.all()]

    @cache
    def held(day: date) -> Mapping[str, Form]:
        found = {role: Form(role, tuple(fields)) for role, fields in TEMPLATES.items()}
        for one in said:
            if one.since <= day:
                found[one.role] = Form(one.role, tuple(one.fields), one.minute, one.next)
        return {role: form for role, form in found.items() if form.fields}

    return held


@dataclass(frozen=True)
class RoleForm:
    """A role as its form is set: as it was typed, or as it stands. `since` None: the template."""

    role: str
    title: str
    rows: Sequence[str]
    clock: str
    next: bool
    since: date | None
    count: int
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedIn) -> HttpResponse:
    """The forms of all roles; a POST sets one of them, or makes a field of the company's own."""
    now, problem, role = desk(), "", request.POST.get("role", "")
    if request.method == "POST":
        try:
            if "field" in request.POST:
                made(request, now)
            elif role in roles(now):
                keep(request, now, role)
            else:
                raise Http404
            return redirect("report_forms")
        except Error as wrong:
            problem = told(wrong)
    typed = request.POST if problem and role else None
    shown = [drawn(now, one, typed if one == role else None, problem) for one in roles(now)]
    return render(request, "daily/forms.html", {
        "shown": shown, "families": offered(request, now), "today": now.today, "most": MOST,
        "units": units(), "field": request.POST.get("field", "") if problem else "",
        "field_problem": "" if role else problem,
    }, status=422 if problem else 200)  # fmt: skip


def units() -> Mapping[str, str]:
    """What a field of the company's own can be counted in."""
    return {Unit.COUNT: _("number"), Unit.MONEY: _("money"), Unit.HOURS: _("hours")}


def roles(now: Desk) -> list[str]:
    """The roles that can have a form: ours that sell, those that have one, those somebody has."""
    set_ = FormOfRole.objects.values_list("role", flat=True)
    return [*dict.fromkeys([*TEMPLATES, *sorted({one[0] for one in postings(now)} | {*set_})])]


def drawn(now: Desk, role: str, typed: QueryDict | None, problem: str) -> RoleForm:
    """A role as it is shown, with two lines to spare."""
    newest = FormOfRole.objects.filter(role=role).last()
    known = [*newest.fields] if newest else [*TEMPLATES.get(role, ())]
    minute, next_ = (newest.minute, newest.next) if newest else (EVENING, False)
    rows, clock = known, f"{minute // 60:02}:{minute % 60:02}"
    if typed is not None:
        rows = [one for one in typed.getlist("metric")[:50] if one]
        clock, next_ = typed.get("clock", "")[:5], typed.get("next") == "1"
    spare = max(0, min(MOST, len(rows) + 2) - len(rows))
    title = _(ROLES[role]) if role in ROLES else role
    return RoleForm(role, title, [*rows, *[""] * spare], clock, next_,
                    newest.since if newest else None, len(known),
                    problem if typed is not None else "")  # fmt: skip


def offered(request: SignedIn, now: Desk) -> list[tuple[str, list[Metric]]]:
    """The metrics that can be fields, by family."""
    families = rights(request.user, now).families_of(now)
    found = [(name, [one for one in metrics if reportable(one)]) for name, metrics in families]
    return [(name, metrics) for name, metrics in found if metrics]


def keep(request: SignedIn, now: Desk, role: str) -> None:
    """Let the form hold from the day that is said. Impossible in words."""
    wanted = [one for one in request.POST.getlist("metric")[:50] if one]
    if len(wanted) > MOST:
        raise Impossible(say("a form has {most} fields at most: it is to be done in two minutes",
                             most=MOST))  # fmt: skip
    if len({*wanted}) < len(wanted):
        raise Impossible(say("a field stands twice in the form"))
    rights(request.user, now).check(now, tuple(wanted))
    for id in wanted:
        if not usable(now, id):
            raise Impossible(say("days of this do not add up to weeks: {metric}", metric=id))
    clock = CLOCK.fullmatch(request.POST.get("clock", "").strip())
    if clock is None:
        raise Impossible(say("say until what time of the day, such as 20:00"))
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
    except ValueError:
        raise Impossible(say("say from which day on the form holds")) from None
    before = forms(since).get(role)
    made = FormOfRole.objects.create(
        role=role, since=since, fields=wanted, minute=int(clock[1]) * 60 + int(clock[2]),
        next=request.POST.get("next") == "1", who=request.user,
    )  # fmt: skip
    log.form(now, before, made, request.user)
    messages.success(request, _("The form is set."))


def made(request: SignedIn, now: Desk) -> None:
    """A field of the company's own: a metric that is typed and never counted, so that tables, plans
    and KPIs know it. Impossible in words."""
    name = " ".join(request.POST.get("field", "").split())
    if not name or len(name) > NAME or not name.isprintable():
        raise Impossible(say("a name of one line is wanted, up to {most} letters", most=NAME))
    unit = request.POST.get("unit", "")
    if unit not in units():
        raise Impossible(say("say what it is counted in"))
    for said in now.own.values():
        if name.casefold() in {one.casefold() for _lang, one in said.names}:
            raise Impossible(say("there is a metric of this name: {name}", name=name))
    id = f"typed_{slug(name)}"
    id = id if id not in now.own else f"{id}_{uuid4().hex[:4]}"
    field = Definition(id, "typed", tuple((lang, name) for lang in LANGS), unit, "more")
    taken_in(Path(settings.HOME), {id: field}, now.today)
    log.field(field, request.user)
    messages.success(request, say("“{name}” can be chosen as a field now.", name=name))


LATIN = str.maketrans({
    **dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeezijklmnoprstufhye", strict=True)),
    "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
    **dict(zip("áéíóöőúüű", "aeiooouuu", strict=True)),
})  # fmt: skip


def slug(name: str) -> str:
    """A name as an id can have it.

    >>> slug("Визиты в шоурум"), slug("Bemutató-terem"), slug("展厅")[:1]
    ('vizity_v_shourum', 'bemutato_terem', 'x')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold().translate(LATIN)).strip("_")
    return plain[:40] or f"x{uuid4().hex[:6]}"


def title(now: Desk, metric: str, lang: str) -> str:
    """The name of a field, also of one that is gone."""
    try:
        return called(now.catalogue([metric]).find(metric), lang).full  # type: ignore[arg-type]
    except Error:
        return metric
