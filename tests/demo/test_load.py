"""The demo company in a lake."""

from datetime import UTC, date, datetime

import duckdb
import pytest

from merilo.company import Company
from merilo.demo import Size, company, generate, load
from merilo.errors import Taken
from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.facts.tables import TABLES

SMALL = Size("small", months=2, leads=0.5, cold=0.2, block=31)
TODAY = date(2026, 11, 22)
LATER = date(2026, 12, 2)  # in another month, for which other stories are told
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


def contents(home):
    """The rows of every table but the calendar that are not deleted; without what a load adds."""
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        show(db, Lake(home / "lake").snapshot())
        return {
            name: {*db.execute(f"""select md5(t::varchar) from (select * exclude (load, updated_at)
                from {name} where not deleted) t""").fetchall()}
            for name in TABLES if name != "calendar"
        }  # fmt: skip


def afresh(today):
    """The same rows as they are made."""
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        made = generate(db, SMALL, today, company(), 1)
        return {
            name: {*db.execute(f"""select md5(t::varchar) from (select * exclude (updated_at)
                from {made[name]}) t""").fetchall()}
            for name in TABLES if name != "calendar"
        }  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo") / "home"
    load(home, SMALL, TODAY, NOW)
    return home


def test_the_lake_holds_what_was_made(home):
    assert contents(home) == afresh(TODAY)


def test_settings_and_calendar_come_along(home):
    with duckdb.connect() as db:
        show(db, Lake(home / "lake").snapshot(), ["calendar"])
        assert db.execute("select count(*) from calendar").fetchone()[0] > 20_000
    assert Company.load(home) == company()


def test_again_on_the_same_day_nothing_changes(home):
    before = Lake(home / "lake").snapshot()

    assert load(home, SMALL, TODAY, NOW) == {}
    assert Lake(home / "lake").snapshot() == before


def test_made_again_later_it_is_as_if_made_then(tmp_path):
    first = load(tmp_path, SMALL, TODAY, NOW)
    second = load(tmp_path, SMALL, LATER, NOW)

    assert first["activities"].changed == 0
    assert second["activities"].new > 0
    assert {change.ignored for change in second.values()} == {0}
    assert contents(tmp_path) == afresh(LATER)


def test_settings_that_are_there_stay(tmp_path):
    own = Company(name="Ours", zone="Asia/Yekaterinburg", country="RU")
    own.save(tmp_path)

    load(tmp_path, Size("tiny", months=1, leads=0.2, cold=0.1), TODAY, NOW)

    assert Company.load(tmp_path) == own


def test_facts_of_others_are_not_mixed_with(tmp_path):
    lake = Lake.open(tmp_path / "lake")
    with lake.writing("test", NOW) as writing:
        rows = writing.db.sql("select 'files' as connection, '1' as id, 'Anna' as name")
        writing.put(TABLES["people"], rows)
    before = lake.snapshot()

    with pytest.raises(Taken, match="holds facts of files; nothing was changed"):
        load(tmp_path, SMALL, TODAY, NOW)
    assert lake.snapshot() == before
    assert not (tmp_path / "merilo.yaml").exists()
