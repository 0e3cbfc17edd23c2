"""Rows judged: what is wrong is refused with its place, the same again is superseded."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.errors import Fault, FileError
from merilo.sources.engine.check import Check, Count
from merilo.sources.files.mapping import Feed, Formats, Take
from merilo.sources.files.sheet import Broken
from tests.sources.engine.desk import Desk, refusals

HEAD = "id;outcome;amount;created;closed\n"
GOOD = "1;won;100;2017-10-01;2017-10-15\n"


def only(outcome, table="deals"):
    """What became of the rows of the only table."""
    assert outcome.counts.keys() == {table}
    return outcome.counts[table]


def test_good_rows_are_in_as_declared(desk):
    outcome = desk.take(HEAD + GOOD)

    assert only(outcome) == Count(1, 1, 0, 0)
    assert outcome.refused is None
    stored = (
        "select connection, id, outcome, amount::text, created_on::text, closed_at::text from deals"
    )
    assert desk.rows(stored) == [
        ("files", "1", "won", "100.0000", "2017-10-01", "2017-10-14 21:00:00+00")
    ]


@pytest.mark.parametrize(
    ("line", "column", "value", "reason"),
    [
        ("2;won;abc;2017-10-01;_", "amount", "abc", "not an amount"),
        ("2;won;1;2017-13-01;_", "created", "2017-13-01", "not a date"),
        ("2;won;1;2017-10-01;17-10-02", "closed", "17-10-02", "not a date"),
        ("2;maybe;1;2017-10-01;_", "outcome", "maybe", "not one of: open, won, lost"),
        ("2;_;1;2017-10-01;_", "outcome", "", "empty, and needed"),
        ("_;won;1;2017-10-01;_", "id", "", "empty, and needed"),
    ],
)
def test_bad_cell_is_refused_with_its_place(desk, line, column, value, reason):
    outcome = desk.take(HEAD + GOOD + line)

    assert only(outcome) == Count(2, 1, 1, 0)
    (found,) = refusals(outcome)
    assert (found["row"], found["column"], found["value"], found["reason"]) == (
        "3", column, value, reason,
    )  # fmt: skip
    cells = [None if cell == "_" else cell for cell in line.split(";")]
    assert [found[c] or None for c in HEAD.strip().split(";")] == cells
    assert desk.rows("select id from deals") == [("1",)]


def test_row_with_several_faults_counts_once_and_tells_them_all(desk):
    outcome = desk.take(HEAD + GOOD + "2;won;abc;yesterday;_")

    assert only(outcome).refused == 1
    (found,) = refusals(outcome)
    assert found["column"] == "amount | created"
    assert found["value"] == "abc | yesterday"
    assert found["reason"] == "not an amount | not a date"
    assert outcome.reasons == {"amount: not an amount": 1, "created: not a date": 1}


def test_faults_are_told_in_the_order_of_the_columns(desk):
    outcome = desk.take("closed;amount;outcome;id\n_;1;won;1\nx;y;z;2")

    assert refusals(outcome)[0]["column"] == "closed | amount | outcome"


def test_count_that_does_not_add_up_stops_the_load(desk, monkeypatch):
    assert Count(3, 1, 1, 1).whole
    assert not Count(3, 1, 1, 0).whole
    monkeypatch.setattr(Count, "whole", property(lambda _: False))
    with pytest.raises(Fault, match="deals"):
        desk.take(HEAD + GOOD)

    assert desk.snapshot.number == 0


def test_count_that_is_not_what_was_stored_stops_the_load(desk, monkeypatch):
    monkeypatch.setattr(Check, "count", lambda _: Count(2, 2, 0, 0))
    with pytest.raises(Fault, match="deals"):
        desk.take(HEAD + GOOD)

    assert desk.snapshot.number == 0


def test_broken_lines_are_refused_with_their_text(desk):
    broken = [Broken(7, "6 cells where the header has 5", "a;b")]
    outcome = desk.take(HEAD + GOOD + GOOD.replace("1;", "2;", 1), chunk=1, broken=broken)

    assert only(outcome) == Count(3, 2, 1, 0)
    (found,) = refusals(outcome)
    assert (found["row"], found["value"]) == ("7", "a;b")
    assert found["reason"] == "6 cells where the header has 5"


def test_faults_are_found_in_every_chunk(desk):
    lines = [f"{n};won;{'x' if n % 3 == 0 else n};2017-10-01;_" for n in range(1, 31)]
    outcome = desk.take(HEAD + "\n".join(lines), chunk=7)

    assert only(outcome) == Count(30, 20, 10, 0)
    assert [found["row"] for found in refusals(outcome)] == [str(n + 1) for n in range(3, 31, 3)]


def test_nothing_but_bad_rows_stores_nothing_and_says_why(desk):
    with pytest.raises(FileError, match=r"none of its 2 rows .* for: amount: not an amount"):
        desk.take(HEAD + "1;won;x;_;_\n2;won;y;_;_")

    assert desk.snapshot.number == 0
    (file,) = (desk.path / "refused").iterdir()
    assert file.read_text("utf-8-sig").count("not an amount") == 2


def test_header_without_rows_is_said_so(desk):
    with pytest.raises(FileError, match="a header and no rows"):
        desk.take(HEAD)


def test_same_row_again_is_superseded(desk):
    outcome = desk.take(HEAD + GOOD + GOOD)

    assert only(outcome) == Count(2, 1, 0, 1)


def test_same_key_with_another_value_is_refused_naming_the_first(desk):
    outcome = desk.take(HEAD + GOOD + GOOD.replace("100", "200") + GOOD)

    assert only(outcome) == Count(3, 1, 1, 1)
    (found,) = refusals(outcome)
    assert (found["row"], found["column"], found["value"]) == ("3", "amount", "200.0000")
    assert found["reason"] == "another value than in row 2, which has the same key"
    assert found["created"] == "2017-10-01"  # the whole line, though it was read long before
    assert desk.one("select amount::int from deals") == 100


def test_value_and_nothing_are_different_values(desk):
    assert only(desk.take(HEAD + GOOD + GOOD.replace("100", "_"))).refused == 1


def test_row_that_is_refused_does_not_stand_for_its_key(desk):
    outcome = desk.take(HEAD + GOOD.replace("100", "x") + GOOD + GOOD)

    assert only(outcome) == Count(3, 1, 1, 1)
    assert desk.one("select amount::int from deals") == 100


def test_newest_copy_of_a_key_wins_where_the_file_dates_its_rows(desk):
    outcome = desk.take(
        "id;outcome;amount;updated\n"
        "1;open;100;2017-10-02\n1;won;300;2017-10-04\n1;open;200;2017-10-03\n1;lost;0;_"
    )

    assert only(outcome) == Count(4, 1, 0, 3)
    assert desk.one("select outcome, amount::int from deals") == ("won", 300)


def test_two_newest_copies_that_differ_are_not_chosen_between(desk):
    outcome = desk.take(
        "id;outcome;amount;updated\n1;open;1;2017-10-02\n1;won;3;2017-10-04\n1;won;4;2017-10-04"
    )

    assert only(outcome) == Count(3, 1, 1, 1)
    assert refusals(outcome)[0]["value"] == "4.0000"


def test_older_copy_does_not_overwrite_a_newer_one(desk):
    desk.take("id;outcome;amount;updated\n1;won;300;2017-10-04")
    outcome = desk.take("id;outcome;amount;updated\n1;open;200;2017-10-03")

    assert only(outcome).accepted == 1
    assert outcome.changes["deals"].ignored == 1
    assert desk.one("select outcome, amount::int from deals") == ("won", 300)


def test_column_that_the_file_lacks_keeps_what_is_known(desk):
    desk.take("id;outcome;amount;channel\n1;open;100;web")
    outcome = desk.take("id;outcome\n1;won")

    assert (outcome.changes["deals"].new, outcome.changes["deals"].changed) == (0, 1)
    assert desk.one("select outcome, amount::int, channel from deals") == ("won", 100, "web")


def test_needed_column_may_be_left_out_for_rows_that_are_known(desk):
    desk.take("id;outcome;amount\n1;won;100")
    outcome = desk.take("id;amount\n1;200\n2;300")

    assert only(outcome) == Count(2, 1, 1, 0)
    (found,) = refusals(outcome)
    assert (found["row"], found["column"]) == ("3", "outcome")
    assert found["reason"] == "new, and the file does not say it"
    assert desk.rows("select id, outcome, amount::int from deals") == [("1", "won", 200)]


def test_made_id_is_the_same_again(desk):
    text = "name;owner;outcome;created\nA;Ann;won;2017-10-01\nB;Ann;won;2017-10-01"
    first, again = desk.take(text), desk.take(text.replace("2017-10-01", "2017-10-01 00:00"))

    assert first.changes["deals"].new == 2
    assert again.changes["deals"].same == 2
    assert desk.snapshot.number == 1


def test_made_id_tells_in_which_column_a_word_stands(desk):
    outcome = desk.take("name;owner;outcome\nAnn;_;won\n_;Ann;won")

    assert outcome.changes["deals"].new == 2


def test_row_that_no_id_can_be_made_for_is_refused(desk):
    outcome = desk.take("name;owner;outcome\nA;Ann;won\n_;_;won")

    assert refusals(outcome)[0]["reason"] == "empty, and needed to tell the row"


def test_name_of_a_directory_is_its_id(desk):
    desk.take("name;segment\nAcme;large", "customers")

    assert desk.one("select id, name, segment from customers") == ("Acme", "Acme", "large")


def test_words_mean_what_the_mapping_says_first_then_what_they_do_in_three_languages(desk):
    desk.take(
        "id;outcome\n1;Выиграна\n2;Проиграна\n3;Hot\n4;nyert",
        values={"outcome": {"hot": "open", "Проиграна": "open"}},
    )

    assert desk.rows("select outcome from deals order by id") == [
        ("won",), ("open",), ("open",), ("won",),
    ]  # fmt: skip


def test_other_words_mean_what_the_mapping_says_of_all_others(desk):
    desk.take(
        "id;outcome\n1;Done\n2;Talks\n3;Started", values={"outcome": {"Done": "won", "*": "open"}}
    )

    assert desk.rows("select id, outcome from deals order by id") == [
        ("1", "won"), ("2", "open"), ("3", "open"),
    ]  # fmt: skip


def test_slot_of_several_columns_takes_their_words_together_or_the_first_said(desk):
    text = "1;Ann;Lee;Acme;_\n2;Bob;_;_;Bob Ltd\n3;_;_;_;_"
    columns = {
        "id": Take((0,)),
        "owner": Take((1, 2)),
        "customer": Take((3, 4), first=True),
        "outcome": Take(constant="won"),
    }
    desk.take(f"A;B;C;D;E\n{text}", feeds=[Feed("deals", columns)])

    assert desk.rows("select owner, customer, outcome from deals order by id") == [
        ("files:Ann Lee", "files:Acme", "won"), ("files:Bob", "files:Bob Ltd", "won"),
        (None, None, "won"),
    ]  # fmt: skip


def test_two_spellings_are_one_where_the_mapping_says_so(desk):
    desk.take("id;outcome;customer\n1;won;ACME\n2;won;Acme", values={"customer": {"Acme": "ACME"}})

    assert desk.rows("select distinct customer from deals") == [("files:ACME",)]


def test_default_stands_where_nothing_is_said(desk):
    text = "id;kind;occurred;author\n1;call;2017-10-01;_\n2;call;2017-10-01;robot"
    desk.take(text, "activities")

    assert desk.rows("select author from activities order by id") == [("person",), ("robot",)]


def test_words_for_nothing_are_nothing(desk):
    desk.take(
        "id;outcome;closed\n1;open;не закрыта\n2;open;НЕ ЗАКРЫТА",
        formats=Formats(empty=("не закрыта",)),
    )

    assert desk.rows("select closed_on, expected_close_on from deals") == [(None, None)] * 2


def test_zero_is_nothing_where_nobody_fills_it_in(desk):
    desk.take("id;outcome;amount\n1;won;0\n2;won;5", zero_is_empty=("amount",))

    assert desk.rows("select amount::int from deals order by id") == [(None,), (5,)]


def test_columns_nobody_mapped_are_kept_by_their_captions(desk):
    desk.take('id;outcome;Тег;Тег;;Note\n1;won;a;b;c;say "x"\\\n2;won;_;_;_;_\n3;won;_;b;_;_')

    extra = desk.rows("select extra from deals order by id")
    assert [text and json.loads(text) for (text,) in extra] == [
        {"Тег": "a", "Тег 2": "b", "column 5": "c", "Note": 'say "x"\\'},
        None,
        {"Тег 2": "b"},
    ]


def test_repeated_row_that_differs_in_unmapped_columns_is_told(desk):
    outcome = desk.take("id;outcome;Note\n1;won;a\n1;won;b\n1;won;a")

    assert only(outcome) == Count(3, 1, 0, 2)
    assert any("1 repeated row differed only" in note for note in outcome.notes)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("12345_"), st.sampled_from(["won", "lost", "?"]),
                  st.sampled_from(["1", "2", "x", "_"])),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_read_is_accepted_refused_and_superseded(tmp_path_factory, rows):
    """Counted by hand: a row is bad, or the first of its key, or as the first, or otherwise."""
    first, accepted, refused, superseded = {}, 0, 0, 0
    for key, outcome, amount in rows:
        if key == "_" or outcome == "?" or amount == "x":
            refused += 1
        elif key not in first:
            first[key] = (outcome, amount)
            accepted += 1
        elif first[key] == (outcome, amount):
            superseded += 1
        else:
            refused += 1
    desk = Desk(tmp_path_factory.mktemp("home"))
    text = "id;outcome;amount\n" + "\n".join(map(";".join, rows))
    if not accepted:
        with pytest.raises(FileError):
            desk.take(text)
        return
    count = only(desk.take(text, chunk=5))

    assert count == Count(len(rows), accepted, refused, superseded)
    assert len(desk.rows("from deals")) == accepted
