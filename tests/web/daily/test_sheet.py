"""The team's sheet and a report to read: who sees what, what is said of it; My day's state; what a
phone is given to keep."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.staticfiles import finders

from merilo.web.accounts.models import Role, User
from merilo.web.daily.models import Remark
from merilo.web.daily.state import mine
from merilo.web.desks import desk
from merilo.web.notices.models import Notice

pytestmark = pytest.mark.django_db
DAY = "2017-10-05"
ONE = {"person": "test:ann", "day": DAY}


@pytest.fixture(autouse=True)
def evening(clock):
    clock(f"{DAY} 18:00")


def test_sheet_is_for_those_who_lead_and_of_those_they_lead(reporter):
    reporter("ann").file({"calls": 3})
    for role in (Role.SELLER, Role.QUALITY, Role.TRAINER):
        assert reporter("ann", role).client.get("/reports/").status_code == 404
    names = {
        who: {one.get_text(strip=True) for one in reporter(who, role).page("/reports/")
              .select(".daily-sheet tbody th")}
        for who, role in (("eve", Role.HEAD), ("sam", Role.HEAD), ("", Role.DIRECTOR))
    }  # fmt: skip
    assert names == {"eve": {"Ann", "Bob"}, "sam": {"Leo"}, "": {"Ann", "Bob", "Leo"}}, (
        "Dan is not hired, Ann is not South's yet"
    )


@pytest.mark.parametrize(
    "asked",
    [{"person": "test:leo", "day": DAY}, {"person": "nobody", "day": DAY}, {"person": "test:ann"},
     {"person": "test:ann", "day": "soon"}],
)  # fmt: skip
def test_report_out_of_sight_is_not_there(reporter, asked):
    eve = reporter("eve", Role.HEAD).client

    assert eve.get("/reports/one/", asked).status_code == 404
    assert eve.post("/reports/one/", asked | {"text": "x"}).status_code == 404


def test_what_a_head_says_reaches_whose_report_it_is(reporter):
    ann = reporter("ann")
    ann.file({"calls": 3}, comment="slow", tomorrow="more")
    eve = reporter("eve", Role.HEAD)
    read = eve.page("/reports/one/", **ONE).get_text(" ", strip=True)
    assert "slow" in read
    assert "more" in read
    assert "Filed 5 Oct 2017, 18:00" in read

    for _try in range(2):
        eve.client.post("/reports/one/", ONE | {"seen": "1"})
    eve.client.post("/reports/one/", ONE | {"text": ""})
    eve.client.post("/reports/one/", ONE | {"text": "Call the old ones"})
    assert [one.text for one in Remark.objects.all()] == ["", "Call the old ones"]
    said = ann.page().select_one(".daily-remarks").get_text(" ", strip=True)
    assert "seen" in said
    assert "Call the old ones" in said
    told = Notice.objects.get(to__person="test:ann")
    assert (told.title, told.text, told.link) == (
        "Eve on your report", "Call the old ones", f"/report/?day={DAY}",
    )  # fmt: skip


def test_analyst_reads_and_says_nothing(reporter):
    reporter("ann").file({"calls": 3})
    analyst = reporter("", Role.ANALYST)

    assert analyst.page("/reports/one/", **ONE).select_one("textarea") is None
    assert analyst.client.post("/reports/one/", ONE | {"text": "x"}).status_code == 404


def test_difference_is_marked_with_its_size_before_and_after_it_is_in_the_facts(reporter, carried):
    reporter("bob").file({"calls": 4}, whys={"calls": "own phone"})
    eve = reporter("eve", Role.HEAD)

    def said() -> tuple[str, str]:
        page = eve.page("/reports/")
        mark = page.select_one(".mark-filed a")["title"]
        line = page.select(".daily-part")[-1].select_one("tbody tr")
        return mark, line.get_text(" ", strip=True)

    first = said()
    assert first == ("5 Oct 2017: filed in time; calls: typed 4, counted 3",
                     "Bob Calls 1 day 4 3 +1 (33.3%)")  # fmt: skip
    carried()
    assert said() == first


def test_my_day_knows_how_it_stands(reporter, clock):
    ann = reporter("ann")
    user = User.objects.get(person="test:ann")

    def state():
        found = mine(user, desk(), datetime.now(UTC))
        return found.due, found.done, found.late

    assert state() == (True, False, False)
    clock(f"{DAY} 20:01")
    assert state() == (True, False, True)
    ann.file({"calls": 1})
    assert state() == (True, True, False)
    assert mine(user, desk()).until == datetime(2017, 10, 5, 18, tzinfo=UTC)
    clock("2017-10-07 12:00")
    assert state() == (False, False, False)
    reporter("eve", Role.HEAD)
    assert mine(User.objects.get(person="test:eve"), desk()).form is None


def test_phone_gets_a_worker_for_the_root_and_a_manifest(client, october):
    worker = client.get("/worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.headers["Cache-Control"] == "no-cache"
    said = json.loads(re.search(r"= (\{.*\});", worker.content.decode())[1])
    assert (said["page"], said["out"]) == ("/report/", "/sign-out/")
    assert all(finders.find(path.removeprefix("/static/")) for path in said["assets"])

    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["start_url"] == "/report/"
    assert manifest["display"] == "standalone"
    assert finders.find(manifest["icons"][0]["src"].removeprefix("/static/"))


def test_nobody_is_missing_before_reports_began(reporter):
    from merilo.web.daily.state import missing

    assert missing(desk(), date(2017, 10, 4)) == []
    assert missing(desk(), date(2017, 10, 5)) == ["test:ann", "test:bob", "test:leo"]
