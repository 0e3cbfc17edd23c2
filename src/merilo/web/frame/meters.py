"""What a watchman reads off: how many requests, how long they took, which facts are shown."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, Histogram, generate_latest

from merilo.errors import Error
from merilo.web.desks import desk

SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
TOOK = Histogram(
    "merilo_request_seconds", "How long requests took.", ["page", "status"], buckets=SECONDS
)
SNAPSHOT = Gauge("merilo_snapshot", "The number of the snapshot that is shown.")
AT = Gauge("merilo_snapshot_published_seconds", "When it was published, in seconds of Unix time.")
LOCAL = ("127.0.0.1", "::1", "")  # "" is a socket of this machine


@require_safe
def meters(request: HttpRequest) -> HttpResponse:
    """The readings, in the form of Prometheus; for this machine alone.

    A proxy in front is on this machine, too: what it passes on comes from elsewhere.
    """
    passed_on = {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"} & {*request.headers}
    if request.META.get("REMOTE_ADDR", "") not in LOCAL or passed_on:
        raise Http404
    try:
        now = desk().snapshot
    except Error:
        SNAPSHOT.set(0)
    else:
        SNAPSHOT.set(now.number)
        AT.set(now.at.timestamp())
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
