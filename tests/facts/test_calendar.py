"""The calendar of the company's settings, put again only when they make another one."""

from datetime import date
from pathlib import Path

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Change, Lake
from merilo.facts.tables import TABLES
from tests.facts.lake.given import NOON, seen

HOLIDAY = date(2018, 1, 16)


def brought(lake: Lake, company: Company) -> Change | None:
    """What a load of its calendar changed."""
    with lake.writing("settings", NOON) as load:
        return put_calendar(load, company)


def test_a_calendar_comes_in_when_the_settings_make_another_one(tmp_path: Path) -> None:
    lake, own = Lake.open(tmp_path / "lake"), Company(exceptions={HOLIDAY: "off"})
    first = brought(lake, Company())
    assert first is not None
    assert brought(lake, Company()) is None
    assert brought(lake, own) == Change(changed=first.new)  # every row says what made it
    days = dict(seen(lake.snapshot(), "day", "working", table=TABLES["calendar"]))
    assert (days[HOLIDAY], days[date(2018, 1, 17)]) == (False, True)
    assert brought(lake, own) is None
