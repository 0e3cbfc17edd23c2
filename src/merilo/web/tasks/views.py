"""The pages of tasks."""

from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merilo.web.access.request import SignedIn
from merilo.web.clock import today as company_day
from merilo.web.clock import zone
from merilo.web.tasks import cells, change
from merilo.web.tasks.asked import Asked, in_state, state_titles, whose_titles
from merilo.web.tasks.forms import Form, aheads, ours, repeats
from merilo.web.tasks.models import Feed, State, Task
from merilo.web.tasks.said import Said, understood
from merilo.web.tasks.sight import Sight, owner_of
from merilo.words import spoken

PAGE = 100
UNDO = "tasks_undo"  # what a session remembers to be taken back
LINE = 500  # of what is typed at once


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: SignedIn) -> HttpResponse:
    """The list; a POST adds a task said in one line."""
    if request.method == "POST":
        return added(request)
    sight, asked, day = Sight.of(request.user), Asked.of(request.GET), company_day()
    page = Paginator(asked.tasks(sight), PAGE).get_page(request.GET.get("page"))
    lines = [cells.line(task, sight, day) for task in page]
    closed = asked.state == "done"
    groups = [cells.Group("", "", lines)] if closed else cells.grouped(lines, day)
    return render(request, "tasks/page.html", {
        "asked": asked, "groups": groups if lines else [], "page_of": page, "said": asked.said(),
        "whose": whose_titles(sight), "states": state_titles(), "takers": sight.takers(),
        "undo": undoable(request), "overdue": late(sight, asked), "closed": cells.closed,
        "feed": Feed.objects.filter(user=request.user).first(),
        "secret": request.session.pop("feed_secret", ""), "next": request.get_full_path(),
    })  # fmt: skip


def late(sight: Sight, asked: Asked) -> int:
    """How many are overdue."""
    return Task.objects.filter(
        sight.sees(), asked.of_whom(sight), in_state("overdue", company_day())
    ).count()


def added(request: SignedIn) -> HttpResponse:
    """What was said in one line, as a task; what was understood of it is shown with a way back."""
    text = request.POST.get("line", "")[:LINE].replace("\0", "").strip()
    if not text:
        return back(request)
    sight, said = Sight.of(request.user), hear(text)
    owner = request.POST.get("owner") or owner_of(request.user)
    task = Task(
        title=said.title, due=said.due, since=said.since, until=said.until, kind=said.kind,
        priority=said.priority, repeat=said.repeat, every=said.every,
    )  # fmt: skip
    owned(task, owner, sight)
    if len(said.title) > 200:
        task.text = said.title
    link = request.POST.get("link", "")
    task.link = link if ours(link) else ""
    change.give(task, request.user, now())
    request.session[UNDO] = [task.pk, "added", cells.heard(said, company_day())]
    return back(request)


def hear(text: str) -> Said:
    """What a line says now."""
    return understood(text, now().astimezone(zone()).replace(tzinfo=None), spoken.get())


