"""Reminders: at their time, once, whatever happens."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection

from merilo.web.accounts.models import Role
from merilo.web.notices.models import Notice
from merilo.web.tasks import remind as module
from merilo.web.tasks.change import change, close, hand, reopen
from merilo.web.tasks.models import Kind, State, Task
from merilo.web.tasks.remind import recur, remind

pytestmark = pytest.mark.django_db


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of May 2016; in Budapest it is two hours later."""
    return datetime(2016, 5, day, hour, minute, tzinfo=UTC)


NOON = utc(17, 10)


def told(user=None) -> list[str]:
    found = Notice.objects.filter(kind="task").order_by("pk")
    return [one.title for one in (found.filter(to=user) if user else found)]


@pytest.fixture
def ann(user):
    return user(Role.SELLER, "test:ann")


def test_in_the_morning_of_the_day_and_on_the_morning_after(ann, task):
    """Work begins at nine; what was due on Friday is overdue on Tuesday after Whit Monday."""
    made = task(ann, "test:ann", at=utc(10, 8), due=date(2016, 5, 13))

    assert made.remind_at == utc(13, 7)
    assert made.late_at == utc(17, 7)
    assert [remind(utc(13, 6, 59)), remind(utc(13, 7)), remind(utc(13, 7, 1))] == [0, 1, 0]
    assert told() == ["Due 13 May 2016: Call"]
    assert [remind(utc(17, 6)), remind(utc(17, 7)), remind(utc(18, 7))] == [0, 1, 0]
    assert told()[1] == "Overdue since 13 May 2016: Call"


@pytest.mark.parametrize(("said", "remind_at", "late_at"), [
    ({"ahead": 60, "since": time(15)}, utc(20, 12), utc(20, 13)),
    ({"ahead": 1440, "since": time(15)}, utc(19, 13), utc(20, 13)),
    ({"since": time(8)}, utc(20, 6), utc(20, 6)),
    ({"since": time(15), "until": time(16)}, utc(20, 7), utc(20, 14)),
    ({"ahead": 1440}, utc(19, 7), utc(23, 7)),
    ({"ahead": -1}, None, utc(23, 7)),
    ({"kind": Kind.EVENT, "since": time(15), "until": time(16)}, utc(20, 7), None),
])  # fmt: skip
def test_when_it_is_told(ann, task, said, remind_at, late_at):
    made = task(ann, "test:ann", due=date(2016, 5, 20), **said)

    assert (made.remind_at, made.late_at) == (remind_at, late_at)


def test_a_day_before_is_a_day_of_the_calendar_when_clocks_change(ann, task):
    made = task(ann, "test:ann", due=date(2016, 10, 30), since=time(9), ahead=1440)

    assert made.remind_at == datetime(2016, 10, 29, 7, tzinfo=UTC)  # 9:00 in summer still


def test_what_is_made_after_its_morning_is_not_reminded_of(ann, task):
    made = task(ann, "test:ann", due=date(2016, 5, 17))

    assert made.remind_at is None
    assert made.late_at == utc(18, 7)


def test_clock_moved_back_reminds_of_nothing_twice(ann, task):
    task(ann, "test:ann", due=date(2016, 5, 18))

    assert [remind(utc(18, 8)), remind(utc(17, 8)), remind(utc(18, 8))] == [1, 0, 0]


