"""Tasks in a calendar: read back as calendars read them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from merilo.web.accounts.models import Role
from merilo.web.tasks.change import change, close
from merilo.web.tasks.models import Feed, State, Task
from tests.web.tasks.test_repeat import NOON

pytestmark = pytest.mark.django_db
BUDAPEST = ZoneInfo("Europe/Budapest")


def address(one) -> str:
    """A new address, as the page shows it once."""
    answer = one.client.post("/tasks/feed/", {"what": "renew"}, follow=True)
    page = BeautifulSoup(answer.content, "html.parser")
    return page.select_one(".task-secret input")["value"].removeprefix("http://testserver")


def events(path: str) -> dict[str, icalendar.Event]:
    """The events by title."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    paper = icalendar.Calendar.from_ical(answer.content)
    found = paper.walk("VEVENT")
    assert len({one["uid"] for one in found}) == len(found)
    return {str(one["summary"]): one for one in found}


def test_days_times_and_titles_come_back_as_they_are(ann, task):
    title = "Договор; с «Тот, кто», 50% \\ Ő"
    task(ann.user, "test:ann", title=title, text="secret,\nlines; of text")
    task(ann.user, "test:ann", title="Visit", due=date(2016, 5, 20), since=time(15),
         until=time(16, 30), kind="event")  # fmt: skip
    found = events(address(ann))

    assert found[title].decoded("dtstart") == date(2016, 5, 18)
    assert found[title].decoded("dtend") == date(2016, 5, 19)
    assert found["Visit"].decoded("dtstart") == datetime(2016, 5, 20, 15, tzinfo=BUDAPEST)
    assert found["Visit"].decoded("dtend") == datetime(2016, 5, 20, 16, 30, tzinfo=BUDAPEST)
    assert "secret" not in str(found)


def test_description_has_lines_and_commas(ann, task):
    made = task(ann.user, "test:ann", priority=2, repeat="day")
    text = str(events(address(ann))["Call"]["description"])

    assert text.split("\n") == ["high priority, every day", f"http://testserver/tasks/{made.pk}/"]


def test_clock_of_the_company_on_both_sides_of_the_change(ann, task):
    """In Budapest clocks go back on 30 October 2016: nine is seven, then eight in UTC."""
    for day in (28, 31):
        task(ann.user, "test:ann", title=str(day), due=date(2016, 10, day), since=time(9))
    path = address(ann)
    found = events(path)

    utc = [one.decoded("dtstart").utctimetuple().tm_hour for one in found.values()]
    assert utc == [7, 8]
    zone = icalendar.Calendar.from_ical(Client().get(path).content).walk("VTIMEZONE")
    assert [str(one["tzid"]) for one in zone] == ["Europe/Budapest"]
    made = zone[0].to_tz()  # by what the paper says alone
    for day, hours in ((28, 2), (31, 1)):
        offset = datetime(2016, 10, day, 9, tzinfo=made).utcoffset()
        assert offset.total_seconds() == hours * 3600


def test_the_same_event_grows_by_its_sequence(ann, task, noon):
    made = task(ann.user, "test:ann")
    path = address(ann)
    before = events(path)["Call"]
    noon.shift(60)
    change(made, {"title": "Visit"}, ann.user, NOON)
    after = events(path)["Visit"]

    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_what_repeats_has_its_next_times_and_keeps_their_names(ann, task):
    """Working days after Whit Monday; the one that appears has the name that it had before."""
    made = task(ann.user, "test:ann", due=date(2016, 5, 13), repeat="work")
    path = address(ann)

    def days() -> dict[date, str]:
        paper = icalendar.Calendar.from_ical(Client().get(path).content)
        return {one.decoded("dtstart"): str(one["uid"]) for one in paper.walk("VEVENT")}

    before = days()
    assert [f"{day:%d}" for day in before][:4] == ["13", "17", "18", "19"]
    close(made, ann.user, NOON, State.DONE)
    after = days()
    assert all(after[day] == uid for day, uid in before.items())


def test_only_the_own_ones_that_are_of_interest(ann, doer, task):
    task(ann.user, "test:ann", title="open")
    task(ann.user, "test:ann", title="some day", due=None)
    task(doer(Role.SELLER, "test:kim").user, "test:kim", title="of Kim")
    for title, state in (("done", State.DONE), ("cancelled", State.CANCELLED)):
        close(task(ann.user, "test:ann", title=title), ann.user, NOON, state)
    old = task(ann.user, "test:ann", title="long ago")
    close(old, ann.user, NOON, State.DONE)
    Task.objects.filter(pk=old.pk).update(due=date(2016, 3, 1))

    assert {*events(address(ann))} == {"open", "✓ done"}


def test_asked_again_it_answers_that_nothing_changed(ann, task, noon):
    made = task(ann.user, "test:ann", since=time(9))
    path = address(ann)
    etag = Client().get(path)["ETag"]
    noon.shift(3600)

    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 304
    close(made, ann.user, NOON, State.DONE)
    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 200


def test_secret_is_kept_as_its_fingerprint_and_shown_once(ann):
    path = address(ann)
    word = path.rpartition("/")[2].removesuffix(".ics")

    assert word not in ann.client.get("/tasks/").content.decode()
    assert len(word) >= 40
    assert word not in str([*Feed.objects.values()])


def test_renewed_and_switched_off_the_old_one_is_gone(ann):
    first = address(ann)
    second = address(ann)
    assert [Client().get(one).status_code for one in (first, second)] == [404, 200]

    ann.client.post("/tasks/feed/", {"what": "stop"})
    assert Client().get(second).status_code == 404
    assert Client().get("/tasks/feed/nobody.ics").status_code == 404


def test_whoever_is_switched_off_has_none(ann):
    path = address(ann)
    ann.user.is_active = False
    ann.user.save()

    assert Client().get(path).status_code == 404


def test_words_are_of_the_language_of_the_account(doer, task):
    one = doer(Role.SELLER, "test:ann", language="ru")
    close(task(one.user, "test:ann"), one.user, NOON, State.DONE)

    assert "сделано" in str(events(address(one))["✓ Call"]["description"])
