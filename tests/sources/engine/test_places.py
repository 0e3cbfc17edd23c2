"""Who belongs where, and since when."""

from datetime import date

TEAMS = "id;unit;department;company\nAnn;North;Retail;Holding\nBob;South;Retail;Holding\n"
POSTINGS = (
    "select person, unit, role, since, until from postings where not deleted "
    "order by since nulls first, person"
)
ANN = "from postings where person = 'files:Ann' order by since nulls first"


def test_units_arise_one_above_the_other(desk):
    desk.take(TEAMS, "people")

    assert desk.rows("select id, kind, parent, department, company from units order by id") == [
        ("Holding", "company", None, None, "files:Holding"),
        ("North", "team", "files:Retail", "files:Retail", "files:Holding"),
        ("Retail", "department", "files:Holding", "files:Retail", "files:Holding"),
        ("South", "team", "files:Retail", "files:Retail", "files:Holding"),
    ]
    assert desk.rows("select id, unit from people order by id") == [
        ("Ann", "files:North"), ("Bob", "files:South"),
    ]  # fmt: skip


def test_nearest_unit_that_is_named_is_a_person_s(desk):
    desk.take("id;unit;department\nAnn;North;Retail\nBob;_;Retail", "people")

    assert desk.rows("select id, unit from people order by id") == [
        ("Ann", "files:North"), ("Bob", "files:Retail"),
    ]  # fmt: skip


def test_unit_named_on_two_levels_does_not_stand_above_itself(desk):
    desk.take("id;unit;department;company\nAnn;Sales;Sales;Sales", "people")

    assert desk.one("select parent, company from units") == (None, None)


def test_units_of_sellers_arise_from_deals(desk):
    desk.take("id;outcome;owner;unit;department\n1;won;Ann;North;Retail")

    assert desk.one("select unit from people") == "files:North"
    assert desk.one("select department from units where id = 'North'") == "files:Retail"


def test_hierarchy_is_found_anew_when_it_changes(desk):
    desk.take(TEAMS, "people")
    desk.take("id;name;kind;parent\nNorth;North;team;B2B\nB2B;B2B;department;Holding", "units")

    assert desk.one("select department, company from units where id = 'North'") == (
        "files:B2B", "files:Holding",
    )  # fmt: skip


def test_team_known_by_the_id_of_its_head_bears_the_head_s_name(desk):
    desk.take("id;name;head;unit\n2;Andrew Fuller;_;_\n1;Nancy;2;2\n3;Anne;7;7", "people")
    assert desk.rows("select id, name from units order by id") == [
        ("2", "Andrew Fuller"), ("7", "7"),
    ]  # fmt: skip
    desk.take("id;name;head;unit\n7;Robert King;2;2", "people")
    assert desk.one("select name from units where id = '7'") == "Robert King"


def test_team_is_not_named_after_a_person_who_only_has_the_same_id(desk):
    desk.take("id;name;unit;head\n2;Andrew Fuller;_;_\n1;Nancy;2;3\n3;Anne;_;_", "people")

    assert desk.one("select name from units where id = '2'") == "2"


def test_circle_of_units_ends(desk):
    desk.take("id;name;kind;parent\nA;A;team;B\nB;B;department;A", "units")

    assert desk.one("select department from units where id = 'A'") == "files:B"


def test_everybody_gets_a_posting_from_the_first_day_at_work(desk):
    desk.take(
        "id;unit;role;hired_on;left_on\nAnn;North;seller;2015-02-01;_\nBob;_;_;_;2017-05-01",
        "people",
    )

    assert desk.rows(POSTINGS) == [
        ("files:Bob", None, None, None, date(2017, 5, 1)),
        ("files:Ann", "files:North", "seller", date(2015, 2, 1), None),
    ]


def test_who_moved_has_a_new_posting_from_today_and_the_former_one_is_kept(desk):
    desk.take(TEAMS, "people")
    outcome = desk.take(TEAMS.replace("Ann;North", "Ann;South"), "people")

    assert "1 person is in another unit or role now: a new posting begins today." in outcome.notes
    assert desk.rows(POSTINGS) == [
        ("files:Ann", "files:North", None, None, date(2018, 1, 16)),
        ("files:Bob", "files:South", None, None, None),
        ("files:Ann", "files:South", None, date(2018, 1, 16), None),
    ]


