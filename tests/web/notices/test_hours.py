"""When messages go: quiet hours, one message a day; by the company's clock, on its days."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connections

from merilo.company import Company
from merilo.web.notices.hours import due, gathering, wakes
from merilo.web.notices.models import Channel, Delivery
from merilo.web.notices.send import pass_over
from tests.web.notices.conftest import MINUTE, NOON, by_hook, by_mail, minutes, states, told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of January 2018 by the company's clock, three hours before UTC."""
    return datetime(2018, 1, day, hour, minute, tzinfo=UTC) - 3 * HOUR


@pytest.mark.parametrize(
    ("since", "until", "moment", "ends"),
    [
        (22 * 60, 8 * 60, moscow(15, 21, 59), None),
        (22 * 60, 8 * 60, moscow(15, 22), moscow(16, 8)),
        (22 * 60, 8 * 60, moscow(16, 0), moscow(16, 8)),
        (22 * 60, 8 * 60, moscow(16, 7, 59), moscow(16, 8)),
        (22 * 60, 8 * 60, moscow(16, 8), None),
        (13 * 60, 14 * 60 + 30, moscow(15, 12, 59), None),
        (13 * 60, 14 * 60 + 30, moscow(15, 13), moscow(15, 14, 30)),
        (13 * 60, 14 * 60 + 30, moscow(15, 14, 30), None),
        (0, 0, moscow(15, 0), None),
        (None, None, moscow(15, 3), None),
    ],
)
def test_quiet_hours_end_where_they_are_said_to_also_over_midnight(
    over_two, since, until, moment, ends
):
    assert wakes(Channel(quiet_since=since, quiet_until=until), moment) == ends


@pytest.mark.parametrize("minute", range(30, 24 * 60, 120))
def test_quiet_hours_end_when_clocks_are_changed(settings, tmp_path, minute):
    """On 25 March 2018 clocks in Budapest jump from 2 to 3, on 28 October they go back."""
    settings.HOME = tmp_path
    Company(zone="Europe/Budapest").save(tmp_path)
    channel = Channel(quiet_since=22 * 60, quiet_until=minute)
    for day in (datetime(2018, 3, 24, 12, tzinfo=UTC), datetime(2018, 10, 27, 12, tzinfo=UTC)):
        for half in range(96):
            at = day + half * 30 * MINUTE
            end = wakes(channel, at)
            assert end is None or (at < end <= at + 25 * HOUR and wakes(channel, end) is None)


@pytest.mark.parametrize(
    ("moment", "working", "goes"),
    [
        (moscow(15, 8, 59), False, moscow(15, 9)),
        (moscow(15, 9), False, moscow(16, 9)),
        (moscow(19, 12), False, moscow(20, 9)),  # a Friday
        (moscow(19, 12), True, moscow(22, 9)),
        (moscow(1, 12), True, moscow(9, 9)),  # the holidays of Russia
    ],
)
def test_the_message_of_a_day_goes_at_its_hour(over_two, moment, working, goes):
    assert gathering(Channel(hour=9, working=working), moment) == goes


def test_after_a_day_that_had_its_message_it_goes_on_the_next(over_two):
    day = moscow(15, 12).date()
    assert gathering(Channel(hour=18), moscow(15, 12), after=day) == moscow(16, 18)
    assert due(Channel(hour=18), moscow(15, 12)) == moscow(15, 18)


@pytest.mark.django_db
def test_what_falls_into_quiet_hours_waits_until_they_end(ann, hook):
    by_hook(ann, hook, quiet_since=22 * 60, quiet_until=8 * 60)
    told(ann, 1, moscow(15, 21, 59))
    told(ann, 2, moscow(15, 23))
    told(ann, 3, moscow(16, 3))
    assert minutes(moscow(15, 21, 59), 1) == 1
    assert minutes(moscow(15, 22), 600) == 0
    assert pass_over(moscow(16, 8)) == 2


@pytest.mark.django_db
def test_second_try_that_falls_into_quiet_hours_waits_too(ann, hook):
    by_hook(ann, hook, quiet_since=22 * 60, quiet_until=8 * 60)
    hook.status = 500
    told(ann, 1, moscow(15, 21, 58))
    minutes(moscow(15, 21, 58), 3)
    assert len(hook.posts) == 2
    hook.status = 200
    minutes(moscow(15, 22, 1), 590)
    assert len(hook.posts) == 2
    assert minutes(moscow(16, 7, 55), 6) == 1


