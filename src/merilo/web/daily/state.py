"""Who has filed the report of a day and who has not: for My day, Today, the team's sheet, and the
reminders."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Min

from merilo.periods import Period
from merilo.periods.said import DAY
from merilo.report.daily import Form
from merilo.report.desk import Desk
from merilo.report.filing import Duty, duty, filed_elsewhere, first, form_of
from merilo.report.planning import staff
from merilo.web.accounts.models import User
from merilo.web.daily.forms import forms
from merilo.web.daily.models import Filed, FormOfRole


@dataclass(frozen=True)
class State:
    """How it stands with somebody's report of today. Without a `form` they have none; not `due` on
    a day off. `late`: it is past the time and nothing is filed."""

    day: date
    form: Form | None
    due: bool
    filed: Filed | None = None
    elsewhere: bool = False  # a source brought it
    until: datetime | None = None
    late: bool = False

    @property
    def done(self) -> bool:
        """It is filed."""
        return self.filed is not None or self.elsewhere


def mine(user: User, now: Desk, at: datetime | None = None) -> State:
    """The report of today of whoever is signed in, as it stands `at` an instant (else now); its
    page is named "report"."""
    day, known = now.today, forms(now.today)
    form = form_of(now, known, user.person, day) if user.person else None
    if form is None:
        return State(day, None, False)
    filed = Filed.objects.filter(person=user.person, day=day).last()
    elsewhere = (user.person, day) in filed_elsewhere(now, Period(day, day + DAY))
    until, due = form.until(now, day), duty(now, known, user.person, day) is Duty.DUE
    late = due and not filed and not elsewhere and (at or datetime.now(UTC)) > until
    return State(day, form, due, filed, elsewhere, until, late)


def missing(now: Desk, day: date, people: Collection[str] | None = None) -> list[str]:
    """The keys of those who should have filed the report of that day and did not: at work, not
    away, in a role with a form. Nobody before the first report there is."""
    if day < begun(now):
        return []
    known, filed = forms(day), filed_on(now, Period(day, day + DAY))
    every = staff(now).people if people is None else people
    return [
        person for person in every
        if (person, day) not in filed and duty(now, known, person, day) is Duty.DUE
    ]  # fmt: skip


def filed_on(now: Desk, period: Period) -> Mapping[tuple[str, date], Filed | None]:
    """The reports of the period, by person and day: the first of each; None where a source brought
    it."""
    found: dict[tuple[str, date], Filed | None] = dict.fromkeys(filed_elsewhere(now, period))
    here = Filed.objects.filter(day__gte=period.since, day__lt=period.until, number=1)
    return found | {(one.person, one.day): one for one in here}


def begun(now: Desk) -> date:
    """From which day on reports are asked for: the first there is, or that a form holds from; until
    then today."""
    firsts = (
        first(now), Filed.objects.aggregate(day=Min("day"))["day"],
        FormOfRole.objects.aggregate(day=Min("since"))["day"],
    )  # fmt: skip
    return min((one for one in firsts if one), default=now.today)
