"""The check: every rule judged, by whoever comes first; what was found becomes alarms, and is told.

Each step may fall and is done again: alarms have keys, whoever is to be told stands beside them.
"""

import logging
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from time import perf_counter

from django.db.models import Max, Q

from merilo.errors import Error
from merilo.periods import Period
from merilo.report.alerts.judge import judged, there
from merilo.report.alerts.known import loaded
from merilo.report.alerts.there import There
from merilo.report.desk import Desk
from merilo.web.alerts.models import Alarm, Check, Rule
from merilo.web.alerts.receivers import Receivers
from merilo.web.alerts.settle import Settling
from merilo.web.alerts.tell import tell_all
from merilo.web.desks import desk

LOG = logging.getLogger("merilo.web")
LONG = timedelta(minutes=30)  # whoever checks for longer is dead
SOON = timedelta(minutes=4)  # between two judgements, however often facts come
BACK = 7  # days judged anew: facts come late, and are corrected
FAR = 62  # days at most that are judged at once


def check(now: datetime, anew: bool = False) -> bool:
    """Judge and tell, unless somebody does so now. Nothing is judged again while neither facts nor
    rules nor the hour changed, nor right after it was; `anew` judges all the same."""
    try:
        at = desk()
    except Error:
        return False
    if not take(now):
        return False
    try:
        mark = marked(at, now)
        last = row()
        lately = last.at is not None and timedelta() <= now - last.at < SOON
        if anew or (mark != last.mark and not lately):
            judge_all(at, now, mark)
        tell_all(at, now)
    finally:
        Check.objects.filter(pk=1).update(busy=None)
    return True


def row() -> Check:
    """The one row."""
    return Check.objects.get_or_create(pk=1)[0]


def take(now: datetime) -> bool:
    """Be the one who checks. Whoever has checked for too long, or will have begun, is dead."""
    row()
    free = Q(busy=None) | Q(busy__lt=now - LONG) | Q(busy__gt=now + LONG)
    return bool(Check.objects.filter(free, pk=1).update(busy=now))


def marked(at: Desk, now: datetime) -> str:
    """What a check depends on: the facts, the rules, and what of the time is over."""
    brought = loaded(at.snapshot)
    rules = Rule.objects.aggregate(last=Max("changed"))["last"]
    until = min(now, brought) if brought else now
    minutes = int(until.timestamp() // 600)
    said = (str(at.home), at.snapshot.number, at.today, at.company, str(rules), minutes,
            Rule.objects.count())  # fmt: skip
    return sha256(repr(said).encode()).hexdigest()


def judge_all(at: Desk, now: datetime, mark: str) -> None:
    """Every rule; one that cannot be judged does not hold up the others."""
    begun, people = perf_counter(), there(at)
    waiting: dict[str, str] = {}
    young: dict[str, dict[str, int]] = {}
    quiet_removed(now)
    for rule in Rule.objects.filter(paused=False, removed=None).select_related("by"):
        try:
            late, few = judge_one(at, rule, people, now)
        except Error:
            LOG.warning(
                "a rule cannot be judged", exc_info=True, extra={"fields": {"rule": rule.pk}}
            )
            continue
        if late:
            waiting[str(rule.pk)] = late.isoformat()
        young[str(rule.pk)] = few
    Check.objects.filter(pk=1).update(
        mark=mark, at=now, waiting=waiting, young=young, took_s=perf_counter() - begun
    )


def quiet_removed(now: datetime) -> None:
    """Rules that are paused or gone have no open alarms."""
    silent = Alarm.objects.filter(Q(rule__paused=True) | ~Q(rule__removed=None), over=None)
    silent.update(over=now)


def judge_one(
    at: Desk, rule: Rule, people: There, now: datetime
) -> tuple[date | None, dict[str, int]]:
    """One rule; the day whose facts it waits for, and of whom too little is known."""
    span = days(rule, at.today)
    if span is None:
        return None, {}
    found = judged(at, rule.norm, span, now, people)
    settling = Settling(rule, people, Receivers(rule, at, people), now, at.today)
    settling.settle(found, span)
    return found.waiting, {whose.person or whose.unit: n for whose, n in found.young.items()}


def days(rule: Rule, today: date) -> Period | None:
    """The days to be judged: those since the last check, and some before it again."""
    last = min(rule.judged, today) if rule.judged else rule.since
    since = max(rule.since, last - timedelta(days=BACK), today - timedelta(days=FAR))
    since -= timedelta(days=since.weekday())  # whole weeks
    since = max(since, rule.since)
    return Period(since, today + timedelta(days=1)) if since <= today else None


def utc() -> datetime:
    """Now."""
    return datetime.now(UTC)
