"""What a phone keeps of the daily report: a service worker for its page, and the manifest by which
it is put on the screen of the phone."""

import json
from hashlib import sha256

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from merilo.words import _

# All that the page of the report is drawn with.
ASSETS = (
    "vendor/tabler.css", "vendor/htmx.js", "vendor/inter-latin.woff2",
    "vendor/inter-latin-ext.woff2", "vendor/inter-cyrillic.woff2", "merilo/merilo.css",
    "merilo/daily.css", "merilo/theme.js", "merilo/merilo.js", "merilo/report.js",
    "merilo/mark.svg",
)  # fmt: skip


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; from the root, so that it serves all pages."""
    assets = [staticfiles_storage.url(name) for name in ASSETS]
    said = {
        "assets": assets, "page": reverse("report"), "out": reverse("account_logout"),
        "version": sha256(" ".join(assets).encode()).hexdigest()[:12],
    }  # fmt: skip
    return render(request, "daily/worker.js", {"said": json.dumps(said)},
                  content_type="text/javascript; charset=utf-8")  # fmt: skip


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """How the report is put on the screen of a phone."""
    sign = staticfiles_storage.url("merilo/mark.svg")
    return JsonResponse({
        "name": "Merilo", "short_name": "Merilo", "description": _("Daily report"), "id": "/",
        "start_url": reverse("report"), "scope": "/", "display": "standalone",
        "background_color": "#f6f7f6", "theme_color": "#0f6b66",
        "icons": [{"src": sign, "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
                  for purpose in ("any", "maskable")],
    }, content_type="application/manifest+json")  # fmt: skip