@require_safe
def heard(request: SignedIn) -> HttpResponse:
    """What would be understood of a line, while it is typed."""
    text = request.GET.get("line", "")[:LINE].strip()
    said = hear(text) if text else None
    words = cells.heard(said, company_day()) if said else ""
    return render(request, "tasks/heard.html", {"said": said, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """The full form."""
    sight = Sight.of(request.user)
    if request.method != "POST":
        form = Form.typed(request.GET)
        form.said = {"owner": owner_of(request.user), "priority": "1", "ahead": "0", "every": "1",
                     **{name: text for name, text in form.said.items() if text}}  # fmt: skip
        return filled(request, form, sight)
    form = Form.typed(request.POST)
    found = form.read()
    if form.wrong:
        return filled(request, form, sight, status=422)
    task = Task(**found)
    owned(task, form["owner"], sight)
    change.give(task, request.user, now())
    request.session[UNDO] = [task.pk, "added", ""]
    return redirect("tasks") if sight.owns(task) else redirect("task", task.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """The full form of a task that is there."""
    task, sight = seen(request, pk)
    if request.method != "POST":
        return filled(request, Form.of(task), sight, task)
    form = Form.typed(request.POST)
    found = form.read()
    if form.wrong:
        return filled(request, form, sight, task, status=422)
    found.pop("origin")
    change.change(task, found, request.user, now())
    return redirect("task", pk)


def filled(
    request: SignedIn, form: Form, sight: Sight, task: Task | None = None, status: int = 200
) -> HttpResponse:
    """The form as it stands."""
    return render(request, "tasks/form.html", {
        "form": form, "task": task, "takers": sight.takers(task), "kinds": cells.kinds(),
        "priorities": cells.priorities(), "repeats": repeats(), "aheads": aheads(),
    }, status=status)  # fmt: skip


@require_safe
def task(request: SignedIn, pk: int) -> HttpResponse:
    """One task, with what became of it."""
    found, sight = seen(request, pk)
    return render(request, "tasks/task.html", {
        "task": found, "line": cells.line(found, sight, company_day()),
        "owner": sight.owner(found), "mine": sight.owns(found), "story": cells.story(found, sight),
        "takers": [one for one in sight.takers(found) if one[0] != found.owner],
        "closed": cells.closed(found), "priorities": cells.priorities(), "kinds": cells.kinds(),
        "aheads": aheads(), "undo": undoable(request), "next": request.get_full_path(),
        "about": about(found, sight),
    })  # fmt: skip


def about(task: Task, sight: Sight) -> str:
    """What the page is called that a task leads to: of a person, the name."""
    path = task.link.partition("?")[0]
    key = path.removeprefix("/people/").strip("/")
    named = path.startswith("/people/") and key in sight.near
    return sight.names.get(key, task.link) if named else task.link


@require_POST
def act(request: SignedIn, pk: int) -> HttpResponse:
    """Do something with a task: done, reopen, cancel, skip, comment, hand, undo."""
    what = request.POST.get("what", "")
    found, sight = seen(request, pk)
    user, at = request.user, now()
    text = request.POST.get("text", "").replace("\0", "").strip()[:5000]
    match what:
        case "done" | "cancel":
            state = State.DONE if what == "done" else State.CANCELLED
            if change.close(found, user, at, state, text):
                request.session[UNDO] = [pk, what, ""]
        case "skip":
            change.skip(found, user, at)
        case "reopen":
            change.reopen(found, user, at)
        case "undo":
            if not change.unmade(found, user) and found.by_id == user.pk:
                change.close(found, user, at, State.CANCELLED)  # somebody has been told of it
        case "hand":
            owned(Task(), owner := request.POST.get("owner", ""), sight, found)
            change.hand(found, owner, user, at, text)
        case "comment" if text:
            change.comment(found, text, user, at)
        case _:
            raise Http404
    return back(request)


def seen(request: SignedIn, pk: int) -> tuple[Task, Sight]:
    """The task, if it is in sight; else there is none."""
    sight = Sight.of(request.user)
    found = Task.objects.filter(sight.sees(), pk=pk).select_related("account", "by", "closed_by")
    task = found.first()
    if task is None:
        raise Http404
    return task, sight


def owned(task: Task, owner: str, sight: Sight, of: Task | None = None) -> None:
    """Give it the owner, if the reader may give it to them."""
    if owner not in {key for key, _name in sight.takers(of)}:
        raise Http404
    task.person = owner[2:] if owner.startswith("p:") else ""
    task.account_id = int(owner[2:]) if owner.startswith("a:") else None


def undoable(request: SignedIn) -> dict[str, Any] | None:
    """What was done last, once, so that it can be taken back."""
    pk, what, words = request.session.pop(UNDO, (None, "", ""))
    task = Task.objects.filter(pk=pk).first() if pk else None
    return {"task": task, "what": what, "words": words} if task else None


def back(request: SignedIn) -> HttpResponse:
    """To the page it was asked from, if that is one of ours."""
    to = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    return redirect(to if safe else "tasks")
