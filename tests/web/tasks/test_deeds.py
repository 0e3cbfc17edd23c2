"""What is done with a task: once, with a trace, told to whom it concerns, by the form as well."""

from datetime import UTC, date, datetime

import pytest
from auditlog.models import LogEntry

from merilo.web.notices.models import Notice
from merilo.web.tasks.models import Entry, Kind, State, Task
from tests.web.tasks.conftest import words
from tests.web.tasks.test_repeat import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(fay, ann, task):
    """Given to Ann by Fay."""
    return task(fay.user, "test:ann")


def test_done_once_with_who_and_when_and_the_giver_is_told(given, fay, ann):
    Notice.objects.all().delete()
    assert [ann.act(given, "done"), ann.act(given, "done")] == [302, 302]
    given.refresh_from_db()

    assert (given.state, given.closed_by, given.closed_at) == (State.DONE, ann.user, NOON)
    assert [one.kind for one in given.story.all()] == ["made", "done"]
    assert [one.to for one in Notice.objects.all()] == [fay.user]
    assert ann.titles() == []
    assert ann.titles(state="done") == ["Call"]


def test_undo_opens_it_again(given, ann):
    ann.act(given, "done", next="/tasks/")
    button = ann.page().select_one("#undo button")
    assert button["value"] == "reopen"
    ann.act(given, "reopen")
    given.refresh_from_db()

    assert (given.state, given.closed_by, given.closed_at) == (State.OPEN, None, None)


def test_handed_over_with_a_trace(given, fay, ann, boris):
    Notice.objects.all().delete()
    assert fay.act(given, "hand", owner="p:test:boris", text="Ann is away") == 302
    given.refresh_from_db()
    entry = given.story.get(kind="handed")

    assert given.person == "test:boris"
    assert (entry.who, entry.before, entry.after) == (fay.user, "Ann", "Boris")
    assert (entry.text, entry.at) == ("Ann is away", NOON)
    assert [one.to for one in Notice.objects.all()] == [boris.user]
    assert ann.client.get(f"/tasks/{given.pk}/").status_code == 404


def test_seller_hands_back_to_the_giver_and_to_nobody_else(given, fay, ann):
    assert ann.act(given, "hand", owner="p:test:kim") == 404
    assert ann.act(given, "hand", owner="p:test:fay", text="not mine") == 302
    given.refresh_from_db()

    assert given.person == "test:fay"


def test_comment_is_told_to_the_other(given, fay, ann):
    Notice.objects.all().delete()
    ann.act(given, "comment", text="Nobody\nanswers")
    ann.act(given, "comment", text="Nobody\nanswers")

    assert [one.to for one in Notice.objects.all()] == [fay.user, fay.user]
    assert "Nobody" in words(fay.page(f"/tasks/{given.pk}/").select_one(".task-story"))


def test_changed_day_is_told_and_stays_written(given, fay, ann):
    Notice.objects.all().delete()
    ann.form(f"/tasks/{given.pk}/edit/", title="Call", due="2016-05-20")
    given.refresh_from_db()

    assert given.due == date(2016, 5, 20)
    assert given.late_at == datetime(2016, 5, 23, 7, tzinfo=UTC)
    assert [one.to for one in Notice.objects.all()] == [fay.user]
    story = words(ann.page(f"/tasks/{given.pk}/").select_one(".task-story"))
    assert "18 May 2016 → 20 May 2016" in story


def test_form_sent_as_it_is_changes_nothing(given, ann):
    fields = ann.page(f"/tasks/{given.pk}/edit/").select("main form [name]")
    said = {}
    for one in fields:
        chosen = one.select_one("option[selected]")
        said[one["name"]] = chosen["value"] if chosen else one.get("value", one.get_text())
    said.pop("moved")
    ann.form(f"/tasks/{given.pk}/edit/", **said)

    assert Entry.objects.count() == 1
    given.refresh_from_db()
    assert given.version == 0


def test_owner_is_not_changed_by_the_form(given, ann):
    ann.form(f"/tasks/{given.pk}/edit/", owner="p:test:kim", title="New")
    given.refresh_from_db()

    assert (given.title, given.person) == ("New", "test:ann")


def test_audit_has_what_was_done_with_tasks_of_others_alone(given, fay, ann):
    entries = LogEntry.objects.filter(additional_data__event="tasks").order_by("pk")
    first = entries.first()
    assert (first.actor, first.changes) == (fay.user, {"owner": ["", "Ann"]})
    ann.act(given, "done")
    assert entries.count() == 1
    fay.act(given, "reopen")
    fay.form(f"/tasks/{given.pk}/edit/", title="Call", due="2016-05-20", text="secret")

    assert entries.count() == 3
    latest = entries.order_by("-pk").first()
    assert latest.changes["due"] == ["2016-05-18", "2016-05-20"]
    assert "secret" not in str(latest.changes)


def test_unknown_deed_is_none(given, ann):
    assert ann.act(given, "explode") == 404
    assert ann.act(given, "comment", text=" ") == 404
    assert ann.client.get(f"/tasks/{given.pk}/act/").status_code == 405


def test_goes_back_to_pages_of_ours_alone(given, ann):
    def where(to):
        return ann.client.post(f"/tasks/{given.pk}/act/", {"what": "done", "next": to})["Location"]

    assert where("/day/") == "/day/"
    assert where("https://evil.example/") == "/tasks/"


@pytest.mark.parametrize(("said", "field"), [
    ({"title": " "}, "title"), ({"title": "x" * 201}, "title"), ({"due": "2016-13-01"}, "due"),
    ({"due": "0001-01-01"}, "due"), ({"since": "15:00"}, "due"),
    ({"due": "2016-05-18", "until": "16:00"}, "since"),
    ({"due": "2016-05-18", "since": "16:00", "until": "16:00"}, "until"),
    ({"due": "2016-05-18", "since": "25:00"}, "since"), ({"repeat": "day"}, "due"),
    ({"every": "0"}, "every"), ({"every": "100"}, "every"), ({"every": "²"}, "every"),
    ({"kind": "event"}, "due"), ({"kind": "goal"}, "due"),
    ({"link": "https://evil.example/"}, "link"), ({"link": "//evil.example/"}, "link"),
    ({"link": "/nothing/here/"}, "link"), ({"link": "javascript:alert(1)"}, "link"),
])  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(ann, said, field):
    answer = ann.form(**said)

    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.content.decode()
    assert not Task.objects.exists()


def test_all_of_it(ann):
    answer = ann.form(
        title="Plan", kind="event", due="2016-11-01", since="10:00", until="11:30",
        repeat="month", every="2", moved="on", ahead="60", priority="0", text="a\r\nb",
        link="/people/test:ann/?period=2016-05", origin="meeting",
    )  # fmt: skip
    made = Task.objects.get()

    assert answer["Location"] == "/tasks/"
    assert (made.due, made.slot) == (date(2016, 11, 2), date(2016, 11, 1))
    assert made.kind == Kind.EVENT
    assert (made.repeat, made.every, made.anchor, made.ahead) == ("month", 2, 1, 60)
    assert (made.text, made.origin, made.priority) == ("a\nb", "meeting", 0)
    assert made.remind_at == datetime(2016, 11, 2, 8, tzinfo=UTC)
    page = ann.page(f"/tasks/{made.pk}/")
    assert words(page.select_one("dd a")) == "Ann"


def test_filled_in_by_the_address(fay):
    page = fay.page("/tasks/new/", title="Talk", owner="p:test:ann", link="/people/test:ann/")

    assert page.select_one("#title")["value"] == "Talk"
    assert page.select_one("#owner option[selected]")["value"] == "p:test:ann"
