"""The company follows from the seed and the time alone, and works like one."""

import subprocess
import sys
from collections import Counter

import pytest

from merilo.fakes import World
from merilo.fakes.world import hours

DAY = 86_400


def told(world):
    return [(c.at, c.kind, c.row.kind, c.row.number, c.by) for c in world.history]


def test_same_seed_tells_the_same():
    assert told(World(deals=80)) == told(World(deals=80))
    assert told(World(deals=80)) != told(World(seed=2, deals=80))


def test_steps_of_time_make_no_difference():
    whole, parts = World(deals=200), World(deals=200)
    whole.live(whole.until + 7 * DAY)
    for step in range(1, 71):
        parts.live(parts.until + step * DAY // 10)

    assert told(whole) == told(parts)
    assert len(whole.deals) > len(World(deals=200).deals)


def test_time_goes_forward_and_no_further_than_asked():
    world = World(deals=200)
    instants = [change.at for change in world.history]

    assert instants == sorted(instants)
    assert world.since <= instants[0]
    assert instants[-1] <= world.until


def test_people_work_in_working_hours():
    world = World(deals=300)
    by_people = [c.at for c in world.history if c.by is not None and c.kind == "deal moved"]

    assert all(hours.instant(hours.worked(at)) == at for at in by_people)
    first = 4  # 1970 began on a Thursday
    weekdays = {((at + hours.OFFSET) // DAY - first) % 7 for at in by_people}
    assert weekdays == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("worked", [0, 1, hours.WORKDAY - 1, hours.WORKDAY, 12_345_678])
def test_worked_is_the_opposite_of_instant(worked):
    assert hours.worked(hours.instant(worked)) == worked


def test_everything_that_a_connector_has_to_bear_happens():
    world = World(deals=3000)
    kinds = Counter(change.kind for change in world.history)
    moves = [c for c in world.history if c.kind == "deal moved"]

    assert {"deal deleted", "deal merged", "deal handed", "deal priced"} <= kinds.keys()
    assert any(c.before.kind == "lost" and c.after.kind == "open" for c in moves)  # reopened
    assert any(c.before.pipeline != c.after.pipeline for c in moves)
    assert any(c.before.position > c.after.position for c in moves if c.after.kind == "open")
    assert any(c.by is None for c in moves)  # a robot
    assert any(c.after.gone_at for c in moves)  # a stage that was deleted later
    assert any(way.archived_at for way in world.pipelines)
    assert any(touch.twin for touch in world.touches)
    assert {t.outcome for t in world.touches if t.what == "call"} == {
        "reached", "missed", "busy", "voicemail", "failed",
    }  # fmt: skip
    assert any(person.unit is None for person in world.people)
    assert any(person.left_at for person in world.people)


def test_a_deal_is_what_its_history_says():
    world = World(deals=400)
    stages, owners, amounts = {}, {}, {}
    for change in world.history:
        number = change.row.number
        if change.kind == "deal added":
            stages[number] = change.after
        elif change.kind == "deal moved":
            assert stages[number] is change.before
            stages[number] = change.after
        elif change.kind == "deal handed":
            owners[number] = change.after
        elif change.kind == "deal priced":
            amounts[number] = change.after

    for deal in world.deals:
        assert deal.stage is stages[deal.number]
        assert deal.owner == owners.get(deal.number, deal.owner)
        assert deal.amount == amounts.get(deal.number, deal.amount)
        assert (deal.closed_at is None) == (deal.stage.kind == "open")


def test_deeds_have_their_time():
    world = World(deals=20)
    deal = next(d for d in world.deals if d.stage.kind == "open")
    at = world.until + 60
    world.win(deal, at)

    assert (deal.stage.kind, deal.closed_at, deal.updated_at) == ("won", at, at)
    assert world.history[-1].kind == "deal moved"


def test_an_empty_company_has_people_and_no_deals():
    world = World(deals=0)

    assert (world.deals, world.history) == ([], [])
    assert len(world.people) == 12


def test_the_fakes_know_nothing_of_us():
    program = (
        "import sys, merilo.fakes, merilo.fakes.__main__\n"
        "ours = {n for n in sys.modules if n.startswith('merilo.')}\n"
        "print({n.split('.')[1] for n in ours})\n"
        "roots = {n.split('.')[0] for n in sys.modules} - sys.stdlib_module_names\n"
        "print(sorted(r for r in roots if r in ('duckdb', 'django', 'httpx2', 'pyarrow')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.stdout == "{'fakes'}\n[]\n"
