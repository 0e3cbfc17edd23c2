"""The demo company: its stories raise alarms by the rules that are on from the start."""

from datetime import UTC, date, datetime

import pytest
from time_machine import travel

from merilo.demo import S, load
from merilo.web.accounts import begin as accounts
from merilo.web.accounts.models import User
from merilo.web.alerts.begin import begin
from merilo.web.alerts.check import check
from merilo.web.alerts.models import Alarm, Check, Rule
from merilo.web.notices.models import Notice
from tests.demo.conftest import PLACES

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # Monday, half past nine in Moscow


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo-alerts") / "home"
    home.mkdir()
    load(home, S, date(2026, 11, 23), NOW)
    return home


@pytest.fixture
def company(settings, demo_home, db):
    """The company on that Monday, checked twice."""
    settings.HOME = demo_home
    with travel(NOW, tick=False):
        accounts.begin()
        begin()
        begin()
        check(NOW)
        check(NOW, anew=True)
        yield


def alarms(offered: str, who: str) -> list[Alarm]:
    """Those by what is offered under that name, the latest last."""
    found = Alarm.objects.filter(rule__offered=offered, person=PLACES[who])
    return [*found.order_by("day")]


def test_the_rules_are_there_once_and_stay_as_they_were_left(company):
    assert len({one.offered for one in Rule.objects.all()}) == Rule.objects.count() == 10
    Rule.objects.exclude(offered="usual").delete()
    begin()
    assert Rule.objects.count() == 1


def test_slow_leads_are_found(company):
    """North-2 takes ten times as long as others: three weeks of four, and it is told."""
    found = alarms("leads", "north-2")

    assert len(found) >= 3
    assert all(one.value > 24 for one in found)
    others = Alarm.objects.filter(rule__offered="leads").exclude(person=PLACES["north-2"])
    assert others.count() <= 3
    assert alarms("response", "north-2")


def test_short_talks_are_found(company):
    """Cold-1 talks a third as long as others: every week."""
    found = alarms("talk", "cold-1")

    assert len(found) == 4
    assert found[-1].over is None
    assert found[-1].again == 4


def test_a_quiet_company_is_left_in_peace(company):
    """Of 21 who sell, most are in order by most rules; nobody by chance alone."""
    standing = Alarm.objects.filter(over=None)

    assert standing.exclude(rule__offered="plan").count() <= 6
    assert Alarm.objects.filter(rule__offered="usual").count() <= 4
    assert Alarm.objects.filter(rule__offered="calls").count() <= 3


def test_heads_hear_of_theirs(company):
    head = User.objects.get(person=PLACES["moscow"])

    told = Notice.objects.filter(to=head, kind="digest")

    assert told.count() == 1
    north = Alarm.objects.filter(person__in=[PLACES[f"north-{n}"] for n in (1, 2, 3)])
    assert north.exists()
    assert not any("Зимина" in one.text for one in told)


def test_it_takes_no_time(company, capsys):
    """Ten rules, 29 people: under two seconds on two busy cores."""
    took = Check.objects.get().took_s
    with capsys.disabled():
        print(f"\na check of ten rules of the demo company: {took:.2f} s")  # noqa: T201

    assert took < 5
