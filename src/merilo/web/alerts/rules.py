"""The pages of rules: the list, the form with its dry run, what is offered."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merilo.errors import Error
from merilo.report.alerts.norm import GRAINS, WAYS, Norm
from merilo.report.alerts.offered import BY_ID, OFFERS, Offer
from merilo.report.alerts.words import grains, kinds, sentence, ways
from merilo.report.desk import Desk
from merilo.report.people import LEADING, postings
from merilo.report.planning import staff
from merilo.report.roles import ROLES
from merilo.report.staff import tree
from merilo.report.table import sortable
from merilo.web.access.policy import leading
from merilo.web.access.request import SignedIn
from merilo.web.accounts.models import Role, User
from merilo.web.alerts import log
from merilo.web.alerts.begin import turn_on
from merilo.web.alerts.check import row, utc
from merilo.web.alerts.form import Form, signs
from merilo.web.alerts.models import Alarm, Rule
from merilo.web.alerts.receivers import Sight
from merilo.web.alerts.sight import Ruling
from merilo.web.alerts.words import metric_of, of_rule
from merilo.web.clock import clock, day_of
from merilo.web.desks import desk
from merilo.words import _, say, several, told


@dataclass(frozen=True)
class Line:
    """A rule on the page: in words, of whom, how many alarms it has open and had lately, what it
    waits for."""

    rule: Rule
    title: str
    about: str
    open: int
    all: int
    mine: bool
    remarks: Sequence[str]


@require_safe
def rules(request: SignedIn) -> HttpResponse:
    """All rules that concern the reader's people, and what is offered."""
    now = desk()
    ruling = Ruling.of(request.user, Sight(request.user, now))
    known = [one for one in Rule.objects.filter(removed=None) if ruling.shows(one)]
    there = {one.offered for one in known}
    offers = [
        (one, title_of(now, one.norm), about(now, one.norm)) for one in OFFERS
        if one.id not in there and ruling.sight.metric(one.norm.metric)
    ]  # fmt: skip
    state = row()
    return render(request, "alerts/rules.html", {
        "lines": [line(one, now, ruling, state.waiting, state.young) for one in known],
        "offers": offers, "checked": clock(state.at),
    })  # fmt: skip


def line(
    rule: Rule, now: Desk, ruling: Ruling, waiting: Mapping[str, str],
    young: Mapping[str, Mapping[str, int]],
) -> Line:  # fmt: skip
    """A rule in words."""
    remarks = []
    if late := waiting.get(str(rule.pk)):
        remarks.append(say("The facts of {day} are not there yet.", day=day_of(late)))
    mine = ruling.sight.rights.scope
    few = [key for key in young.get(str(rule.pk), {}) if mine.people is None or mine.knows(key)]
    if few:
        names = now.labels(rule.each)
        named = ", ".join(sorted(names.get(key, key) for key in few[:5]))
        text = several(
            "Of {count} person too little is known for a usual range: {names}",
            "Of {count} people too little is known for a usual range: {names}",
            len(few),
            names=named + (" …" if len(few) > 5 else ""),
        )
        remarks.append(text)
    alarms = Alarm.objects.filter(rule=rule)
    return Line(rule, of_rule(rule, now), about(now, rule.norm), alarms.filter(over=None).count(),
                alarms.count(), ruling.sets(rule), remarks)  # fmt: skip


def title_of(now: Desk, norm: Norm) -> str:
    """A norm as a sentence."""
    return sentence(norm, metric_of(now, norm.metric), now.company.currency)


def about(now: Desk, norm: Norm) -> str:
    """Whom a norm is about, in words."""
    if norm.people:
        names = now.labels("person")
        named = sorted(names.get(key, key) for key in norm.people)
        return ", ".join(named[:3]) + (" …" if len(named) > 3 else "")
    roles = ", ".join(_(ROLES.get(role, role)) for role in norm.roles) or _("everybody who sells")
    units = now.labels("unit")
    where = ", ".join(units.get(key, key) for key in norm.units)
    if norm.each == "unit":
        return say("each team of {units}", units=where) if where else _("each team")
    return f"{roles} · {where}" if where else roles


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: SignedIn, pk: int | None = None) -> HttpResponse:
    """The form of a rule, a new one without a number; a POST sets it."""
    now = desk()
    ruling = Ruling.of(request.user, Sight(request.user, now))
    known = mine(pk, ruling) if pk is not None else None
    if request.method != "POST":
        form = Form.of(known, metric_of(now, known.metric)) if known else blank(request, now)
        return shown(request, now, ruling, known, form)
    form = Form.typed(request.POST)
    try:
        norm = form.norm(now, ruling, now.today)
    except Error as wrong:
        return shown(request, now, ruling, known, form, told(wrong))
    keep(known, norm, form, request.user, now)
    messages.success(request, _("The rule is set."))
    return redirect("alert_rules")


def mine(pk: int, ruling: Ruling) -> Rule:
    """A rule that is the reader's to change."""
    known = Rule.objects.filter(pk=pk, removed=None).first()
    if known is None or not ruling.sets(known):
        raise Http404
    return known


