"""The pages of alarms: those that are open, what became of the others, one with its chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from merilo.errors import Error, Impossible
from merilo.report.alerts.chart import chart
from merilo.report.desk import Desk
from merilo.report.planning import staff
from merilo.report.staff import tree
from merilo.report.table import sortable
from merilo.web.access.request import SignedIn
from merilo.web.alerts.answer import LONGEST, answer
from merilo.web.alerts.models import Alarm, How, Rule
from merilo.web.alerts.receivers import Sight
from merilo.web.alerts.sight import STATES, in_state, seen
from merilo.web.alerts.tell import is_open
from merilo.web.alerts.words import Said, of_rule, said
from merilo.web.clock import clock, day_of
from merilo.web.desks import desk
from merilo.web.frame.asked import one_of
from merilo.web.people.charts import block
from merilo.words import _, say, told

PAGE = 50
BEFORE = 10  # earlier alarms beside one


@dataclass(frozen=True)
class Line:
    """An alarm on the page: in words, whether it can be answered, how it was, since when it is
    over."""

    said: Said
    rule: str
    answers: bool
    answered: str
    over: str


@require_safe
def alerts(request: SignedIn) -> HttpResponse:
    """Those of a state, filtered."""
    now = desk()
    sight = Sight(request.user, now)
    state = one_of(request.GET.get("state", ""), STATES, "open")
    mine = seen(sight)
    found = filtered(request, now, in_state(mine, state, now.today))
    order = ("-rule__severe", "-size", "pk") if state == "open" else ("-day", "-size", "pk")
    page = Paginator(found.order_by(*order), PAGE).get_page(request.GET.get("page"))
    kept = {name: request.GET.get(name, "")[:200] for name in ("q", "rule", "unit")}
    return render(request, "alerts/page.html", {
        "lines": [line(one, sight) for one in page], "page_of": page, "state": state,
        "states": states(), "said": kept | {"state": state}, "rules": rules_of(mine, now),
        "counts": {one: in_state(mine, one, now.today).count() for one in ("open", "answered")},
        "units": [(b.unit.key, b.unit.name) for b in tree(staff(now), now.today)],
        "later": soon(now), "whole": sight.rights.scope.people is None or len(
            sight.rights.scope.people) > 1,
    })  # fmt: skip


def filtered(request: HttpRequest, now: Desk, found: QuerySet[Alarm]) -> QuerySet[Alarm]:
    """Those of the person whose name holds the text, of a rule, of a unit and all below it."""
    text = sortable(request.GET.get("q", "")[:200].strip())
    if text:
        names = now.labels("person")
        found = found.filter(person__in=[k for k, name in names.items() if text in sortable(name)])
    rule = request.GET.get("rule", "")
    if rule.isdecimal() and len(rule) < 10:
        found = found.filter(rule=int(rule))
    unit = request.GET.get("unit", "")[:200]
    return found.filter(unit__in=staff(now).below(unit)) if unit else found


def line(alarm: Alarm, sight: Sight) -> Line:
    """An alarm in words."""
    waits = is_open(alarm, sight.desk.today)
    return Line(
        said(alarm, sight.desk), of_rule(alarm.rule, sight.desk), waits and sight.answers(alarm),
        "" if waits else answered(alarm), clock(alarm.over),
    )  # fmt: skip


def answered(alarm: Alarm) -> str:
    """How it was answered, by whom and when."""
    if alarm.answered is None:
        return ""
    who, at = str(alarm.who or "—"), clock(alarm.answered)
    match alarm.how:
        case How.LATER if alarm.until:
            until = day_of(alarm.until.isoformat())
            return say("put off until {day} by {who}, {at}", day=until, who=who, at=at)
        case How.TASK:
            return say("made a task by {who}, {at}", who=who, at=at)
    return say("seen by {who}, {at}", who=who, at=at)


def states() -> dict[str, str]:
    """What they are called."""
    return {"open": _("Unanswered"), "answered": _("Answered"), "over": _("Over")}


def rules_of(mine: QuerySet[Alarm], now: Desk) -> list[tuple[int, str]]:
    """The rules that alarms in sight are of, by name."""
    keys = mine.order_by().values_list("rule", flat=True).distinct()
    found = [(one.pk, of_rule(one, now)) for one in Rule.objects.filter(pk__in=keys)]
    return sorted(found, key=lambda one: sortable(one[1]) or "")


def soon(now: Desk) -> date:
    """The next working day: until then one puts off as a rule."""
    days = (now.today + timedelta(days=n) for n in range(1, 30))
    return next((d for d in days if now.company.calendar.is_working(d)), now.today)


def found(request: SignedIn, pk: int, sight: Sight) -> Alarm:
    """The alarm, if it is in sight."""
    alarm = Alarm.objects.select_related("rule", "who").filter(pk=pk).first()
    if alarm is None or not sight.sees(alarm):
        raise Http404
    return alarm


@require_safe
def alarm(request: SignedIn, pk: int) -> HttpResponse:
    """One alarm with its chart, and those before it."""
    now = desk()
    sight = Sight(request.user, now)
    one = found(request, pk, sight)
    drawing = chart(now, one.rule.norm, one.whose, one.since, one.day, datetime.now(UTC),
                    sight.rights.scope)  # fmt: skip
    same = seen(sight).filter(rule=one.rule, person=one.person).exclude(pk=one.pk)
    same = same if one.person else same.filter(unit=one.unit)
    same = same.filter(day__lte=one.day)
    return render(request, "alerts/alarm.html", {
        "line": line(one, sight), "drawing": drawing, "block": block(drawing) if drawing else "",
        "before": lines(same.order_by("-day", "pk")[:BEFORE], sight), "later": soon(now),
        "found_at": clock(one.found),
    })  # fmt: skip


def lines(alarms: Sequence[Alarm] | QuerySet[Alarm], sight: Sight) -> list[Line]:
    """Alarms in words."""
    return [line(one, sight) for one in alarms]


@require_POST
def answer_alarm(request: SignedIn, pk: int) -> HttpResponse:
    """Answer one: seen, later, or as a task."""
    now = desk()
    sight = Sight(request.user, now)
    one = found(request, pk, sight)
    if not sight.answers(one):
        raise Http404
    try:
        done = do(request, one, now)
        if done:
            messages.success(request, _("Answered."))
        else:
            messages.info(request, _("Somebody was faster, or it is over by now."))
    except Error as wrong:
        messages.error(request, told(wrong))
    return redirect(back(request))


def do(request: SignedIn, one: Alarm, now: Desk) -> bool:
    """The answer that was chosen. Impossible if its day is none to come."""
    how, note = request.POST.get("how", ""), request.POST.get("note", "").strip()[:LONGEST]
    at, until = datetime.now(UTC), None
    if how not in How.values:
        raise Http404
    if how != How.SEEN:
        try:
            until = date.fromisoformat(request.POST.get("until", ""))
        except ValueError:
            raise Impossible(say("choose a day")) from None
        if until <= now.today or until > now.today + timedelta(days=366):
            raise Impossible(say("choose a day to come, within a year"))
    task = task_of(request, one, now, note, until, at) if how == How.TASK and until else None
    return answer(one, request.user, how, note, until, at, task)


def task_of(
    request: SignedIn, one: Alarm, now: Desk, note: str, due: date, at: datetime
) -> int | None:
    """A task for the person it is about."""
    from merilo.web.tasks.ask import ask

    if not one.person:
        raise Impossible(say("a task is for a person: this alert is about a team"))
    words = said(one, now).words
    title = note or say("{metric}: {value}, {norm}", metric=words.metric, value=words.value,
                        norm=words.norm)  # fmt: skip
    made = ask(request.user, one.person, title[:200], due, at, said(one, now).line,
               f"/alerts/{one.pk}/")  # fmt: skip
    return int(made.pk)


def back(request: HttpRequest) -> str:
    """The page it was answered from."""
    to = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()})
    ours = to.startswith("/") and safe
    return to if ours else "/alerts/"
