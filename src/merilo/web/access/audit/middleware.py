"""What the audit log learns from every request: from where it came, and what it took away."""

from collections.abc import Callable

from allauth.core.internal.httpkit import get_client_ip
from auditlog.middleware import AuditlogMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from merilo.web.access.audit.note import note
from merilo.web.access.request import viewer

LONGEST = 400


class Actor(AuditlogMiddleware):  # type: ignore[misc]
    """Who did it, and from where: a header that anybody can write is not believed."""

    @staticmethod
    def _get_remote_addr(request: HttpRequest) -> str | None:
        found: str | None = get_client_ip(request)
        return found


class Exports:
    """Every file that leaves is written down: which page made it, and what it was asked."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        user = viewer(request)
        taken = response.headers.get("Content-Disposition", "").startswith("attachment")
        if user and taken and response.status_code == 200:
            note("export", user, request.get_full_path()[:LONGEST])
        return response