def blank(request: SignedIn, now: Desk) -> Form:
    """A new one: of a head about their own units."""
    sets = leading(request.user, now)
    known = staff(now)
    top = [u for u in sets.seen or () if known.units[u].parent not in (sets.seen or ())
           ] if request.user.role == Role.HEAD else []  # fmt: skip
    return Form(units=tuple(top), since=now.today.isoformat())


def shown(
    request: SignedIn, now: Desk, ruling: Ruling, known: Rule | None, form: Form, problem: str = ""
) -> HttpResponse:
    """The page of the form."""
    families = ruling.sight.rights.families_of(now)
    metrics = [metric for _family, those in families for metric in those]
    return render(request, "alerts/rule.html", {
        "form": form, "rule": known, "problem": problem, "families": families, "kinds": kinds(),
        "ways": ways(), "grains": grains(), "of": {str(k): [*v] for k, v in WAYS.items()},
        "grains_of": {str(k): [str(g) for g in v] for k, v in GRAINS.items()},
        "roles": {role: _(ROLES.get(role, role)) for role in roles(now)},
        "units": units(now, ruling), "people": people(now, ruling),
        "accounts": User.objects.filter(is_active=True).exclude(role=Role.SELLER).order_by("name"),
        "signs": signs(metrics, now.company.currency), "free": ruling.units is None,
    }, status=422 if problem else 200)  # fmt: skip


def roles(now: Desk) -> list[str]:
    """The roles that somebody has who sells."""
    found = {one[0] for one in postings(now)} - LEADING
    return sorted(found, key=lambda role: [*ROLES].index(role) if role in ROLES else 99)


def units(now: Desk, ruling: Ruling) -> list[tuple[str, str]]:
    """The units to choose from, each indented by how deep it lies."""
    return [
        (one.unit.key, "\u2003" * one.depth + one.unit.name) for one in tree(staff(now), now.today)
        if ruling.units is None or one.unit.key in ruling.units
    ]  # fmt: skip


def people(now: Desk, ruling: Ruling) -> list[tuple[str, str]]:
    """The people to choose from, by name."""
    names = now.labels("person")
    known = [key for key in names if ruling.people is None or key in ruling.people]
    return sorted(((key, names[key]) for key in known), key=lambda one: sortable(one[1]) or "")


def keep(known: Rule | None, norm: Norm, form: Form, who: User, now: Desk) -> Rule:
    """Set the rule, and write down what was before."""
    before = told_of(known) if known else {}
    made = known or Rule(by=who)
    for name in ("metric", "kind", "limit", "grain", "each", "since"):
        setattr(made, name, getattr(norm, name))
    made.way, made.name, made.severe = norm.how, form.name, form.severe
    made.roles, made.units, made.people = [*norm.roles], [*norm.units], [*norm.people]
    made.to_person, made.to_head = form.to_person, form.to_head
    with transaction.atomic():
        made.save()
        made.accounts.set(User.objects.filter(
            pk__in=[int(pk) for pk in form.accounts if pk.isdecimal() and len(pk) < 10],
            is_active=True,
        ))  # fmt: skip
        log.ruled(made, before, told_of(made), who, title_of(now, norm))
    call()
    return made


def told_of(rule: Rule) -> dict[str, Any]:
    """A rule as the audit keeps it."""
    said = {name: value for name, value in asdict(rule.norm).items() if value not in ((), "")}
    said |= {"severe": rule.severe, "to_person": rule.to_person, "to_head": rule.to_head,
             "paused": rule.paused, "name": rule.name}  # fmt: skip
    return said


@require_POST
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Pause a rule, let it go on, or remove it."""
    now = desk()
    known = mine(pk, Ruling.of(request.user, Sight(request.user, now)))
    before, how = told_of(known), request.POST.get("how", "")
    match how:
        case "pause" | "resume":
            known.paused = how == "pause"
            known.since = max(known.since, now.today) if how == "resume" else known.since
        case "remove":
            known.removed = utc()
        case _other:
            raise Http404
    with transaction.atomic():
        known.save()
        if not known.live:
            known.alarms.filter(over=None).update(over=utc())
        log.ruled(known, before, told_of(known) if how != "remove" else {}, request.user,
                  of_rule(known, now))  # fmt: skip
    call()
    return redirect("alert_rules")


@require_POST
def offer(request: SignedIn) -> HttpResponse:
    """Turn on what is offered; of a head, for the units they lead."""
    now = desk()
    ruling = Ruling.of(request.user, Sight(request.user, now))
    one: Offer | None = BY_ID.get(request.POST.get("offer", ""))
    if one is None or not ruling.sight.metric(one.norm.metric):
        raise Http404
    units = tuple(blank(request, now).units)
    if not ruling.may(units, ()):
        raise Http404
    with transaction.atomic():
        made = turn_on(one, now.today, request.user, units)
        log.ruled(made, {}, told_of(made), request.user, title_of(now, made.norm))
    call()
    messages.success(request, _("The rule is set."))
    return redirect("alert_rule", made.pk)


def call() -> None:
    """Ask the worker to look, once the rule is there to be seen."""
    from merilo.web.alerts.tasks import look_now

    transaction.on_commit(look_now, robust=True)
