"""Telling of alarms: at once of severe ones, of the rest once in the morning of a working day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from merilo.report.desk import Desk
from merilo.web.accounts.models import User
from merilo.web.alerts.models import Alarm, How, Telling
from merilo.web.alerts.receivers import Sight
from merilo.web.alerts.words import said
from merilo.web.notices.tell import speaking, tell
from merilo.words import several

LATEST = datetime.max.replace(tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MOST = 30  # alarms that one message names; the page has them all


def tell_all(desk: Desk, now: datetime) -> int:
    """Everybody who is to be told now; how many messages."""
    come_back(desk.today)
    waiting = Telling.objects.filter(at=None, alarm__over=None)
    told = 0
    for pk in waiting.filter(alarm__rule__severe=True).values_list("to", flat=True).distinct():
        told += of(User.objects.get(pk=pk), desk, now, severe=True)
    if (before := morning(desk, now)) is not None:
        usual = waiting.filter(alarm__rule__severe=False, alarm__found__lt=before)
        for pk in usual.values_list("to", flat=True).distinct():
            told += of(User.objects.get(pk=pk), desk, now, severe=False, before=before)
    return told


def morning(desk: Desk, now: datetime) -> datetime | None:
    """What was found before which moment is told by now: from the opening of a working day on what
    was found before it, up to the break also what is found meanwhile. None on free days."""
    shift = desk.company.calendar.shift(desk.today)
    if shift is None or now < shift.opens_at:
        return None
    return now + MINUTE if now < shift.pause_since_at else shift.opens_at


def of(to: User, desk: Desk, now: datetime, severe: bool, before: datetime = LATEST) -> int:
    """One message to somebody: all of it, or nothing happened."""
    with transaction.atomic():
        mine = [*Telling.objects.select_for_update().filter(
            to=to, at=None, alarm__over=None, alarm__rule__severe=severe, alarm__found__lt=before,
        ).order_by("pk")]  # fmt: skip
        alarms = [*Alarm.objects.select_related("rule").filter(pk__in=[t.alarm_id for t in mine])]
        sight = Sight(to, desk)
        shown = [one for one in alarms if is_open(one, desk.today) and sight.sees(one)]
        if shown and not message(to, desk, shown, now, severe, [one.pk for one in mine]):
            return 0
        Telling.objects.filter(pk__in=[one.pk for one in mine]).update(at=now)
        return int(bool(shown))


def message(
    to: User, desk: Desk, alarms: Sequence[Alarm], now: datetime, severe: bool, keys: Sequence[int]
) -> bool:
    """The notice, the largest first; False if this one was told before."""
    key = f"alarms:{keys[-1]}" if severe else f"alarms:day:{desk.today}"
    with speaking(to):
        ordered = sorted(alarms, key=lambda one: -one.size)
        lines = [said(one, desk).line for one in ordered[:MOST]]
        if len(ordered) > MOST:
            more = len(ordered) - MOST
            lines.append(several("and {count} more", "and {count} more", more))
        title = several("{count} alert", "{count} alerts", len(alarms))
    link = reverse("alarm", args=[alarms[0].pk]) if len(alarms) == 1 else reverse("alerts")
    return tell(to, "alert" if severe else "digest", key, title, now, "\n".join(lines), link)


def is_open(alarm: Alarm, today: date) -> bool:
    """It is to be dealt with today."""
    if alarm.over is not None:
        return False
    if alarm.answered is None:
        return True
    return alarm.how == How.LATER and alarm.until is not None and alarm.until <= today


def come_back(today: date) -> None:
    """What was put off until today is told once more, to whoever put it off."""
    back = Alarm.objects.filter(over=None, how=How.LATER, until__lte=today).exclude(who=None)
    for one in back.select_related("who"):
        day = one.until or today
        Telling.objects.get_or_create(alarm=one, to=one.who, round=day.toordinal())
