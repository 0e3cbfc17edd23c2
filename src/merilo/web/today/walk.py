"""How long the walk takes: only while somebody looks."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from merilo.web.accounts.models import User
from merilo.web.today.models import Walk


def walked(who: User, day: date, said: str, now: datetime) -> int:
    """Add the seconds that the page counted since it last spoke; how many there are today. Never
    more than have passed: a page cannot make time."""
    spent = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
    walk = find(who, day, now)
    passed = max(0, int((now - walk.seen).total_seconds()))
    if spent or passed > 60:
        walk.seconds += min(spent, passed)
        walk.seen = max(walk.seen, now)
        walk.save(update_fields=["seconds", "seen"])
    return walk.seconds


def find(who: User, day: date, now: datetime) -> Walk:
    """The walk of the day; two pages opened at once have the same one."""
    try:
        with transaction.atomic():
            return Walk.objects.get_or_create(who=who, day=day, defaults={"seen": now})[0]
    except IntegrityError:
        return Walk.objects.get(who=who, day=day)
