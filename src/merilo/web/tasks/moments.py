"""When the owner of a task is told of it: the company's clock and working hours."""

from datetime import date, datetime, time, timedelta

from merilo.periods import Calendar
from merilo.periods.instants import instant
from merilo.web.tasks.models import Kind, Task
from merilo.web.tasks.repeat import working

DAY_MINUTES = 24 * 60
NEVER = -1
DAY = timedelta(days=1)


def opening(day: date, works: Calendar) -> datetime:
    """When work begins on that day; on a day off, when it would."""
    shift = works.shift(day) or works.hours.on(day, works.zone)
    return shift.opens_at


def at(day: date, clock: time, works: Calendar) -> datetime:
    """The instant at which the company's clock shows it."""
    return instant(day, clock.hour * 60 + clock.minute, works.zone)


def reminder(task: Task, works: Calendar) -> datetime | None:
    """When its owner is reminded: so long before it begins; by itself, when work begins on the due
    day, or when it begins if that is earlier. Whole days before are days of the calendar."""
    if task.due is None or task.ahead == NEVER:
        return None
    days, minutes = divmod(task.ahead, DAY_MINUTES)
    day = task.due - days * DAY
    if task.since is None:
        return opening(day, works)
    begins = at(day, task.since, works)
    return begins - timedelta(minutes=minutes) if task.ahead else min(begins, opening(day, works))


def overdue(task: Task, works: Calendar) -> datetime | None:
    """When its owner is told that it is overdue: at its time, or on the morning of the next working
    day. An event passes by itself."""
    if task.due is None or task.kind == Kind.EVENT:
        return None
    if task.since is None:
        return opening(working(task.due + DAY, works), works)
    return at(task.due, task.until or task.since, works)


def clocked(task: Task, now: datetime, works: Calendar) -> Task:
    """The task with the moments that are still ahead of `now`."""
    for name, moment in (("remind_at", reminder(task, works)), ("late_at", overdue(task, works))):
        setattr(task, name, moment if moment and moment > now and task.open else None)
    return task
