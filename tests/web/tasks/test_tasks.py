"""The pages of tasks: who sees which, who may do what, and what stays written of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from merilo.errors import Unknown
from merilo.web.accounts.models import Role
from merilo.web.notices.models import Notice
from merilo.web.tasks.ask import ask
from merilo.web.tasks.models import Kind, Priority, State, Task
from merilo.web.tasks.sight import Sight
from tests.web.tasks.conftest import words
from tests.web.tasks.test_repeat import NOON

pytestmark = pytest.mark.django_db
SOON = date(2016, 5, 18)


def test_line_becomes_a_task_and_says_what_was_understood(ann):
    made = ann.add("Call Kim tomorrow 15:00 !")

    assert (made.title, made.person, made.due) == ("Call Kim", "test:ann", SOON)
    assert (f"{made.since:%H:%M}", made.priority) == ("15:00", Priority.HIGH)
    shown = words(ann.page().select_one("#undo"))
    assert "Call Kim" in shown
    assert "tomorrow, 15:00 · high priority" in shown
    assert not ann.page().select_one("#undo").get_text(strip=True)  # said once


def test_typing_is_understood_before_it_is_sent(ann):
    heard = ann.page("/tasks/heard/", line="Report every Monday")

    assert words(heard) == "Report Mon 23 May · every week"
    assert words(ann.page("/tasks/heard/", line="Report")) == ""
    assert not Task.objects.exists()


def test_whitsun_monday_is_not_moved_by_a_line(ann, noon):
    """Only where it was asked for."""
    noon.move_to(datetime(2016, 5, 13, 10, tzinfo=UTC))

    assert ann.add("Report Monday").due == date(2016, 5, 16)


def test_added_by_mistake_it_is_taken_back_unless_something_became_of_it(ann):
    made = ann.add("Oops")
    ann.act(made, "undo")
    assert not Task.objects.exists()

    kept = ann.add("Important")
    ann.act(kept, "comment", text="Look here")
    ann.act(kept, "undo")
    kept.refresh_from_db()
    assert kept.state == State.CANCELLED


def test_nothing_typed_makes_nothing(ann):
    ann.client.post("/tasks/", {"line": "  "})

    assert not Task.objects.exists()


def test_list_by_day_then_priority_then_time(ann, task):
    for title, said in {
        "some day": {"due": None}, "later": {"due": date(2016, 6, 30)},
        "normal": {"due": date(2016, 5, 17)}, "high": {"due": date(2016, 5, 17), "priority": 2},
        "late": {"due": date(2016, 5, 10), "priority": 0},
    }.items():  # fmt: skip
        task(ann.user, "test:ann", title=title, **said)

    assert ann.titles() == ["late", "high", "normal", "later", "some day"]
    heads = [words(one) for one in ann.page().select(".task-group h2")]
    assert heads == ["Overdue 1", "Today 2", "Later 1", "Without a day 1"]
    assert ann.titles(state="overdue") == ["late"]


def test_event_that_is_over_is_neither_open_nor_overdue(ann, task):
    task(ann.user, "test:ann", title="yesterday", due=date(2016, 5, 16), kind=Kind.EVENT)
    task(ann.user, "test:ann", title="today", due=date(2016, 5, 17), kind=Kind.EVENT)

    assert ann.titles() == ["today"]
    assert ann.titles(state="overdue") == []
    assert ann.titles(state="done") == ["yesterday"]


def test_search_finds_in_titles_and_notes(ann, task):
    task(ann.user, "test:ann", title="Договор", text="с Киросом")
    task(ann.user, "test:ann", title="Call")

    for text in ("кирос", "КИРОС", "договор"):
        assert ann.titles(q=text) == ["Договор"]
    assert ann.titles(q="nothing") == []


class TestSight:
    @pytest.fixture(autouse=True)
    def given(self, doer, task, fay):
        """Everybody has a task of their own."""
        for person in ("ann", "kim", "boris", "dana", "fay"):
            one = doer(Role.SELLER, f"test:{person}").user
            task(one, f"test:{person}", title=f"of {person}")
        task(doer().user, title="of the office")

    @pytest.mark.parametrize(("who", "found"), [
        ((Role.SELLER, "test:ann"), set()),
        ((Role.HEAD, "test:boris"), {"of kim"}),
        ((Role.HEAD, "test:fay"), {"of ann", "of boris", "of kim"}),
        ((Role.QUALITY, ""), set()),
        ((Role.ANALYST, ""), set()),
        ((Role.DIRECTOR, ""), {"of ann", "of boris", "of kim", "of dana", "of fay",
                               "of the office"}),
    ])  # fmt: skip
    def test_whose_tasks_are_seen_beside_the_own(self, doer, who, found):
        one = doer(*who)

        assert {*one.titles(whose="people")} == found
        assert one.titles() == ([f"of {who[1][5:]}"] if who[1] else [])

    @pytest.mark.parametrize(("who", "count"), [
        ((Role.SELLER, "test:ann"), 1), ((Role.HEAD, "test:boris"), 2),
        ((Role.HEAD, "test:fay"), 4), ((Role.DIRECTOR, ""), 6), ((Role.SELLER, ""), 0),
    ])  # fmt: skip
    def test_what_is_out_of_sight_is_not_there(self, doer, who, count):
        one, seen = doer(*who), 0
        for task in Task.objects.all():
            status = one.client.get(f"/tasks/{task.pk}/").status_code
            seen += status == 200
            if status == 404:
                acts = ("done", "cancel", "comment", "hand", "undo", "skip", "reopen")
                assert {one.act(task, what, text="x", owner=f"p:{one.user.person}")
                        for what in acts} == {404}  # fmt: skip
                assert one.client.get(f"/tasks/{task.pk}/edit/").status_code == 404
                assert one.form(f"/tasks/{task.pk}/edit/").status_code == 404

        assert seen == count

    def test_filter_of_a_person_shows_nobody_out_of_sight(self, boris):
        assert boris.titles(whose="people", person="p:test:kim") == ["of kim"]
        assert boris.titles(whose="people", person="p:test:ann") == []
        for odd in ("a:x", "a:²", "a:" + "9" * 30, "a:", "x"):
            assert boris.titles(whose="people", person=odd) == []
        names = {words(one) for one in boris.page(whose="given").select("#person option")}
        assert "Kim" in names
        assert not {"Ann", "Dana"} & names


class TestGiving:
    def test_head_gives_and_the_owner_is_told(self, fay, ann):
        fay.form(title="Call Kiros", owner="p:test:ann", due="2016-05-18", priority="2")
        made = Task.objects.get()

        assert (made.person, made.by) == ("test:ann", fay.user)
        notice = Notice.objects.get()
        assert (notice.to, notice.kind) == (ann.user, "task")
        assert notice.title == "Test:Fay gives you a task until 18 May 2016: Call Kiros".replace(
            "Test:Fay", str(fay.user)
        )
        assert notice.link == f"/tasks/{made.pk}/"
        assert fay.titles(whose="given") == ["Call Kiros"]

    def test_given_by_mistake_it_is_cancelled_and_the_owner_is_told(self, fay, ann):
        made = fay.add("Call Kiros", owner="p:test:ann")
        fay.act(made, "undo")
        made.refresh_from_db()

        assert made.state == State.CANCELLED
        assert Notice.objects.filter(to=ann.user).count() == 2

    def test_to_a_person_without_an_account(self, fay):
        fay.form(owner="p:test:ann")

        assert Task.objects.get().person == "test:ann"
        assert not Notice.objects.exists()

    @pytest.mark.parametrize("owner", ["p:test:dana", "p:test:nobody", "a:1", "a:", "", "p:",
                                       "p:test:igor"])  # fmt: skip
    def test_nobody_gives_to_those_out_of_sight(self, boris, owner):
        assert boris.form(owner=owner).status_code == 404
        line = {"line": "x", "owner": owner or "p:"}
        assert boris.client.post("/tasks/", line).status_code == 404
        assert not Task.objects.exists()

    def test_nobody_gives_to_those_who_left(self, doer):
        """Dana's team was Gleb's until February; Kim's last days were there, as far as is known.
        Zoya is still to come."""

        def takers(*who):
            return {name for _key, name in Sight.of(doer(*who).user).takers()[1:]}

        assert takers(Role.HEAD, "test:dana") == {"Kim"}
        everybody = takers(Role.DIRECTOR, "")
        assert "Gleb" not in everybody
        assert {"Zoya", "Ann", "Igor"} <= everybody

    def test_seller_gives_to_nobody_but_themselves(self, ann):
        assert [key for key, _name in Sight.of(ann.user).takers()] == ["p:test:ann"]

    def test_director_gives_to_an_account_without_a_person(self, doer):
        director, other = doer(), doer(Role.ANALYST)
        director.form(owner=f"a:{other.user.pk}", title="Report")

        assert Task.objects.get().account == other.user
        assert other.titles() == ["Report"]

    def test_ask_is_the_door_for_others(self, fay, ann):
        made = ask(fay.user, "test:ann", "Look\n at it", SOON, NOON, "calls fell", "/people/",
                   "high", "alert")  # fmt: skip

        assert (made.title, made.text, made.link) == ("Look at it", "calls fell", "/people/")
        assert (made.priority, made.origin) == (Priority.HIGH, "alert")
        assert Notice.objects.get(to=ann.user).text == "calls fell"
        with pytest.raises(Unknown):
            ask(fay.user, "test:dana", "Look", SOON, NOON)


def test_whoever_has_no_person_has_tasks_too(doer):
    quality = doer(Role.QUALITY)
    made = quality.add("Listen to calls tomorrow")

    assert (made.person, made.account) == ("", quality.user)
    assert quality.titles() == ["Listen to calls"]


def test_before_there_are_facts_there_are_tasks(doer, settings, tmp_path):
    settings.HOME = tmp_path
    one = doer(Role.HEAD, "test:fay")
    one.add("Import the deals today")

    assert one.titles() == ["Import the deals"]


def test_queries_do_not_grow_with_tasks(ann, fay, task, django_assert_max_num_queries):
    ann.client.get("/tasks/")
    for n in range(40):
        task(fay.user, "test:ann", title=str(n), due=SOON + timedelta(days=n % 9))
    with django_assert_max_num_queries(12):
        assert len(ann.titles()) == 40


def test_markup_in_titles_is_text(ann):
    ann.add('<b onclick="x">"Hi"</b>')

    assert ann.titles() == ['<b onclick="x">"Hi"</b>']
