"""Answering a matter: a note, a message, a task, later."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from merilo.errors import Impossible
from merilo.periods import Period
from merilo.report.desk import Desk
from merilo.report.today import Kind, Matter
from merilo.web.accounts.models import User
from merilo.web.alerts.answer import answer as answer_alarm
from merilo.web.alerts.models import Alarm
from merilo.web.notices.tell import speaking, tell
from merilo.web.tasks.ask import ask
from merilo.web.today.models import Answer, How
from merilo.web.today.words import titled
from merilo.words import say

LONGEST = 2000  # of a note
# After how many days a matter comes back that was answered so and still is.
BACK = {How.SEEN: 7, How.COMMENT: 7, How.MESSAGE: 3}
FARTHEST = timedelta(days=366)


def answer(
    desk: Desk, matter: Matter, subjects: Sequence[str], by: User, how: How, note: str,
    until: date | None, at: datetime,
) -> Answer:  # fmt: skip
    """Keep the answer, and do what it says. Impossible, in words, where that cannot be."""
    note = note.strip()[:LONGEST]
    if how in (How.COMMENT, How.MESSAGE) and not note:
        raise Impossible(say("there is nothing written yet"))
    back = returns(desk.today, how, until)
    with transaction.atomic():
        made = Answer.objects.create(
            who=by, kind=matter.kind, person=matter.person, subjects=[*subjects], how=how,
            note=note, until=back, day=desk.today, at=at,
        )  # fmt: skip
        given = None
        if how == How.TASK:
            title = note.splitlines()[0][:200] if note else titled(matter)
            due = back - timedelta(days=1)
            given = ask(by, matter.person, title, due, at, why=said(matter), link="/day/",
                        origin="today")  # fmt: skip
        if how == How.MESSAGE:
            message(made, matter, by, at)
        if matter.kind is Kind.ALARM:
            settle(made, given.pk if given else None)
    return made


# What an answer here is to an alarm.
ALARMS = {How.TASK: "task", How.SNOOZE: "later"}


def settle(made: Answer, task: int | None) -> None:
    """The alarms are answered, too, for everybody."""
    for alarm in alarms_of(made):
        how = ALARMS.get(How(made.how), "seen")
        answer_alarm(alarm, made.who, how, made.note, made.until, made.at, task)


def take_back(made: Answer) -> None:
    """The answer was none, and the alarms it was about are open again. What was sent stays so."""
    with transaction.atomic():
        if made.kind == Kind.ALARM:
            alarms_of(made).filter(who=made.who, answered=made.at).update(
                answered=None, how="", who=None, note="", until=None, task=None
            )
        made.delete()


def alarms_of(made: Answer) -> QuerySet[Alarm]:
    """The alarms that an answer is about."""
    numbers = [key.partition("|")[2] for key in made.subjects]
    return Alarm.objects.filter(pk__in=[int(one) for one in numbers if one.isdigit()])


def returns(today: date, how: How, until: date | None) -> date:
    """The day on which the matter comes back: of a task the day after it is due."""
    if how in BACK:
        return today + timedelta(days=BACK[how])
    if (
        until is None
        or not today <= until <= today + FARTHEST
        or (how == How.SNOOZE and until == today)
    ):
        raise Impossible(say("a day is wanted, within a year from now"))
    return until + timedelta(days=1) if how == How.TASK else until


def message(made: Answer, matter: Matter, by: User, at: datetime) -> None:
    """Tell the person, in their language. Impossible if they have no account to read it."""
    readers = User.objects.filter(person=matter.person, is_active=True)
    if not readers:
        raise Impossible(say("{name} has no account here, and would not read it",
                             name=matter.name))  # fmt: skip
    for reader in readers:
        with speaking(reader):
            tell(reader, "message", f"today:{made.pk}", say("From {name}", name=by), at,
                 text=made.note)  # fmt: skip


def said(matter: Matter) -> str:
    """The matter in words, for a task."""
    lines = [f"{one.title}: {', '.join(one.parts)}" for one in matter.subjects[:20]]
    return "\n".join((titled(matter), *lines))


def next_day(desk: Desk) -> date:
    """The next working day; tomorrow where none is known."""
    tomorrow = desk.today + timedelta(days=1)
    ahead = Period(tomorrow, tomorrow + timedelta(days=60))
    return desk.company.calendar.nth_working_day(ahead, 1) or tomorrow
