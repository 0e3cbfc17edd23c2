"""People, units, customers, stages that a file of deals speaks of, and directories beside it."""

from merilo.facts.lake import Change
from tests.sources.engine.desk import feed

DEALS = (
    "id;outcome;owner;owner_name;customer;customer_name;customer_segment;pipeline;stage;product\n"
    "1;won;7;Ann;c1;Acme;_;Sales;Paid;Desk\n"
    "2;open;8;Bob;c1;Acme;large;Sales;Talks;Chair\n"
    "3;lost;7;Ann;_;_;_;Service;Refused;Desk\n"
    "4;open;_;_;c2;Bolt;small;Sales;Offer;_\n"
)


def test_rows_arise_with_what_the_file_says_of_them(desk):
    outcome = desk.take(DEALS)

    assert outcome.arisen == {
        "people": Change(new=2),
        "customers": Change(new=2),
        "pipelines": Change(new=2),
        "products": Change(new=2),
        "stages": Change(new=4),
        "order_lines": Change(new=3),
    }
    assert desk.rows("select id, name from people order by id") == [("7", "Ann"), ("8", "Bob")]
    assert desk.rows("select id, name, segment from customers order by id") == [
        ("c1", "Acme", "large"), ("c2", "Bolt", "small"),
    ]  # fmt: skip
    assert desk.rows("select id, name from pipelines order by id") == [
        ("Sales", "Sales"), ("Service", "Service"),
    ]  # fmt: skip


def test_every_reference_of_a_deal_has_its_row(desk):
    desk.take(DEALS)

    for column, table in {
        "owner": "people", "customer": "customers", "pipeline": "pipelines", "stage": "stages",
    }.items():  # fmt: skip
        known = f"select connection || ':' || id from {table}"
        lost = f"select id from deals where {column} not in ({known})"
        assert desk.one(f"select count({column}) from deals") >= 3
        assert desk.rows(lost) == []


def test_stages_come_in_the_order_met_with_those_that_end_a_deal_last(desk):
    desk.take(DEALS)

    assert desk.rows("select id, pipeline, name, kind from stages order by pipeline, position") == [
        ("Sales/Talks", "files:Sales", "Talks", "open"),
        ("Sales/Offer", "files:Sales", "Offer", "open"),
        ("Sales/Paid", "files:Sales", "Paid", "won"),
        ("Service/Refused", "files:Service", "Refused", "lost"),
    ]


def test_lost_comes_after_won_whichever_is_met_first(desk):
    desk.take("id;outcome;stage\n1;lost;No\n2;won;Yes")

    assert desk.rows("select name from stages order by position") == [("Yes",), ("No",)]


def test_stage_met_later_comes_after_the_open_ones_that_are_known(desk):
    desk.take(DEALS)
    desk.take("id;outcome;pipeline;stage\n9;open;Sales;Pilot\n8;lost;Sales;No")

    stages = "select name from stages where pipeline = 'files:Sales' order by position"
    assert [name for (name,) in desk.rows(stages)] == ["Talks", "Offer", "Pilot", "Paid", "No"]


def test_stage_is_what_most_of_its_deals_are(desk):
    rows = "1;open;End\n2;won;End\n3;won;End\n4;open;Begin\n5;open;Begin\n6;won;Begin"
    desk.take(f"id;outcome;stage\n{rows}")

    assert desk.rows("select name, kind from stages order by position") == [
        ("Begin", "open"), ("End", "won"),
    ]  # fmt: skip


def test_stages_without_a_pipeline_are_of_one(desk):
    desk.take("id;outcome;stage\n1;won;Paid")

    assert desk.rows("select id, name from pipelines") == [("main", "Main")]
    assert desk.one("select stage, pipeline from deals") == ("files:main/Paid", "files:main")
    assert desk.one("select id, pipeline, name from stages") == ("main/Paid", "files:main", "Paid")


