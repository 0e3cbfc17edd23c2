"""The days of which somebody's report is still to be filed."""

from datetime import date, timedelta

from merilo.periods import Period
from merilo.report.desk import Desk
from merilo.report.filing import Duty, duty
from merilo.web.daily.forms import forms_by_day
from merilo.web.daily.state import begun, filed_on

LATELY = 14


def unfiled(now: Desk, person: str, shown: date) -> list[date]:
    """Those of the last fortnight before today, the newest first; and today, where another day is
    shown."""
    since = max(begun(now), now.today - timedelta(days=LATELY))
    if since > now.today:
        return []
    forms = forms_by_day()
    filed = filed_on(now, Period(since, now.today + timedelta(days=1)))
    days = [since + timedelta(days=n) for n in range((now.today - since).days + 1)]
    return [
        day for day in reversed(days)
        if day != shown and (person, day) not in filed
        and duty(now, forms(day), person, day) is Duty.DUE
    ]  # fmt: skip