def test_second_move_of_one_day_mends_the_first(desk):
    desk.take(TEAMS, "people")
    now = desk.now
    desk.take(TEAMS.replace("Ann;North", "Ann;South"), "people")
    desk.now = now
    desk.take(TEAMS.replace("Ann;North", "Ann;East"), "people")

    assert desk.rows(f"select unit {ANN}") == [("files:North",), ("files:East",)]


def test_third_place_is_a_third_posting(desk):
    desk.take(TEAMS, "people")
    desk.take(TEAMS.replace("Ann;North", "Ann;South"), "people")
    desk.take(TEAMS.replace("Ann;North", "Ann;East"), "people")

    assert desk.rows(f"select unit, since, until {ANN}") == [
        ("files:North", None, date(2018, 1, 16)),
        ("files:South", date(2018, 1, 16), date(2018, 1, 17)),
        ("files:East", date(2018, 1, 17), None),
    ]


def test_new_role_is_a_new_posting_and_a_first_role_is_not(desk):
    desk.take("id;unit\nAnn;North", "people")
    desk.take("id;unit;role\nAnn;North;seller", "people")
    desk.take("id;unit;role\nAnn;North;head", "people")

    assert desk.rows("select role, since from postings order by since nulls first") == [
        ("seller", None), ("head", date(2018, 1, 17)),
    ]  # fmt: skip


def test_leaving_ends_the_posting_that_holds(desk):
    desk.take(TEAMS, "people")
    desk.take(TEAMS.replace("Ann;North", "Ann;South"), "people")
    desk.take("id;left_on\nAnn;2018-02-01", "people")

    assert desk.rows(f"select unit, until {ANN}") == [
        ("files:North", date(2018, 1, 16)), ("files:South", date(2018, 2, 1)),
    ]  # fmt: skip


def test_whoever_has_left_moves_no_more(desk):
    desk.take("id;unit;left_on\nAnn;North;2017-06-01", "people")
    outcome = desk.take("id;unit;left_on\nAnn;South;2017-06-01", "people")

    assert not any("posting" in note for note in outcome.notes)
    assert desk.one("select unit, until from postings") == ("files:North", date(2017, 6, 1))


def test_whoever_leaves_today_moves_no_more(desk):
    desk.take(TEAMS, "people")
    outcome = desk.take("id;unit;left_on\nAnn;South;2018-01-16", "people")

    assert not any("posting" in note for note in outcome.notes)
    assert desk.rows(f"select unit, until {ANN}") == [("files:North", date(2018, 1, 16))]


def test_same_people_again_change_nothing(desk):
    desk.take(TEAMS, "people")
    desk.take(TEAMS, "people")

    assert desk.snapshot.number == 1


def test_deals_move_nobody(desk):
    desk.take(TEAMS, "people")
    desk.take("id;outcome;owner;unit\n1;won;Ann;South")

    assert desk.one("select unit from people where id = 'Ann'") == "files:North"
    assert desk.one("select count(*) from postings") == 2


def test_postings_of_a_source_stand_in_place_of_those_made_here(desk):
    desk.take(TEAMS, "people")
    desk.take(
        "person;unit;since;last\nAnn;East;2017-01-01;2017-03-31\nAnn;North;2017-04-01;_", "postings"
    )
    desk.take(TEAMS.replace("Ann;North", "Ann;South"), "people")

    assert desk.rows(POSTINGS) == [
        ("files:Bob", "files:South", None, None, None),
        ("files:Ann", "files:East", None, date(2017, 1, 1), date(2017, 4, 1)),
        ("files:Ann", "files:North", None, date(2017, 4, 1), None),
    ]


def test_postings_of_a_source_need_no_people_beside_them(desk):
    desk.take("id;name;unit\nAnn;Ann Lee;North", "people")
    desk.take("id;person;unit;since\n7;Ann;East;2017-01-01", "postings")

    assert desk.rows("select id from postings where not deleted") == [("7",)]


def test_heads_are_people(desk):
    desk.take("id;head\nAnn;Zoe", "people")

    assert desk.rows("select id, head from people order by id") == [
        ("Ann", "files:Zoe"), ("Zoe", None),
    ]  # fmt: skip


def test_head_of_whom_nothing_else_is_known_is_not_counted_among_the_sellers(desk):
    desk.take("id;head;role\nAnn;Zoe;_\nBob;Kim;_\nKim;_;head of sales", "people")

    assert desk.rows("select person from postings order by person") == [
        ("files:Ann",), ("files:Bob",), ("files:Kim",),
    ]  # fmt: skip