@pytest.mark.django_db
def test_gathering_tells_all_of_a_day_once_and_nothing_where_nothing_waits(ann, post):
    by_mail(ann, hour=18)
    for number in range(3):
        told(ann, number, moscow(15, 12) + number * MINUTE)
    minutes(moscow(15, 12), 300)
    assert post.mails == []
    minutes(moscow(15, 18), 26 * 60)

    [mail] = post.mails
    assert mail["subject"] == "Merilo: 3 notices"
    assert [line for line in mail["text"].splitlines() if "Task" in line] == [
        "• Task 0", "• Task 1", "• Task 2",
    ]  # fmt: skip
    assert "Revenue" not in mail["text"]
    assert {*states()} == {"sent"}


@pytest.mark.django_db
def test_gathering_of_many_counts_those_it_does_not_name(ann, post, hook):
    by_mail(ann, hour=18)
    by_hook(ann, hook, hour=18)
    for number in range(25):
        told(ann, number, moscow(15, 12) + number * MINUTE)
    pass_over(moscow(15, 18))

    assert "and 5 more" in post.mails[0]["text"]
    assert post.mails[0]["text"].rstrip().endswith("https://merilo.example/notices/")
    assert (hook.posts[0]["body"]["count"], len(hook.posts[0]["body"]["notices"])) == (25, 20)


@pytest.mark.django_db(transaction=True)
def test_gathering_is_one_although_its_task_runs_twice_at_once(ann, hook):
    by_hook(ann, hook, hour=18)
    for number in range(5):
        told(ann, number, moscow(15, 12))

    def work():
        try:
            pass_over(moscow(15, 18))
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert [post["body"]["count"] for post in hook.posts] == [5]
    assert Delivery.objects.filter(day__isnull=False).count() == 1


@pytest.mark.django_db
def test_day_has_one_message_although_its_hour_is_changed(ann, post):
    channel = by_mail(ann, hour=12)
    told(ann, 1, moscow(15, 11))
    pass_over(moscow(15, 12))
    channel.hour = 18
    channel.save()
    told(ann, 2, moscow(15, 13))
    minutes(moscow(15, 18), 60)
    assert len(post.mails) == 1
    assert pass_over(moscow(16, 9)) == 0
    minutes(moscow(16, 17, 59), 3)
    assert len(post.mails) == 2
    assert "Task 2" in post.mails[1]["text"]


@pytest.mark.django_db
def test_gathering_that_cannot_be_sent_is_given_up_with_its_parts(ann, hook):
    by_hook(ann, hook, hour=12)
    hook.status = 500
    told(ann, 1, moscow(15, 11))
    told(ann, 2, moscow(15, 11, 30))
    minutes(moscow(15, 12), 24 * 60)

    assert len({*hook.ids}) == 1
    assert {*Delivery.objects.values_list("state", "error")} == {("failed", "answered 500")}


@pytest.mark.django_db
def test_what_nobody_wants_any_more_is_not_gathered(ann, hook):
    channel = by_hook(ann, hook, hour=12)
    told(ann, 1, NOON - 2 * HOUR)
    told(ann, 2, NOON - 2 * HOUR, "alert")
    channel.kinds = ["alert"]
    channel.save()
    pass_over(NOON)

    assert [one["title"] for one in hook.posts[0]["body"]["notices"]] == ["Task 2"]
    assert states(notice__kind="task") == ["dropped"]


@pytest.mark.django_db
def test_where_nobody_wants_any_of_it_there_is_no_message_of_the_day(ann, hook):
    channel = by_hook(ann, hook, hour=12)
    told(ann, 1, NOON - 2 * HOUR)
    channel.kinds = ["alert"]
    channel.save()
    pass_over(NOON)

    assert hook.posts == []
    assert states() == ["dropped"]


@pytest.mark.django_db
def test_message_of_a_day_whose_hour_is_quiet_goes_when_it_is_quiet_no_more(ann, hook):
    by_hook(ann, hook, hour=6, quiet_since=22 * 60, quiet_until=8 * 60)
    told(ann, 1, moscow(15, 12))
    assert minutes(moscow(16, 6), 120) == 0
    assert minutes(moscow(16, 8), 60) == 1
