"""The page of the audit log."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.errors import Error
from merilo.report.forms.csv import line as csv_line
from merilo.web.access.audit.read import Wanted, entries, kinds, line, lines
from merilo.web.clock import zone
from merilo.web.desks import desk
from merilo.web.people.files import disposition
from merilo.words import Lang, _, speak, spoken

AT_ONCE = 50
LONGEST = 100
CHUNK = 500


@require_safe
def audit(request: HttpRequest) -> HttpResponseBase:
    """Who did what, when; as a file where one is asked for."""
    wanted = Wanted(
        request.GET.get("who", "").strip()[:LONGEST], request.GET.get("what", "")[:LONGEST],
        day(request, "since"), day(request, "until"),
    )  # fmt: skip
    if request.GET.get("form") == "csv":
        return file(wanted)
    page = Paginator(entries(wanted, zone()), AT_ONCE).get_page(request.GET.get("page"))
    said = {"who": wanted.who, "what": wanted.what, "since": iso(wanted.since),
            "until": iso(wanted.until)}  # fmt: skip
    return render(request, "accounts/audit.html", {
        "page_of": page, "lines": lines(page, people()), "kinds": kinds(), "said": said,
        "narrowed": any(said.values()),
    })  # fmt: skip


def day(request: HttpRequest, name: str) -> date | None:
    """A day as the address says it; None for what is no day."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def iso(day: date | None) -> str:
    """A day for an address."""
    return day.isoformat() if day else ""


def people() -> Mapping[str, str]:
    """The names of people by their keys in the facts; none while there are no facts."""
    try:
        return desk().labels("person")
    except Error:
        return {}


def file(wanted: Wanted) -> HttpResponse | StreamingHttpResponse:
    """All that is looked for as a CSV, however much."""
    found = rows(wanted, spoken.get())
    answer = StreamingHttpResponse(found, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = disposition("merilo audit.csv")
    return answer


def rows(wanted: Wanted, lang: Lang) -> Iterator[bytes]:
    """The lines of the file, some hundreds at a time."""
    speak(lang)  # the request is over by the time that this runs
    heads = [_("When"), _("Who"), _("What"), _("To whom"), _("Changes"), _("From where")]
    yield b"\xef\xbb\xbf" + csv_line(heads, lang).encode()
    names = people()
    for entry in entries(wanted, zone()).iterator(CHUNK):
        one = line(entry, names)
        at = one.at.astimezone(zone()).strftime("%Y-%m-%d %H:%M:%S")
        said = [at, one.who, one.what, one.about, one.text, one.address]
        yield csv_line(said, lang).encode()
