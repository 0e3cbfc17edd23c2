"""The log: a line of JSON per request, without what people typed or who they are."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from merilo.web.access.request import viewer
from merilo.web.frame.meters import TOOK

LOG = logging.getLogger("merilo.web")


class Log:
    """Tells of each request which page it was, and what came of it: its name, not its address."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.answer(request)
        match, user, took = request.resolver_match, viewer(request), time.perf_counter() - begun
        page = match.view_name if match else ""
        TOOK.labels(page, str(response.status_code)).observe(took)
        fields = {
            "page": page, "method": request.method, "status": response.status_code,
            "ms": round(took * 1000, 1), "user": user.pk if user else None,
        }  # fmt: skip
        if match or response.status_code >= 400:
            LOG.info("request", extra={"fields": fields})
        return response
