"""The receiver: what comes with the right secret is kept as it is and answered at once."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from merilo.sources.sync.vault import Vault
from merilo.web.hooks.address import knows
from merilo.web.hooks.drain import call
from merilo.web.hooks.models import Call

LARGEST = 256 << 10  # bytes of one call


@csrf_exempt
@require_http_methods(["POST", "GET"])
def hook(request: HttpRequest, connection: str, secret: str) -> HttpResponse:
    """A call: kept, and the worker told. Who does not know the secret finds nothing here. A GET
    says that the address is right, and does nothing."""
    if not knows(connection, secret):
        raise Http404
    if request.method == "GET":
        return HttpResponse("ok", content_type="text/plain")
    if too_long(request):
        return HttpResponse(status=413)
    Call.objects.create(
        connection=connection,
        sealed=Vault(Path(settings.HOME)).seal(request.body),
        kind=(request.content_type or "")[:100],
    )
    call(connection)
    return HttpResponse(status=200)


def too_long(request: HttpRequest) -> bool:
    """More than any system sends at once; told before it is read where the length is said."""
    try:
        said = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return True
    return said > LARGEST or len(request.body) > LARGEST
