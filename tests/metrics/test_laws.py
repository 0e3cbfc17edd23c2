"""What holds for sums whatever the facts, at the edges of days and of meaning."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.facts.rows import Row
from merilo.metrics.question import EVERYBODY, Question, Scope
from tests.builders import (
    NOWHERE,
    OCTOBER,
    TODAY,
    OverRows,
    at,
    call,
    deal,
    handed,
    meeting,
    posting,
    proposal,
    row,
)
from tests.laws import share_of_tries

World = Mapping[str, list[Row]]

ENGINE = OverRows({})
DAY = timedelta(days=1)
SUMS = (
    "revenue", "deals_won", "deals_closed", "deals_created", "leads_won", "calls", "calls_led",
    "contacts_called", "contacts_met", "meetings", "meetings_won", "touches", "leads_offered",
    "proposals_amount",
)  # fmt: skip
STATES = ("deals_open", "open_amount")

# Both sides of both midnights of October, and days inside, of which one is a week's first.
instant = st.sampled_from((at(1) - DAY, at(1, 0), at(9, 0), at(15), at(31, 23), at(31) + DAY))
person = st.sampled_from(("ann", "boris", "vera", None))
about = st.sampled_from(("test:1", "test:2", "test:3", None))
who = st.sampled_from(("test:1", "x", None))
amount = st.sampled_from((1, "250.50", 10**12, -300, None))
outcome = st.sampled_from(("won", "won", "lost", "open"))
done = {"person": person, "deal": about, "customer": who, "occurred_at": instant}
posted = st.builds(
    posting, st.sampled_from(("ann", "boris")), unit=st.sampled_from(("north", "south")),
    since=st.sampled_from((None, at(9).date())), until=st.sampled_from((None, at(15).date())),
)  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A few deals that changed hands and are shared, and what was done about them."""
    deals = [
        draw(st.builds(
            deal, amount, id=st.just(str(n)), owner=person, outcome=outcome, closed_at=instant,
            created_at=instant, channel=st.sampled_from(("web", None)),
        ))
        for n in range(1, 7)
    ]  # fmt: skip
    changes = [
        handed(one, giver, taker, when + n * timedelta(hours=1))
        for one in deals
        for n, (giver, taker, when) in enumerate(draw(st.lists(st.tuples(person, person, instant))))
    ]
    shares = [
        row("credits", {}, deal="test:1", person=f"sharer {n}", share=share)
        for n, share in enumerate(draw(st.sampled_from(((), ("1",), ("0.25", "0.75")))))
    ]
    acts = draw(st.lists(st.builds(call, **done) | st.builds(meeting, **done), min_size=4))
    sent = draw(st.lists(st.builds(proposal, amount=amount, deal=about, sent_at=instant)))
    return {
        "deals": deals, "owner_changes": changes, "credits": shares, "activities": acts,
        "proposals": sent, "postings": draw(st.lists(posted)),
    }  # fmt: skip


def figures(world: World, *by: str, scope: Scope = EVERYBODY) -> list[dict[str, Any]]:
    ENGINE.hold(world)
    question = Question((*SUMS, *STATES), OCTOBER, scope, TODAY, by)
    return ENGINE.answer(question, NOWHERE).rows


def sums(rows: list[dict[str, Any]], metrics: tuple[str, ...]) -> dict[str, Any]:
    return {metric: sum(row[metric] or 0 for row in rows) for metric in metrics}


@settings(deadline=None, max_examples=25)
@given(worlds(), st.sampled_from(("person", "unit", "channel", "week")))
def test_parts_add_up_to_the_whole(world: World, by: str) -> None:
    asked = SUMS if by == "week" else (*SUMS, *STATES)

    assert sums(figures(world, by), asked) == sums(figures(world), asked)


@settings(deadline=None, max_examples=10)
@given(worlds())
def test_what_is_seen_of_each_adds_up_to_the_whole(world: World) -> None:
    """A scope takes nothing from anybody and gives nothing twice; nobody's is in none."""
    by_person = figures(world, "person")
    for seen in ("ann", "boris"):
        mine = [row for row in by_person if row["person"] == seen]
        alone = figures(world, scope=Scope(frozenset([seen])))
        assert sums(alone, (*SUMS, *STATES)) == sums(mine, (*SUMS, *STATES))


def test_the_laws_are_about_something() -> None:
    """Over all the dates there are, no deal in thirty tries falls into October."""
    least = {"revenue": 0.6, "contacts_met": 0.1, "touches": 0.1, "open_amount": 0.5}
    tries: list[dict[str, Any]] = []

    def says(world: World) -> bool:
        rows = figures(world, "person")
        tries.append(sums(rows, tuple(least)))
        return len(rows) > 2

    assert share_of_tries(worlds(), says) > 0.6
    for metric, share in least.items():
        assert sum(bool(found[metric]) for found in tries) > share * len(tries), metric
