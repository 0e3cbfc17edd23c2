"""The check: each alarm once, over when it is over, told once, whatever falls in between."""

from datetime import UTC, date, datetime, timedelta

import pytest
from time_machine import travel

from merilo.web.accounts.models import Role
from merilo.web.alerts import check as checking
from merilo.web.alerts.answer import answer
from merilo.web.alerts.check import row
from merilo.web.alerts.models import Alarm, How, Telling
from merilo.web.alerts.open import alarms as opened
from merilo.web.notices.models import Notice
from tests.builders import call, meeting, posting
from tests.builders import row as row_of
from tests.web.alerts.conftest import (
    EXPECTED,
    alarms,
    calls,
    checked,
    clock,
    made,
    posts,
    put,
    standing,
    told,
)

SPOKEN = "Ann: calls: 5, at least 8 (38% below); 4 Oct 2017"


def one(who, day):
    return Alarm.objects.get(person=f"test:{who}", day=date(2017, 10, day))


# A month


def test_a_month_day_by_day(team, rule, heads):
    """Each alarm is raised once, by the evening of its day, and is over when the next day is."""
    rule()
    seen = set()
    for day in range(2, 32):
        for hour in (9.5, 17.5, 18.5, 22):
            checked(day, hour)
        seen |= {(*found, day) for found in standing()}

    assert alarms() == EXPECTED
    first = {found: min(day for *those, day in seen if (*those,) == found) for found in EXPECTED
             if found != ("leo", 5)}  # fmt: skip
    assert all(day == found[1] for found, day in first.items())
    assert standing() == set()
    assert {(a.person, a.over) for a in Alarm.objects.filter(day=date(2017, 10, 4))} == {
        ("test:ann", clock(5, 18.5))
    }


def test_the_head_hears_of_each_once_in_the_morning_after(team, rule, heads):
    """Leo left on the day after his: nobody need hear of it. Ann's of the fourth and the fifth,
    Dan's, Ann's and Bob's."""
    rule()
    for day in range(2, 32):
        for hour in (9.5, 17.5, 18.5):
            checked(day, hour)

    texts = [text for _kind, text in told(heads["hed"])]
    assert texts[0] == SPOKEN
    assert [text.partition(":")[0] for text in texts] == ["Ann", "Ann", "Dan", "Ann", "Bob"]
    assert Notice.objects.order_by("at")[0].at == clock(5, 9.5)
    assert told(heads["sue"]) == told(heads["ann"]) == []
    assert Telling.objects.filter(at=None).count() == 0


def test_checked_once_after_a_month_away(team, rule, heads):
    """What was broken meanwhile stands in the history; nobody is told of what is over."""
    rule()

    checked(31, 19)

    assert alarms() == EXPECTED
    assert standing() == set()
    assert told(heads["hed"]) == []


def test_a_run_of_broken_days_is_counted(team, rule):
    rule()
    for day in (4, 5):
        checked(day)

    assert (one("ann", 4).again, one("ann", 5).again) == (1, 2)
    assert standing() == {("ann", 5), ("leo", 5)}


def test_nothing_is_said_during_the_day(team, rule):
    rule()

    checked(4, 17.9)

    assert alarms() == set()


# Once, whatever falls

STEPS = (
    "merilo.web.alerts.settle.Settling.opened",
    "merilo.web.alerts.settle.Settling.quiet",
    "merilo.web.alerts.settle.Settling.end",
    "merilo.web.alerts.settle.Settling.gone",
    "merilo.web.alerts.check.tell_all",
    "merilo.web.alerts.tell.tell",
    "merilo.web.alerts.tell.message",
)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step(team, rule, heads, monkeypatch, step, after):
    """Before or after it: the next check does what was left, and nothing twice."""
    from django.utils.module_loading import import_string

    rule(severe=True, to_person=True)
    module, _, name = step.rpartition(".")
    owner = import_string(module) if module.endswith("Settling") else __import__(
        module, fromlist=[name])  # fmt: skip
    real = getattr(owner, name)

    def killed(*args, **said):
        if after:
            real(*args, **said)
        raise KeyboardInterrupt

    checked(4)
    Notice.objects.all().delete()
    Telling.objects.all().delete()
    Alarm.objects.exclude(day=date(2017, 10, 4)).delete()
    with monkeypatch.context() as broken:
        broken.setattr(owner, name, killed)
        for hour in (18.5, 18.6):
            try:
                checked(5, hour)
            except KeyboardInterrupt:
                continue
    for hour in (18.7, 18.8):
        checked(5, hour)

    assert alarms() == {("ann", 4), ("ann", 5), ("leo", 5)}
    assert standing() == {("ann", 5), ("leo", 5)}
    assert [kind for kind, _text in told(heads["hed"])] == ["alert"]
    assert len(told(heads["ann"])) == 1
    assert sorted(told(heads["hed"])[0][1].splitlines()) == [
        "Ann: calls: 6, at least 8 (25% below); 5 Oct 2017",
        "Leo: calls: 2, at least 8 (75% below); 5 Oct 2017",
    ]


