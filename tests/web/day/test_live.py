"""The own day renews itself: whatever is on it, and only then."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup

from merilo.facts.lake import Lake
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from merilo.web.accounts.models import Role
from merilo.web.notices.tell import tell
from merilo.web.plans.models import KpiSet
from merilo.web.tasks.change import give
from merilo.web.tasks.models import Task
from tests.web.day.conftest import ANN, calls, moscow, page, plan, words
from tests.web.day.test_figures import CALLER, FEBRUARY, NINTH, forty

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(shop):
    return shop(**CALLER, activities=forty(), plans=[plan(100, "calls", FEBRUARY)])


class TestLive:
    @pytest.fixture(autouse=True)
    def noon(self, planned, moment):
        self.home = planned
        moment(NINTH, 12)

    def again(self, client) -> str:
        """Where the piece asks for itself."""
        return page(client).select_one("#day")["hx-get"]

    def test_nothing_new_sends_nothing(self, ann):
        assert ann.get(self.again(ann)).status_code == 204

    def test_imported_call_shows(self, ann):
        path = self.again(ann)
        with Lake.open(self.home / "lake").writing(
            "more", datetime(2018, 2, 13, tzinfo=UTC)
        ) as load:
            create(load.db, TABLES["activities"], [*calls(NINTH, 3)], "more_calls")
            load.put(TABLES["activities"], load.db.table("more_calls"))
        answer = ann.get(path)

        assert answer.status_code == 200
        shown = BeautifulSoup(answer.content, "html.parser")
        assert "Today: 3 of 5" in words(shown)
        assert not shown.html  # the piece alone
        assert ann.get(shown.select_one("#day")["hx-get"]).status_code == 204

    @pytest.mark.parametrize("what", ["task", "done", "notice", "kpis", "day", "language"])
    def test_whatever_is_on_it_renews_it(self, ann, user, moment, what):
        me = user(Role.SELLER, ANN)
        made = give(Task(title="Call", due=NINTH, person=ANN), me, moscow(NINTH, 10))
        path = self.again(ann)
        match what:
            case "task":
                ann.post("/tasks/", {"line": "Visit today"})
            case "done":
                ann.post(f"/tasks/{made.pk}/act/", {"what": "done"})
            case "notice":
                from merilo.web.accounts.models import User

                tell(User.objects.earliest("pk"), "plan", "k", "Plan changed", moscow(NINTH, 12))
                tell(User.objects.latest("pk"), "plan", "k", "Plan changed", moscow(NINTH, 12))
            case "kpis":
                KpiSet.objects.create(role="cold_caller", since=FEBRUARY, parts=[])
            case "day":
                moment(date(2018, 2, 14), 12)
            case "language":
                ann.post("/language/", {"language": "ru"})

        assert ann.get(path).status_code == 200
