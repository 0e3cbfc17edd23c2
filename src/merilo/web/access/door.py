"""The door: a page that is not in the table opens to nobody, and to strangers it is not there."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from merilo.web.access.pages import EVERYBODY_SIGNED_IN, PAGES, PUBLIC
from merilo.web.access.request import viewer

NOTHING = "\0"
# What stands behind their question mark is secret: whoever has to sign in first does not carry it
# along in an address.
SECRET = frozenset({"connection_back"})


class Door:
    """Lets through whom the table of pages names."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None to go on; the way to sign in; or no such page."""
        if NOTHING in unquote(request.get_full_path()):
            raise Http404  # neither files nor databases have such names
        match = request.resolver_match
        name = match.view_name if match else ""
        allowed = PAGES.get(name, frozenset())
        if allowed is PUBLIC:
            return None
        user = viewer(request)
        if user is None:
            if not allowed:
                raise Http404
            return self.to_sign_in(request, name)
        if allowed is EVERYBODY_SIGNED_IN or user.role in allowed:
            return None
        raise Http404

    def to_sign_in(self, request: HttpRequest, name: str) -> HttpResponse:
        """A page leads to signing in, and back; a piece of one makes the whole page go there."""
        if getattr(request, "htmx", False):
            response = HttpResponse(status=401)
            response["HX-Redirect"] = settings.LOGIN_REDIRECT_URL
            return response
        where = request.path if name in SECRET else request.get_full_path()
        return redirect_to_login(where, settings.LOGIN_URL)