def test_only_one_checks_at_a_time(team, rule):
    """Who died while checking is forgotten after half an hour; also where the clock went back."""
    rule()
    row()
    checking.Check.objects.update(busy=clock(4, 18.5))

    assert not checked(4, 18.9)
    assert checked(4, 19.1)
    checking.Check.objects.update(busy=clock(4, 23))
    assert checked(4, 19.2)


def test_a_clock_moved_back_doubles_nothing(team, rule, heads):
    rule()
    checked(4)
    checked(5, 9.5)
    before = alarms(), standing(), told(heads["hed"])

    for day, hour in ((4, 18.6), (4, 9.5), (3, 19), (5, 9.6)):
        checked(day, hour)

    assert (alarms(), standing(), told(heads["hed"])) == before


def test_a_check_without_news_judges_nothing(team, rule, monkeypatch):
    rule()
    monkeypatch.setattr(checking, "loaded", lambda _snapshot: clock(4, 19))
    checked(4, 19.5)
    judged = []
    monkeypatch.setattr(checking, "judge_one", lambda *_: judged.append(1) or (None, {}))

    checked(4, 20)
    rule(limit=3)
    checked(4, 20.1)

    assert len(judged) == 2  # both rules, once: after the second was made


def test_a_rule_that_cannot_be_judged_does_not_hold_up_others(team, rule):
    rule(metric="gone")
    rule()

    checked(4)

    assert alarms() == {("ann", 4)}


# Facts that are late, or change


def test_facts_that_are_not_there_accuse_nobody(own_team, rule, heads, signed):
    """They were brought on the third: of the fourth nobody knows anything."""
    rule()
    lone = {"activities": [*calls("cat", 3, 1)]}
    with_source(own_team, lone, clock(3, 20))

    checked(5, 19)

    assert alarms() == set()
    with travel(clock(5, 19), tick=False):
        page = signed(Role.DIRECTOR).get("/alerts/rules/").content.decode()
    assert "The facts of 5 Oct 2017 are not there yet." in page


def test_what_is_typed_here_brings_no_facts_of_others(own_team, rule):
    rule()
    with_source(own_team, {"activities": [*calls("cat", 3, 1)]}, clock(3, 20))
    put(own_team, {"postings": [*posts()][:1]}, "typed: plans", clock(5, 19))

    checked(5, 20)
    assert alarms() == set()

    with_source(own_team, {"activities": [*calls("cat", 5, 1)]}, clock(5, 20))
    checked(5, 20.2)
    assert ("ann", 4) in alarms()


def with_source(home, rows, now):
    """An import from outside, which is counted."""
    from merilo.facts.lake import Lake
    from merilo.facts.rows import create
    from merilo.facts.tables import TABLES

    with Lake.open(home / "lake").writing("import calls.csv", now) as load:
        assert load.once("file", int(now.timestamp()))
        for name, those in rows.items():
            create(load.db, TABLES[name], those, "incoming")
            load.put(TABLES[name], load.db.sql("from incoming"))


def test_late_calls_end_the_alarm_and_nobody_is_told(own_team, rule, heads):
    rule()
    checked(4)
    put(own_team, {"activities": [*calls("ann", 4, 3)]}, "test", clock(4, 20))

    checked(4, 20.5)
    checked(5, 9.5)

    assert (alarms(), standing()) == ({("ann", 4)}, set())
    assert told(heads["hed"]) == []


