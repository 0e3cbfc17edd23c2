"""The list of loads, and undoing one through the browser."""

import pytest
from auditlog.models import LogEntry

from merilo.facts.lake import Lake
from merilo.facts.lake.snapshot import past
from merilo.facts.tables import TABLES
from merilo.web.accounts.models import Role
from merilo.web.data.models import Upload
from tests.facts.lake.given import ids, seen
from tests.web.data.conftest import DEALS, FLAWED

CALENDAR = TABLES["calendar"]


def number_of(desk) -> int:
    return int(desk.sheet.loaded["load"])


def held(settings) -> list[str]:
    return [id for id in ids(Lake(settings.HOME / "lake").snapshot()) if id.startswith("9")]


def test_list_says_who_loaded_what(desk):
    desk.imported(("deals.csv", FLAWED))
    page = desk.page("/loads/")

    assert "deals.csv" in page
    assert "Analyst" in page
    assert "deals +12" in page


def test_undo_is_shown_before_it_is_done(desk, settings):
    desk.imported(("deals.csv", DEALS))
    address = f"/loads/{number_of(desk)}/"
    before = Lake(settings.HOME / "lake").snapshot()
    desk.post(f"{address}weigh/")
    page = desk.page(address)

    assert Lake(settings.HOME / "lake").snapshot() == before
    assert "rows go" in page
    assert f"{address}undo/" in page
    desk.post(f"{address}undo/")
    assert held(settings) == []
    assert "It was undone" in desk.page(address)
    assert "undone by load" in desk.page("/loads/")


def test_undo_can_be_undone_and_the_file_comes_in_again(desk, settings):
    desk.imported(("deals.csv", DEALS))
    number = number_of(desk)
    desk.post(f"/loads/{number}/undo/")
    desk.post(f"/loads/{number + 1}/undo/")
    assert held(settings) == ["901", "902"]
    desk.post(f"/loads/{number + 2}/undo/")
    Upload.objects.all().delete()
    desk.imported(("deals.csv", DEALS))

    assert held(settings) == ["901", "902"]
    assert desk.sheet.loaded["tables"][0]["new"] == 2


def test_calendar_is_no_load_s(desk, settings):
    """It follows from the settings: undoing the first import must not take it away."""
    desk.imported(("deals.csv", DEALS))
    count = len(seen(Lake(settings.HOME / "lake").snapshot(), "id", table=CALENDAR))
    desk.post(f"/loads/{number_of(desk)}/undo/")

    assert len(seen(Lake(settings.HOME / "lake").snapshot(), "id", table=CALENDAR)) == count > 0


def test_what_was_before_is_kept_no_more(desk, settings):
    desk.imported(("deals.csv", DEALS))
    number = number_of(desk)
    past(settings.HOME / "lake", number - 1).unlink()

    assert "kept no more" in desk.page(f"/loads/{number}/")
    desk.post(f"/loads/{number}/undo/")
    assert "cannot be undone" in desk.page("/loads/") or held(settings) == ["901", "902"]


def test_undo_is_audited_once(desk):
    desk.imported(("deals.csv", DEALS))
    desk.post(f"/loads/{number_of(desk)}/undo/")

    (entry,) = LogEntry.objects.filter(additional_data__event="undo")
    assert entry.actor is not None
    assert "deals" in entry.changes


@pytest.mark.parametrize("number", [0, 9999])
def test_no_such_load(desk, number):
    assert desk.client.get(f"/loads/{number}/").status_code == 404
    assert desk.client.post(f"/loads/{number}/undo/").status_code == 404


@pytest.mark.parametrize("role", [Role.SELLER, Role.HEAD, Role.DIRECTOR])
def test_others_neither_see_nor_undo(own_home, signed, role):
    client = signed(role, "test:ann")
    assert client.get("/loads/").status_code == 404
    assert client.post("/loads/1/undo/").status_code == 404


def test_safe_requests_change_nothing(desk):
    desk.imported(("deals.csv", DEALS))
    assert desk.client.get(f"/loads/{number_of(desk)}/undo/").status_code == 405
