"""Figures of own metrics: formulas by hand, filters against the same question with a filter."""

from datetime import date
from math import isclose
from typing import Any

import pytest

from merilo.metrics.behind import behind
from merilo.metrics.catalogue import METRICS, Catalogue
from merilo.metrics.dimensions import common
from merilo.metrics.model import Overall
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period
from tests import builders, firm
from tests.builders import NOWHERE, OCTOBER, OverRows, answers, call, cost, deal, meeting, posting
from tests.own import asked, book, figure, made

TWO = [posting("ann"), posting("bob")]


def sold(*amounts: tuple[str, Any, str | None]) -> list[Any]:
    return [deal(amount, owner=who, channel=channel) for who, amount, channel in amounts]


DEALS = sold(("ann", 100, "site"), ("ann", 50, None), ("bob", 30, "fair"), ("bob", 20, "site"))
CALLS = [call(person="ann"), call(person="ann"), call(person="bob")]
SAID: dict[str, Any] = {"deals": DEALS, "activities": CALLS, "postings": TWO}


# Formulas


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("revenue / calls", {"ann": 75, "bob": 50}),
        ("revenue - 2 * revenue", {"ann": -150, "bob": -50}),
        ("-(revenue + 5) / (deals_won + 2)", {"ann": -155 / 4, "bob": -55 / 4}),
        ("revenue - revenue / 4 - 10", {"ann": 102.5, "bob": 27.5}),
        ("1 - win_rate * 0.25", {"ann": 0.75, "bob": 0.75}),
        ("revenue", {"ann": 150, "bob": 50}),
    ],
)
def test_formula_is_reckoned_as_written(text, figures):
    assert figure(text, "person", **SAID) == figures


def test_ratio_of_a_group_is_that_of_its_totals():
    """150 / 2 and 50 / 1 make 200 / 3, not the mean of 75 and 50."""
    assert figure("revenue / calls", **SAID) == pytest.approx(200 / 3)


def test_formula_joins_facts_without_counting_any_twice():
    one = deal(100, id="1")
    acts = [call(deal="test:1"), call(deal="test:1"), meeting(deal="test:1")]

    assert figure("revenue * meetings / calls", deals=[one], activities=acts) == 50


def test_nothing_to_divide_by_is_empty():
    assert figure("revenue / calls", "person", postings=TWO, deals=DEALS) == {
        "ann": None, "bob": None,
    }  # fmt: skip


def test_what_is_empty_stays_so_below_another_line():
    """By an engine's infinity it would come out as 0."""
    assert figure("10 / (revenue / calls)", deals=DEALS) is None


@pytest.mark.parametrize("text", ["revenue + average_check", "revenue - average_check"])
def test_sum_with_an_empty_side_is_empty(text):
    found = figure(text, "person", postings=TWO, deals=DEALS[:1])

    assert found["bob"] is None
    assert found["ann"] is not None


def test_what_is_beyond_all_numbers_is_empty():
    huge = "revenue" + " * 999999999999999" * 25

    assert figure(huge, **SAID) is None
    assert figure("big - big", own={"big": huge}, **SAID) is None


def test_somebody_at_work_with_nothing_done_has_zero_and_others_nothing():
    found = figure("deals_won - calls", "person", postings=[posting("ann")], activities=[])

    assert found == {"ann": 0}
    assert figure("deals_won - calls", postings=[]) is None


def test_own_metrics_are_made_of_own_ones():
    own = {"check": "revenue / deals_won", "site": "deals_won where channel = site"}

    assert figure("check * site", own=own, **SAID) == 200 / 4 * 2
    (row,) = asked("twice check site revenue", own={**own, "twice": "check + check"}, **SAID)
    assert row == {"twice": 100, "check": 50, "site": 2, "revenue": 200}


# Filters


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("revenue where channel = site", {"ann": 100, "bob": 20}),
        ("revenue where channel in (site, fair)", {"ann": 100, "bob": 50}),
        ('revenue where channel = ""', {"ann": 50, "bob": 0}),
        ('revenue where channel in ("", fair)', {"ann": 50, "bob": 30}),
        ("revenue where channel = site and person = ann", {"ann": 100, "bob": 0}),
        ("average_check where channel = fair", {"ann": None, "bob": 30}),
    ],
)
def test_filter_leaves_the_rows_of_those_values(text, figures):
    assert figure(text, "person", **SAID) == figures


def test_quotes_in_a_value_are_a_part_of_it():
    odd = sold(("ann", 7, "x' or '1'='1"), ("ann", 5, 'the "fair"'))

    assert figure("""revenue where channel = "x' or '1'='1" """, deals=odd) == 7
    assert figure('''revenue where channel = "the ""fair"""''', deals=odd) == 5


