"""amoCRM from end to end: the fake is read, and the lake equals its truth."""

from datetime import timedelta

import pytest

from merilo.fakes.amocrm import AmoCRM
from merilo.fakes.world import World
from merilo.fakes.world.world import UNTIL
from merilo.sources.sync import faults, plan
from tests.sources.amocrm.compare import compare
from tests.sources.kit.house import Place
from tests.sources.kit.kills import killed

KINDS = {"2": "meeting", "3": "presentation"}
CHANCE = {"429": 0.02, "502": 0.02, "drop": 0.02, "half": 0.02, "cut": 0.01, "html": 0.01}


def told(fake: AmoCRM) -> tuple[dict, dict]:
    return {"address": fake.url, "task_kinds": KINDS}, {"token": fake.token}


@pytest.fixture
def make(hosted):
    """Makes a home that reads a fake: `make(World(...))`."""
    return lambda world, **more: hosted(AmoCRM(world, **more), "amocrm", told)


# What nobody can find any more, or tell whose it is.
HIDING = ("no_filters", "young_events", "missing_users", "author_differs")
MONTH = UNTIL - timedelta(days=30)  # one stretch


@pytest.fixture
def place(make):
    return make(World(deals=40, since=MONTH))


def later(place: Place, seconds: int = 1300, times: int = 1) -> None:
    """Time passes, and it is read again."""
    for _ in range(times):
        place.fake.clock.advance(seconds)
        place.sync()


def test_everything_is_there_and_again_it_is_nothing(place):
    place.sync()
    assert compare(place) == []

    before = place.versions
    place.fake.clock.advance(120)
    place.fake.counters.requests = 0
    place.sync()
    assert place.versions == before
    assert place.fake.counters.requests <= 5
    assert compare(place) == []


def test_purchases_of_customers_are_won_deals_if_that_is_chosen(make, monkeypatch):
    monkeypatch.setattr(plan, "SLOW", 99)  # all lists that are due are read at once
    monkeypatch.setattr(plan, "LISTS", 99)
    place = make(World(deals=40, since=MONTH), odd=["purchases"])
    place.sync()
    assert len(place.fake.truth()["purchases"]) > 2
    assert compare(place) == []

    other = Place(place.home.parent / "other", place.fake, "amocrm",
                  {**place.settings, "purchases": "yes"}, place.secrets)  # fmt: skip
    place.fake.deny("/customers", 402)
    (result, *_) = other.sync()
    assert {*result.lacking} == {"purchases"}
    place.fake.allow("/customers")
    later(other, 4000)
    assert compare(other) == []

    world, now = place.fake.world, place.fake.clock.now()
    won = next(d for d in world.deals if not d.number % 2 and d.stage.kind == "open")
    world.win(won, at=now)
    place.fake.clock.advance(120)
    other.sync()
    assert len(place.fake.truth()["purchases"]) == other.rows(
        "select count(*) from deals where starts_with(id, 'purchase/')")[0][0]  # fmt: skip
    place.fake.clock.advance(7 * 86_400)
    other.sync()  # the sweep tells purchases from deals
    assert compare(other) == []


def test_an_empty_account(make):
    place = make(World(deals=0))
    place.sync()
    assert compare(place) == []


def test_ten_percent_of_faults_cost_as_many_requests_more(place):
    place.sync()
    quiet = place.fake.counters.requests
    other = Place(place.home.parent / "other", place.fake, "amocrm", place.settings, place.secrets)
    place.fake.counters.requests = 0
    place.fake.chance(CHANCE)
    other.sync()
    place.fake.calm()
    struck = place.fake.counters.faults

    assert compare(other) == []
    assert struck >= quiet * 0.05
    assert place.fake.counters.requests <= (quiet + struck) * 1.05


