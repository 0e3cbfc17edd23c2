"""What repeats: by the calendar of Hungary, and each time once."""

from datetime import UTC, date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from merilo.periods import Calendar, Hours
from merilo.web.accounts.models import Role
from merilo.web.tasks.change import change, close, reopen, skip
from merilo.web.tasks.models import State, Task
from merilo.web.tasks.remind import recur
from merilo.web.tasks.repeat import Rule

HUNGARY = Calendar(ZoneInfo("Europe/Budapest"), Hours.of("09:00-17:00"), "HU")
NOON = datetime(2016, 5, 17, 10, tzinfo=UTC)


def days(rule: Rule, since: date, count: int) -> list[str]:
    slots = islice(rule.slots(since, HUNGARY), count)
    return [f"{rule.day(slot, HUNGARY):%m-%d}" for slot in slots]


@pytest.mark.parametrize(("rule", "since", "found"), [
    (Rule("day"), date(2016, 5, 13), ["05-14", "05-15", "05-16"]),
    (Rule("day", 3), date(2016, 5, 13), ["05-16", "05-19", "05-22"]),
    (Rule("work"), date(2016, 5, 13), ["05-17", "05-18", "05-19"]),  # after Whit Monday
    (Rule("work", 2), date(2016, 5, 12), ["05-17", "05-19", "05-23"]),
    (Rule("week"), date(2016, 5, 9), ["05-16", "05-23", "05-30"]),
    (Rule("week", 1, moved=True), date(2016, 5, 9), ["05-17", "05-23", "05-30"]),
    (Rule("month", 1, anchor=31), date(2016, 1, 31), ["02-29", "03-31", "04-30", "05-31"]),
    (Rule("month", 1, moved=True, anchor=31), date(2016, 3, 31), ["05-02", "05-31", "06-30"]),
    (Rule("month", 3, anchor=30), date(2015, 11, 30), ["02-29", "05-30", "08-30"]),
])  # fmt: skip
def test_days_by_the_rule(rule, since, found):
    assert days(rule, since, len(found)) == found


def test_of_days_moved_to_the_same_there_is_one():
    """Saturday, Sunday and Whit Monday are all moved to Tuesday."""
    rule = Rule("day", 1, moved=True)

    assert rule.following(date(2016, 5, 13), date(2016, 5, 13), HUNGARY) == date(2016, 5, 14)
    assert rule.following(date(2016, 5, 14), date(2016, 5, 14), HUNGARY) == date(2016, 5, 18)
    assert [f"{day:%d}" for _slot, day in rule.coming(date(2016, 5, 13), 3, HUNGARY)] == [
        "17", "18", "19",
    ]  # fmt: skip


@pytest.fixture
def daily(user, task):
    """Ann's, every day from Tuesday on."""
    return task(user(Role.SELLER, "test:ann"), "test:ann", due=date(2016, 5, 17), repeat="day")


def dues(state: str = State.OPEN) -> list[str]:
    found = Task.objects.filter(state=state).order_by("due")
    return [f"{one.due:%d}" for one in found]


@pytest.mark.django_db
class TestSeries:
    def test_the_next_appears_when_one_is_done(self, daily):
        assert close(daily, daily.by, NOON, State.DONE)

        assert (dues(State.DONE), dues()) == (["17"], ["18"])
        made = Task.objects.get(state=State.OPEN)
        assert (made.uid, made.title, made.person) == (daily.uid, "Call", "test:ann")

    def test_the_next_appears_when_its_day_has_come_done_or_not(self, daily):
        assert recur(NOON) == 0
        assert recur(datetime(2016, 5, 17, 22, 30, tzinfo=UTC)) == 1  # Wednesday in Budapest
        assert dues() == ["17", "18"]

    def test_whoever_asks_again_makes_none_twice(self, daily):
        wednesday = datetime(2016, 5, 18, 8, tzinfo=UTC)
        stale = Task.objects.get(pk=daily.pk)
        recur(wednesday)
        close(stale, daily.by, wednesday, State.DONE)
        recur(wednesday)
        recur(NOON)  # the clock was moved back

        assert dues() == ["18"]

    def test_killed_between_marking_and_making_it_goes_on(self, daily, monkeypatch):
        from merilo.web.tasks import change as module

        with monkeypatch.context() as broken:
            broken.setattr(module, "note", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                recur(datetime(2016, 5, 18, 8, tzinfo=UTC))
        assert dues() == ["17"]
        assert recur(datetime(2016, 5, 18, 8, tzinfo=UTC)) == 1
        assert dues() == ["17", "18"]

    def test_after_days_without_a_server_only_the_last_appears(self, daily):
        assert recur(datetime(2016, 5, 25, 8, tzinfo=UTC)) == 1
        assert dues() == ["17", "25"]

    def test_skipped_it_comes_again_and_cancelled_it_does_not(self, daily):
        skip(daily, daily.by, NOON)
        assert dues() == ["18"]
        close(Task.objects.get(state=State.OPEN), daily.by, NOON, State.CANCELLED)

        assert recur(datetime(2016, 6, 1, tzinfo=UTC)) == 0
        assert dues() == []

    def test_opened_again_it_makes_no_second_next(self, daily):
        close(daily, daily.by, NOON, State.DONE)
        assert reopen(daily, daily.by, NOON)
        assert close(daily, daily.by, NOON, State.DONE)

        assert dues() == ["18"]

    def test_another_rule_begins_a_series_of_its_own(self, daily):
        close(daily, daily.by, NOON, State.DONE)
        nxt = Task.objects.get(state=State.OPEN)
        change(nxt, {"repeat": "week"}, daily.by, NOON)
        close(nxt, daily.by, NOON, State.DONE)

        assert dues() == ["25"]
        assert Task.objects.get(state=State.OPEN).uid != daily.uid

    def test_moved_off_a_holiday_from_the_first(self, user, task):
        made = task(user(), due=date(2016, 5, 16), repeat="week", moved=True)

        assert (made.due, made.slot) == (date(2016, 5, 17), date(2016, 5, 16))
        close(made, made.by, NOON, State.DONE)
        assert dues() == ["23"]

    def test_the_31st_comes_back_after_shorter_months(self, user, task):
        made = task(user(), due=date(2016, 5, 31), repeat="month")
        for _n in range(2):
            close(made, made.by, NOON, State.DONE)
            made = Task.objects.get(state=State.OPEN)

        assert made.due == date(2016, 7, 31)
