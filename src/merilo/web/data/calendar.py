"""Working days and hours, typed by an administrator."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merilo.company import Company
from merilo.errors import Error, SetupError
from merilo.facts.calendar import put_calendar
from merilo.web.access.request import SignedIn
from merilo.web.data import log
from merilo.web.data.staff import company, writing
from merilo.words import _, say, told


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: SignedIn) -> HttpResponse:
    """Working days and hours: the settings that figures of working time follow."""
    mine, problem = company(), ""
    fields = {
        "country": mine.country,
        "hours": mine.hours,
        "pause": mine.pause,
        "exceptions": "\n".join(f"{on}: {how}" for on, how in sorted(mine.exceptions.items())),
    }
    if request.method == "POST":
        fields = {name: request.POST.get(name, "").strip() for name in fields}
        try:
            days = exceptions(fields["exceptions"])
            country, hours, pause = fields["country"].upper(), fields["hours"], fields["pause"]
            wanted = replace(mine, country=country, hours=hours, pause=pause, exceptions=days)
            keep(request, mine, wanted)
            return redirect("calendar")
        except Error as error:
            problem = told(error)
    return render(request, "data/calendar.html", {"fields": fields, "problem": problem},
                  status=422 if problem else 200)  # fmt: skip


def exceptions(text: str) -> dict[date, str]:
    """Days unlike the others, a line for each. SetupError for a line that is none."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        on, _colon, how = line.partition(":")
        try:
            found[date.fromisoformat(on.strip())] = how.strip()
        except ValueError:
            wanted = say("a day and what it is are wanted in a line, such as 2026-12-31: off")
            raise SetupError("exceptions", line, wanted) from None
    return found


def keep(request: SignedIn, mine: Company, wanted: Company) -> None:
    """Into the settings, and into the facts that follow from them."""
    home = Path(settings.HOME)
    names = ("country", "hours", "pause", "exceptions")
    was_now = {name: (str(getattr(mine, name)), str(getattr(wanted, name))) for name in names}
    changed = {name: pair for name, pair in was_now.items() if pair[0] != pair[1]}
    with writing("calendar") as load:
        wanted.save(home)  # a kill from here on leaves settings that the next load follows
        put_calendar(load, wanted)
    log.write("calendar", "merilo.yaml", request.user, changed, load=load.number)
    messages.success(request, _("Saved. The figures follow at once."))