def test_rows_that_change_while_they_are_read(place):
    place.fake.churn(edit=1)
    place.sync()
    place.fake.churn(create=1, remove=1)
    place.fake.clock.advance(600)
    place.sync()
    place.fake.churn()
    later(place, times=6)
    assert compare(place) == []


@pytest.mark.parametrize("count", [250, 251, 600])
def test_more_than_a_page_in_one_second(make, count):
    place = make(World(deals=700, busy=0.1, since=MONTH))
    place.fake.crowd(count)
    place.fake.ties = "random"
    place.sync()
    assert compare(place) == []


def test_rows_that_are_seen_late(place):
    place.sync()
    place.fake.late(300, share=0.5)
    place.fake.clock.advance(60)
    place.fake.create(5)
    place.fake.edit(5)
    later(place, 120)
    later(place, 400)
    place.fake.late(0)
    later(place, times=6)
    assert compare(place) == []


def test_the_company_goes_on(place):
    place.fake.tick()
    place.sync()
    for _ in range(3):
        place.fake.clock.advance(43_200)
        place.fake.tick()
        place.sync()
    later(place, times=6)
    assert compare(place) == []


def test_odd_values_of_every_kind(make):
    place = make(World(deals=150, since=MONTH))
    place.fake.odd(*(name for name in AmoCRM.ODDITIES if name not in HIDING))
    place.sync()
    later(place, times=2)
    assert compare(place) == []


def test_without_filters_it_says_so_and_reads_nothing(make):
    place = make(World(deals=40, since=MONTH), odd=["no_filters"])
    with pytest.raises(faults.Broken, match="filters"):
        place.sync()
    assert any("filters" in said for said in place.marks().state()["account"]["lacking"])


def test_what_is_older_than_the_events_begins_where_the_first_of_them_says(make):
    place = make(World(deals=40, since=MONTH), odd=["young_events", "missing_users"])
    place.sync()
    assert [line for line in compare(place) if not line.startswith(("people", "stage_ch"))] == []
    begun = place.rows(
        "select count(*) from deals d where not coalesce(deleted, false) and 1 <> (select count(*) "
        "from stage_changes m where m.deal = 'crm:' || d.id and from_stage is null)"
    )
    assert begun == [(0,)]


def test_who_may_not_read_people_reads_the_rest(place):
    place.fake.deny("/users")
    results = place.sync()
    assert "users" in results[0].lacking
    found = [line for line in compare(place) if not line.startswith("people")]
    assert found == []
    names = place.rows("select count(*) from people where name = id")
    assert names[0][0] > 0

    place.fake.allow("/users")
    later(place, 700, times=3)
    assert compare(place) == []


def test_a_block_stops_everything_at_once(place):
    place.fake.fault("429", at=3)
    place.fake.fault("403", at=4)
    with pytest.raises(faults.Blocked):
        place.sync()
    assert place.fake.counters.requests == 4


def test_a_token_that_is_revoked_asks_for_a_new_one_and_nothing_is_lost(place):
    place.fake.fault("401", at=20)
    with pytest.raises(faults.SignIn):
        place.sync()
    assert place.marks().state()["trouble"]["kind"].endswith("SignIn")
    place.fake.calm()
    place.sync()
    assert compare(place) == []
    assert "trouble" not in place.marks().state()


@pytest.mark.slow
def test_killed_at_sixty_moments_nothing_is_missing_and_nothing_is_there_twice(make):
    place = make(World(deals=40, since=MONTH, busy=0.5))

    def between() -> None:
        """What is published is whole: each row once, each move with its deal. Life goes on."""
        assert place.rows("select id from deals group by id having count(*) > 1") == []
        lost = "select m.id from stage_changes m anti join deals d on m.deal = 'crm:' || d.id"
        assert place.rows(lost) == []
        place.fake.clock.advance(120)
        place.fake.edit(3)
        place.fake.create(1)

    kills = killed(place, 60, between)
    assert kills >= 50
    later(place, times=5)
    assert compare(place) == []
