"""Coming in: by invitation, by looking around in the demo company; one's own account."""

from datetime import UTC, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from merilo.web.access.audit.note import note
from merilo.web.access.request import SignedIn
from merilo.web.accounts.forms import Join, Own
from merilo.web.accounts.models import Invitation, User
from merilo.web.accounts.sessions import sessions
from merilo.web.frame.language import COOKIE
from merilo.web.frame.views import YEAR_S
from merilo.words import _, speak

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, word: str) -> HttpResponse:
    """Make an account by the link of an invitation, and come in."""
    found = Invitation.find(word, datetime.now(UTC))
    if found is None:
        return render(request, "accounts/expired.html", status=404)
    form = Join(request.POST or None, invitation=found)
    if request.method == "POST" and form.is_valid():
        try:
            user = form.save()
        except Invitation.DoesNotExist:  # somebody was faster by the same link
            return render(request, "accounts/expired.html", status=404)
        login(request, user, BACKEND)
        return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/join.html", {"form": form}, status=status)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look around in the demo company as one of its people; only where the server is for this
    machine alone."""
    chosen = request.POST.get("as", "")
    if not settings.DEMO_DOOR or not chosen.isdecimal():
        raise Http404
    user = get_object_or_404(User, pk=int(chosen), demo=True, is_active=True)
    login(request, user, BACKEND)
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedIn) -> HttpResponse:
    """One's own account: name, language, appearance; what proves who one is; sessions."""
    user = request.user
    form = Own(request.POST or None, initial={"name": user.name, "language": user.language,
                                              "theme": user.theme})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return saved(request, form.cleaned_data)
    factors = Authenticator.objects.filter(user=user)
    return render(request, "accounts/profile.html", {
        "form": form, "sessions": sessions(user, request),
        "app": factors.filter(type=Authenticator.Type.TOTP).exists(),
        "keys": factors.filter(type=Authenticator.Type.WEBAUTHN).count(),
        "codes": unused(factors.filter(type=Authenticator.Type.RECOVERY_CODES).first()),
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


def saved(request: SignedIn, said: dict[str, Any]) -> HttpResponse:
    """Name, language and appearance, from the next page on."""
    for name, value in said.items():
        setattr(request.user, name, value)
    request.user.save(update_fields=[*said])
    if said["language"]:
        speak(said["language"])
    messages.success(request, _("Saved."))
    answer = redirect("profile")
    for name, value in ((COOKIE, said["language"]), ("merilo_theme", said["theme"])):
        answer.set_cookie(name, value, YEAR_S, samesite="Lax", secure=settings.HTTPS)
    return answer


def unused(codes: Authenticator | None) -> int:
    """How many recovery codes are left."""
    return len(codes.wrap().get_unused_codes()) if codes else 0


@require_POST
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    """End one of one's own sessions, at once."""
    found = get_object_or_404(UserSession, pk=pk, user=request.user)
    if found.session_key == request.session.session_key:
        return redirect("account_logout")
    found.end()
    note("sessions_ended", request.user)
    messages.success(request, _("The session is ended."))
    return redirect("profile")
