"""What comes by the clock: reminders, what is overdue, what repeats. All of it once, whenever the
worker died or the clock was moved."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from merilo.report.figures import day
from merilo.web.clock import calendar
from merilo.web.notices.tell import speaking, tell
from merilo.web.tasks.change import follow
from merilo.web.tasks.models import State, Task
from merilo.web.tasks.sight import accounts
from merilo.words import say, spoken


def remind(now: datetime) -> int:
    """Tell owners what has come; of what is overdue already no reminder comes after the fact. How
    many were told."""
    waiting = Task.objects.filter(state=State.OPEN).select_related("account")
    count = 0
    for task in [*waiting.filter(late_at__lte=now)]:
        count += reminded(task, "late", now)
    for task in [*waiting.filter(remind_at__lte=now)]:
        count += reminded(task, "due", now)
    return count


@transaction.atomic
def reminded(task: Task, what: str, now: datetime) -> int:
    """Tell the owner, if nobody has done so meanwhile."""
    field = "late_at" if what == "late" else "remind_at"
    mine = Task.objects.filter(pk=task.pk, state=State.OPEN, **{field: getattr(task, field)})
    cleared = {field: None} | ({"remind_at": None} if what == "late" else {})
    if not mine.update(**cleared):
        return 0
    count = 0
    for one in accounts(task):
        with speaking(one):
            key = f"task:{task.pk}:{task.version}:{what}"
            link = reverse("task", args=[task.pk])
            count += tell(one, "task", key, said(task, what), now, "", link)
    return count


def said(task: Task, what: str) -> str:
    """The reminder in words."""
    assert task.due is not None
    when = day(task.due, "day", spoken.get())
    if what == "late":
        return say("Overdue since {day}: {title}", day=when, title=task.title)
    if task.since:
        clock = f"{task.since:%H:%M}"
        return say("{day}, {time}: {title}", day=when, time=clock, title=task.title)
    return say("Due {day}: {title}", day=when, title=task.title)


def recur(now: datetime) -> int:
    """What repeats appears when its day has come, done or not. How many did."""
    today = now.astimezone(calendar().zone).date()
    waiting = Task.objects.filter(next_on__lte=today)
    count = 0
    for task in [*waiting]:
        with transaction.atomic():
            count += follow(task, now) is not None
    return count
