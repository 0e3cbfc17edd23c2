"""The page of the own day, and the piece of it that renews itself."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from merilo.report.desk import Desk
from merilo.web.access.pages import LEADING
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.clock import zone
from merilo.web.daily import state
from merilo.web.day import words
from merilo.web.day.figures import figures
from merilo.web.desks import desk
from merilo.web.frame.live import live, stamp
from merilo.web.notices.models import Notice
from merilo.web.plans.models import KpiSet
from merilo.web.tasks import cells
from merilo.web.tasks.asked import in_state, owned
from merilo.web.tasks.models import Task
from merilo.web.tasks.sight import Sight, owner_of
from merilo.web.tasks.views import undoable

MOST = 50  # tasks on the page
FEW = 5  # notices


@require_safe
def day(request: SignedIn) -> HttpResponse:
    """The whole page."""
    person, now = whose(request), desk()
    shown = content(request, now, person)
    mark = stamp(marks(request, now, person))
    return render(request, "day/page.html", shown | {"mark": mark, "undo": undoable(request)})


@require_safe
def board(request: SignedIn) -> HttpResponse:
    """The piece that renews itself."""
    person, now = whose(request), desk()
    return live(request, marks(request, now, person), lambda mark: render(
        request, "day/board.html", content(request, now, person) | {"mark": mark}
    ))  # fmt: skip


def whose(request: SignedIn) -> str:
    """Whose day: the own, or of somebody in sight of those who lead; else there is no such page."""
    own = request.user.person
    person = request.GET.get("person", "") or own
    if person != own:
        now = desk()
        allowed = rights(request.user, now)
        known = person in now.labels("person") and allowed.scope.knows(person)
        if request.user.role not in LEADING or not known:
            raise Http404
    return person


def content(request: SignedIn, now: Desk, person: str) -> dict[str, Any]:
    """What stands on the page."""
    sight, at = Sight.of(request.user), datetime.now(UTC)
    mine = person == request.user.person
    path = reverse("day") + ("" if mine else f"?{urlencode({'person': person})}")
    owner = f"p:{person}" if person else owner_of(request.user)
    lines = [cells.line(task, sight, now.today) for task in due(sight, owner, now)]
    name = now.labels("person").get(person, str(request.user))
    report = state.mine(request.user, now, at) if mine and person else None
    until = report.until.astimezone(zone()) if report and report.until else None
    return figures(now, rights(request.user, now), person, at) | {
        "person": person, "mine": mine, "name": name, "next": path, "lines": lines,
        "greeting": words.greeting(at.astimezone(zone())),
        "owner": "" if mine else owner, "owner_name": name, "closed": cells.closed,
        "gives": mine or owner in {key for key, _name in sight.takers()},
        "notices": unread(request) if mine else [],
        "report": report, "until": f"{until:%H:%M}" if until else "",
    }  # fmt: skip


def due(sight: Sight, owner: str, now: Desk) -> list[Task]:
    """What is overdue or due today, what matters most first."""
    found = Task.objects.filter(sight.sees(), owned(owner), in_state("open", now.today))
    found = found.filter(due__lte=now.today).select_related("account", "by")
    ordered = found.order_by("-priority", "due", "since", "pk")
    return [*ordered[:MOST]]


def unread(request: SignedIn) -> list[Notice]:
    """The latest that were not read."""
    return [*Notice.objects.filter(to=request.user, read=None)[:FEW]]


def marks(request: SignedIn, now: Desk, person: str) -> object:
    """What the page depends on beside the hour."""
    whose = {"person": person} if person else {"account": request.user}
    tasks = Task.objects.filter(**whose)
    changed = tasks.aggregate(at=Max("changed_at"), count=Count("pk"))
    told = Notice.objects.filter(to=request.user, read=None).aggregate(Max("pk"), Count("pk"))
    mine = person and person == request.user.person
    filed = state.mine(request.user, now) if mine else None
    return (
        person, now.snapshot.number, now.today, changed, told, KpiSet.objects.count(),
        filed and (filed.done, filed.late, filed.filed and filed.filed.pk),
    )  # fmt: skip
