"""Pieces of pages that renew themselves: asked every half minute, sent only when they changed.

The piece carries `data-live`, asks for itself with `hx-get="...?mark={{ mark }}"` and
`hx-trigger="every 30s"`, and is left alone while somebody types in it (`merilo.js`).
"""

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse

from merilo.words import spoken


def live(request: HttpRequest, marks: object, make: Callable[[str], HttpResponse]) -> HttpResponse:
    """What `make` makes of the mark; nothing (204) where the reader has what was made of the same
    `marks`, whatever the piece depends on, in the same language."""
    mark = stamp(marks)
    if request.GET.get("mark") == mark:
        return HttpResponse(status=204)
    return make(mark)


def stamp(marks: object) -> str:
    """The mark of what was made of these."""
    return sha256(repr((spoken.get(), marks)).encode()).hexdigest()[:16]
