"""What belongs to no section: the way in, language and light, health."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from merilo.errors import Error
from merilo.web.access.request import SignedIn, viewer
from merilo.web.accounts.models import Role
from merilo.web.desks import desk
from merilo.web.frame.context import opens
from merilo.web.frame.language import COOKIE
from merilo.words import LANGS

BEGIN = frozenset({Role.HEAD, Role.SELLER})
YEAR_S = 365 * 24 * 3600
THEMES = ("light", "dark")


@require_safe
def home(request: SignedIn) -> HttpResponse:
    """The page to begin with: for those who lead what wants an answer, for sellers their day."""
    first = [page for page in ("today", "day") if opens(request.user, page)]
    return redirect(first[0] if first and request.user.role in BEGIN else "people")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether database and facts answer; for a watchman, without anything about the company."""
    state = {"database": "ok", "facts": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Exception:  # whatever a database can fail with
        state["database"] = "failed"
    try:
        desk()
    except Error as error:
        state["facts"] = "none" if error.code == "question.no-facts" else "failed"
    return JsonResponse(state, status=503 if "failed" in state.values() else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language from now on, of the user or of this browser."""
    said = request.POST.get("language", "")
    answer = back(request)
    if said in LANGS:
        keep(request, "language", said)
        answer.set_cookie(COOKIE, said, YEAR_S, samesite="Lax", secure=settings.HTTPS)
    return answer


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device has it."""
    said = request.POST.get("theme", "")
    said = said if said in THEMES else ""
    keep(request, "theme", said)
    answer = back(request)
    answer.set_cookie("merilo_theme", said, YEAR_S, samesite="Lax", secure=settings.HTTPS)
    return answer


def keep(request: HttpRequest, field: str, value: str) -> None:
    """Remember it with the account, where somebody is signed in."""
    if user := viewer(request):
        setattr(user, field, value)
        user.save(update_fields=[field])


def back(request: HttpRequest) -> HttpResponse:
    """To the page it was asked from, if that is one of ours."""
    to = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    return redirect(to if safe else "home")
