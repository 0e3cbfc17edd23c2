"""The page of the own day: what it shows to whom, and that it renews itself."""

from datetime import date

import pytest

from merilo.web.accounts.models import Role, User
from merilo.web.notices.tell import tell
from merilo.web.plans.models import KpiSet
from merilo.web.tasks.change import give
from merilo.web.tasks.models import Task
from tests.web.day.conftest import ANN, BEN, HEAD, moscow, page, plan, tiles, weekdays, won, words
from tests.web.day.test_figures import CALLER, EIGHTH, FEBRUARY, JUNE, NINTH, forty

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(shop):
    """40 calls of 100."""
    return shop(**CALLER, activities=forty(), plans=[plan(100, "calls", FEBRUARY)])


def test_forty_of_a_hundred_on_the_page(planned, moment, ann):
    moment(EIGHTH, 18)

    assert tiles(ann)["Calls"].startswith(
        "60 to go | 40 of 100 · by now 40 | on pace, 100% | Today: 5 | 5 a day | "
        "Expected at the end: "
    )
    assert words(page(ann).select_one(".day-sag")) == "Everything is on the plan."
    head = words(page(ann).select_one(".day-head"))
    assert head == "Good evening Monday, 12 February · working day 8 of 20, 12 left"


def test_two_million_on_the_page(shop, moment, ann):
    shop(since=JUNE, deals=[won(day, 90_000) for day in weekdays(JUNE, 10)],
         plans=[plan(2_100_000, "revenue", JUNE)])  # fmt: skip
    moment(date(2018, 6, 14), 18)
    shown = tiles(ann)["Revenue"]

    assert shown.startswith(
        "₽1,200,000 to go | ₽900,000 of ₽2,100,000 · by now ₽1,000,000 | a little behind, 90% | "
        "Today: ₽90,000 | ₽109,091 a day | "
    )
    assert "Expected at the end: ₽1,890,000 (" in shown
    assert words(page(ann).select_one(".day-sag")) == (
        "Furthest behind: revenue – ₽900,000, where ₽1,000,000 should be by now."
    )


def test_in_the_day_what_is_left_of_its_share(planned, moment, ann):
    moment(NINTH, 14)

    assert "Today: 0 of 5 | 5 a day · 1.3 an hour today" in tiles(ann)["Calls"]


def test_every_figure_opens(planned, moment, ann):
    moment(NINTH, 14)
    links = page(ann).select(".day-tile a.open")

    assert {link["href"] for link in links} >= {
        "/figures/calls/?period=this-month&person=test%3Aann",
        "/figures/calls/?period=today&person=test%3Aann",
    }
    opened = page(ann, links[0]["href"])
    assert "40" in words(opened.select_one(".big"))


def test_without_a_plan_it_is_said(shop, moment, ann):
    shop(**CALLER, activities=forty())
    moment(EIGHTH, 18)

    assert "No plan is set for this month yet." in words(page(ann))
    assert tiles(ann)["Calls"].startswith("40 | no plan | Today: 5")


@pytest.mark.parametrize("role", [None, "director"])
def test_without_kpis_it_is_said(shop, moment, ann, role):
    shop(role=role)
    moment(EIGHTH, 12)

    assert "Nothing is measured yet for this role" in words(page(ann))


def test_whoever_is_nobody_in_the_facts_has_tasks_alone(planned, moment, signed):
    moment(EIGHTH, 12)
    client = signed(Role.DIRECTOR)
    client.post("/tasks/", {"line": "Report today", "next": "/day/"})

    assert "linked to nobody in the facts" in words(page(client))
    assert words(page(client).select_one(".task-title")) == "Report"


def test_day_off_and_end_of_the_month(planned, moment, ann):
    moment(date(2018, 2, 10), 12)
    head = words(page(ann).select_one(".day-head"))
    assert "day off · 7 working days of 20 are over, 13 left" in head
    moment(date(2018, 2, 28), 19)
    assert "working day 20 of 20, 0 left" in words(page(ann).select_one(".day-head"))
    assert " a day" not in tiles(ann)["Calls"]


