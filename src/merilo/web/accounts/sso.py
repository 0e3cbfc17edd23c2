"""Single sign-on by OpenID Connect: the way there and the way back."""

from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as allauth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from merilo.web.accounts.adapter import refused
from merilo.words import _


@require_POST
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the company's sign-in.

    By a page that goes there of itself: after a form, browsers let nobody be sent to an address
    that the policy of our pages does not name, and the provider may send on to others.
    """
    if request.GET.get("process", "login") != "login":
        raise Http404  # an account is never tied to an address that is not its own
    answer = asked(request, allauth.login, provider_id)
    if answer.status_code != 302:
        return answer
    return render(request, "socialaccount/leave.html", {"to": answer.headers["Location"]})


@require_safe
def arrive(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from there."""
    return asked(request, allauth.callback, provider_id)


def asked(request: HttpRequest, view: Any, provider_id: str) -> HttpResponse:
    """What allauth's view answers; in words if the provider does not answer it."""
    try:
        answer: HttpResponse = view(request, provider_id)
    except (RequestException, OAuth2Error, KeyError):
        text = _("Your company's sign-in does not answer, or not as it should. Try again later, "
                 "or sign in by password.")  # fmt: skip
        return refused(request, text)
    return answer
