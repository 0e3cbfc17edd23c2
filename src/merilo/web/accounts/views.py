"""Coming in: by invitation, by looking around in the demo company; one's own account."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merilo.web.access.request import SignedIn
from merilo.web.accounts.forms import Join
from merilo.web.accounts.models import Invitation, User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, word: str) -> HttpResponse:
    """Make an account by the link of an invitation, and come in."""
    found = Invitation.find(word, datetime.now(UTC))
    if found is None:
        return render(request, "accounts/expired.html", status=404)
    form = Join(request.POST or None, invitation=found)
    if request.method == "POST" and form.is_valid():
        login(request, form.save(), BACKEND)
        return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/join.html", {"form": form}, status=status)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look around in the demo company as one of its people; only where the server is for this
    machine alone."""
    if not getattr(settings, "DEMO_DOOR", False):
        raise Http404
    user = get_object_or_404(User, pk=request.POST.get("as", "0"), demo=True, is_active=True)
    login(request, user, BACKEND)
    return redirect("home")


@require_safe
def profile(request: SignedIn) -> HttpResponse:
    """One's own account."""
    return render(request, "accounts/profile.html")
