"""The walk of a head through what wants an answer."""

from datetime import UTC, date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from merilo.errors import Error
from merilo.report.today import Kind, Matter
from merilo.web.access.request import SignedIn
from merilo.web.frame.jinja import query
from merilo.web.frame.live import live, stamp
from merilo.web.today.answer import answer, next_day
from merilo.web.today.answer import take_back as undo
from merilo.web.today.asked import Asked
from merilo.web.today.marks import marks
from merilo.web.today.models import Answer, How
from merilo.web.today.walk import walked
from merilo.web.today.words import ANSWERED, ICONS, KINDS, titled
from merilo.words import _, told

PAGE = 30  # matters at once
FEW = 8  # subjects of a matter before the rest is unfolded


@require_safe
def today(request: SignedIn) -> HttpResponse:
    """The page."""
    asked = Asked.of(request)
    return render(request, "today/page.html", context(asked))


@require_safe
def matters(request: SignedIn) -> HttpResponse:
    """The list, renewed; nothing where nothing changed."""
    asked = Asked.of(request)
    walked(request.user, asked.desk.today, request.GET.get("spent", ""), datetime.now(UTC))
    return live(request, marks(asked), lambda _mark: render(
        request, "today/list.html", context(asked)))  # fmt: skip


@require_POST
def respond(request: SignedIn) -> HttpResponse:
    """Answer one matter; the list without it, the next one open."""
    asked, said = Asked.of(request), request.POST
    walked(request.user, asked.desk.today, said.get("spent", ""), datetime.now(UTC))
    matter = next((one for one in asked.open if one.key == said.get("matter")), None)
    how = said.get("how", "")
    if how not in How.values:
        raise Http404
    if matter is None:  # somebody, or oneself in another window, was faster
        return drawn(request, asked)
    keys = {one.key for one in matter.subjects}
    subjects = [key for key in said.getlist("subject") if key in keys]
    following = after(asked, matter)
    try:
        answer(asked.desk, matter, subjects or [*keys], request.user, How(how),
               said.get("note", ""), day_of(said.get("until", "")), datetime.now(UTC))  # fmt: skip
    except Error as wrong:
        return drawn(request, asked, matter.key, {
            "problem": told(wrong), "note": said.get("note", ""), "until": said.get("until", ""),
        })  # fmt: skip
    return drawn(request, Asked.of(request), following)


def drawn(
    request: SignedIn, asked: Asked, opened: str = "", wrong: dict[str, str] | None = None
) -> HttpResponse:
    """The list after an answer, 422 where it could not be; the whole page for a browser that sent
    the form by itself."""
    piece = bool(request.htmx)  # type: ignore[attr-defined]
    if not piece and not wrong:
        return redirect(f"{reverse('today')}{query(**asked.said())}")
    shown, page = context(asked, opened=opened, wrong=wrong), "list" if piece else "page"
    return render(request, f"today/{page}.html", shown, status=422 if wrong else 200)


@require_POST
def take_back(request: SignedIn, answer: int) -> HttpResponse:
    """The matter is there again."""
    if made := Answer.objects.filter(pk=answer, who=request.user).first():
        undo(made)
    return drawn(request, Asked.of(request))


def context(
    asked: Asked, opened: str = "", wrong: dict[str, str] | None = None
) -> dict[str, object]:
    """What the templates take."""
    page = pages(asked)
    first = page[0].key if page else ""
    return {
        "asked": asked, "matters": page, "left": len(asked.shown), "mark": stamp(marks(asked)),
        "opened": opened or first, "wrong": wrong or {}, "few": FEW, "titled": titled,
        "icons": ICONS, "kinds": kinds(asked), "answered": asked.mine, "spoken_of": names(asked),
        "currency": asked.desk.company.currency, "next_day": next_day(asked.desk),
        "seconds": walked(asked.request.user, asked.desk.today, "", datetime.now(UTC)),
        "answers": {how: _(text) for how, text in ANSWERED.items()},
        "called": {str(kind): _(text) for kind, text in KINDS.items()}, "How": How,
    }  # fmt: skip


def pages(asked: Asked) -> list[Matter]:
    """As many as are shown; `all` shows the rest, too."""
    said = asked.request.POST or asked.request.GET
    return [*asked.shown] if said.get("all") else [*asked.shown[:PAGE]]


def kinds(asked: Asked) -> list[tuple[str, str, int]]:
    """The kinds there are, with how many of each."""
    found: dict[Kind, int] = {}
    for one in asked.open:
        found[one.kind] = found.get(one.kind, 0) + 1
    return [(str(kind), _(KINDS[kind]), found[kind]) for kind in Kind if kind in found]


def names(asked: Asked) -> dict[str, str]:
    """The names of those whose matters were answered today."""
    known = {**asked.desk.labels("unit"), **asked.desk.labels("person")}
    return {one.person: known.get(one.person, one.person) for one in asked.mine}


def after(asked: Asked, matter: Matter) -> str:
    """The matter below, or the first."""
    keys = [one.key for one in asked.shown]
    place = keys.index(matter.key) + 1 if matter.key in keys else 0
    return keys[place] if place < len(keys) else ""


def day_of(said: str) -> date | None:
    """The day a form says."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
