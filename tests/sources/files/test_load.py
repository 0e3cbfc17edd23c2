"""A file from end to end: several tables, dry runs, doubles, crashes, other formats of the same."""

from datetime import UTC, datetime

import pytest

from merilo.company import Company
from merilo.errors import FileError, Locked
from merilo.facts.lake import Change, Lake
from merilo.sources.engine.check import Count
from merilo.sources.files.mapping import Feed, Formats, Take
from merilo.sources.files.targets import TARGETS, Parse
from tests.sources.engine.desk import NOW, Desk, refusals, without_calendar


@pytest.fixture(autouse=True)
def _no_calendar(request):
    if "calendar" in request.node.name:
        yield
        return
    with without_calendar():
        yield


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path / "дом с пробелом")


BOTH = (
    Feed(
        "deals",
        {"id": Take((0,)), "owner": Take((1,)), "outcome": Take((2,)), "closed": Take((4,))},
    ),
    Feed("people", {"id": Take((1,)), "name": Take((1,)), "unit": Take((3,))}),
)
TEXT = (
    "No;Seller;Status;Team;Closed;Tag\n1;Ann;won;North;2017-10-05;x\n2;Ann;won;North;2017-10-06;_\n"
    "3;Bob;odd;South;2017-10-07;z\n4;_;won;_;2017-10-08;_\n"
)


def test_file_feeds_several_tables_each_with_its_own_count(desk):
    outcome = desk.take(TEXT, feeds=BOTH)

    assert outcome.counts == {"deals": Count(4, 3, 1, 0), "people": Count(4, 2, 1, 1)}
    assert desk.rows("select id, unit from people order by id") == [
        ("Ann", "files:North"), ("Bob", "files:South"),
    ]  # fmt: skip
    assert desk.rows("select id, extra from deals order by id") == [
        ("1", '{"Tag":"x"}'), ("2", None), ("4", None),
    ]  # fmt: skip
    assert desk.one("select count(extra) from people") == 0


def test_lines_refused_by_two_tables_stand_once_in_the_file(desk):
    outcome = desk.take(TEXT + "_;_;odd;_;_;_\n", feeds=BOTH)

    text = outcome.refused.read_text("utf-8-sig")
    assert [line.split(";")[0] for line in text.splitlines()] == ["row", "4", "5", "6"]


def test_fault_that_two_tables_find_in_one_cell_is_told_once(desk):
    columns = {"id": Take((1,)), "left_on": Take((4,))}
    outcome = desk.take(
        TEXT.replace("2017-10-06", "soon"), feeds=(BOTH[0], Feed("people", columns))
    )

    found, *_ = refusals(outcome)
    assert (found["row"], found["column"], found["value"]) == ("3", "Closed", "soon")
    assert outcome.reasons["Closed: not a date"] == 1


def test_dry_run_says_what_the_true_one_does_and_changes_nothing(desk):
    desk.take("id;outcome;owner\n1;open;Ann\n9;won;Zoe")
    before = desk.snapshot
    now = desk.now
    dry = desk.take(TEXT, feeds=BOTH, dry=True)
    desk.now = now

    assert desk.snapshot == before
    assert desk.rows("select id, outcome from deals order by id") == [("1", "open"), ("9", "won")]
    true = desk.take(TEXT, feeds=BOTH)
    assert dry.refused is None
    assert true.refused is not None
    told = ("counts", "changes", "arisen", "reasons", "notes", "days", "connection")
    assert {name: getattr(dry, name) for name in told} == {
        name: getattr(true, name) for name in told
    }
    assert true.changes["deals"] == Change(new=2, changed=1)


def test_dry_run_into_a_new_home_leaves_no_lake_behind(desk):
    desk.take(TEXT, feeds=BOTH, dry=True)

    assert not (desk.path / "lake").exists()


def test_same_file_again_changes_nothing(desk):
    desk.take(TEXT, feeds=BOTH)
    outcome = desk.take(TEXT, feeds=BOTH)

    assert outcome.counts == {"deals": Count(4, 3, 1, 0), "people": Count(4, 2, 1, 1)}
    assert outcome.changes == {"deals": Change(same=3), "people": Change(same=2)}
    assert desk.snapshot.number == 1


