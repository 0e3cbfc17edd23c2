"""Errors in words: what happened, what was kept, what to do."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from merilo.errors import Error, NoFacts, QuestionError
from merilo.words import _, told

LOG = logging.getLogger("merilo.web")


class Errors:
    """Turns our errors into pages; a bug becomes a page, too, and goes to the log."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for an error of the family; None leaves the others to Django."""
        if not isinstance(error, Error):
            return None
        if isinstance(error, NoFacts):
            return render(request, "empty.html", status=200)
        asked = isinstance(error, QuestionError)
        if not asked:
            LOG.error("failed", exc_info=error, extra={"fields": {"code": error.code}})
        text = told(error)
        return shown(request, 422 if asked else 503, _("This cannot be shown"), text)


def shown(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """The page of an error; a piece of it where only a piece was asked for."""
    page = "problem.html" if getattr(request, "htmx", False) else "error.html"
    return render(request, page, {"title": title, "text": text, "status": status}, status=status)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: it is not there, or not for this reader, which is the same."""
    text = _("There is no such page here, or it is not for you. Go on from the menu.")
    return shown(request, 404, _("Nothing here"), text)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a form that came from elsewhere, or too old."""
    text = _("This form is too old or came from another page. Nothing was changed: open the page "
             "again and repeat.")  # fmt: skip
    return shown(request, 403, _("Nothing was changed"), text)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The same for Django's check of forms."""
    return forbidden(request)


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that no page of ours makes."""
    return shown(request, 400, _("This cannot be shown"), _("The request is not understood."))


def broken(request: HttpRequest) -> HttpResponse:
    """500: a bug of ours."""
    text = _("Something went wrong inside Merilo; it is written in the log. Nothing you typed was "
             "half saved. Try again, or tell the administrator.")  # fmt: skip
    return shown(request, 500, _("Merilo made a mistake"), text)
