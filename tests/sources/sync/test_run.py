"""A connection read and loaded: what is new, then the past; again, it is nothing."""

from itertools import pairwise
from pathlib import Path

import pytest

from merilo.sources.sync import faults
from merilo.sources.sync.fetch import Fetch
from merilo.sources.sync.marks import Marks
from tests.sources.sync.toy import START

DAY = 86_400


def test_all_of_it_the_newest_first(house):
    house.deals.put("old", START - 200 * DAY)
    house.deals.put("new", START - DAY)
    results = house.sync()

    assert house.rows("select id from deals order by id") == [("new",), ("old",)]
    assert results[0].counts["deals"].accepted == 1
    assert sum(one.counts["deals"].accepted for one in results if one.counts) == 2
    spans = house.deals.spans
    assert spans[0].until == START - 60
    assert all(a.since == b.until for a, b in pairwise(spans))


def test_again_nothing_changes(house):
    house.deals.put("a", START - 120, owner="7")
    house.sync()
    before = house.number
    house.now += 30
    house.sync()
    assert house.number == before
    house.now += DAY
    house.sync()
    house.now += DAY
    (result,) = house.sync()

    assert house.number == before
    assert not result.counts


def test_what_changed_comes(house):
    house.deals.put("a", START - 5 * DAY)
    house.sync()
    house.deals.put("a", START + 10, outcome="won", amount="25.50", created=START - 5 * DAY)
    house.now += 120
    house.sync()

    assert house.rows("select outcome, amount::text, closed_at is not null from deals") == [
        ("won", "25.5000", True)
    ]


def test_what_is_seen_late_is_found_by_the_overlap(house):
    house.deals.put("a", START - 5 * DAY)
    house.sync()
    house.now += 300
    house.deals.put("late", START - 100)  # changed before the head, shown after it
    house.sync()

    assert ("late",) in house.rows("select id from deals")


def test_what_came_last_time_as_it_is_is_set_aside_before_it_costs_anything(house):
    house.deals.put("a", START - 120)
    house.sync()
    house.now += 60
    house.sync()
    house.now += 60
    (result,) = house.sync()

    assert house.deals.spans[-1].since <= START - 120  # it was read
    assert result.counts == {}


def test_what_comes_back_to_how_it_was_is_news_although_somebody_died_between(house, monkeypatch):
    house.deals.put("a", START - 120, amount="10")
    house.sync()
    house.now += 60
    house.sync()
    first = dict(house.deals.rows_["a"])
    house.deals.put("a", START - 120, amount="20")
    house.now += 60
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Fetch, "look", lambda *_: 1 / 0)  # all of it is read, and landed
        with pytest.raises(ZeroDivisionError):
            house.sync()
    house.deals.rows_["a"] = first
    house.now += 60
    results = house.sync()

    assert [one.counts["deals"].accepted for one in results[:2]] == [1, 1]

    assert house.rows("select amount::text from deals") == [("10.0000",)]


def test_refused_rows_are_kept_with_their_reason(house):
    house.deals.put("a", START - 500)
    house.deals.put("b", START - 400, amount="a lot")
    house.deals.put("c", START - 300, outcome="maybe")
    house.deals.put(None, START - 200)
    (result, *_rest) = house.sync()

    count = result.counts["deals"]
    assert (count.read, count.accepted, count.refused, count.superseded) == (4, 1, 3, 0)
    text = Path(result.refused[0]).read_text("utf-8-sig")
    assert "not an amount" in text
    assert "not one of: open, won, lost" in text
    assert "empty, and needed" in text


def test_the_newest_of_one_id_counts_and_the_others_are_superseded(house):
    house.deals.put("a", START - 500)
    house.sync()
    house.deals.put("a", START - 100, amount="20", created=START - 500)
    house.deals.rows_["again"] = {**house.deals.rows_["a"], "amount": "30", "at": START - 90}
    house.now += 60
    (result,) = house.sync()

    count = result.counts["deals"]
    assert (count.read, count.accepted, count.superseded) == (2, 1, 1)
    assert house.rows("select amount::text from deals") == [("30.0000",)]


def test_of_two_that_changed_in_one_second_the_last_that_came_counts(house):
    house.deals.put("a", START - 500, amount="10")
    house.deals.rows_["again"] = {**house.deals.rows_["a"], "amount": "30"}
    house.sync()

    assert house.rows("select amount::text from deals") == [("30.0000",)]


def test_a_hint_is_looked_at_and_what_is_gone_is_marked(house):
    house.deals.put("a", START - 500)
    house.deals.put("b", START - 400)
    house.sync()
    del house.deals.rows_["a"]
    house.deals.put("b", START + 10, merged=["a"], created=START - 400)
    house.now += 120
    house.sync()

    assert house.rows("select id, deleted from deals order by id") == [("a", True), ("b", False)]
    assert house.marks().hinted() == []


def test_the_sweep_finds_what_went_without_a_word(house):
    house.deals.put("a", START - 500)
    house.deals.put("b", START - 400)
    house.sync()
    del house.deals.rows_["a"]
    house.now += 6 * DAY
    house.sync()
    assert house.rows("select count(*) from deals where deleted") == [(0,)]
    house.now += DAY
    house.sync()
    assert house.rows("select id from deals where deleted") == [("a",)]


def test_a_list_we_may_not_read_does_not_stop_the_others_and_counts_as_unread(house):
    house.deals.put("a", START - 5000)  # the overlap does not reach it
    house.deals.lacking = True
    (result, *_) = house.sync()
    assert result.lacking == {"deals": "no right"}
    house.deals.lacking = False
    house.now += 60
    house.sync()
    assert house.rows("select id from deals") == [("a",)]


def test_trouble_is_noted_and_forgotten_when_it_is_over(house, monkeypatch):
    def broken(*_):
        raise faults.SignIn("401")

    house.deals.put("a", START - 500)
    monkeypatch.setattr(house.toy, "hello", broken)
    with pytest.raises(faults.SignIn):
        house.sync()
    marks = Marks(house.home, "toy")
    assert marks.state()["trouble"]["kind"].endswith(":SignIn")
    monkeypatch.undo()


def test_first_move_and_qualification_follow(house):
    house.deals.put("a", START - 500, stage="p/deal", extra={"created_by": "0"})
    house.sync()

    assert house.rows(
        "select m.id, from_stage, to_stage, author, m.extra, d.qualified_at = m.occurred_at "
        "from stage_changes m join deals d on m.deal = 'toy:' || d.id"
    ) == [("created/a", None, "toy:p/deal", "robot", '{"evidence":"assumed"}', True)]


def test_only_the_stages_that_were_ticked_make_a_deal(house):
    house.deals.put("a", START - 500, stage="p/deal")
    house.deals.put("b", START - 400, stage="p/new")
    house.sync()

    assert house.rows("select id from deals where qualified_at is not null") == [("a",)]
    assert house.rows("select id, qualifies from stages order by id") == [
        ("p/deal", True), ("p/new", False),
    ]  # fmt: skip


def test_leftovers_of_landing_are_none(house):
    house.deals.put("a", START - 500)
    house.sync()

    assert not [*(house.home / "landing" / "toy").rglob("*.page")]
