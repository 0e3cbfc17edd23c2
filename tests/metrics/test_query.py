"""Questions: facts meet only after each was grouped alone."""

from datetime import timedelta
from typing import Any

import pytest

from merilo.errors import NotBy, Unknown
from merilo.metrics.question import EVERYBODY, Question
from tests.builders import (
    ENGINE,
    NOWHERE,
    OCTOBER,
    TODAY,
    answers,
    ask,
    at,
    call,
    deal,
    proposal,
)

# No fan-out, nothing lost


def test_children_of_a_deal_do_not_multiply_it_or_each_other() -> None:
    """Joined before they were grouped, one deal of 1000 would be revenue of 6000."""
    children: Any = {
        "deals": [deal(id="1", channel="web", qualified_at=at(3))],
        "activities": [call(deal="test:1") for _ in range(3)],
        "proposals": [proposal(deal="test:1") for _ in range(2)],
    }
    figures = "revenue calls proposals_amount deals_won leads_qualified deals_created"
    expected = [1000, 3, 1000, 1, 1, 1]

    for by in ("", "person", "channel", "unit month"):
        (found,) = answers(figures, by, **children)
        assert [found[name] for name in figures.split()] == expected, by


def test_deals_without_a_channel_are_not_lost() -> None:
    rows = answers("revenue deals_won", "channel", deals=[deal(), deal(channel="web")])

    assert [[*row.values()] for row in rows] == [["web", 1000, 1], [None, 1000, 1]]


def test_one_fact_s_rows_stand_beside_another_s_that_has_none() -> None:
    """On every combination that any of them has, and 0 where a count has no rows."""
    rows = answers(
        "revenue calls win_rate", "channel",
        deals=[deal(channel="web"), deal(id="9", channel="fair", outcome="open")],
        activities=[call(deal="test:9"), call(deal=None)],
    )  # fmt: skip

    assert [[*row.values()] for row in rows] == [
        ["fair", 0, 1, None], ["web", 1000, 0, 1], [None, 0, 1, None]
    ]  # fmt: skip


def test_activity_about_a_deal_that_was_deleted_is_of_no_channel() -> None:
    gone = deal(id="9", channel="web", deleted=True)

    assert ask("calls", "channel", deals=[gone], activities=[call(deal="test:9")]) == {None: 1}


def test_rows_come_in_the_order_of_their_keys_with_the_empty_one_last() -> None:
    owners = ("vera", None, "ann", "boris")
    deals = [deal(owner=who, channel=c) for who in owners for c in (None, "b", "a")]

    rows = answers("revenue", "channel person", deals=deals)
    assert [row["channel"] for row in rows] == ["a"] * 4 + ["b"] * 4 + [None] * 4
    assert [row["person"] for row in rows] == ["ann", "boris", "vera", None] * 3


# Totals


def test_ratio_of_totals_is_not_the_mean_of_ratios() -> None:
    """T2.1: 10 of 20 and 30 of 100 are 33.3 %, not 40 %, not 80 %."""
    deals = [
        *(deal(outcome="won" if n < 10 else "lost") for n in range(20)),
        *(deal(outcome="won" if n < 30 else "lost", owner="boris") for n in range(100)),
    ]

    assert ask("win_rate", "person", deals=deals) == {"ann": 0.5, "boris": 0.3}
    assert ask("win_rate", deals=deals) == pytest.approx(1 / 3)


def test_median_of_a_group_is_of_its_rows() -> None:
    """Not the mean or the median of its people's medians."""
    days = {"ann": (1, 2, 3), "boris": (30,)}
    deals = [
        deal(owner=who, closed_at=at(1) + timedelta(days=n))
        for who, all in days.items()
        for n in all
    ]

    assert ask("sales_cycle_median", "person", deals=deals) == {"ann": 2, "boris": 30}
    assert ask("sales_cycle_median", deals=deals) == 2.5


# Errors


def asked(*metrics: str, by: str = "", where: Any = ()) -> None:
    question = Question(metrics, OCTOBER, EVERYBODY, TODAY, tuple(by.split()), where)
    ENGINE.answer(question, NOWHERE)


def test_misspelt_metric_or_dimension_offers_the_nearest() -> None:
    with pytest.raises(Unknown, match=r"no metric “revenu”\. Nearest: .*revenue"):
        asked("revenu")
    with pytest.raises(Unknown, match=r"no dimension “chanel”\. Nearest: channel"):
        asked("revenue", by="chanel")
    with pytest.raises(Unknown, match=r"no dimension “peson”\. Nearest: person"):
        asked("revenue", where=(("peson", ("ann",)),))


@pytest.mark.parametrize(
    ("metric", "by"),
    [("selling_cost", "stage"), ("profit", "customer"), ("selling_cost", "segment")],
)
def test_dimension_that_the_facts_do_not_know_is_said(metric: str, by: str) -> None:
    with pytest.raises(NotBy, match=f"cannot be split by {by}; it can by person, unit"):
        asked(metric, by=by)
    with pytest.raises(NotBy, match=f"cannot be split by {by}"):
        asked(metric, where=((by, ("x",)),))


def test_scope_and_today_have_no_default() -> None:
    """So that no door can forget them."""
    with pytest.raises(TypeError, match="scope"):
        Question(("revenue",), OCTOBER, today=TODAY)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="today"):
        Question(("revenue",), OCTOBER, EVERYBODY)  # type: ignore[call-arg]