def test_company_s_calendar_comes_with_the_first_import(desk):
    desk.take(TEXT, feeds=BOTH)
    desk.take(TEXT, feeds=BOTH)

    assert desk.one("select count(*) > 10000 from calendar")
    assert desk.one("select working from calendar where day = '2017-10-02'")
    assert desk.snapshot.number == 1


def test_load_that_fails_shows_nothing_and_the_next_one_is_whole(desk, monkeypatch):
    from merilo.sources.engine import places

    desk.take("id;outcome;owner\n1;open;Ann")

    def fail(*_):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(places, "postings", fail)
        with pytest.raises(RuntimeError):
            desk.take(TEXT, feeds=BOTH)
    assert desk.rows("select id from deals") == [("1",)]

    desk.take(TEXT, feeds=BOTH)
    assert desk.one("select count(*) from deals") == 3


def test_somebody_else_s_pen_is_told_and_waited_for(desk):
    lake = Lake.open(desk.path / "lake")
    with lake.writing("tidy", datetime.now(UTC)), pytest.raises(Locked, match="tidy"):
        desk.take(TEXT, feeds=BOTH)

    assert desk.snapshot.number == 0


def test_progress_tells_rows_and_share_of_the_file(desk):
    from merilo.sources.files.load import Home, Import
    from merilo.sources.files.mapping import Plan
    from tests.sources.engine.desk import sheet

    told = []
    where = Home(desk.path, desk.company, NOW)
    paper = sheet(TEXT + TEXT.split("\n", 1)[1] + "5;Ann;won;_;_;_\n", chunk=2)
    Import(paper, Plan(BOTH), where, progress=lambda *said: told.append(said)).run()

    assert [rows for rows, _, _ in told] == [8, 9, 9]
    assert [share for _, share, _ in told] == [0.6, 0.6, 1.0]


def test_days_are_those_that_figures_count_on(desk):
    assert [str(day) for day in desk.take(TEXT, feeds=BOTH).days] == ["2017-10-05", "2017-10-08"]


def test_day_is_the_company_s(tmp_path):
    """21:30 UTC on 31 March is April in Moscow and March in Budapest."""
    days = {}
    for zone in ("Europe/Moscow", "Europe/Budapest"):
        desk = Desk(tmp_path / zone, Company(zone=zone, currency="RUB"))
        desk.take("id;outcome;closed\n1;won;2017-03-31 21:30:00", formats=Formats(zone="UTC"))
        days[zone] = str(desk.one("select closed_on from deals"))

    assert days == {"Europe/Moscow": "2017-04-01", "Europe/Budapest": "2017-03-31"}


def test_open_deal_keeps_its_closing_date_as_the_expected_one(desk):
    outcome = desk.take(
        "id;outcome;closed;expected_close_on\n1;open;2018-03-01;_\n2;open;2018-03-01;2018-04-01\n"
        "3;won;2017-10-05;2017-11-01\n4;lost;_;_"
    )

    days = "closed_on::text, closed_at is null, expected_close_on::text"
    assert desk.rows(f"select {days} from deals order by id") == [
        (None, True, "2018-03-01"), (None, True, "2018-04-01"), ("2017-10-05", False, "2017-11-01"),
        (None, True, None),
    ]  # fmt: skip
    assert "2 open deals have a closing date: it is kept as the expected one." in outcome.notes
    assert "1 deal is won or lost without a date: it counts in no period." in outcome.notes


def test_what_is_merely_odd_is_let_in_and_said(desk):
    outcome = desk.take(
        "id;outcome;amount;created;closed\n1;won;-5;2017-10-05;2017-10-01\n2;won;_;2017-10-01;2017-10-01"
    )

    assert outcome.whole
    assert outcome.notes == (
        "1 deal was closed before it was created.",
        "1 won deal has no amount of its own.",
    )


@pytest.mark.parametrize(
    ("header", "line", "since", "until"),
    [
        ("person;month;target", "Ann;2017-10;100", "2017-10-01", "2017-11-01"),
        ("person;month;target", "Ann;октябрь 2017;100", "2017-10-01", "2017-11-01"),
        ("person;period;target", "Ann;2017-Q4;100", "2017-10-01", "2018-01-01"),
        ("person;period_since;last;target", "Ann;2017-10-01;2017-10-15;1", "2017-10-01",
         "2017-10-16"),
        ("person;period_since;length;target", "Ann;2017-11-30;quarter;1", "2017-11-30",
         "2018-02-28"),
    ],
)  # fmt: skip
def test_period_of_a_plan_is_said_in_many_ways(desk, header, line, since, until):
    desk.take(f"{header}\n{line}", "plans")

    assert desk.one("select period_since::text, period_until::text, metric, kind from plans") == (
        since, until, "revenue", "at_least",
    )  # fmt: skip


