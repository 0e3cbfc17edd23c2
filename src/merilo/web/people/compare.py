"""The comparison of people, teams, departments, companies."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import Asked, keep, picker


@require_safe
def compare(request: SignedIn) -> HttpResponse:
    """Those chosen, side by side."""
    now = desk()
    asked = Asked.of(request)
    keep(request, asked)
    return render(request, "people/compare.html", {
        "asked": asked, "picker": picker(now, asked.period),
    })  # fmt: skip
