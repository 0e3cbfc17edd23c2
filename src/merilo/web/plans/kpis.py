"""The KPI sets of the roles: which holds on a day, and the page on which they are set."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merilo.analysis.score import CAP, FLOOR
from merilo.errors import Error, Impossible
from merilo.report.people import postings
from merilo.report.roles import ROLES
from merilo.report.scorecard import MANY, MOST, OWN, TEMPLATES, Kpi, Kpis, checked
from merilo.report.table import sortable
from merilo.sources.files import values
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.plans import log
from merilo.web.plans.figures import decimal
from merilo.web.plans.models import KpiSet
from merilo.words import _, say, spoken, told


@dataclass(frozen=True)
class Row:
    """A line of the form: as it was typed, or as it stands."""

    metric: str = ""
    weight: str = ""
    floor: str = "0"
    cap: str = "150"


@dataclass(frozen=True)
class RoleSet:
    """A role, or a person, with the lines of its form; `since` when its set holds, None for the
    template, or for the role's."""

    role: str
    title: str
    rows: Sequence[Row]
    since: date | None
    count: int
    problem: str = ""


def sets(day: date) -> Mapping[str, Kpis]:
    """What each role is measured by on that day, those of the templates where nobody said; and
    each person who is measured otherwise."""
    found = dict(TEMPLATES)
    for one in KpiSet.objects.filter(since__lte=day):
        found[whose(one)] = [Kpi(**part) for part in one.parts]
    return {role: kpis for role, kpis in found.items() if kpis}


def whose(one: KpiSet) -> str:
    """Under which name a set is kept."""
    return OWN + one.person if one.person else one.role


@require_http_methods(["GET", "HEAD", "POST"])
def kpis(request: SignedIn) -> HttpResponse:
    """The sets of all roles and of those measured otherwise; a POST sets one of them."""
    problem, typed, role = "", None, request.POST.get("role", "")
    every = [*roles(), *own(request)]
    if request.method == "POST":
        if role not in every and role.removeprefix(OWN) not in desk().labels("person"):
            raise Http404
        typed = lines(request.POST)
        try:
            keep(request, role, typed)
            return redirect("kpis")
        except Error as wrong:
            problem = told(wrong)
    now = desk()
    shown = [
        drawn(one, now.today, typed if one == role else None, problem if one == role else "")
        for one in every
    ]
    families = rights(request.user, now).families_of(now)
    return render(request, "plans/kpis.html", {
        "shown": shown, "families": families, "today": now.today, "many": MANY, "most": MOST,
        "people": sorted(now.labels("person").items(), key=lambda one: sortable(one[1])),
    }, status=422 if problem else 200)  # fmt: skip


def roles() -> list[str]:
    """The roles that can have a set: ours, and those that somebody has."""
    return [*dict.fromkeys([*TEMPLATES, *sorted({one[0] for one in postings(desk())})])]


def own(request: SignedIn) -> list[str]:
    """Those who have a set of their own, and whoever is to get one."""
    last = {one.person: one for one in KpiSet.objects.exclude(person="")}
    asked = request.GET.get("person", "")
    there = [key for key, one in last.items() if one.parts]
    wanted = [asked] if asked in desk().labels("person") else []
    return [OWN + key for key in dict.fromkeys([*there, *wanted])]


def newest_of(role: str) -> KpiSet | None:
    """The last set of a role, or of a person."""
    person = role.removeprefix(OWN)
    mine = {"role": role, "person": ""} if person == role else {"person": person}
    return KpiSet.objects.filter(**mine).last()


def usual(role: str) -> Kpis:
    """What holds where nothing was set: the template, and for a person what their role has."""
    if not role.startswith(OWN):
        return TEMPLATES.get(role, ())
    of = {person: role for role, person, since, _until in sorted(
        postings(desk()), key=lambda one: one[2])}  # fmt: skip
    return sets(desk().today).get(of.get(role.removeprefix(OWN), ""), ())


def titled(role: str) -> str:
    """The role, or the person."""
    key = role.removeprefix(OWN)
    return desk().labels("person").get(key, key) if key != role else _(ROLES.get(role, role))


def drawn(role: str, today: date, typed: Sequence[Row] | None, problem: str) -> RoleSet:
    """A role as it is shown, with two lines to spare."""
    newest = newest_of(role)
    known = [Kpi(**part) for part in newest.parts] if newest else usual(role)
    if newest and not newest.parts and role.startswith(OWN):
        known = usual(role)
    rows = typed if typed is not None else [
        Row(one.metric, plain(one.weight), plain(one.floor * 100), plain(one.cap * 100))
        for one in known
    ]  # fmt: skip
    spare = max(0, min(MOST, len(rows) + 2) - len(rows))
    since = newest.since if newest else None
    return RoleSet(role, titled(role), [*rows, *[Row()] * spare], since, len(known), problem)


def plain(value: float) -> str:
    """A number of the form."""
    return decimal(Decimal(str(round(value, 4))), spoken.get())


def lines(said: QueryDict) -> list[Row]:
    """The lines of the form in which a metric is chosen."""
    names = ("metric", "weight", "floor", "cap")
    columns = [said.getlist(name)[:50] for name in names]
    return [Row(*line) for line in zip(*columns, strict=False) if line[0]]


def keep(request: SignedIn, role: str, typed: Sequence[Row]) -> None:
    """Let the set hold from the day that is said. Impossible in words."""
    now = desk()
    allowed = rights(request.user, now)
    wanted = [kpi(one) for one in typed]
    if wanted:
        allowed.check(now, tuple(one.metric for one in wanted))
        catalogue = now.catalogue([one.metric for one in wanted])
        checked(wanted, [catalogue.find(one.metric) for one in wanted])
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
    except ValueError:
        raise Impossible(say("say from which day on the set holds")) from None
    log.measured(role, titled(role), sets(since).get(role, ()), wanted, request.user)
    person = role.removeprefix(OWN) if role.startswith(OWN) else ""
    KpiSet.objects.create(role="" if person else role, person=person, since=since,
                          parts=[asdict(one) for one in wanted], who=request.user)  # fmt: skip
    if len(wanted) > MANY:
        count = len(wanted)
        messages.warning(request, say(
            "Set. {count} KPIs are many: attention thins out above {many}.", count=count, many=MANY,
        ))  # fmt: skip
    else:
        messages.success(request, _("Set."))


def kpi(one: Row) -> Kpi:
    """A line as a KPI. Impossible if a figure is none."""
    return Kpi(one.metric, number(one.weight, 0), number(one.floor, FLOOR * 100) / 100,
               number(one.cap, CAP * 100) / 100)  # fmt: skip


def number(text: str, usual: float) -> float:
    """A figure of the form; the usual one where nothing is typed."""
    if not text.strip(" %"):
        return usual
    found = values.number(text.strip(" %"), "." if spoken.get() == "en" else ",")
    if found is None or abs(found) > 10_000:
        raise Impossible(say("“{said}” is no number", said=text[:40]))
    return float(found)
