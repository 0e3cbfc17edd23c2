"""What the list of Today is made of, told without making it: no question is asked of the facts."""

from django.db.models import Count, Max

from merilo.web.alerts.open import opened
from merilo.web.daily.models import Filed, FormOfRole
from merilo.web.desks import marks as facts
from merilo.web.plans.models import KpiSet
from merilo.web.today.asked import Asked
from merilo.web.today.models import Answer
from merilo.web.today.more import WEEK, lately

ALARM = ("pk", "size", "value", "again", "rule__severe", "rule__name")


def marks(asked: Asked) -> object:
    """Another as soon as the list may be another: who looks and what they may, the facts, the
    settings, the day; answers that hold, open alarms, reports of the days looked at, KPIs and
    forms."""
    user, day = asked.request.user, asked.desk.today
    reports = Filed.objects.filter(day__gte=lately(asked.desk, WEEK)[-1])
    return (
        user.pk, user.role, user.person, facts(), day,
        [*Answer.objects.filter(until__gt=day).order_by("pk").values_list("pk", flat=True)],
        [*opened(day).order_by("pk").values_list(*ALARM)],
        reports.aggregate(Count("pk"), Max("pk")),  # nothing of a report changes
        [*KpiSet.objects.order_by("pk").values_list()],
        [*FormOfRole.objects.order_by("pk").values_list()],
    )  # fmt: skip
