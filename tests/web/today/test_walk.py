"""The walk of a head: what is left, what was answered, how long it took."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from time_machine import travel

from merilo.company import Company
from merilo.facts.lake import Lake
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from merilo.metrics.engines.duckdb import DuckDB
from merilo.report.desk import Desk
from merilo.web.accounts.models import Role, User
from merilo.web.alerts.models import Alarm, Rule
from merilo.web.daily.models import Filed, FormOfRole
from merilo.web.notices.models import Notice
from merilo.web.plans.models import KpiSet
from merilo.web.tasks.models import Task
from merilo.web.today import asked as looking
from merilo.web.today.models import Answer, Walk
from tests.builders import row
from tests.home import BORIS

pytestmark = pytest.mark.django_db
STUCK = "stuck|test:bob"  # Boris' deal of 900 roubles has not moved since October


def page(answer: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def matters(answer: HttpResponse) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["data-matter"] for one in page(answer).select("[data-matter]")]


@pytest.fixture
def clock():
    with travel("2018-01-15T09:00:00Z", tick=False) as found:
        yield found


@pytest.fixture
def head(over_two, signed, clock):
    """Whoever sees all, at Today."""
    return signed(Role.DIRECTOR)


def respond(client, how: str, note: str = "", until: str = "", matter: str = STUCK, **more):
    said = {"matter": matter, "how": how, "note": note, "until": until}
    return client.post("/today/answer/", said | more, headers={"HX-Request": "true"})


def test_matter_is_there_with_its_money_and_evidence(head):
    found = page(head.get("/today/"))
    (one,) = found.select("[data-matter]")

    assert BORIS in one.get_text()
    assert one.select_one(".matter-stake").get_text() == "₽900"
    assert "106 days without a move" in one.get_text()
    assert one.has_attr("open")


def test_what_is_seen_leaves_the_list_and_is_told_below(head):
    found = respond(head, "seen", "calls them on Friday")

    assert matters(found) == []
    text = page(found).get_text()
    assert "Nothing is left" in text
    assert "calls them on Friday" in text
    assert "back on 22 Jan 2018" in text


@pytest.mark.parametrize(("how", "days"), [("seen", 7), ("comment", 7)])
def test_what_is_still_so_comes_back(how, days, head, over_two, at, clock):
    respond(head, how, "a note")

    for day, shown in ((days - 1, []), (days, [STUCK])):
        at(over_two, looking.desk().today.replace(day=15) + timedelta(days=day))
        assert matters(head.get("/today/")) == shown


def test_put_off_until_a_day(head, over_two, at):
    assert matters(respond(head, "snooze", until="2018-01-18")) == []

    at(over_two, looking.desk().today + timedelta(days=3))
    assert matters(head.get("/today/")) == [STUCK]


@pytest.mark.parametrize("until", ["", "2018-01-15", "2018-01-14", "2020-01-01", "tomorrow"])
def test_day_that_cannot_be_is_refused_and_the_note_kept(until, head):
    answer = respond(head, "snooze", "my note", until)

    assert answer.status_code == 422
    assert page(answer).select_one("textarea").get_text() == "my note"
    assert "a day is wanted" in page(answer).select_one(".wrong").get_text()
    assert not Answer.objects.exists()


def test_message_reaches_the_person(head, user):
    reader = user(Role.SELLER, "test:bob", language="ru")
    assert matters(respond(head, "message", "Позвони им")) == []

    told = Notice.objects.get(to=reader)
    assert (told.kind, told.text) == ("message", "Позвони им")
    assert told.title.startswith("От ")


def test_message_to_somebody_without_an_account_is_not_lost(head):
    answer = respond(head, "message", "Call them")

    assert answer.status_code == 422
    assert "has no account" in page(answer).select_one(".wrong").get_text()
    assert page(answer).select_one("textarea").get_text() == "Call them"
    assert not Answer.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("how", ["message", "comment"])
def test_nothing_written_is_no_message(how, head):
    assert respond(head, how, "  ").status_code == 422


def test_task_is_given_and_the_matter_comes_back_the_day_after(head, over_two, at):
    assert matters(respond(head, "task", "Move it on", "2018-01-17")) == []

    task = Task.objects.get()
    assert (task.title, task.person, str(task.due)) == ("Move it on", "test:bob", "2018-01-17")
    for days, shown in ((2, []), (3, [STUCK])):
        at(over_two, looking.desk().today.replace(day=15) + timedelta(days=days))
        assert matters(head.get("/today/")) == shown


def test_task_without_words_is_called_by_the_matter(head):
    respond(head, "task", "", "2018-01-17")
    assert Task.objects.get().title == "1 stuck deal"


def test_answer_is_taken_back(head):
    respond(head, "seen")
    mine = Answer.objects.get()

    back = head.post(f"/today/answers/{mine.pk}/back/", headers={"HX-Request": "true"})
    assert matters(back) == [STUCK]


def alarm_of(client) -> str:
    """An alarm on the list: the key of its matter."""
    alarmed(None, None)
    (found,) = [one for one in matters(client.get("/today/")) if one.startswith("alarm")]
    return found


def test_task_given_for_an_alarm_stands_with_it(head):
    respond(head, "task", "Call more", "2018-01-17", alarm_of(head))

    kept = Alarm.objects.get()
    assert (kept.how, kept.task) == ("task", Task.objects.get().pk)


def test_taken_back_the_alarm_is_open_again_unless_it_was_answered_anew(head, clock):
    respond(head, "seen", matter=alarm_of(head))
    mine = Answer.objects.get()
    head.post(f"/today/answers/{mine.pk}/back/", headers={"HX-Request": "true"})
    assert Alarm.objects.get().answered is None

    respond(head, "seen", matter=matters(head.get("/today/"))[-1])
    mine = Answer.objects.get()
    later = mine.at + timedelta(minutes=5)
    Alarm.objects.update(answered=later)  # once more, from the page of alarms
    head.post(f"/today/answers/{mine.pk}/back/", headers={"HX-Request": "true"})
    assert Alarm.objects.get().answered == later


def test_browser_that_sends_the_form_by_itself_comes_back_to_the_page(head):
    said = {"matter": STUCK, "how": "seen", "of": "stuck"}
    answer = head.post("/today/answer/", said)
    assert (answer.status_code, answer["Location"]) == (302, "/today/?of=stuck")

    head.post(f"/today/answers/{Answer.objects.get().pk}/back/")
    wrong = head.post("/today/answer/", said | {"how": "comment"})
    assert wrong.status_code == 422
    assert page(wrong).select_one("h1").get_text() == "Today"


def test_answer_of_another_is_not_ours_to_take_back(head, signed):
    respond(head, "seen")
    other = signed(Role.DIRECTOR)
    other.post(f"/today/answers/{Answer.objects.get().pk}/back/")

    assert Answer.objects.exists()


def test_what_others_answered_is_told_and_stays(head, signed):
    respond(head, "seen", "spoke to him")
    found = signed(Role.DIRECTOR, name="Zoe").get("/today/")

    assert matters(found) == [STUCK]
    assert "spoke to him" in page(found).select_one(".matter-other").get_text()


def test_answering_twice_is_answering_once(head):
    respond(head, "seen")
    assert respond(head, "seen").status_code == 200
    assert Answer.objects.count() == 1


def test_only_what_is_on_the_list_is_answered(head):
    respond(head, "seen", subject=["stuck|test:4|2017-10-01", "stuck|of nobody"])
    assert Answer.objects.get().subjects == ["stuck|test:4|2017-10-01"]

    assert head.post("/today/answer/", {"matter": STUCK, "how": "burn"}).status_code == 404


@pytest.mark.parametrize(("role", "person", "shown"), [
    (Role.HEAD, "test:ann", [STUCK]),  # both are of her team
    (Role.HEAD, "test:bob", []),  # one's own is for one's own day
    (Role.HEAD, "", []),
])  # fmt: skip
def test_heads_see_those_below_them(role, person, shown, over_two, signed, clock):
    assert matters(signed(role, person).get("/today/")) == shown


@pytest.mark.parametrize("role", [Role.SELLER, Role.QUALITY, Role.TRAINER, Role.ANALYST])
def test_it_is_there_for_heads_only(role, over_two, signed, clock):
    client = signed(role, "test:ann")
    assert client.get("/today/").status_code == 404
    assert respond(client, "seen").status_code == 404
    assert not Answer.objects.exists()


def test_list_is_sent_again_only_if_it_changed(head):
    mark = page(head.get("/today/")).select_one("#matters")["hx-get"]

    assert head.get(mark).status_code == 204
    respond(head, "seen")
    assert head.get(mark).status_code == 200


@pytest.fixture
def marked(own_home, signed, clock):
    """Whoever sees all, over facts of their own, and where the page asks for the list again."""
    client = signed(Role.DIRECTOR)
    return client, page(client.get("/today/")).select_one("#matters")["hx-get"]


def test_where_nothing_is_new_the_facts_are_not_asked(marked, monkeypatch):
    client, mark = marked
    monkeypatch.setattr(Desk, "ask", None)
    monkeypatch.setattr(DuckDB, "rows", None)

    assert client.get(mark).status_code == 204


def answered(home, who):
    Answer.objects.create(who=who, kind="stuck", person="test:bob", subjects=["x"], how="seen",
                          until="2018-01-22", day="2018-01-15", at=datetime.now(UTC))  # fmt: skip


def alarmed(home, who):
    rule = Rule.objects.create(metric="calls", name="Calls", kind="less", limit=1,
                               way="number", since="2018-01-01")  # fmt: skip
    Alarm.objects.create(rule=rule, person="test:bob", key="2018-01-12", first="2018-01-12",
                         since="2018-01-12", day="2018-01-12", found=datetime.now(UTC))  # fmt: skip


def filed(home, who):
    Filed.objects.create(person="test:bob", day="2018-01-12", number=1, key=uuid4(),
                         at=datetime.now(UTC))  # fmt: skip


def weighed(home, who):
    KpiSet.objects.create(role="seller", since="2018-01-01", parts=[])


def formed(home, who):
    FormOfRole.objects.create(role="seller", since="2018-01-01", fields=["calls"], minute=1200)


def loaded(home, who):
    with Lake(home / "lake").writing("test", datetime(2018, 1, 15, tzinfo=UTC)) as load:
        new = [row("people", {}, id="cyd", name="Cyd")]
        create(load.db, TABLES["people"], new, "new")
        load.put(TABLES["people"], load.db.table("new"))


def renamed(home, who):
    replace(Company.load(home), name="Another").save(home)


def moved(home, who):
    User.objects.filter(pk=who.pk).update(role=Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    "change", [answered, alarmed, filed, weighed, formed, loaded, renamed, moved]
)
def test_whatever_it_is_made_of_sends_it_again(change, marked, own_home):
    client, mark = marked
    assert client.get(mark).status_code == 204

    change(own_home, User.objects.get())
    assert client.get(mark).status_code == 200


def test_minutes_are_those_the_page_was_looked_at(head, clock):
    head.get("/today/")
    clock.shift(100)
    head.get("/today/matters/", {"spent": "70"})
    assert Walk.objects.get().seconds == 70

    clock.shift(10)
    head.get("/today/matters/", {"spent": "5000"})  # a page cannot make time
    assert Walk.objects.get().seconds == 80


@pytest.mark.parametrize("spent", ["-5", "1e9", "999999999", "x", ""])
def test_strange_seconds_are_none(spent, head, clock):
    head.get("/today/")
    clock.shift(30)
    assert head.get("/today/matters/", {"spent": spent}).status_code == 200
    assert Walk.objects.get().seconds == 0


def test_clock_moved_back_takes_no_time_away(head, clock):
    head.get("/today/")
    clock.shift(100)
    head.get("/today/matters/", {"spent": "60"})
    clock.shift(-3600)
    head.get("/today/matters/", {"spent": "60"})

    assert Walk.objects.get().seconds == 60


def test_kind_and_unit_narrow_the_list(head):
    assert matters(head.get("/today/", {"of": "stuck"})) == [STUCK]
    assert matters(head.get("/today/", {"of": "behind"})) == []
    assert matters(head.get("/today/", {"unit": "test:n"})) == [STUCK]


def test_as_many_queries_for_many_answers(head, django_assert_max_num_queries):
    head.get("/today/")
    with django_assert_max_num_queries(25) as few:
        head.get("/today/")
    who = Answer.objects.model._meta.get_field("who").related_model.objects.first()
    day = looking.desk().today
    for n in range(30):
        Answer.objects.create(who=who, kind="stuck", person="test:bob", subjects=[f"s{n}"],
                              how="seen", until=day + timedelta(days=3), day=day,
                              at="2018-01-15T09:00:00Z")  # fmt: skip
    with django_assert_max_num_queries(25) as many:
        head.get("/today/")
    assert len(many) <= len(few)


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_it_is_said_in_the_readers_language(lang, over_two, signed, clock):
    found = page(signed(Role.DIRECTOR, language=lang).get("/today/")).get_text()
    assert {"en": "1 stuck deal", "ru": "1 зависшая сделка", "hu": "1 elakadt ügylet"}[
        lang
    ] in found
