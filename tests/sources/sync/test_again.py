"""A period read once more, everything at once, and a connection that goes with its facts."""

from dataclasses import replace
from datetime import UTC, datetime

from merilo.facts.brought import brought
from merilo.facts.lake import Lake
from merilo.sources.sync.again import again, soon, wished
from merilo.sources.sync.leave import leave
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.plan import DAY_S, FIRST_S
from merilo.sources.sync.run import Sync
from tests.sources.sync.toy import START

LONG = 100 * DAY_S


def read(house) -> None:
    """A hundred days with a deal each, read whole."""
    for n in range(100):
        house.deals.put(f"d{n}", START - n * DAY_S - 3600)
    house.sync()
    house.deals.spans.clear()
    house.now += 3600


def test_period_is_read_once_more_and_only_it(house):
    read(house)
    house.deals.rows_["d50"]["amount"] = "77"  # in silence: it did not change by its own account
    house.deals.rows_["d90"]["amount"] = "88"
    house.sync()
    assert house.rows("select amount from deals where id = 'd50'") == [(10,)]

    since, until = START - 60 * DAY_S, START - 40 * DAY_S
    again(house.home, "toy", since, until)
    house.deals.spans.clear()
    house.sync()

    assert house.rows("select id, amount from deals where amount <> 10") == [("d50", 77)]
    spans = [(one.since, one.until) for one in house.deals.spans]
    assert (since, until) in spans
    assert all(first >= house.now - DAY_S or first == since for first, _last in spans)


def test_long_period_is_read_stretch_by_stretch_the_newest_first(house):
    read(house)
    again(house.home, "toy", START - LONG, START)
    house.sync()

    stretches = [one for one in house.deals.spans if one.until <= START]
    assert [one.until for one in stretches] == [START, START - FIRST_S, START - 2 * FIRST_S]
    assert stretches[-1].since == START - LONG
    assert wished(Marks(house.home, "toy")) == []


def test_what_has_just_been_read_is_mapped_anew_too(house):
    house.deals.put("d1", START - 120)
    house.sync()
    house.now += 60
    house.sync()
    house.deals.called = "Order"
    again(house.home, "toy", START - DAY_S, int(house.now))
    house.now += 60
    house.sync()

    assert house.rows("select name from deals") == [("Order d1",)]


def test_what_is_not_known_yet_is_not_read_twice(house):
    house.deals.put("d1", START - DAY_S)
    house.sync(past=False)
    house.deals.spans.clear()
    again(house.home, "toy", START - 300 * DAY_S, START - 200 * DAY_S)
    house.now += 3600
    house.sync(past=False)

    assert all(one.since > START - 200 * DAY_S for one in house.deals.spans)
    assert wished(Marks(house.home, "toy")) == []


def test_lists_are_due_at_once_when_somebody_wishes(house):
    house.deals.timed, house.deals.every_s = False, 86_400
    house.deals.put("d1", START - DAY_S)
    house.sync()
    house.deals.spans.clear()
    house.now += 60
    house.sync()
    assert not house.deals.spans

    soon(house.home, "toy")
    house.sync()
    assert len(house.deals.spans) == 1
    house.sync()
    assert len(house.deals.spans) == 1


def test_facts_go_with_their_connection_and_come_back_by_undoing(house):
    house.deals.put("d1", START - DAY_S, owner="501")
    house.deals.put("d2", START - DAY_S)
    house.sync()
    before = house.rows("select connection, count(*) from deals group by all")
    there = {one.table: one.rows for one in brought(Lake(house.home / "lake").snapshot(), "toy")}

    gone = leave(house.home, "toy", datetime.fromtimestamp(START, UTC))

    assert gone == there
    assert gone["deals"] == 2
    assert brought(Lake(house.home / "lake").snapshot(), "toy") == []
    assert leave(house.home, "toy", datetime.fromtimestamp(START, UTC)) == {}
    lake = Lake(house.home / "lake")
    lake.undo(house.number, datetime.fromtimestamp(START, UTC))
    assert house.rows("select connection, count(*) from deals group by all") == before
    assert house.rows("select count(*) from deals where not coalesce(deleted, false)") == [(2,)]


def test_other_connections_keep_their_facts(house):
    house.deals.put("d1", START - DAY_S)
    house.sync()
    assert leave(house.home, "to", datetime.fromtimestamp(START, UTC)) == {}
    assert house.rows("select count(*) from deals where deleted") == [(0,)]


def test_choice_holds_although_nothing_is_new(house):
    house.deals.put("d1", START - DAY_S, stage="p/deal")
    house.sync()
    assert house.rows("select count(*) from stages where qualifies") == [(1,)]
    other = replace(house.connection, settings={"qualifies": []})
    soon(house.home, "toy")
    house.now += 3600
    (done,) = Sync(house.home, other, clock=lambda: house.now).run()

    assert done.counts == {}
    assert house.rows("select count(*) from stages where qualifies") == [(0,)]
    assert house.rows("select qualified_at is null from deals") == [(True,)]
    assert "soon" not in Marks(house.home, "toy").state()