def test_corrected_once_more_it_is_open_again_but_not_told_again(own_team, rule, heads):
    rule(severe=True)
    late = [*calls("ann", 4, 3)]
    checked(4)
    put(own_team, {"activities": late}, "test", clock(4, 20))
    checked(4, 20.5)
    put(own_team, {"activities": [one | {"deleted": True} for one in late]}, "test", clock(4, 21))
    checked(4, 21.5)

    assert standing() == {("ann", 4)}
    assert len(told(heads["hed"])) == 1


# Who is told


def test_a_mover_is_a_matter_of_the_head_of_that_day(team, rule, heads):
    """Dan moved to South on the eleventh."""
    rule(units=[])
    for day in (10, 11):
        checked(day)
        checked(day + 1, 9.5)

    assert any(text.startswith("Dan: calls: 3") for _kind, text in told(heads["hed"]))
    assert ["11 Oct" in text for _kind, text in told(heads["sue"]) if "Dan" in text] == [True]


def test_the_head_of_that_day_hears_of_it(own_team, rule, user):
    """Hed left the team on the fourth; Ann was short on the fourth and the third."""
    new, old = user(Role.HEAD, "test:new"), user(Role.HEAD, "test:hed")
    ends = {"unit": "test:n", "role": "head"}
    put(own_team, {
        "people": [row_of("people", {}, id="new", name="New")],
        "postings": [
            posting("test:hed", **ends, id="head-of-n", until=date(2017, 10, 4)),
            posting("test:new", **ends, since=date(2017, 10, 4)),
        ],
        "activities": [one | {"deleted": True} for one in made() if one["person"] == "test:ann"
                       and one["occurred_on"] == date(2017, 10, 3)],
    }, "test", clock(2, 12))  # fmt: skip
    rule(severe=True)

    checked(3)
    checked(4)

    assert ["3 Oct" in text for _kind, text in told(old)] == [True]
    assert ["4 Oct" in text for _kind, text in told(new)] == [True]


def test_whoever_may_not_see_it_is_not_told(team, rule, heads):
    """A named account of another team, and one that sees no money."""
    made = rule(severe=True)
    made.accounts.add(heads["sue"])

    checked(4)

    assert (len(told(heads["hed"])), told(heads["sue"])) == (1, [])


def test_whoever_may_no_longer_see_it_in_the_morning_is_not_told(team, rule, heads):
    """Found in the evening; by the morning Hed leads nobody."""
    rule()
    checked(4)
    type(heads["hed"]).objects.filter(pk=heads["hed"].pk).update(role=Role.SELLER)

    checked(5, 9.5)

    assert told(heads["hed"]) == []


def test_the_rest_waits_for_the_morning_of_a_working_day(team, rule, heads):
    """Bob's Friday is told on Monday."""
    rule()
    for day, hour in ((20, 18.5), (21, 10), (22, 10), (23, 8.9), (23, 9)):
        checked(day, hour)

    assert Notice.objects.get().at == clock(23, 9)


def test_one_message_a_receiver_and_run_the_largest_first(team, rule, heads):
    rule(severe=True, limit=9)
    checked(5)

    ((kind, text),) = told(heads["hed"])
    assert kind == "alert"
    assert [line.partition(":")[0] for line in text.splitlines()] == ["Leo", "Ann"]
    assert Notice.objects.get().title == "2 alerts"


# Answers


@pytest.fixture
def ann4(team, rule, heads):
    rule()
    checked(4)
    return one("ann", 4)


def answered(alarm, by, how="seen", until=None, at=None):
    return answer(alarm, by, how, "a note", until, at or clock(4, 19))


def test_seen_it_is_off_the_list_with_who_when_and_why(ann4, heads):
    assert answered(ann4, heads["hed"])

    ann4.refresh_from_db()
    assert (ann4.how, ann4.who, ann4.note, ann4.answered) == (
        "seen", heads["hed"], "a note", clock(4, 19))  # fmt: skip
    assert opened(None, day=date(2017, 10, 4)) == []
    checked(5, 9.5)
    assert told(heads["hed"]) == []


def test_the_second_answer_comes_too_late(ann4, heads):
    answered(ann4, heads["hed"])

    assert not answered(one("ann", 4), heads["sue"])
    assert one("ann", 4).who == heads["hed"]


def test_what_is_over_cannot_be_answered(ann4, heads):
    Alarm.objects.update(over=clock(4, 19))

    assert not answered(ann4, heads["hed"])


