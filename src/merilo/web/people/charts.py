"""Charts on a page and as pictures."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from merilo.report.charts.drawing import Drawing, locale, png
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.people.files import disposition
from merilo.words import spoken

# What could end the script, or begin another, within a text of the chart.
SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def block(drawing: Drawing) -> Markup:
    """The chart for the page's script: its specification, and how numbers are written."""
    numbers, days = locale(spoken.get())
    said = {"spec": drawing.spec, "formatLocale": numbers, "timeFormatLocale": days}
    return Markup(json.dumps(said, ensure_ascii=False, default=str).translate(SAFE))


@require_safe
def picture(request: SignedIn, name: str) -> HttpResponse:
    """A chart as a picture, by the same rights as on its page."""
    from merilo.web.people import compare, work

    makers: Mapping[str, Callable[..., Drawing | None]] = {
        "trend": work.trend_of, "heat": work.heat_of, "dots": compare.dots_of,
        "funnel": compare.funnel_of,
    }  # fmt: skip
    if name not in makers:
        raise Http404
    now = desk()
    drawing: Any = makers[name](request, now, rights(request.user, now))
    if drawing is None:
        raise Http404
    answer = HttpResponse(png(drawing), content_type="image/png")
    answer.headers["Content-Disposition"] = disposition(f"{drawing.title}.png")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
