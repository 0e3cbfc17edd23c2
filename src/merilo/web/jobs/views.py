"""How far a piece of work is."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from merilo.web.access.request import SignedIn
from merilo.web.jobs.alive import alive
from merilo.web.jobs.models import Run
from merilo.web.jobs.start import stop as halt


@require_safe
def run(request: SignedIn, work: UUID) -> HttpResponse:
    """The line of progress; once the work is over, the page is loaded anew."""
    found = get_object_or_404(Run, pk=work)
    answer = render(request, "jobs/run.html", {"run": found, "worker": found.over or alive()})
    if found.over and request.htmx:  # type: ignore[attr-defined]
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
def stop(request: SignedIn, work: UUID) -> HttpResponse:
    """Whoever may begin it may stop it."""
    found = get_object_or_404(Run, pk=work)
    halt(found)
    upload = found.arguments.get("upload")
    return redirect("upload", upload) if upload else redirect("loads")