def test_killed_on_the_way_it_is_told_once_afterwards(ann, task, monkeypatch):
    task(ann, "test:ann", due=date(2016, 5, 18))
    with monkeypatch.context() as broken:
        broken.setattr(module, "tell", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            remind(utc(18, 8))

    assert [remind(utc(18, 8)), remind(utc(18, 8))] == [1, 0]
    assert len(told()) == 1


def test_two_workers_at_once_tell_once(ann, task):
    made = task(ann, "test:ann", due=date(2016, 5, 18))
    stale = Task.objects.get(pk=made.pk)

    assert [module.reminded(made, "due", utc(18, 8)),
            module.reminded(stale, "due", utc(18, 8))] == [1, 0]  # fmt: skip


def test_what_was_done_while_the_worker_looked_is_not_told(ann, task):
    made = task(ann, "test:ann", due=date(2016, 5, 18))
    stale = Task.objects.get(pk=made.pk)
    close(made, ann, NOON, State.DONE)

    assert module.reminded(stale, "due", utc(18, 8)) == 0
    assert told() == []


def test_after_a_long_silence_only_that_it_is_overdue(ann, task):
    task(ann, "test:ann", due=date(2016, 5, 18))

    assert remind(utc(25, 8)) == 1
    assert told() == ["Overdue since 18 May 2016: Call"]


def test_of_what_is_done_nobody_is_reminded_and_opened_again_they_are(ann, task):
    made = task(ann, "test:ann", due=date(2016, 5, 18))
    close(made, ann, NOON, State.DONE)
    assert remind(utc(25, 8)) == 0

    reopen(made, ann, NOON)
    assert remind(utc(18, 8)) == 1


def test_another_day_is_told_of_anew(ann, task):
    made = task(ann, "test:ann", due=date(2016, 5, 18))
    remind(utc(18, 8))
    for day in (19, 18, 19):
        change(made, {"due": date(2016, 5, day)}, ann, utc(18, 9))
    made.refresh_from_db()

    assert remind(utc(19, 8)) == 1
    assert len(told()) == 2


def test_in_the_language_of_the_reader(user, task):
    one = user(Role.SELLER, "test:ann", language="ru")
    two = user(Role.SELLER, "test:ann", language="hu")
    task(user(Role.HEAD, "test:fay"), "test:ann", due=date(2016, 5, 18))
    Notice.objects.all().delete()
    remind(utc(18, 8))

    assert "18.05.2016" in told(one)[0]
    assert "2016. 05. 18." in told(two)[0]


def test_without_an_account_nobody_is_told_and_it_is_not_asked_again(user, task):
    made = task(user(Role.HEAD, "test:fay"), "test:ann", due=date(2016, 5, 18))

    assert remind(utc(18, 8)) == 0
    made.refresh_from_db()
    assert made.remind_at is None


def test_the_new_owner_is_reminded(ann, user, task):
    boris = user(Role.HEAD, "test:boris")
    made = task(ann, "test:ann", due=date(2016, 5, 18))
    hand(made, "p:test:boris", user(Role.HEAD, "test:fay"), NOON)
    Notice.objects.all().delete()

    remind(utc(18, 8))
    assert told(boris) == ["Due 18 May 2016: Call"]
    assert told(ann) == []


def test_what_comes_round_after_a_silence_is_reminded_of(ann, task):
    task(ann, "test:ann", due=date(2016, 5, 17), repeat="day")
    late = utc(19, 12)
    recur(late)

    remind(late)
    assert "Due 19 May 2016: Call" in told()


def test_the_worker_does_it_each_minute(ann, task, noon):
    from merilo.web.tasks.tasks import minute

    task(ann, "test:ann", due=date(2016, 5, 18))
    noon.move_to(utc(18, 8))
    minute.call_local()
    minute.call_local()

    assert told() == ["Due 18 May 2016: Call"]


class Fall(Exception):
    """The worker is no more."""


def falling(at: int):
    """Fails at that statement, and at none after."""
    seen = [0]

    def run(execute, *said):
        seen[0] += 1
        if seen[0] == at:
            raise Fall
        return execute(*said)

    return connection.execute_wrapper(run)


def test_fallen_at_any_statement_everything_is_there_once(user, task):
    """A task that repeats, one that is due, one that is overdue; the worker dies at the first
    statement, then at the second, and so on, and begins again."""
    ann, fell = user(Role.SELLER, "test:ann"), 0
    for n in range(1, 200):
        task(ann, "test:ann", title="again", due=date(2016, 5, 17), repeat="day", ahead=-1)
        task(ann, "test:ann", title="due", due=date(2016, 5, 18))
        task(ann, "test:ann", title="late", at=utc(10, 8), due=date(2016, 5, 12))
        done = True
        try:
            with falling(n):
                recur(utc(18, 8))
                remind(utc(18, 8))
        except Fall:
            done, fell = False, fell + 1
        for _again in range(2):
            recur(utc(18, 8))
            remind(utc(18, 8))
        assert sorted(told()) == [
            "Due 18 May 2016: due", "Overdue since 12 May 2016: late",
            "Overdue since 17 May 2016: again",
        ], n  # fmt: skip
        assert Task.objects.filter(title="again").count() == 2, n
        Task.objects.all().delete()
        Notice.objects.all().delete()
        if done:
            break
    assert done
    assert fell > 20
