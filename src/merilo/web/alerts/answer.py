"""An alarm answered: by whom, how, until when."""

from datetime import date, datetime

from django.db.models import Q

from merilo.web.accounts.models import User
from merilo.web.alerts.models import Alarm, How, Telling

LONGEST = 500


def answer(
    alarm: Alarm, by: User, how: str, note: str, until: date | None, at: datetime,
    task: int | None = None,
) -> bool:  # fmt: skip
    """Answer it: `seen`, `later` (until a day), `task`. False if somebody was faster, or it is
    over meanwhile."""
    free = Q(answered=None) | Q(how=How.LATER)
    done = Alarm.objects.filter(free, pk=alarm.pk, over=None).update(
        answered=at, how=How(how), who=by, note=note[:LONGEST], task=task,
        until=until if how == How.LATER else None,
    )  # fmt: skip
    if done:
        Telling.objects.filter(alarm=alarm, at=None).delete()
        alarm.refresh_from_db()
    return bool(done)