def test_stages_of_a_file_of_stages_are_those_that_deals_stand_in(desk):
    desk.take("id;pipeline;name;kind\n142;1;Paid;won\n141;1;Talks;open", "stages")
    outcome = desk.take("id;outcome;pipeline;stage\n1;won;1;142")

    assert "stages" not in outcome.arisen
    assert desk.rows("select id, name, position from stages order by position") == [
        ("1/142", "Paid", 1), ("1/141", "Talks", 2),
    ]  # fmt: skip


def test_moves_find_the_pipeline_of_their_deal(desk):
    desk.take("id;outcome;pipeline;stage\n1;won;Sales;Paid")
    desk.take("deal;occurred;from_stage;to_stage\n1;2017-10-05;Talks;Paid", "stage_changes")

    assert desk.one("select from_stage, to_stage from stage_changes") == (
        "files:Sales/Talks", "files:Sales/Paid",
    )  # fmt: skip
    assert desk.rows("select id from stages order by id") == [("Sales/Paid",), ("Sales/Talks",)]


def test_moves_before_their_deals_in_one_sheet_find_the_pipeline(desk):
    header = ("id", "deal", "outcome", "pipeline", "occurred", "to_stage")
    line = "1;1;won;Sales;2017-10-05;Paid"
    feeds = [feed(table, header) for table in ("stage_changes", "deals")]
    desk.take(f"{';'.join(header)}\n{line}", feeds=feeds)

    assert desk.one("select to_stage from stage_changes") == "files:Sales/Paid"


def test_directory_that_comes_later_has_its_say(desk):
    desk.take(DEALS)
    outcome = desk.take("id;name;segment\nc1;Acme Ltd;_\nc3;Crow;tiny", "customers")

    assert outcome.changes["customers"] == Change(new=1, changed=1)
    assert desk.rows("select id, name, segment from customers order by id") == [
        ("c1", "Acme Ltd", None), ("c2", "Bolt", "small"), ("c3", "Crow", "tiny"),
    ]  # fmt: skip


def test_what_arises_changes_nothing_that_is_known_and_fills_what_is_empty(desk):
    desk.take("id;name;segment\nc1;Acme Ltd;_\nc2;c2;tiny", "customers")
    outcome = desk.take(DEALS)

    assert outcome.arisen["customers"] == Change(changed=2)
    assert desk.rows("select id, name, segment from customers order by id") == [
        ("c1", "Acme Ltd", "large"), ("c2", "Bolt", "tiny"),
    ]  # fmt: skip


def test_same_file_again_changes_nothing(desk):
    desk.take(DEALS)
    outcome = desk.take(DEALS)

    assert outcome.arisen == {}
    assert outcome.changes["deals"] == Change(same=4)
    assert desk.snapshot.number == 1


def test_refused_rows_give_rise_to_nothing(desk):
    desk.take("id;outcome;owner\n1;won;Ann\n2;perhaps;Bob")

    assert desk.rows("select id from people") == [("Ann",)]


def test_rows_superseded_by_an_equal_one_tell_their_product(desk):
    desk.take("id;outcome;product\n1;won;Desk\n1;won;Chair")

    assert desk.rows("select id, deal, product from order_lines order by id") == [
        ("1:Chair", "files:1", "files:Chair"), ("1:Desk", "files:1", "files:Desk"),
    ]  # fmt: skip


def test_older_copies_tell_nothing(desk):
    desk.take("id;outcome;owner;updated\n1;won;Ann;2017-10-02\n1;open;Bob;2017-10-01")

    assert desk.rows("select id from people") == [("Ann",)]


def test_ids_of_two_connections_are_not_the_same(desk):
    desk.take("id;outcome;owner\n1;won;Ann")
    desk.connection = "other"
    desk.take("id;outcome;owner\n1;lost;Ann")

    assert desk.rows("select owner from deals order by owner") == [("files:Ann",), ("other:Ann",)]
    assert desk.one("select count(*) from people") == 2


def test_people_of_activities_arise_but_their_deals_do_not(desk):
    desk.take("id;kind;occurred;person;deal\n1;call;2017-10-01;Ann;77", "activities")

    assert desk.rows("select id from people") == [("Ann",)]
    assert desk.rows("from deals") == []
    assert desk.one("select deal from activities") == "files:77"