def test_put_off_until_a_day_it_is_silent_until_then(ann4, heads):
    """Also the fifth, which was short, too; on the sixth, when it comes back, it is told once."""
    answered(ann4, heads["hed"], How.LATER, date(2017, 10, 6))
    checked(5)

    assert ("ann", 5) in standing()
    assert [a.person for a in opened(None, day=date(2017, 10, 5))] == ["test:leo"]
    for hour in (9.5, 9.6):
        checked(6, hour)
    assert opened(["test:ann"], day=date(2017, 10, 6)) == [one("ann", 5)]
    assert sum("Ann" in text for _kind, text in told(heads["hed"])) == 1


def test_open_alarms_of_some_people(ann4):
    day = date(2017, 10, 4)

    assert opened({"test:ann"}, day=day) == opened(None, day=day) == [ann4]
    assert opened({"test:bob"}, day=day) == opened((), day=day) == []


def test_a_paused_rule_has_no_open_alarms(ann4):
    ann4.rule.paused = True
    ann4.rule.save()

    checked(4, 19)

    assert standing() == set()


# What lasts


def test_silence_is_one_alarm_from_its_third_day_on(own_team, rule):
    """Bob meets on the third (and in September) and at noon of the twelfth: the sixth is the third
    empty day."""
    met = [meeting(person="test:bob", occurred_at=clock(day, 12), deal=None) for day in (-1, 3, 12)]
    put(own_team, {"activities": met}, "test", clock(2, 9))
    rule(metric="meetings", kind="nothing", limit=3, way="days", people=["test:bob"], units=[])
    found = {}
    for day, hour in (*((d, 18.5) for d in range(3, 12)), (12, 10.5), (12, 12.5)):
        checked(day, hour)
        found |= {(day, hour): [(a.key, a.day.day, a.value, a.over is None)
                                for a in Alarm.objects.all()]}  # fmt: skip

    assert found[5, 18.5] == []
    assert found[6, 18.5] == [("2017-10-04", 6, 3, True)]
    assert found[11, 18.5] == [("2017-10-04", 11, 6, True)]
    assert found[12, 12.5] == [("2017-10-04", 11, 6, False)]


def test_a_fall_out_of_the_usual_range_is_one_alarm_while_it_lasts(own_team, rule):
    """Zoe made about thirty a day, three on the 23rd to the 25th, and thirty again."""
    working = [date(2017, 8, 1) + timedelta(days=n) for n in range(90)]
    working = [day for day in working if day.weekday() < 5]
    few = {date(2017, 10, day): 3 for day in (23, 24, 25)}
    rows = [
        call(person="test:zoe", deal=None, duration_s=60,
             occurred_at=datetime(day.year, day.month, day.day, 8, n, tzinfo=UTC))
        for day in working for n in range(few.get(day, 26 + day.day % 9))
    ]  # fmt: skip
    put(own_team, {
        "people": [row_of("people", {}, id="zoe", name="Zoe")], "activities": rows,
        "postings": [posting("test:zoe", unit="test:s")],
    }, "test", clock(2, 9))  # fmt: skip
    rule(kind="unusual", limit=1, way="worse", units=["test:s"], since=date(2017, 10, 16))
    found = []
    for day in (20, 23, 24, 25, 26, 27):
        checked(day)
        found.append([(a.key, a.day.day, a.over is None)
                      for a in Alarm.objects.filter(person="test:zoe")])  # fmt: skip

    assert found[0] == []
    assert found[1] == [("2017-10-23", 23, True)]
    assert found[3] == [("2017-10-23", 25, True)]
    assert len(found[5]) == 1


def test_of_whom_too_little_is_known_it_is_said(team, rule, signed):
    """Eve came on the sixteenth."""
    rule(kind="unusual", limit=1, way="worse", since=date(2017, 10, 20))
    checked(23)

    with travel(clock(23, 19), tick=False):
        page = signed(Role.DIRECTOR).get("/alerts/rules/").content.decode()

    assert "Of 1 person too little is known for a usual range: Eve" in page


def test_a_day_is_a_datetime_of_its_own():
    """The builder of instants: nine in Moscow is six in London's winter."""
    assert clock(2, 9) == datetime.fromisoformat("2017-10-02T06:00:00+00:00")
    assert clock(3, 0) - clock(2, 0) == timedelta(days=1)