def test_plan_may_last_up_to_the_next_one(desk):
    """The last one as long as the one before it."""
    days = ["Ann;2011-05-31", "Bob;2011-05-31", "Ann;2011-08-31", "Bob;2011-12-01"]
    desk.take(
        "person;period_since;length;target\n" + "".join(f"{d};next;1\n" for d in days), "plans"
    )

    told = "select person, period_until::text from plans order by period_since, person"
    assert desk.rows(told) == [
        ("files:Ann", "2011-08-31"), ("files:Bob", "2011-08-31"), ("files:Ann", "2011-12-01"),
        ("files:Bob", "2012-03-02"),
    ]  # fmt: skip


def test_first_day_after_a_span_is_said_or_its_last_day(desk):
    text = "id;person;since;until;last\n1;Ann;2017-10-01;2017-10-09;2017-10-30\n"
    desk.take(text + "2;Bob;2017-10-01;_;2017-10-30\n3;Eve;2017-10-01;_;_", "absences")

    assert desk.rows("select until::text, kind from absences order by id") == [
        ("2017-10-09", "other"), ("2017-10-31", "other"), (None, "other"),
    ]  # fmt: skip


def test_plan_without_an_end_is_refused(desk):
    outcome = desk.take(
        "person;period_since;last;target\nAnn;2017-10-01;_;1\nBob;2017-10-01;2017-10-31;1", "plans"
    )

    assert outcome.reasons == {"period_until: empty, and needed": 1}


def test_error_that_the_file_shows_is_refused_where_it_counts(desk):
    from merilo.sources.files.sheet import Flaw

    text = "id;outcome;amount;Note\n1;won;_;x\n2;won;5;_\n3;won;7;y"
    outcome = desk.take(text, flaws=[Flaw(2, 2, "#N/A"), Flaw(3, 3, "#REF!")])

    assert outcome.counts["deals"] == Count(3, 2, 1, 0)
    assert outcome.reasons == {"amount: an error in the file": 1}


SAMPLE = {
    Parse.TEXT: "words", Parse.KEY: "k1", Parse.MONEY: "10", Parse.NUMBER: "2", Parse.COUNT: "3",
    Parse.SHARE: "0.5", Parse.INSTANT: "2017-10-05 10:00:00", Parse.DAY: "2017-10-05",
    Parse.MONTH: "2017-10", Parse.PERIOD: "2017-Q4", Parse.DURATION: "1:05", Parse.FLAG: "yes",
}  # fmt: skip


@pytest.mark.parametrize("table", TARGETS)
def test_every_table_may_come_from_a_file_with_all_its_slots(desk, table):
    slots = TARGETS[table].slots
    cells = {s.name: s.among[0] if s.among else SAMPLE[s.parse] for s in slots.values()}
    if "currency" in slots:
        cells["currency"] = "RUB"
    text = ";".join(cells) + "\n" + ";".join(cells.values())
    outcome = desk.take(text, table)

    assert outcome.counts == {table: Count(1, 1, 0, 0)}
    filled = [column for slot in slots.values() for column in slot.fills if column != "id"]
    if table == "deals":  # the sample is open
        filled = [column for column in filled if not column.startswith("closed")]
    listed = ", ".join(f't."{column}"' for column in filled)
    (row,) = desk.rows(f"select {listed} from {table} t where id not like 'people:%'")
    assert None not in row, dict(zip(filled, row, strict=True))
    assert desk.take(text, table).changes[table] == Change(same=1)


def test_name_of_a_connection_cannot_be_taken_for_a_part_of_an_id(desk):
    desk.connection = "branch:2"
    with pytest.raises(FileError, match="“branch:2” is no name of a connection"):
        desk.take("id;outcome\n1;won")


def test_nothing_of_use_is_one_sentence(desk):
    with pytest.raises(FileError) as caught:
        desk.take("id;outcome;closed\n1;won;soon\n2;won;later")

    said = str(caught.value)
    assert said.startswith("deals.csv: none of its 2 rows can be let in")
    assert "closed: not a date" in said
    assert "\n" not in said
