"""Tasks as a calendar (iCalendar, RFC 5545), behind an address with a secret in it."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar as Paper
from icalendar import Event

from merilo.periods import Calendar
from merilo.web.access.request import SignedIn
from merilo.web.accounts.models import User
from merilo.web.clock import calendar
from merilo.web.tasks.asked import in_state
from merilo.web.tasks.cells import priorities, repeated
from merilo.web.tasks.change import rule_of
from merilo.web.tasks.models import Feed, Priority, State, Task
from merilo.web.tasks.sight import Sight
from merilo.words import _, fitting, say, speak

BACK = timedelta(days=31)  # of what is done
AHEAD = 12  # times of what repeats
LASTS = timedelta(minutes=30)  # of what has a time without an end
DAY = timedelta(days=1)


@require_safe
def feed(request: HttpRequest, word: str) -> HttpResponse:
    """The calendar of whoever's secret it is."""
    user = Feed.find(word)
    if user is None:
        raise Http404
    if user.language:
        speak(fitting(user.language))
    content = paper(user, calendar(), datetime.now(UTC), request.build_absolute_uri("/")[:-1])
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    made = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    made["ETag"], made["Cache-Control"] = etag, "private, max-age=300"
    made["X-Robots-Tag"] = "noindex"
    answer = get_conditional_response(request, etag=etag, response=made)
    return answer if isinstance(answer, HttpResponse) else made


@require_POST
def secret(request: SignedIn) -> HttpResponse:
    """A new secret instead of the old one, shown once; or none any more."""
    if request.POST.get("what") == "stop":
        Feed.objects.filter(user=request.user).delete()
    else:
        word = Feed.renew(request.user, datetime.now(UTC))
        path = reverse("tasks_feed", args=[word])
        request.session["feed_secret"] = request.build_absolute_uri(path)
    return redirect(f"{reverse('tasks')}#feed")


def paper(user: User, works: Calendar, now: datetime, site: str) -> bytes:
    """The own tasks that have a day: open ones, those done lately, of what repeats the next times.
    Titles and nothing of their texts."""
    today = now.astimezone(works.zone).date()
    made = Paper()
    made.add("prodid", "-//Merilo//Tasks//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", say("Merilo: {name}", name=user))
    made.add("refresh-interval;value=duration", "PT1H")
    lately = in_state("open", today) | in_state("done", today)
    mine = Task.objects.filter(Sight(user, None).mine(), lately, due__isnull=False)
    mine = mine.exclude(state=State.CANCELLED).exclude(state=State.DONE, due__lt=today - BACK)
    found = [*mine.exclude(due__lt=today - 12 * BACK).order_by("due", "pk")]
    for task in found:
        made.add_component(event(task, task.slot, task.due, works, site))
        if task.next_on and task.slot:
            for slot, day in rule_of(task).coming(task.slot, AHEAD, works):
                made.add_component(event(task, slot, day, works, site))
    if any(task.since for task in found) and str(works.zone) != "UTC":
        # Whole years, so that the paper stays the same from day to day.
        made.add_missing_timezones(
            first_date=date(today.year - 1, 1, 1), last_date=date(today.year + 3, 1, 1)
        )
    return bytes(made.to_ical())


def event(
    task: Task, slot: date | None, day: date | None, works: Calendar, site: str
) -> Event:  # fmt: skip
    """A task, or a time of one that repeats, on a day."""
    assert day is not None
    made = Event()
    made.add("uid", f"{task.uid}{f'-{slot:%Y%m%d}' if slot else ''}@merilo")
    made.add("summary", ("✓ " if task.state == State.DONE else "") + task.title)
    for name, moment in spread(task, day, works).items():
        made.add(name, moment)
    link = site + reverse("task", args=[task.pk])
    made.add("description", f"{described(task)}\n{link}".strip())
    made.add("url", link)
    made.add("sequence", task.version)
    for name in ("dtstamp", "last-modified"):
        made.add(name, task.changed_at.astimezone(UTC).replace(microsecond=0))
    made.add("created", task.made_at.astimezone(UTC).replace(microsecond=0))
    made.add("transp", "OPAQUE" if task.since else "TRANSPARENT")
    made.add("priority", {Priority.HIGH: 1, Priority.LOW: 9}.get(Priority(task.priority), 5))
    return made


def spread(task: Task, day: date, works: Calendar) -> dict[str, date]:
    """When it begins and ends: a whole day, or times by the company's clock."""
    if task.since is None:
        return {"dtstart": day, "dtend": day + DAY}
    since = datetime.combine(day, task.since, works.zone)
    until = datetime.combine(day, task.until, works.zone) if task.until else since + LASTS
    return {"dtstart": since, "dtend": until}


def described(task: Task) -> str:
    """What is known of it beside its title."""
    high = say("{priority} priority", priority=priorities()[task.priority])
    words = ["" if task.priority == Priority.NORMAL else high, repeated(task.repeat, task.every),
             _("done") if task.state == State.DONE else ""]  # fmt: skip
    return ", ".join(word for word in words if word)
