"""When a connection is read, how it stands in words, what administrators are told, how it goes."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from merilo.sources.sync import faults, run
from merilo.web.accounts.models import Role
from merilo.web.connections import reading, standing, tasks, trouble
from merilo.web.connections.models import Reading
from merilo.web.notices.models import Notice
from tests.sources.sync.toy import START
from tests.web.connections.conftest import TOKEN, jwt

pytestmark = pytest.mark.django_db
DAY_S = 86_400
MINUTE = timedelta(minutes=1)


def told(office) -> list[tuple[str, bool]]:
    """The notices about the connection, and whether they are still to be read."""
    found = Notice.objects.filter(key__startswith="connection:toy:").order_by("pk")
    return [(one.title, one.read is None) for one in found]


def later(minutes: float) -> None:
    """As if the last reading had been so long ago."""
    for one in Reading.objects.all():
        one.began -= timedelta(minutes=minutes)
        one.save()


def test_it_is_due_when_its_time_has_come(toy):
    now = datetime.now(UTC)
    assert reading.all_due(now) == []
    assert reading.all_due(now + MINUTE / 4) == []
    assert reading.all_due(now + MINUTE * 3 / 4) == ["toy"]  # the tick may come a little early
    toy.choose("manner", every_s="3600", since="", title="")
    assert reading.all_due(now + 20 * MINUTE) == []
    assert reading.all_due(now + 61 * MINUTE) == ["toy"]


def test_past_that_is_not_whole_goes_on_at_once(toy):
    Reading.objects.update(whole=False)
    assert reading.all_due(datetime.now(UTC)) == ["toy"]


def test_paused_one_is_not_read_until_it_goes_on(toy):
    toy.act("pause")
    assert reading.all_due(datetime.now(UTC) + 99 * MINUTE) == []
    assert "Paused" in toy.page("toy/") or "paused" in toy.page("toy/")
    asked = len(toy.system.streams[0].spans)
    toy.act("now")
    assert len(toy.system.streams[0].spans) == asked

    toy.act("resume")
    assert not toy.connection.paused
    assert len(toy.system.streams[0].spans) > asked


def test_one_reader_at_a_time_and_the_dead_are_passed_over(toy):
    now = datetime.now(UTC)
    Reading.objects.update(heartbeat=now, wanted=True)
    assert reading.take(toy.connection, now) is None
    Reading.objects.update(heartbeat=now - timedelta(minutes=2))
    assert reading.take(toy.connection, now) is not None
    assert reading.take(toy.connection, now) is None
    reading.settle()
    Reading.objects.update(wanted=True)
    assert reading.take(toy.connection, now) is not None


def test_so_many_at_once_and_no_more(toy):
    now = datetime.now(UTC)
    for n in range(reading.MOST):
        Reading.objects.create(name=f"other{n}", heartbeat=now)
    Reading.objects.filter(name="toy").update(wanted=True)
    assert reading.take(toy.connection, now) is None


def test_somebody_elses_reading_is_left_alone(toy):
    with reading.nobody("toy"):  # another process holds it
        toy.act("now")
    assert "Traceback" not in toy.page("toy/")
    assert toy.marks().state().get("trouble") is None


def test_read_now_brings_what_is_new(toy):
    toy.system.streams[0].put("d3", int(time.time()) - 120)
    toy.act("now")
    assert toy.rows("select count(*) from deals") == [(3,)]
    page = toy.page("toy/")
    assert "deals" in page
    assert "deals +1<" in page


def test_stop_is_heard(toy, monkeypatch):
    monkeypatch.setattr(reading, "LOOK_S", 0.0)
    work = reading.Work(Reading.objects.get(name="toy"))
    assert not work.stopped()
    reading.halt("toy")
    assert work.stopped()


def test_progress_is_told_with_an_estimate(toy):
    now = datetime.now(UTC)
    found = Reading(name="toy", part=0.43, began_part=0.03, began=now - 8 * MINUTE, heartbeat=now,
                    stream="deals")  # fmt: skip
    state = standing.state_of(toy.connection, found, {}, now)
    assert state.text == "reading the past: 43 %, about 11 minutes left"
    assert (state.part, state.more) == (0.43, "Now: deals")
    found.began = now - timedelta(seconds=5)
    assert standing.state_of(toy.connection, found, {}, now).text == "reading the past: 43 %"


@pytest.mark.parametrize(
    ("error", "said", "minutes", "grave"),
    [
        (lambda: faults.SignIn("401"), "sign in again", 59, True),
        (lambda: faults.Blocked("403"), "blocked for an hour", 59, True),
        (lambda: faults.Paused("429", time.time() + 7200), "gives no more today", 119, False),
        (lambda: faults.Away("ConnectError"), "not read", 4, False),
        (lambda: faults.Broken("rows from outside"), "not read", 4, False),
    ],
    ids=["sign-in", "blocked", "paused", "away", "broken"],
)
def test_trouble_is_said_in_words_and_waited_out(toy, error, said, minutes, grave):
    now, error = datetime.now(UTC), error()
    toy.marks().note(trouble=run.trouble(error, now.timestamp()))
    Reading.objects.update(began=now - timedelta(days=1))
    page = toy.page()

    assert said in page
    assert str(error).split(":")[0] in page.replace("&#39;", "'")
    assert reading.all_due(now + minutes * MINUTE) == []
    assert reading.all_due(now + (minutes + 2) * MINUTE) == ["toy"]
    assert trouble.grave(toy.marks().state()["trouble"]) is grave


def test_fault_of_our_own_is_noted_and_shown_without_its_text(toy, caplog):
    toy.system.streams[0].fetch = lambda *_: 1 / 0
    toy.act("now")
    page = toy.page("toy/")
    assert "Merilo made a mistake" in page
    assert "ZeroDivisionError" not in page
    assert "ZeroDivisionError" in caplog.text


def test_what_cannot_be_read_is_named(toy):
    toy.system.streams[0].lacking = True
    toy.act("now")
    assert "not read: deals (no right)" in toy.page()


def test_administrators_are_told_once_and_it_is_cleared_when_it_is_over(toy, user):
    other = user(Role.ADMINISTRATOR)
    user(Role.DIRECTOR)
    toy.system.good = {"new-token"}
    for _ in range(3):
        toy.marks().note(greeted=None)
        toy.act("now")
    assert told(toy) == [("Not read: toy", True)] * 2
    assert Notice.objects.filter(to=other, link="/connections/toy/").count() == 1
    assert TOKEN not in Notice.objects.first().text

    toy.post("toy/sign-in/", {"f-address": "https://8.8.8.8", "f-token": "new-token"})
    assert told(toy) == [("Not read: toy", False)] * 2
    toy.system.good = set()
    toy.marks().note(greeted=None)
    toy.act("now")
    assert [new for _title, new in told(toy)] == [False, False, True, True]


def test_passing_trouble_is_told_to_nobody(toy):
    toy.system.fault = faults.Away("ConnectError")
    toy.marks().note(greeted=None)
    toy.act("now")
    assert told(toy) == []


def test_token_that_ends_soon_is_told_once(office):
    token, longer = (jwt(int(time.time()) + days * DAY_S) for days in (10, 300))
    office.system.good = {token, longer}
    office.connect(**{"f-token": token})
    tasks.endings.call_local()
    tasks.endings.call_local()
    assert told(office) == [("The token ends soon: toy", True)]

    office.post("toy/sign-in/", {"f-address": "https://8.8.8.8", "f-token": longer})
    assert told(office) == [("The token ends soon: toy", False)]


def test_token_that_somebody_renews_does_not_end():
    soon = jwt(int(time.time()) + 3600)
    assert trouble.ends({"access": soon, "refresh": "r"}) is None
    assert trouble.ends({"token": soon}) is not None
    for odd in ("", "a.b.c", "a.e30.c", "a.bnVsbA.c", jwt(10**15)):
        assert trouble.ends({"token": odd}) is None


def test_one_that_is_read_often_asks_for_its_next_turn(toy, monkeypatch):
    turns = []
    monkeypatch.setattr(tasks.read, "schedule", lambda args, delay: turns.append((args, delay)))
    toy.choose("manner", every_s="10", since="", title="")
    assert turns == [(("toy",), 10)]
    tasks.read.call_local("toy")  # it is not due yet: no second chain of turns
    assert len(turns) == 1


def test_every_minute_what_is_due_is_read(toy):
    toy.system.streams[0].put("d3", int(time.time()) - 120)
    tasks.look.call_local()
    assert toy.rows("select count(*) from deals") == [(2,)]
    later(2)
    tasks.look.call_local()
    assert toy.rows("select count(*) from deals") == [(3,)]


def test_broken_file_of_settings_is_told_and_stops_nobody_else(toy):
    (toy.home / "connections" / "worse.yaml").write_text("[", "utf-8")
    assert "cannot" in toy.page() or "worse.yaml" in toy.page()
    assert reading.all_due(datetime.now(UTC)) == []


def test_period_is_read_again_by_the_companys_days(toy):
    toy.system.streams[0].rows_["d1"]["amount"] = "2000"  # in silence
    day = datetime.fromtimestamp(START - DAY_S, UTC).date()
    answer = toy.act("again", since=str(day - timedelta(days=1)), until=str(day))
    assert answer.status_code == 302
    assert toy.rows("select amount from deals where id = 'd1'") == [(2000,)]


@pytest.mark.parametrize(
    ("since", "until"), [("2026-02-30", "2026-03-01"), ("2025-03-02", "2025-03-01"), ("", "")]
)
def test_period_that_is_none_is_said(toy, since, until):
    answer = toy.act("again", since=since, until=until)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_pieces_renew_themselves(toy):
    assert "hx-get" in toy.page("live/")
    assert "every 15s" in toy.page("toy/state/")
    Reading.objects.update(heartbeat=datetime.now(UTC), whole=False)
    assert "every 2s" in toy.page("toy/state/")
    assert "every 2s" in toy.page("live/")


def test_refused_rows_can_be_taken_away(toy):
    toy.system.streams[0].put("d9", int(time.time()) - 120, amount="a lot")
    toy.act("now")
    page = toy.page("toy/")
    assert "1 refused" in page
    link = page.split("/imports/refused/")[1].split('"')[0]
    answer = toy.client.get(f"/imports/refused/{link}")
    assert b"a lot" in b"".join(answer.streaming_content)
