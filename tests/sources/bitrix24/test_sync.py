"""Bitrix24 from end to end: the fake is read, and the lake equals its truth."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
import stamina

from merilo.fakes import Clock
from merilo.fakes.bitrix24 import Bitrix24
from merilo.fakes.world import World
from merilo.fakes.world.world import UNTIL
from merilo.sources.bitrix24 import CONNECTOR
from merilo.sources.bitrix24.ask import PAGE, call
from merilo.sources.sync import faults, plan
from merilo.sources.sync.client import Asker, Patience
from merilo.sources.sync.pace import Pace
from tests.sources.bitrix24.compare import LATER, compare
from tests.sources.kit.house import Place
from tests.sources.kit.kills import killed

MONTH = UNTIL - timedelta(days=30)
CHANCE = {"503": 0.04, "502": 0.02, "drop": 0.02, "half": 0.01, "html": 0.01}
KINDS = {"REST_APP/DEMO": "presentation"}


def told(fake: Bitrix24) -> tuple[dict, dict]:
    return {"address": fake.url, "kinds": KINDS}, {"webhook": fake.webhook}


@pytest.fixture
def make(hosted):
    """Makes a home that reads a fake: `make(World(...))`."""
    return lambda world, **more: hosted(Bitrix24(world, **more), "bitrix24", told)


@pytest.fixture
def eager(monkeypatch):
    """All lists that are due are read at once, not two of them."""
    monkeypatch.setattr(plan, "SLOW", 99)
    monkeypatch.setattr(plan, "LISTS", 99)


def later(place: Place, seconds: int = 700, times: int = 1) -> None:
    """Time passes, and it is read again."""
    for _ in range(times):
        place.fake.clock.advance(seconds)
        place.sync()


def listen(place: Place) -> None:
    """Take what the fake wanted to tell."""
    marks = place.marks()
    settings = {**place.settings, "application_token": place.fake.application_token}
    for tried in place.fake.hooks.flush():
        hints = CONNECTOR.heard(tried.body, "application/x-www-form-urlencoded", settings, None)
        marks.hint(hints, place.fake.clock.exact())
    marks.close()


def leaks(home: Path, secret: str) -> list[Path]:
    """Files in which it stands."""
    return [one for one in home.rglob("*") if one.is_file() and secret.encode() in one.read_bytes()]


def test_everything_is_there_and_again_it_is_nothing(make, caplog):
    caplog.set_level(logging.DEBUG)
    place = make(World(deals=50, since=MONTH))
    place.fake.odd("zeros", "cents", "odd_users", "unknown_activities")
    place.sync()
    assert compare(place) == []

    before = place.versions
    later(place)
    place.fake.counters.requests = 0
    place.sync()
    assert place.versions == before
    assert place.fake.counters.requests <= 5

    met = {(one.entity, one.name, one.type) for one in place.marks().fields()}
    assert ("deals", "Канал", "enumeration") in met
    channel = next(f for f in place.fake.world.fields if f.name == "Канал")
    deal = next(d for d in place.fake.world.deals if not d.deleted
                and place.fake.world.value(channel, d))  # fmt: skip
    kept = place.rows(f"select extra ->> '$.\"ufCrm_1700000000:Канал\"' from deals "
                      f"where id = '{601 + deal.number}'")  # fmt: skip
    assert kept == [(place.fake.world.value(channel, deal),)]

    secret = place.fake.token
    assert secret not in caplog.text
    assert leaks(place.home, secret) == []
    phones = [row.phone for row in place.fake.world.contacts]
    kept = place.rows("select string_agg(extra::text) from activities")[0][0]
    assert not [one for one in phones if one[-7:] in kept]


def test_faults_changes_and_a_crowded_second(make, eager):
    place = make(World(deals=220, busy=0.15, since=MONTH))
    place.fake.crowd(3 * PAGE + 1)
    place.fake.ties = "random"
    place.fake.odd("young_history")
    place.fake.chance(CHANCE)
    place.fake.churn(edit=1, create=1)
    place.sync()
    struck = place.fake.counters.faults
    place.fake.calm()
    place.fake.churn()
    later(place)

    assert struck > 2
    assert compare(place, LATER) == []


def test_the_company_goes_on(make, eager):
    place = make(World(deals=40, since=MONTH))
    world = place.fake.world
    place.sync()
    open = [d for d in world.deals if d.stage.kind == "open" and not d.deleted]
    moved, lost, handed, gone = open[:4]
    before = handed.owner
    place.fake.hooks.add("http://127.0.0.1:9/", ["ONCRMDEALUPDATE"])  # what it would have sent
    place.fake.clock.advance(3600)
    now = place.fake.clock.now()
    world.win(moved, at=now)
    world.lose(lost, 2, at=now)
    world.hand(handed, (before + 1) % 10, at=now)
    place.fake.clock.advance(5)  # what an event tells of is there before its time would come
    listen(place)
    place.sync()
    assert place.rows(f"select outcome from deals where id = '{601 + moved.number}'") == [("won",)]
    later(place)
    assert compare(place, LATER) == []

    deal = 601 + handed.number
    assert place.rows(
        "select deal, from_person, to_person, extra ->> '$.evidence', epoch(occurred_at)::bigint "
        "from owner_changes"
    ) == [(f"crm:{deal}", f"crm:{before + 1}", f"crm:{handed.owner + 1}", "compared", now)]
    hands = place.rows(f"select author from stage_changes where deal = 'crm:{601 + lost.number}' "
                       "order by occurred_at desc")  # fmt: skip
    assert hands[0] == ("person",)

    world.delete(gone, at=place.fake.clock.now())
    place.fake.clock.advance(7 * 86_400)  # the weekly sweep finds what went without a word
    place.sync()
    assert compare(place, LATER) == []


def test_a_lead_goes_on_as_the_deal_that_it_became(make, eager):
    place = make(World(deals=20, since=MONTH))
    world, clock = place.fake.world, place.fake.clock
    new, taken = world.pipelines[0].stages[:2]
    made = [world.create(clock.now(), 2, new, 7000 + n, world.meet(clock.now())) for n in range(3)]
    for deal in made:
        world.touch("email", deal, clock.now())
        world.task(deal, at=clock.now())
    later(place)
    assert compare(place, LATER) == []
    ids = ", ".join(f"'lead/{601 + deal.number}'" for deal in made)
    leads = place.rows(f"select outcome, stage from deals where id in ({ids})")
    assert leads == [("open", "crm:leads/NEW")] * 3

    clock.advance(3600)
    world.move(made[0], taken, clock.now())
    world.lose(made[1], 1, clock.now())
    later(place)
    assert compare(place, LATER) == []
    one = f"crm:{601 + made[0].number}"
    assert place.rows(f"select epoch(created_at)::bigint from deals where id = '{one[4:]}'") == [
        (made[0].created_at,)
    ]
    told = place.rows(f"select kind from activities where deal = '{one}' order by kind")
    assert told == [("email",), ("task",)]

    clock.advance(7 * 86_400)  # the sweep tells leads from deals
    place.sync()
    world.rename(made[0], "Другая", clock.now())
    later(place)
    assert compare(place, LATER) == []


def test_leads_that_are_not_wanted_are_not_read(make):
    place = make(World(deals=30, since=MONTH))
    place.settings = {**place.settings, "pipelines": ["0", "1", "2"]}
    place.sync()
    assert place.rows("select count(*) from deals where starts_with(id, 'lead/')") == [(0,)]
    assert place.rows("select count(*) from activities where starts_with(deal, 'crm:lead/')"
                      ) == [(0,)]  # fmt: skip
    assert place.rows("select count(*) from stages where pipeline = 'crm:leads'") == [(0,)]
    turned = [move for move in place.fake.moves.rows if move.turned and not move.deal.deleted]
    (born,) = place.rows("select epoch(created_at)::bigint from deals "
                         f"where id = '{601 + turned[0].deal.number}'")  # fmt: skip
    assert born == (turned[0].at,)


def test_without_telephony_calls_are_those_of_cards(make):
    place = make(World(deals=12, since=MONTH))
    place.fake.scopes -= {"telephony", "task"}
    (result, *_) = place.sync()
    assert {*result.lacking} == {"calls", "tasks"}
    told = place.fake.truth()["activities"]
    carded = sum(r["kind"] == "call" and r["on"] != "nothing" for r in told)
    tasks = sum(r["kind"] == "task" for r in told)
    kinds = dict(place.rows("select kind, count(*) from activities group by kind"))
    assert (kinds.get("call", 0), kinds.get("task", 0)) == (carded, tasks)
    assert place.rows("select count(*) from activities where kind = 'task' "
                      "and not starts_with(id, 'task/')") == [(0,)]  # fmt: skip


def test_a_webhook_that_was_removed_asks_for_a_new_one(make):
    place = make(World(deals=0, since=MONTH))
    place.fake.tokens.revoke()
    with pytest.raises(faults.SignIn) as refused:
        place.sync()
    assert place.fake.token not in str(refused.value)


@pytest.mark.slow
def test_killed_at_sixty_moments_nothing_is_missing_and_nothing_is_there_twice(make):
    place = make(World(deals=60, since=MONTH, busy=0.5))

    def between() -> None:
        """What is published is whole: each row once. Life goes on."""
        assert place.rows("select id from deals group by id having count(*) > 1") == []
        place.fake.clock.advance(120)
        place.fake.edit(3)

    assert killed(place, 60, between) >= 50
    later(place, times=10)
    assert compare(place, LATER) == []


@pytest.fixture
def asker(tmp_path):
    """Makes a client that waits in the time of a fake."""

    def made(fake: Bitrix24, limits=CONNECTOR.limits) -> Asker:
        door = CONNECTOR.door({"address": fake.url}, {"webhook": fake.webhook})
        pace = Pace(tmp_path / "pace", limits, fake.clock.exact, fake.clock.advance)
        return Asker(door, pace, CONNECTOR.judge, patience=Patience(tries=4))

    with stamina.set_testing(True, attempts=4):
        yield made


def test_the_bucket_never_runs_over(asker):
    world = World(deals=0)
    with Bitrix24(world, rate=2, clock=stopped(world)) as fake:
        client = asker(fake)
        for _ in range(120):
            call(client, "crm.item.list", {"entityTypeId": 2, "start": -1})
        client.close()
        assert fake.counters.refused == 0
        assert fake.clock.now() - world.until >= (120 - CONNECTOR.limits.burst) / 2 - 1


def test_a_method_that_ran_too_long_goes_on_when_the_portal_says_so(asker):
    world = World(deals=0)
    with Bitrix24(world, clock=stopped(world)) as fake:
        fake.spent.limit, fake.spent.cost = 480, 200
        client = asker(fake)
        for _ in range(4):
            call(client, "crm.item.list", {"entityTypeId": 2, "start": -1})
        client.close()
        assert fake.counters.by_status == {200: 4, 429: 1}
        assert 500 <= fake.clock.now() - world.until <= 601


def stopped(world: World) -> Clock:
    """A clock that stands still until somebody waits."""
    return Clock(world.until, still=True)