def test_filter_does_not_touch_what_stands_beside_it():
    own = {"site": "deals_won where channel = site", "share": "site / deals_won"}
    (row,) = asked("deals_won site share", own=own, **SAID)

    assert row == {"deals_won": 4, "site": 2, "share": 0.5}


def test_filter_over_a_formula_holds_for_all_that_it_is_made_of():
    own = {"check": "revenue / deals_won", "mine": "check where channel = site"}

    assert asked("mine check", own=own, **SAID) == [{"mine": 60, "check": 50}]


def test_filters_one_over_another_hold_together():
    own = {"some": "revenue where channel in (site, fair)"}

    assert figure("some where person = bob", own=own, **SAID) == 50
    assert figure("some where channel in (fair, letter)", own=own, **SAID) == 30
    assert figure('some where channel = ""', own=own, **SAID) == 0


def test_filter_of_the_question_holds_beside_that_of_the_metric():
    text = "revenue where channel in (site, fair)"

    assert figure(text, where=(("channel", ("fair",)),), **SAID) == 30
    assert figure(text, where=(("channel", (None,)),), **SAID) == 0
    assert figure(text, "channel", **SAID) == {"site": 120, "fair": 30}


ENGINE = OverRows(firm.facts())
ENGINE.template = builders.ENGINE.template
QUARTER = Period(date(2016, 1, 1), date(2016, 4, 1))
NARROW = {"channel": ("web", None), "unit": ("test:t1", "test:t4")}


def whole(id: str) -> bool:
    """Everybody's total stays what it is under a filter of the question."""
    return any(isinstance(part, Overall) for part in METRICS[id].parts)


@pytest.mark.parametrize("dimension", NARROW)
def test_filtered_metric_is_the_metric_of_a_filtered_question(dimension):
    """A metric of each kind over each fact that knows the dimension; half of them for each."""
    known = [id for id in METRICS if dimension in common(METRICS[id]) and not whole(id)]
    kinds = {(type(METRICS[id]), METRICS[id].parts[0].fact): id for id in known}
    ids = [*kinds.values()][[*NARROW].index(dimension) :: 2]
    keys = NARROW[dimension]
    own = Catalogue(METRICS[id].narrowed(f"own_{id}", ((dimension, keys),)) for id in ids)
    common_to = (QUARTER, EVERYBODY, firm.TODAY)
    theirs = Question(tuple(ids), *common_to, where=((dimension, keys),))
    ours = Question(tuple(f"own_{id}" for id in ids), *common_to, catalogue=own)
    (mine,), (plain,) = (ENGINE.answer(question, NOWHERE).rows for question in (ours, theirs))

    pairs = {id: (mine[f"own_{id}"], plain[id]) for id in ids}
    assert len(ids) > 10
    assert sum(bool(one) for one, _ in pairs.values()) > 10
    assert not {id: pair for id, pair in pairs.items() if not alike(*pair)}


def alike(one: Any, other: Any) -> bool:
    return one == other or (None not in (one, other) and isclose(one, other, rel_tol=1e-9))


# Rows, questions, templates


def test_rows_behind_are_those_of_the_parts():
    written = book(site="deals_won where channel = site", mine="revenue / site")
    catalogue = Catalogue([written.metric("mine")])
    question = Question(("mine",), OCTOBER, EVERYBODY, builders.TODAY, catalogue=catalogue)
    builders.ENGINE.hold(SAID)
    rows = [*builders.ENGINE.rows(builders.ENGINE.sql(behind("mine", question)), NOWHERE)]
    sums = {part: sum(float(r["adds"]) for r in rows if r["part"] == part)
            for part in ("revenue", "site")}  # fmt: skip

    assert sums == {"revenue": 200, "site": 2}
    assert len(rows) == 6


def test_equal_definitions_are_one_question_and_others_are_not():
    text = "revenue / calls"
    one, same, other = (Catalogue([made(t)]) for t in (text, text, "calls / revenue * revenue"))

    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert figure(text, **SAID) != figure("revenue - revenue / calls", **SAID)


def test_own_names_stand_in_the_place_of_ours_nowhere():
    (row,) = answers("deals_won revenue", **SAID)

    assert row == {"deals_won": 4, "revenue": 200}


def test_costs_are_told_from_revenue():
    money = {"costs": [cost(60)], **SAID}

    assert figure("(revenue - selling_cost) / revenue * 100", **money) == 70
