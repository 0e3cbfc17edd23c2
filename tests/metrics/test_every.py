"""What holds for every metric of the catalogue, in the small company and in an empty one."""

from collections.abc import Sequence
from datetime import date
from math import isclose
from random import Random
from typing import Any

import pytest

from merilo.metrics.behind import behind
from merilo.metrics.catalogue import METRICS
from merilo.metrics.model import Distinct, Total
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period
from tests import firm
from tests.builders import NOWHERE, TODAY, OverRows, answers

ENGINE = OverRows(firm.facts())
QUARTER, MARCH = (
    Period(date(2016, 1, 1), date(2016, 4, 1)),
    Period(date(2016, 3, 1), date(2016, 4, 1)),
)
ADDING = [metric.id for metric in METRICS.values() if isinstance(metric, Total)] + ["profit"]
COUNTED = [m.id for m in METRICS.values() if isinstance(m, Total | Distinct)] + ["profit"]
OTHERS = [id for id in METRICS if id not in ADDING]
STATES = {"deals_open", "open_amount", "tasks_overdue", "days_to_win_in_year", "won_dated_in_year"}
COSTS = {"selling_cost", "profit"}  # of a channel at most
MONEY = ["revenue", "margin", "open_amount", "proposals_amount", "proposals_won_amount"]


def figures(
    metrics: Sequence[str], by: Sequence[str] = (), period: Period = MARCH, **said: Any
) -> list[dict[str, Any]]:
    question = Question(tuple(metrics), period, EVERYBODY, firm.TODAY, tuple(by), **said)
    return ENGINE.answer(question, NOWHERE).rows


def alike(one: Any, other: Any) -> bool:
    """To nine digits; empty is only like empty."""
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


# Nothing to count


def test_of_nothing_and_nobody_nothing_is_known() -> None:
    (row,) = answers(" ".join(METRICS), postings=[])

    assert {name: value for name, value in row.items() if value is not None} == {}


def test_somebody_at_work_with_nothing_done_has_zeros_where_things_are_counted() -> None:
    (row,) = answers(" ".join(METRICS), "person")

    assert {name for name, value in row.items() if value == 0} == {*COUNTED}
    assert {name for name, value in row.items() if value is None} == METRICS.keys() - {*COUNTED}


def test_where_there_is_nothing_there_is_no_channel_to_speak_of() -> None:
    known = [id for id in METRICS if id not in STATES]

    assert answers(" ".join(known), "channel week") == []


# Parts and wholes


@pytest.mark.parametrize(
    "by", [("person",), ("unit", "role"), ("channel",), ("week",), ("day", "department")]
)
def test_parts_add_up_to_the_whole(by: tuple[str, ...]) -> None:
    """Of states only without slices of time: what is open on two days is open twice."""
    asked = [id for id in ADDING if not {"week", "day"} & {*by} or id not in STATES]
    (whole,), parts = figures(asked), figures(asked, by)

    assert len(parts) > 3
    for metric in asked:
        assert whole[metric], f"no {metric}: nothing is shown"
        assert alike(sum(part[metric] or 0 for part in parts), whole[metric]), metric


@pytest.mark.parametrize("by", [("segment", "territory"), ("pipeline",), ("stage",),
                                ("customer",), ("loss_reason",)])  # fmt: skip
def test_parts_by_what_deals_are_add_up_to_the_whole(by: tuple[str, ...]) -> None:
    asked = [id for id in ADDING if id not in COSTS]
    (whole,), parts = figures(asked), figures(asked, by)

    for metric in asked:
        assert alike(sum(part[metric] or 0 for part in parts), whole[metric]), metric


def test_money_by_product_adds_up_to_the_whole() -> None:
    for by in (("product",), ("product_group", "unit")):
        (whole,), parts = figures(MONEY, period=QUARTER), figures(MONEY, by, QUARTER)

        assert len(parts) > 2
        for metric in MONEY:
            assert alike(float(sum(part[metric] or 0 for part in parts)), float(whole[metric]))


def test_what_is_no_sum_is_not_summed() -> None:
    """Ratios, means, quantiles, distinct counts: the whole is taken anew, not from the parts."""
    (whole,), parts = figures(OTHERS, period=QUARTER), figures(OTHERS, ("person",), QUARTER)

    for metric in OTHERS:
        known = [part[metric] for part in parts if part[metric] is not None]
        assert len(known) > 1, f"no {metric}: nothing is shown"
        if metric == "days_worked":  # days of people: of one week they add up, for people differ
            continue
        assert not alike(float(sum(known)), float(whole[metric])), metric


def test_days_of_people_are_not_summed_over_what_they_were_spent_on() -> None:
    (whole,), parts = figures(["days_worked"]), figures(["days_worked"], ["channel"])

    assert sum(part["days_worked"] for part in parts) > whole["days_worked"]


FIRST = {"contacts_called", "contacts_met", "contact_to_meeting"}  # by the first call of the period


def test_month_of_a_quarter_is_the_month_asked_for_alone() -> None:
    """Whatever was looked for before and after its days."""
    asked = [id for id in METRICS if id not in FIRST]
    months = {row["month"]: row for row in figures(asked, ("month",), QUARTER)}

    for month in (1, 2, 3):
        since, until = date(2016, month, 1), date(2016, month + 1, 1)
        (alone,) = figures(asked, period=Period(since, until))
        of_quarter = {name: months[since][name] for name in asked}
        assert not {
            name: (value, of_quarter[name])
            for name, value in alone.items()
            if not alike(value and float(value), of_quarter[name] and float(of_quarter[name]))
        }


def test_order_in_which_facts_were_delivered_does_not_matter() -> None:
    shuffled = {name: [*rows] for name, rows in firm.facts().items()}
    for rows in shuffled.values():
        Random(1).shuffle(rows)
    question = Question((*METRICS,), MARCH, EVERYBODY, firm.TODAY, ("person",))

    other = OverRows(shuffled)
    other.template = ENGINE.template
    for one, two in zip(
        ENGINE.answer(question, NOWHERE).rows, other.answer(question, NOWHERE).rows, strict=True
    ):
        for name, value in one.items():
            same = value == two[name] if isinstance(value, str) else alike(value, two[name])
            assert same, name


# The rows behind a figure


@pytest.mark.parametrize(
    "where",
    [(), (("channel", ("web", None)), ("person", ("test:ann", "test:kim", "test:dana", None)))],
)
def test_rows_behind_a_figure_add_up_to_it(where: Any) -> None:
    """T2.5: of every sum, person by person, with and without a filter."""
    asked = [id for id in ADDING if id != "profit"]
    cells = {row["person"]: row for row in figures(asked, ("person",), where=where)}
    question = Question((), MARCH, EVERYBODY, firm.TODAY, ("person",), where)

    for metric in asked:
        template = ENGINE.sql(behind(metric, question))
        sums = dict.fromkeys(cells, 0.0)
        for row in ENGINE.rows(template, NOWHERE):
            sums[row["person"]] += float(row["adds"] or 0)
        assert any(sums.values()), f"no {metric}: nothing is shown"
        for person, total in sums.items():
            assert alike(total, float(cells[person][metric])), metric


def test_today_is_not_in_the_small_company_s_past() -> None:
    """Or what is to come would be known in these tests."""
    assert firm.TODAY >= max(row["occurred_on"] for row in firm.facts()["stage_changes"])
    assert TODAY > firm.TODAY
