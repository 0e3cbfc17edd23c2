"""What was open on days behind, and what came of it: told off by hand."""

from datetime import UTC, date, datetime

import pytest

from merilo.metrics.openings import Brought, Look, Opened, brought, opened
from merilo.periods import Period
from tests.builders import NOWHERE, OverRows, deal, handed, move, repriced, row, stage

OCTOBER = Look(date(2017, 10, 15), Period(date(2017, 10, 16), date(2017, 11, 1)))
SEPTEMBER = Look(date(2017, 9, 15), Period(date(2017, 9, 16), date(2017, 10, 1)))
LOOKS = (OCTOBER, SEPTEMBER)
STAGES = [stage("lead", 1), stage("offer", 2), stage("won", 3, "won"), stage("lost", 4, "lost")]
LEAD, OFFER, LOST = "test:p/lead", "test:p/offer", "test:p/lost"


def on(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2017, month, day, hour, tzinfo=UTC)


def facts(*deals, **tables) -> OverRows:
    return OverRows({"deals": deals, "stages": STAGES} | tables)


def standing(*deals, **tables) -> list[Opened]:
    found = opened(facts(*deals, **tables), NOWHERE, LOOKS)
    return sorted(found, key=lambda one: (one.on, one.person, one.stage or "", one.won))


def test_stands_where_it_was_last_moved_by_then_and_is_won_within_the_days_asked():
    mine = deal(1000, id="a", created_at=on(9, 1), closed_at=on(10, 20))
    moves = [move("test:a", LEAD, on(9, 1)), move("test:a", OFFER, on(10, 10)),
             move("test:a", "test:p/won", on(10, 20))]  # fmt: skip

    assert standing(mine, stage_changes=moves) == [
        Opened(SEPTEMBER.on, "ann", LEAD, False, 1, 1000, 1_000_000),
        Opened(OCTOBER.on, "ann", OFFER, True, 1, 1000, 1_000_000),
    ]


@pytest.mark.parametrize(
    ("created", "closed", "won"),
    [((10, 15), (10, 16), True), ((10, 15), (10, 31), True), ((10, 15), (11, 1), False),
     ((10, 1), (10, 15), None), ((10, 16), (10, 20), None)],
)  # fmt: skip
def test_edges_of_the_days(created, closed, won):
    found = standing(deal(created_at=on(*created), closed_at=on(*closed)))

    assert [one.won for one in found] == ([] if won is None else [won])


def test_lost_and_open_ones_are_not_won_and_a_refund_is_no_deal():
    found = standing(
        deal(10, created_at=on(10, 1), closed_at=on(10, 20), outcome="lost"),
        deal(20, created_at=on(10, 1), outcome="open"),
        deal(-30, created_at=on(10, 1), closed_at=on(10, 20)),
        deal(None, created_at=on(10, 1), outcome="open"),
    )

    assert found == [Opened(OCTOBER.on, "ann", None, False, 3, 30, 500)]


def test_is_of_whoever_held_it_then():
    mine = deal(id="a", owner="bob", created_at=on(9, 1), closed_at=on(10, 30))
    given = [handed(mine, "ann", "bob", on(10, 10))]

    assert [one.person for one in standing(mine, owner_changes=given)] == ["ann", "bob"]


def test_is_at_the_amount_it_had_then():
    mine = deal(1000, id="a", created_at=on(9, 1), closed_at=on(10, 30))
    given = [repriced(mine, 200, 500, on(10, 10)), repriced(mine, 500, 1000, on(10, 25))]

    assert [one.amount for one in standing(mine, amount_changes=given)] == [200, 500]


def test_one_opened_again_was_closed_meanwhile():
    mine = deal(id="a", created_at=on(8, 1), closed_at=on(10, 20))
    moves = [move("test:a", LOST, on(9, 10)), move("test:a", OFFER, on(9, 20))]

    assert [one.on for one in standing(mine, stage_changes=moves)] == [OCTOBER.on]


def test_who_has_not_moved_for_a_year_stands_nowhere_known():
    """A year before 15 September 2017."""
    early = datetime(2016, 9, 1, tzinfo=UTC)
    for day, stages in ((15, [None, None]), (16, [OFFER, OFFER])):
        mine = deal(id="a", created_at=early, outcome="open")
        moves = [move("test:a", OFFER, datetime(2016, 9, day, 12, tzinfo=UTC))]
        assert [one.stage for one in standing(mine, stage_changes=moves)] == stages


def test_of_moves_at_one_instant_the_later_number_holds():
    mine = deal(id="a", created_at=on(10, 1), outcome="open")
    moves = [move("test:a", OFFER, on(10, 1), id="10"), move("test:a", LEAD, on(10, 1), id="9")]

    for known in (moves, moves[::-1]):
        assert [one.stage for one in standing(mine, stage_changes=known)] == [OFFER]


def test_only_open_ones_are_of_those_who_share_in_them():
    """Who shares in a deal that is over may have been said at its end."""
    deals = [deal(400, id="a", created_at=on(10, 1), outcome="open"),
             deal(100, id="b", created_at=on(10, 1), closed_at=on(10, 20))]  # fmt: skip
    shares = [row("credits", {}, deal=f"test:{key}", person=who, share=share)
              for key in "ab" for who, share in (("bob", 0.25), ("eve", 0.75))]  # fmt: skip

    assert standing(*deals, credits=shares) == [
        Opened(OCTOBER.on, "ann", None, True, 1, 100, 10_000),
        Opened(OCTOBER.on, "bob", None, False, 0.25, 100, 10_000),
        Opened(OCTOBER.on, "eve", None, False, 0.75, 300, 90_000),
    ]


def test_what_the_days_brought_as_revenue_is_counted():
    """Half of 100 is Bob's; a refund takes off; what came on the day itself, or after, is not."""
    days = [(10, 16), (10, 15), (11, 1)]
    deals = [deal(100, id="a", created_at=on(9, 1), closed_at=on(10, 31)),
             deal(-30, created_at=on(10, 1), closed_at=on(10, 20)),
             *(deal(7, owner="eve", closed_at=on(*day)) for day in days),
             deal(50, outcome="lost", closed_at=on(10, 20))]  # fmt: skip
    shares = [row("credits", {}, deal="test:a", person=who, share=0.5) for who in ("ann", "bob")]
    found = brought(facts(*deals, credits=shares), NOWHERE, LOOKS)

    assert sorted(found) == [
        Brought(OCTOBER.on, "ann", 0.5, 50 - 30),
        Brought(OCTOBER.on, "bob", 0.5, 50),
        Brought(OCTOBER.on, "eve", 1, 7),
    ]
