"""Rules for the pages that come with allauth, which no view of ours stands before."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from merilo.web.access.request import viewer

# What makes a way in: an account that everybody may look around with must not get one.
WAYS_IN = ("account_change_password", "account_set_password", "mfa_activate", "mfa_add",
           "mfa_generate", "openid_connect")  # fmt: skip


class Forms:
    """A form with errors answers 422, as ours do; a demo account gets no password and no key."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """No such page for a demo account."""
        user, match = viewer(request), request.resolver_match
        if user and user.demo and match and (match.view_name or "").startswith(WAYS_IN):
            raise Http404

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """422 where what was sent is wrong."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form and form.errors:
            response.status_code = 422
        return response
