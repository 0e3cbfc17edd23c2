"""Something happens at any hour: for whoever looks at the company in the evening or on a Sunday."""

from random import Random

from merilo.fakes.world.things import Deal
from merilo.fakes.world.world import World

EVERY_S = 20
RECENT = 60  # deals among which something happens


def stir(world: World, at: int, rng: Random) -> str:
    """One deed at that instant; which."""
    open_ = [d for d in world.deals[-RECENT:] if not d.deleted and d.stage.kind == "open"]
    if len(open_) < 5 or rng.random() < 0.3:
        return begin(world, at, rng)
    deal = rng.choice(open_)
    deed = rng.choices(("call", "move", "win", "lose", "task"), (5, 4, 1, 1, 2))[0]
    if deed == "call":
        talk = rng.choice((0, 20, 90, 240, 600))
        world.call(deal, at=at, talk=talk)
    elif deed == "move":
        ways = [s for s in world.pipelines[0].stages if s.kind == "open" and s.gone_at is None]
        later = [s for s in ways if s.position > deal.stage.position]
        world.move(deal, later[0], at=at) if later else world.win(deal, at=at)
    elif deed == "task":
        world.task(deal, due=at + 86_400, at=at)
    else:
        end(world, deal, deed, at, rng)
    return deed


def begin(world: World, at: int, rng: Random) -> str:
    """A customer asks for something."""
    owner = rng.choice([p.number for p in world.people if p.left_at is None])
    contact = world.meet(at, owner)
    world.create(at, owner, amount=rng.randrange(5, 200) * 1000, contact=contact)
    return "create"


def end(world: World, deal: Deal, deed: str, at: int, rng: Random) -> None:
    """A deal is won or lost."""
    if deed == "win":
        world.win(deal, at=at)
    else:
        world.lose(deal, rng.choice(world.reasons).number, at=at)


def lively(world: World, until: int) -> None:
    """The usual, and one deed more every twenty seconds, up to an instant: whether it is done in
    one go or while somebody looks, the same happens."""
    for step in range(world.now // EVERY_S + 1, until // EVERY_S + 1):
        at = step * EVERY_S
        world.live(at)
        stir(world, at, Random(world.seed * 1_000_003 + step))
