"""The card of a person."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import Asked, keep, picker


@require_safe
def card(request: SignedIn, key: str) -> HttpResponse:
    """What one person has done."""
    now = desk()
    allowed = rights(request.user, now)
    names = now.labels("person")
    if key not in names or not allowed.scope.knows(key):
        raise Http404
    asked = Asked.of(request)
    keep(request, asked)
    return render(request, "people/card.html", {
        "asked": asked, "picker": picker(now, asked.period), "name": names[key],
    })  # fmt: skip
