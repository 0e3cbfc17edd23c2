"""Which alarms are open: for the pages that show them among other things."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from merilo.web.alerts.models import Alarm, How
from merilo.web.clock import today


def alarms(people: Collection[str] | None, units: Collection[str] = (),
           day: date | None = None) -> list[Alarm]:  # fmt: skip
    """The open ones of these people and units, the largest first; None is everybody's."""
    found = opened(day or today())
    if people is not None:
        found = found.filter(
            Q(person__in=[*people]) & ~Q(person="") | Q(person="", unit__in=[*units])
        )
    return [*found.order_by("-rule__severe", "-size", "pk")]


def opened(day: date) -> QuerySet[Alarm]:
    """Those that are not over, and not answered, or put off until that day or one before."""
    back = Q(how=How.LATER, until__lte=day)
    live = Alarm.objects.filter(over=None, rule__removed=None, rule__paused=False)
    return live.filter(Q(answered=None) | back).select_related("rule", "who")
