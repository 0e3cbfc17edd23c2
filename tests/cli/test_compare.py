"""Figures beside what they were and what was planned, through the command."""

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from click.testing import CliRunner

from merilo.cli.main import cli
from merilo.facts.lake import Lake
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from tests.builders import deal, row
from tests.home import ANNA, BORIS, make

MONTH = {"period_since": date(2017, 10, 1), "period_until": date(2017, 11, 1)}
SEPTEMBER = {"created_at": datetime(2017, 9, 1, 12, tzinfo=UTC)}


def plan(target, metric="revenue", kind="at_least", **said):
    return row("plans", said, metric=metric, kind=kind, target=target, **{**MONTH, **said})


PLANS = [
    plan(2000, person="test:ann"),
    plan(500, person="test:bob", valid_since=datetime(2017, 9, 1, tzinfo=UTC)),
    plan(800, person="test:bob", valid_since=datetime(2017, 10, 5, tzinfo=UTC)),  # revised
    plan(9000, person="test:bob", valid_since=datetime(2018, 3, 1, tzinfo=UTC)),  # not yet known
    plan(700, person="test:bob", period_since=date(2017, 11, 1), period_until=date(2017, 12, 1)),
    plan(2, metric="win_rate", kind="reach", person="test:ann"),
    plan(4000, unit="test:n"),
    plan(0.5, metric="deals_won", kind="growth", person="test:ann"),
]
WON = {"closed_at": datetime(2017, 9, 20, 12, tzinfo=UTC)} | SEPTEMBER
OLD = {
    "created_at": datetime(2016, 10, 1, 12, tzinfo=UTC),
    "closed_at": datetime(2016, 10, 3, 12, tzinfo=UTC),
}
DEALS = [
    deal(2000, id="9", owner="test:ann", **WON),
    deal(100, id="10", owner="test:bob", **OLD),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = make(tmp_path_factory.mktemp("compare") / "home")
    with Lake.open(made / "lake").writing("more", datetime(2018, 1, 15, 10, tzinfo=UTC)) as load:
        for name, rows in {"plans": PLANS, "deals": DEALS}.items():
            create(load.db, TABLES[name], rows, f"more_{name}")
            load.put(TABLES[name], load.db.sql(f"from more_{name}"))
    return made


@pytest.fixture(scope="module")
def said(home):
    """What `merilo table` prints, asked in this process."""

    def go(*words, form="csv", today="2018-01-15"):
        words = ("table", *words, "--format", form, "--today", today, "--home", str(home))
        done = CliRunner().invoke(cli, [*words, "--lang", "en"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return go


@pytest.fixture(scope="module")
def ask(said):
    return lambda *words, **more: list(csv.DictReader(StringIO(said(*words, **more))))


def people(rows, *columns):
    return {row["person"]: tuple(row[column] for column in columns) for row in rows}


def test_beside_the_month_before(ask):
    rows = ask(
        "revenue", "win_rate", "--by", "person", "--period", "2017-10", "--compare", "previous"
    )

    assert [*rows[0]] == [
        "person", "revenue", "revenue_before", "revenue_change", "win_rate", "win_rate_before",
        "win_rate_change",
    ]  # fmt: skip
    assert people(rows, "revenue", "revenue_before") == {
        ANNA: ("3000.5", "2000"), BORIS: ("0", "0"),
    }  # fmt: skip
    changes = people(rows, "revenue_change", "win_rate_change")
    assert float(changes[ANNA][0]) == pytest.approx(0.50025)
    assert float(changes[ANNA][1]) == pytest.approx(2 / 3 - 1)  # a difference of shares
    assert changes[BORIS] == ("", "")


def test_beside_the_year_before(ask):
    rows = ask("revenue", "--by", "person", "--period", "2017-10", "--compare", "year")

    assert people(rows, "revenue_before") == {ANNA: ("0",), BORIS: ("100",)}


def test_month_that_is_not_over_is_compared_with_as_many_working_days(ask):
    """Today is Monday 16 October, the eleventh working day; that of September was Friday the 15th:
    what was won on the 20th is not in it."""
    (row,) = ask("revenue", "--period", "2017-10", "--compare", "previous", today="2017-10-16")
    (later,) = ask("revenue", "--period", "2017-10", "--compare", "previous", today="2017-10-20")

    assert (row["revenue_before"], later["revenue_before"]) == ("0", "2000")


def test_each_month_is_beside_the_one_before_it(ask):
    rows = ask("revenue", "--by", "month", "--period", "2017-09..2017-11", "--compare", "previous")

    assert [(row["month"], row["revenue"], row["revenue_before"]) for row in rows] == [
        ("2017-09-01", "2000", "0"),
        ("2017-10-01", "3000.5", "2000"),
        ("2017-11-01", "0", "3000.5"),
    ]


def test_beside_the_plan(ask):
    rows = ask("revenue", "--by", "person", "--period", "2017-10", "--compare", "plan", "--total")

    assert people(rows, "revenue_target", "revenue_remaining") == {
        ANNA: ("2000", "0"), BORIS: ("800", "800"), "total": ("2800", "0"),
    }  # fmt: skip
    reached = people(rows, "revenue_attainment")
    assert float(reached[ANNA][0]) == pytest.approx(1.50025)
    assert float(reached[BORIS][0]) == 0
    assert float(reached["total"][0]) == pytest.approx(3000.5 / 2800)  # of the totals, no mean


def test_plan_of_a_share_has_no_total(ask):
    rows = ask("win_rate", "--by", "person", "--period", "2017-10", "--compare", "plan", "--total")

    assert people(rows, "win_rate_target") == {ANNA: ("2",), BORIS: ("",), "total": ("",)}
    assert "win_rate_remaining" not in rows[0]


def test_growth_is_asked_of_what_was(ask):
    rows = ask("deals_won", "--by", "person", "--period", "2017-10", "--compare", "plan")

    assert people(rows, "deals_won_target") == {ANNA: ("1.5",), BORIS: ("",)}
    assert float(people(rows, "deals_won_attainment")[ANNA][0]) == pytest.approx(2 / 1.5)


def test_plan_of_a_team(ask):
    (row,) = ask("revenue", "--by", "unit", "--period", "2017-10", "--compare", "plan")

    assert (row["unit"], row["revenue_target"], row["revenue_remaining"]) == (
        "North",
        "4000",
        "999.5",
    )


def test_in_the_middle_of_the_month_pace_and_need_are_told(ask):
    """After 11 of 22 working days 1000 of 2000: as fast as needed; 1000 in 11 days are left."""
    rows = ask(
        "revenue", "--by", "person", "--period", "2017-10", "--compare", "plan", today="2017-10-16"
    )

    anna = {name: float(value) for name, value in rows[0].items() if name != "person"}
    # Facts of later days are there, for nobody knows what day it is but the asker.
    assert anna["revenue_needed"] == 0
    assert anna["revenue_pace"] == pytest.approx(3000.5 / 2000 / 0.5)
    assert float(rows[1]["revenue_needed"]) == pytest.approx(800 / 11)


def test_plans_of_the_parts_make_the_whole_if_they_fill_it(ask):
    quarter = ask("revenue", "--by", "person", "--period", "2017-Q4", "--compare", "plan")
    two = ask("revenue", "--by", "person", "--period", "2017-10..2017-11", "--compare", "plan")
    months = ask("revenue", "--by", "unit", "--by", "month", "--period", "2017-10..2017-11",
                 "--compare", "plan")  # fmt: skip

    assert people(quarter, "revenue_target") == {ANNA: ("",), BORIS: ("",)}  # October alone
    assert people(two, "revenue_target") == {ANNA: ("",), BORIS: ("1500",)}
    assert [(row["month"], row["revenue_target"]) for row in months] == [
        ("2017-10-01", "4000"), ("2017-11-01", ""),
    ]  # fmt: skip


def test_where_nobody_plans_there_is_no_target(ask):
    rows = ask("revenue", "--by", "channel", "--period", "2017-10", "--compare", "plan")

    assert {row["revenue_target"] for row in rows} == {""}


def test_json_names_the_columns_in_three_languages(home, program):
    words = (
        "table",
        "revenue",
        "--period",
        "2017-10",
        "--compare",
        "previous",
        "--home",
        str(home),
    )
    told = json.loads(program(*words, "--format", "json").stdout)

    names = told["definitions"]["revenue_before"]["names"]
    assert names == {"en": "revenue, before", "ru": "выручка, было", "hu": "árbevétel, előtte"}


def test_beside_the_others(ask):
    rows = ask(
        "calls",
        "win_rate",
        "--by",
        "person",
        "--period",
        "2017-10",
        "--compare",
        "others",
        "--total",
    )

    assert people(rows, "calls", "calls_difference", "calls_verdict", "calls_places") == {
        ANNA: ("3", "1", "within noise", "1–2"),
        BORIS: ("1", "-1", "within noise", "1–2"),
        "total": ("4", "", "", ""),
    }
    anna = rows[0]
    assert float(anna["calls_low"]) == pytest.approx(0.619, abs=1e-3)  # Garwood, of 3
    assert float(anna["calls_high"]) == pytest.approx(8.767, abs=1e-3)
    assert float(anna["win_rate_low"]) == pytest.approx(0.2077, abs=1e-3)  # Wilson, 2 of 3
    # Three closed deals are too few to place anybody; Boris has none.
    told = people(rows, "win_rate_verdict", "win_rate_places")
    assert told[ANNA] == told[BORIS] == ("too few to say", "")


def test_metric_without_evidence_is_not_judged(ask):
    rows = ask("velocity", "--by", "person", "--period", "2017-10", "--compare", "others")

    assert {row["velocity_verdict"] for row in rows} == {"too few to say"}


def test_gaps_are_told_beside_the_figures(said):
    words = ("revenue", "lead_conversion", "--period", "2017-10")
    told, over = (
        json.loads(said(*words, form="json", today=day)) for day in ("2017-10-16", "2018-01-15")
    )

    assert told["notes"] == [
        "The period is not over: 11 of 22 working days so far.",
        "1 lead of the period is still open: the share can grow.",
    ]
    assert over["notes"] == told["notes"][1:]
