"""People and units: what an administrator types about them, straight into the facts."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from merilo.company import Company
from merilo.errors import Error, Impossible
from merilo.facts.lake import Lake, Load
from merilo.facts.staff import Absence, Person, Posting, Staff, Unit, read
from merilo.facts.staff import staff as staff_of
from merilo.report.figures import day as day_said
from merilo.report.loads import PEOPLE
from merilo.report.roles import ROLES
from merilo.report.staff import holding, listed, tree
from merilo.sources.engine import typed
from merilo.web.access.request import SignedIn
from merilo.web.data import log
from merilo.words import _, say, spoken, told

WAIT_S = 10.0
NEW = "new"
Edit = Callable[[Load, Staff], Any]


def kinds() -> dict[str, str]:
    """What units can be."""
    return {"company": _("Company"), "department": _("Department"), "team": _("Team")}


def absences() -> dict[str, str]:
    """Why people can be away."""
    return {"vacation": _("Vacation"), "sick": _("Sick leave"), "other": _("Other")}


def lake() -> Lake:
    """The lake; a new home gets one by the first unit or person."""
    return Lake.open(Path(settings.HOME).absolute() / "lake")


def company() -> Company:
    """Whose people these are."""
    return Company.load(Path(settings.HOME))


def now_staff() -> Staff:
    """As the newest snapshot has them."""
    here = Lake(Path(settings.HOME).absolute() / "lake")
    return staff_of(here.snapshot()) if here.exists() else Staff({}, {}, [], [])


def change(request: SignedIn, about: str, edit: Edit) -> None:
    """One change, as a load of its own: seen at once, or not at all; then into the audit, which is
    mended if the server dies in between."""
    with writing(f"{PEOPLE}{about}") as load:
        before = read(load.db)
        edit(load, before)
        typed.settle(load)
        after = read(load.db)
    log.write("people", about, request.user, difference(before, after), load=load.number)
    messages.success(request, _("Saved. The figures follow at once."))


def writing(why: str) -> AbstractContextManager[Load]:
    """A load by somebody at a page, who does not wait long for others."""
    return lake().writing(why[:150], datetime.now(UTC), WAIT_S)


def difference(before: Staff, after: Staff) -> dict[str, tuple[object, object]]:
    """What became of what, for the audit."""
    found: dict[str, tuple[object, object]] = {}
    names = named(before) | named(after)
    for kind in ("units", "people"):
        was, now = getattr(before, kind), getattr(after, kind)
        for key in {*was, *now}:
            if was.get(key) != now.get(key):
                found[names[key]] = said(was.get(key), names), said(now.get(key), names)
    for kind in ("all_postings", "all_absences"):
        was, now = set(getattr(before, kind)), set(getattr(after, kind))
        if was != now:
            pair = (sorted(said(one, names) for one in some) for some in (was - now, now - was))
            found[kind.removeprefix("all_")] = tuple(map("; ".join, pair))  # type: ignore[assignment]
    return found


def named(staff: Staff) -> dict[str, str]:
    """The names of units and people by key; one that several have carries its key."""
    every: list[Unit | Person] = [*staff.units.values(), *staff.people.values()]
    often = Counter(one.name for one in every)
    return {one.key: one.name if often[one.name] == 1 else f"{one.name} ({one.key})"
            for one in every}  # fmt: skip


def said(one: object, names: Mapping[str, str]) -> str:
    """A unit, person, posting or absence in one line; those it refers to by their names."""
    fields = vars(one).items() if one else ()
    values = [str(value) for name, value in fields if name != "key" and value not in ("", None)]
    return ", ".join(names.get(value, value) for value in values)


def moment(request: HttpRequest, name: str) -> date | None:
    """A day of a form; None if none is said. Impossible if it is no day."""
    value = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Impossible(say("“{day}” is no day of the calendar", day=value)) from None


def last(request: HttpRequest, name: str) -> date | None:
    """The first day after a last day of a form."""
    found = moment(request, name)
    return found + timedelta(days=1) if found else None


def day(value: date | None) -> str:
    """A day as the reader writes it."""
    return day_said(value, "day", spoken.get()) if value else ""


def last_day(value: date | None) -> date | None:
    """The last day of something that is over on the first day after it."""
    return value - timedelta(days=1) if value else None


def shared(found: Staff, today: date) -> dict[str, Any]:
    """What all these pages know."""
    roles = {p.role for p in found.all_postings} | {*ROLES}
    return {
        "staff": found, "today": today, "day": day, "last_day": last_day, "kinds": kinds(),
        "roles": [(role, role_title(role)) for role in sorted(roles) if role],
        "role_title": role_title,
        "open_units": tree(found, today), "NEW": NEW,
    }  # fmt: skip


def role_title(role: str) -> str:
    """What a role is called; one of the CRM's own stays itself."""
    return _(ROLES[role]) if role in ROLES else role