class TestTasks:
    @pytest.fixture(autouse=True)
    def noon(self, planned, moment):
        moment(NINTH, 12)

    @pytest.fixture
    def given(self, user):
        by = user(Role.HEAD, HEAD)

        def make(title: str, due: date, **said):
            return give(Task(title=title, due=due, person=ANN, **said), by, moscow(NINTH, 10))

        return make

    def test_overdue_and_today_by_priority(self, ann, given):
        given("tomorrow", date(2018, 2, 14))
        given("low", NINTH, priority=0)
        given("late", EIGHTH)
        given("high", NINTH, priority=2)

        assert [words(one) for one in page(ann).select(".task-title")] == ["high", "late", "low"]

    def test_one_click_and_back(self, ann, given):
        made = given("Call", NINTH)
        form = page(ann).select_one(".task-line form")
        said = {one["name"]: one.get("value", "") for one in form.select("input")}
        assert ann.post(form["action"], said)["Location"] == "/day/"

        shown = page(ann)
        assert not shown.select(".task-line")
        assert "Done: Call" in words(shown.select_one("#undo"))
        made.refresh_from_db()
        assert made.state == "done"

    def test_typed_on_the_page_it_is_there(self, ann):
        ann.post("/tasks/", {"line": "Call Kim today", "next": "/day/"})

        assert [words(one) for one in page(ann).select(".task-title")] == ["Call Kim"]


class TestSight:
    @pytest.fixture(autouse=True)
    def noon(self, planned, moment):
        moment(NINTH, 12)

    def test_head_looks_at_somebody_in_sight(self, signed, user):
        tell(user(Role.SELLER, ANN), "task", "k", "Secret of Ann", moscow(NINTH, 9))
        eva = signed(Role.HEAD, HEAD)
        tell(User.objects.latest("pk"), "task", "k", "Secret of Eva", moscow(NINTH, 9))
        shown = page(eva, person=ANN)

        assert words(shown.h1) == "Ann"
        assert "60 to go" in tiles(eva, person=ANN)["Calls"]
        assert "Secret" not in words(shown)  # notices are on the own day alone
        eva.post("/tasks/", {"line": "Call Kim today", "owner": f"p:{ANN}", "next": "/day/"})
        assert words(page(eva, person=ANN).select_one(".task-title")) == "Call Kim"

    @pytest.mark.parametrize(("who", "person"), [
        ((Role.SELLER, ANN), BEN), ((Role.SELLER, ANN), HEAD), ((Role.HEAD, HEAD), BEN),
        ((Role.HEAD, HEAD), "test:nobody"), ((Role.QUALITY, ""), ANN), ((Role.TRAINER, ""), ANN),
        ((Role.SELLER, ""), ANN),
    ])  # fmt: skip
    def test_for_others_it_is_not_there(self, signed, who, person):
        client = signed(*who)

        assert client.get("/day/", {"person": person}).status_code == 404
        assert client.get("/day/board/", {"person": person}).status_code == 404

    def test_kpis_that_are_not_for_the_reader_are_left_out(self, signed):
        """No money for a trainer, whose own day it is."""
        parts = [{"metric": id, "weight": 1.0} for id in ("revenue", "calls")]
        KpiSet.objects.create(role="cold_caller", since=FEBRUARY, parts=parts)

        assert {*tiles(signed(Role.SELLER, ANN))} == {"Revenue", "Calls"}
        assert {*tiles(signed(Role.TRAINER, ANN))} == {"Calls"}


def test_unread_notices_are_on_the_page(planned, moment, signed, user):
    moment(NINTH, 12)
    client = signed(Role.SELLER, ANN)
    me = User.objects.get()
    for n in range(7):
        tell(me, "plan", f"k{n}", f"News {n}", moscow(NINTH, 9 + n % 3))

    assert len(page(client).select(".day-news li")) == 5


def test_report_of_today_is_on_the_page(planned, moment, ann, monkeypatch):
    """As `daily.state` says it: wanted until, late, filed."""
    from dataclasses import replace

    from merilo.web.daily import state
    from merilo.web.daily.state import State

    moment(NINTH, 12)
    now = State(NINTH, None, False)
    monkeypatch.setattr(state, "mine", lambda *_: now)
    assert not page(ann).select(".day-report")
    now = replace(now, form=object(), due=True, until=moscow(NINTH, 18, 30))
    assert "Today's report is wanted until 18:30." in words(page(ann).select_one(".day-report"))
    now = replace(now, late=True)
    assert "late" in words(page(ann).select_one(".day-report"))
    now = replace(now, late=False, elsewhere=True)
    assert "filed" in words(page(ann).select_one(".day-report"))


def test_as_many_queries_for_many_tasks(planned, moment, ann, user, django_assert_max_num_queries):
    moment(NINTH, 12)
    by = user(Role.HEAD, HEAD)
    for n in range(30):
        give(Task(title=str(n), due=NINTH, person=ANN), by, moscow(NINTH, 9))
    page(ann)
    with django_assert_max_num_queries(24):
        assert len(page(ann).select(".task-line")) == 30
