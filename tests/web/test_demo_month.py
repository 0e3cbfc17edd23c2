"""October of the demo company, day by day: facts come three mornings a week, the clock runs on, a
seller files every other report. Everybody is told each thing once; days, weeks and the month add
up; the month closes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import fsum, isclose
from uuid import uuid4

import pytest
from time_machine import travel

from merilo.demo import Size, load
from merilo.metrics.question import EVERYBODY
from merilo.periods import Period
from merilo.report.daily import TEMPLATES as FORMS
from merilo.report.filing import away
from merilo.report.planning import staff
from merilo.report.scorecard import TEMPLATES, cards
from merilo.web.accounts import begin as accounts
from merilo.web.accounts.models import User
from merilo.web.alerts import begin as alerts
from merilo.web.alerts.check import check
from merilo.web.alerts.models import Alarm, Telling
from merilo.web.daily.models import Filed
from merilo.web.daily.remind import remind as remind_of_reports
from merilo.web.desks import desk
from merilo.web.notices.models import Notice
from merilo.web.notices.send import pass_over
from merilo.web.outbox import carry as carrying
from merilo.web.tasks.models import Task
from merilo.web.tasks.remind import recur
from merilo.web.tasks.remind import remind as remind_of_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SIZE = Size("small", months=3)
CLOCKS = ("09:30", "19:00", "19:30", "23:50")  # of a day off, the first and the last
NEWS = (0, 2, 4)  # weekdays on which facts come, if they are worked
AGAIN = 7  # each minute of the first week is looked at twice
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
SIGNED = "django.contrib.auth.backends.ModelBackend"
SELLER, HEAD = "demo:112", "demo:110"
ADDITIVE = sorted({id for form in FORMS.values() for id in form})


def moscow(day: date, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


def minute() -> tuple[int, ...]:
    """What the worker does each minute; how much there is of everything afterwards."""
    now = datetime.now(UTC)
    recur(now)
    check(now)
    remind_of_reports(now)
    remind_of_tasks(now)
    pass_over(now)
    carrying.carry(now)
    return tuple(one.objects.count() for one in (Notice, Alarm, Telling, Task, Filed))


def replay(home, client) -> Iterator[date]:
    """The days on which the seller filed."""
    for day in (OCTOBER.since + timedelta(days=n) for n in range(33)):
        working = day == OCTOBER.since or desk().company.calendar.is_working(day)
        with travel(moscow(day, "08:00"), tick=False):
            if day == OCTOBER.since or (working and day.weekday() in NEWS):
                load(home, SIZE, day, datetime.now(UTC))
            if day == OCTOBER.since:
                accounts.begin()
                alerts.begin()
        for clock in CLOCKS if working else CLOCKS[::3]:
            with travel(moscow(day, clock), tick=False):
                if clock == "19:00" and working and day in OCTOBER and day.day % 2 == 0:
                    client.force_login(User.objects.get(person=SELLER), SIGNED)
                    said = {"key": str(uuid4()), "day": str(day)}
                    answer = client.post("/report/", said, HTTP_ACCEPT="application/json")
                    assert answer.status_code == 200, answer.content
                    yield day
                found = minute()
                if day.day <= AGAIN:
                    assert minute() == found, "a second look at a minute finds nothing to do"


@pytest.fixture
def october(tmp_path, settings, client, monkeypatch):
    """The month as it went; the days of which the seller filed a report. It is the second of
    November, a Monday, when the test looks."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    monkeypatch.setattr(carrying, "call", lambda: None)
    filed = [*replay(settings.HOME, client)]
    with travel(moscow(date(2026, 11, 2), "23:55"), tick=False):
        yield filed


def test_october_goes_by(october):
    now = desk()
    told_of_reports(now, october)
    told_of_alarms()
    days_add_up(now)
    closed(now)


def told_of_reports(now, filed) -> None:
    """The seller is reminded of each report that was not filed, once, and of no other."""
    seller, head = (User.objects.get(person=key) for key in (SELLER, HEAD))
    calendar, people = now.company.calendar, staff(now)
    working = [day for day in OCTOBER if calendar.is_working(day)]
    asked = [day for day in working if day not in filed and not away(people, SELLER, day)]
    notices = Notice.objects.filter(to=seller, kind="report", key__contains="2026-10")
    assert len(working) == 22
    assert len(filed) == Filed.objects.count() == 11
    assert sorted(one.key[-10:] for one in notices) == [str(day) for day in asked]
    assert {f"{one.at.astimezone(now.company.clock):%H:%M}" for one in notices} == {"19:30"}

    missing = Notice.objects.filter(to=head, key__startswith="report:missing:2026-10")
    mornings = {f"{one.at.astimezone(now.company.clock):%H:%M}" for one in missing}
    assert 0 < len(missing) <= 22
    assert mornings == {"09:30"}


def told_of_alarms() -> None:
    """Every alarm was told to everybody it was for; nobody was told of two heaps at one time."""
    assert Alarm.objects.count() > 5
    assert not Telling.objects.filter(at=None, alarm__over=None, alarm__answered=None)
    for user in User.objects.all():
        for kind in ("alert", "digest"):  # what is grave at once, the rest in one heap
            heaps = [one.at for one in Notice.objects.filter(to=user, kind=kind)]
            assert len(heaps) == len({*heaps}), (user, kind)


def days_add_up(now) -> None:
    """Of everything that adds up: the days of each person are their weeks and their month."""
    found = {
        grain: now.ask(now.question(ADDITIVE, "2026-10", ("person", *grain), (), "then",
                                    EVERYBODY)).rows
        for grain in ((), ("day",), ("week",))
    }  # fmt: skip
    for metric in ADDITIVE:
        month, days, weeks = (
            {person: fsum(float(row[metric] or 0) for row in rows if row["person"] == person)
             for person in {row["person"] for row in found[()]}}
            for rows in found.values()
        )  # fmt: skip
        assert sum(month.values()) > 0, metric
        assert all(isclose(days[who], month[who], abs_tol=1e-6) for who in month), metric
        assert all(isclose(weeks[who], month[who], abs_tol=1e-6) for who in month), metric


def closed(now) -> None:
    """The month is over: nothing is to be done any more, and the scores are what was reached."""
    question = now.question(["days_worked"], "2026-10")
    (card,) = [one for one in cards(now, question, TEMPLATES) if one.person == SELLER]
    reached = [min(1.5, float(part.fact) / part.plan.wanted) for part in card.parts]
    weights = [part.kpi.weight for part in card.parts]
    weighed = fsum(one * weight for one, weight in zip(reached, weights, strict=True))

    assert all(part.needed is None for part in card.parts)
    assert isclose(card.score, weighed / sum(weights))