@require_safe
def staff(request: SignedIn) -> HttpResponse:
    """Units and people."""
    found, today = now_staff(), company().day(datetime.now(UTC))
    unit = request.GET.get("unit", "")
    text = " ".join(request.GET.get("q", "").split())[:100]
    return render(request, "data/staff.html", {
        **shared(found, today), "tree": tree(found, today, "closed" in request.GET),
        "listed": listed(found, today, text, unit if unit in found.units else ""),
        "unit": found.units.get(unit), "text": text, "closed": "closed" in request.GET,
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: SignedIn, key: str) -> HttpResponse:
    """A unit: added, renamed, moved, closed, opened again."""
    found, today = now_staff(), company().day(datetime.now(UTC))
    one = found.units.get(key) or Unit("", "", request.GET.get("parent", ""), "team")
    if key != NEW and key not in found.units:
        raise Http404
    problem = ""
    if request.method == "POST":
        said_now = request.POST
        wanted = Unit(
            one.key, said_now.get("name", ""), said_now.get("parent", ""), said_now.get("kind", "")
        )
        try:
            if "close" in said_now or "open" in said_now:
                until = (moment(request, "day") or today) if "close" in said_now else None
                change(request, one.name, lambda load, now: typed.close(load, now, one.key, until))
            else:
                change(request, wanted.name, lambda load, now: typed.put_unit(load, now, wanted))
            return redirect("staff")
        except Error as error:
            problem = told(error)
            one = replace(wanted, closed=one.closed) if "name" in said_now else one
    return render(request, "data/unit.html", {
        **shared(found, today), "one": one, "problem": problem,
    }, status=422 if problem else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedIn, key: str) -> HttpResponse:
    """A person: who they are, where they were when, when they were away."""
    found, today = now_staff(), company().day(datetime.now(UTC))
    if key != NEW and key not in found.people:
        raise Http404
    one = found.people.get(key) or Person("", "", "", "", "", "")
    problem = ""
    if request.method == "POST":
        try:
            return edited(request, one, today)
        except Error as error:
            problem = told(error)
    typed_now = request.POST if problem else {}
    return render(request, "data/person.html", {
        **shared(found, today), "one": one, "problem": problem, "typed": typed_now,
        "postings": found.postings(key), "now": holding(found, key, today),
        "absences": found.absences(key), "kinds_of_absence": absences(),
        "heads": sorted(found.people.values(), key=lambda p: p.name.casefold()),
    }, status=422 if problem else 200)  # fmt: skip


def edited(request: SignedIn, one: Person, today: date) -> HttpResponse:
    """What was asked to change about a person."""
    post, about = request.POST, one.name or request.POST.get("name", "")
    key = one.key
    match post.get("do", ""):
        case "details":
            key = details(request, one, today)
        case "move" if one.key:
            move = posting(request, one.key, "move-")
            if move.since is None:
                raise Impossible(say("a move begins on a day"))
            change(request, about, lambda load, now: typed.put_postings(
                load, now, one.key, typed.moved(now.postings(one.key), move), today))  # fmt: skip
        case "postings" if one.key:
            lines = [name.removesuffix("unit") for name in post if re.fullmatch(r"\d+-unit", name)]
            wanted = [posting(request, one.key, line) for line in lines
                      if f"{line}gone" not in post]  # fmt: skip
            change(request, about, lambda load, now: typed.put_postings(
                load, now, one.key, wanted, today))  # fmt: skip
        case "away" if one.key:
            since = moment(request, "away-since")
            if since is None:
                raise Impossible(say("an absence begins on a day"))
            away = Absence(
                "", one.key, post.get("away-kind", ""), since, last(request, "away-last"), True
            )
            change(request, about, lambda load, now: typed.put_absence(load, now, away))
        case "back" if one.key:
            gone = post.get("absence", "")
            change(request, about, lambda load, now: typed.drop_absence(load, now, gone))
        case _:
            raise Http404
    return redirect("posting", key)


def details(request: SignedIn, one: Person, today: date) -> str:
    """Name, mail and head; of a new person the first posting, too. Their key."""
    post = request.POST
    wanted = replace(
        one, name=post.get("name", ""), email=post.get("email", ""), head=post.get("head", "")
    )
    first = posting(request, "", "move-") if not one.key and post.get("move-unit") else None
    made: list[str] = []

    def edit(load: Load, now: Staff) -> None:
        made.append(typed.put_person(load, now, wanted))
        if first:
            fresh = read(load.db)
            typed.put_postings(load, fresh, made[0], [replace(first, person=made[0])], today)

    change(request, wanted.name, edit)
    return made[0]


def posting(request: SignedIn, person: str, begin: str) -> Posting:
    """A posting of a form, whose fields begin so."""
    post = request.POST
    return Posting(person, post.get(f"{begin}unit", ""), post.get(f"{begin}role", "").strip()[:60],
                   moment(request, f"{begin}since"), last(request, f"{begin}last"))  # fmt: skip
