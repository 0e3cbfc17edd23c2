"""What was known on a past day, and where people were: history does not change by itself."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from click.testing import CliRunner

from merilo.cli.main import cli
from merilo.facts.lake import Lake
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from tests.builders import at, call, deal, handed, posting, row
from tests.home import ANNA, BORIS, make

KNOWN = datetime(2018, 1, 20, 9, tzinfo=UTC)  # when the corrections came
MOVED = date(2017, 10, 16)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """As tests.home on 15 January; on the 20th an amount is corrected, a deal comes late, one is
    handed over, one is deleted, and Anna is said to have moved in mid-October."""
    made = make(tmp_path_factory.mktemp("history") / "home")
    deals = [
        deal(1500, id="1", name="=1+1", owner="test:ann", qualified_at=at(2)),  # was 1000
        deal(700, id="late", owner="test:bob", closed_at=at(20)),
        deal(900, id="4", owner="test:ann", outcome="open"),  # was Boris's
        deal(None, id="3", owner="test:ann", outcome="lost", deleted=True),
    ]
    passed = handed(deals[2], "test:bob", "test:ann", datetime(2018, 1, 18, tzinfo=UTC))
    more = {
        "deals": deals,
        "owner_changes": [passed],
        "units": [row("units", {}, id="s", name="South", kind="team")],
        "postings": [
            posting("test:ann", id="a1", unit="test:n", until=MOVED),
            posting("test:ann", id="a2", unit="test:s", since=MOVED),
        ],
        "activities": [call(20, id="new", person="test:ann")],
    }  # fmt: skip
    with Lake.open(made / "lake").writing("corrections", KNOWN) as load:
        old = "(select connection, id, true as deleted from postings where person = 'test:ann')"
        load.put(TABLES["postings"], load.db.sql(f"from {old}"), columns=("deleted",))
        for name, rows in more.items():
            create(load.db, TABLES[name], rows, f"more_{name}")
            load.put(TABLES[name], load.db.sql(f"from more_{name}"))
    return made


@pytest.fixture(scope="module")
def ask(home):
    def go(*words):
        words = ("table", *words, "--format", "csv", "--today", "2018-01-25", "--home", str(home))
        done = CliRunner().invoke(cli, [*words, "--lang", "en"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return list(csv.DictReader(StringIO(done.stdout)))

    return go


def test_late_and_corrected_rows_do_not_leak_back(ask):
    asked = ("revenue", "deals_won", "deals_lost", "--period", "2017-10")
    (now,), (then,) = ask(*asked), ask(*asked, "--as-of", "2018-01-19")

    assert [*now.values()] == ["4200.5", "3", "0"]
    assert [*then.values()] == ["3000.5", "2", "1"]


def test_day_of_the_correction_knows_it(ask):
    (then,) = ask("revenue", "--period", "2017-10", "--as-of", "2018-01-20")

    assert then["revenue"] == "4200.5"


def test_hand_over_moves_what_is_open_from_its_day_on(ask):
    def open_deals(period):
        return {
            row["person"]: row["deals_open"]
            for row in ask("deals_open", "--by", "person", "--period", period)
        }

    assert open_deals("2018-01-17") == {ANNA: "0", BORIS: "1"}
    assert open_deals("2018-01-18") == {ANNA: "1", BORIS: "0"}


def test_mover_s_figures_under_both_switches(ask):
    asked = ("calls", "--by", "unit", "--period", "2017-10")

    def units(*more):
        return {row["unit"]: row["calls"] for row in ask(*asked, *more)}

    assert units() == {"North": "4", "South": "1"}  # Anna's last call was in South
    assert units("--unit-as", "now") == {"North": "1", "South": "4"}
    assert units("--as-of", "2018-01-19") == {"North": "4"}
