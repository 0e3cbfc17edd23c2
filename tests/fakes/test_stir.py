"""What happens while somebody looks is what would have happened anyway."""

from merilo.fakes.world import World
from merilo.fakes.world.stir import lively


def test_in_one_go_or_step_by_step_the_same_happens():
    one, other = World(deals=40), World(deals=40)
    lively(one, one.until + 7200)
    for step in range(7200):
        lively(other, other.until + step + 1)

    assert [str(change) for change in one.history] == [str(change) for change in other.history]
    assert sum(change.at > one.until for change in one.history) > 300
