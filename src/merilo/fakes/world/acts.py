"""How what was planned for a deal comes to pass."""

from collections.abc import Callable
from typing import Any

from merilo.fakes.world.deeds import SAME, Deeds
from merilo.fakes.world.ground import OLD
from merilo.fakes.world.life import Life
from merilo.fakes.world.things import Contact, Deal, Stage

REASONS = ("missed", "missed", "missed", "busy", "voicemail", "failed")


def born(world: Deeds, life: Life, at: int, how: tuple[Any, ...]) -> None:
    """The deal appears, with its customer: a new company, a private person, or one known."""
    way, night, who, whom, known, amount, goods = how
    if world.pipelines[way].archived_at and at >= (world.pipelines[OLD].archived_at or 0):
        way = 0
    owner = pick(world.there(at), who).number
    stages = world.pipelines[way].stages
    contact = customer(world, at, owner, whom, known)
    lines = tuple(
        (int(goods * 1009 + n) % len(world.products), 1 + int(goods * 7919 + n) % 4)
        for n in range(int(goods * 3.99))
    )
    if len({product for product, _ in lines}) < len(lines):
        lines = lines[:1]
    life.deal = world.create(
        at, owner, stages[0] if night or whom < 0.15 else stages[1], amount, contact,
        source=int(known * 6) if known * 6 < len(world.sources) else None, lines=lines,
        by=None if night else SAME,
    )  # fmt: skip


def customer(world: Deeds, at: int, owner: int, whom: float, known: float) -> Contact:
    """Whose deal it is."""
    if whom < 0.25 and world.contacts:
        contact = world.contacts[int(known * len(world.contacts))]
        if not contact.deleted:
            return contact
    if whom < 0.45:
        return world.meet(at, owner)
    if whom < 0.6 and world.companies:
        return world.meet(at, owner, int(known * len(world.companies)))
    return world.meet(at, owner, world.found(at, owner).number)


def pick(rows: list[Any], die: float) -> Any:
    """One of some."""
    return rows[int(die * len(rows))]


def hand_of(deal: Deal, machine: bool) -> int | None:
    """Who does it."""
    return None if machine else deal.owner


def step(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """On to the next stage of its pipeline that is there; the last one is won."""
    if deal.stage.kind != "open":
        return
    ahead = [stage for stage in world.pipelines[deal.stage.pipeline].stages
             if stage.position > deal.stage.position and stage.kind != "lost"
             and not (stage.gone_at and at >= stage.gone_at)]  # fmt: skip
    if ahead[0].kind == "won" and world.pipelines[deal.stage.pipeline].archived_at:
        return
    world.move(deal, ahead[0], at, hand_of(deal, how[1]))


def lose(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """Lost, for a reason; of few nobody says which."""
    if deal.stage.kind == "open":
        reason = int(how[0] * (len(world.reasons) + 0.5))
        said = reason if reason < len(world.reasons) else None
        world.lose(deal, said, at, hand_of(deal, how[1]))


def win(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """Won."""
    if deal.stage.kind == "open":
        world.win(deal, at)


def reopen(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """Closed too early."""
    if deal.stage.kind != "open":
        world.reopen(deal, at)


def change(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """Into the second pipeline."""
    if deal.stage.pipeline != 1:
        world.move(deal, world.pipelines[1].of("open"), at)


def back(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """One stage back."""
    behind: list[Stage] = [
        stage for stage in world.pipelines[deal.stage.pipeline].stages
        if stage.position < deal.stage.position and not stage.incoming
        and not (stage.gone_at and at >= stage.gone_at)
    ]  # fmt: skip
    if deal.stage.kind == "open" and behind:
        world.move(deal, behind[-1], at, hand_of(deal, how[0]))


def call(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """A call, on the card of the contact, of the company or of the deal."""
    incoming, talk, die, place = how
    outcome = "reached" if talk else pick(list(REASONS), die)
    on = "contact" if place < 0.7 else "company" if place < 0.82 else "deal"
    by = None if place > 0.97 else deal.owner  # a dialler without an operator
    world.call(deal, at, direction="in" if incoming else "out", talk=talk, wait=2 + int(die * 40),
               outcome=outcome, on=on, twin=place < 0.12, by=by)  # fmt: skip


def touch(what: str) -> Callable[[Deeds, Deal, int, tuple[Any, ...]], None]:
    """A letter, message or comment."""

    def act(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
        incoming, machine = how
        on = "contact" if what in ("sms", "email") and at % 2 else "deal"
        incoming = incoming and what != "comment"
        by = deal.owner if not machine or incoming else None
        world.touch(what, deal, at, direction="in" if incoming else "out", on=on, by=by)

    return act


def price(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """Bargained."""
    if deal.stage.kind == "open":
        world.price(deal, int(deal.amount * how[0]) // 100 * 100, at)


def hand(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """To a colleague."""
    person = pick(world.there(at), how[0]).number
    if person != deal.owner:
        world.hand(deal, person, at)


def delete(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """A card made by mistake."""
    world.delete(deal, at)


def merge(world: Deeds, deal: Deal, at: int, how: tuple[Any, ...]) -> None:
    """Into the one made before it."""
    if deal.number and not world.deals[deal.number - 1].deleted:
        world.merge(deal, world.deals[deal.number - 1], at)


def stranger(world: Deeds, life: Life, at: int, how: tuple[Any, ...]) -> None:
    """A call of somebody nobody knows."""
    person = pick(world.there(at), how[0]).number
    world.call(None, at, direction="in", talk=how[1], by=person)


DEEDS: dict[str, Callable[[Deeds, Deal, int, tuple[Any, ...]], None]] = {
    "step": step, "lose": lose, "win": win, "reopen": reopen, "change": change, "back": back,
    "call": call, "price": price, "hand": hand, "delete": delete, "merge": merge,
    **{what: touch(what) for what in ("email", "sms", "chat", "comment")},
}  # fmt: skip


def happen(world: Deeds, life: Life, at: int, what: str, how: tuple[Any, ...]) -> None:
    """One act. Nothing happens any more to a deal that is gone."""
    if what == "born":
        born(world, life, at, how)
    elif what == "stranger":
        stranger(world, life, at, how)
    elif life.deal is not None and not life.deal.deleted:
        if what in ("task", "postpone", "finish"):
            chore(world, life, life.deal, at, what, how)
        else:
            DEEDS[what](world, life.deal, at, how)


def chore(world: Deeds, life: Life, deal: Deal, at: int, what: str, how: tuple[Any, ...]) -> None:
    """A task is set, moved, or done. `how[0]` says which."""
    if what == "task":
        life.tasks[how[0]] = world.task(deal, how[2], at, what=how[1])
    elif row := life.tasks.get(how[0]):
        if what == "postpone":
            world.postpone(row, how[1], at)
        else:
            world.finish(row, at)
