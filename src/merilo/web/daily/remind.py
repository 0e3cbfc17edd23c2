"""Reminders: to whoever has not filed, before it is late; to the head, on the next working day, of
who did not. Each once, whatever falls in between: a notice has a key."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from merilo.errors import Error
from merilo.report.daily import before, following
from merilo.report.desk import Desk
from merilo.report.filing import form_of, sees
from merilo.report.table import sortable
from merilo.web.access.policy import rights
from merilo.web.accounts.models import Role, User
from merilo.web.clock import clock
from merilo.web.daily.forms import forms
from merilo.web.daily.state import missing
from merilo.web.desks import desk
from merilo.web.frame.jinja import url
from merilo.web.notices.tell import speaking, tell
from merilo.words import say, several

AHEAD = timedelta(minutes=30)  # of the deadline
NAMES = 5  # in a sentence
LOST = 3  # working days of which a head is told later, where the server was down


def remind(at: datetime) -> int:
    """Tell whom it is time to tell; how many were told now. None where there are no facts."""
    try:
        now = desk()
    except Error:
        return 0
    today = at.astimezone(now.company.clock).date()
    past = [before(now, today)]
    while len(past) < LOST:
        past.append(before(now, past[-1]))
    told = sum(filers(now, day, at) for day in (past[0], today))
    if now.company.calendar.is_working(today):
        told += sum(heads(now, day, at) for day in reversed(past))
    return told


def filers(now: Desk, day: date, at: datetime) -> int:
    """Those who have not filed the report of that day."""
    known, told = forms(day), 0
    users = {user.person: user for user in accounts()}
    for person in missing(now, day, [*users]):
        form = form_of(now, known, person, day)
        if form is None or not begins(now, day, form.until(now, day), form.next) <= at:
            continue
        if at < ends(now, day):
            told += ask(users[person], day, form.until(now, day), at)
    return told


def begins(now: Desk, day: date, until: datetime, next: bool) -> datetime:
    """From when on it is asked for: half an hour before it is late; where that is not on the day
    itself, from the end of its working hours."""
    shift = now.company.calendar.shift(day)
    return shift.closes_at if next and shift else until - AHEAD


def ends(now: Desk, day: date) -> datetime:
    """Until when the person is asked: from then on it is the head's matter."""
    shift = now.company.calendar.shift(following(now, day))
    known = [form.until(now, day) for form in forms(day).values()]
    return max([*known, *([shift.opens_at] if shift else [])])


def ask(to: User, day: date, until: datetime, at: datetime) -> bool:
    """Remind one, once for a day."""
    with speaking(to):
        title = say("Your daily report is not filed yet")
        text = say("It is to be filed by {at}.", at=clock(until))
        return tell(to, "report", f"report:due:{day}", title, at, text, url("report", day=day))


def heads(now: Desk, day: date, at: datetime) -> int:
    """Each head, of those below who did not file the report of that day; from when it is late."""
    if at < ends(now, day):
        return 0
    gone, told, labels = missing(now, day), 0, now.labels("person")
    for user in User.objects.filter(role=Role.HEAD, is_active=True).exclude(person=""):
        if user.since.astimezone(now.company.clock).date() > day:
            continue  # a new head is told of what comes
        scope = rights(user, now).scope
        mine = [one for one in gone if one != user.person and sees(scope, one, day)]
        names = sorted((labels.get(one, one) for one in mine), key=lambda one: str(sortable(one)))
        if names:
            told += tell_head(user, day, names, at)
    return told


def tell_head(to: User, day: date, names: list[str], at: datetime) -> bool:
    """One notice of all."""
    with speaking(to):
        title = several("{count} daily report is missing", "{count} daily reports are missing",
                        len(names))  # fmt: skip
        text = ", ".join(names[:NAMES])
        if len(names) > NAMES:
            more = len(names) - NAMES
            text = several("{names} and {count} more", "{names} and {count} more", more, names=text)
        return tell(to, "report", f"report:missing:{day}", title, at, text, url("filed", day=day))


def accounts() -> Iterable[User]:
    """Those who can be reminded."""
    return User.objects.filter(is_active=True).exclude(person="")
