"""What holds for every metric of the catalogue, in the small company and in an empty one."""

from datetime import date
from math import isclose
from random import Random
from typing import Any

import pytest

from merilo.metrics.behind import behind
from merilo.metrics.catalogue import METRICS
from merilo.metrics.dimensions import common
from merilo.metrics.model import Distinct, Total
from merilo.metrics.question import EVERYBODY, WHOLE, Question
from merilo.periods import Period
from tests import builders, firm
from tests.builders import CALENDAR, NOWHERE, OCTOBER, TODAY, OverRows

FACTS = {
    "firm": firm.facts(),
    "nobody": {"calendar": CALENDAR, "postings": []},
    "idle": {"calendar": CALENDAR, "postings": [builders.posting()]},
}
ENGINES = {name: OverRows(rows) for name, rows in FACTS.items()}
for one in ENGINES.values():
    one.template = builders.ENGINE.template  # all that follows writes a handful of questions
ENGINE = ENGINES["firm"]
ALL = tuple(METRICS)
ADDING = (*(metric.id for metric in METRICS.values() if isinstance(metric, Total)), "profit")
COUNTED = {*ADDING, *(metric.id for metric in METRICS.values() if isinstance(metric, Distinct))}
OTHERS = [id for id in METRICS if id not in ADDING]
# People's days, shares of a whole; a customer's first deal and its keeper are one each.
SUMMING = {
    "days_worked", "revenue_share", "customers_new", "customers_kept", "customers_kept_bought",
}  # fmt: skip
STATES = {
    "deals_open", "open_amount", "tasks_overdue", "days_to_win_in_year", "won_dated_in_year",
    "deals_without_task",
}  # fmt: skip
MONEY = ("revenue", "margin", "open_amount", "proposals_amount", "proposals_won_amount")
LENGTH = {"months"}  # of the period, whoever asks
FIRST = {"contacts_called", "contacts_met", "contact_to_meeting"}  # by the period's first call
QUARTER = Period(date(2016, 1, 1), date(2016, 4, 1))
HALF = Period(date(2015, 6, 1), date(2015, 12, 1))  # with new customers, and some who left
YEAR = Period(date(2015, 5, 1), date(2016, 5, 1))


Rows = list[dict[str, Any]]


def figures(metrics: tuple[str, ...], *by: str, period: Period = QUARTER, **said: Any) -> Rows:
    return ask("firm", asked(metrics, *by, period=period, **said))


def asked(metrics: tuple[str, ...], *by: str, period: Period = QUARTER, **said: Any) -> Question:
    return Question(metrics, period, EVERYBODY, said.pop("today", firm.TODAY), by, **said)


def ask(facts: str, question: Question) -> Rows:
    """What the first engine says of rows in memory; the second says the same (test_both)."""
    return ENGINES[facts].answer(question, NOWHERE).rows


def different(one: dict[str, Any], other: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Where two rows differ in the tenth digit or before; empty is only like empty."""
    pairs = {name: (value, other[name]) for name, value in one.items()}
    return {name: pair for name, pair in pairs.items() if not alike(*pair)}


def alike(one: Any, other: Any) -> bool:
    if one is None or other is None or isinstance(one, str | date):
        return bool(one == other)
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


def able(by: tuple[str, ...]) -> tuple[str, ...]:
    """The sums that can be split so."""
    return tuple(id for id in ADDING if {*by} <= common(METRICS[id]))


# Nothing to count


def test_of_nothing_and_nobody_nothing_is_known() -> None:
    (row,) = ask("nobody", asked(ALL, period=OCTOBER, today=TODAY))

    assert {name for name, value in row.items() if value is not None} == LENGTH


def test_somebody_at_work_with_nothing_done_has_zeros_where_things_are_counted() -> None:
    (row,) = ask("idle", asked(ALL, "person", period=OCTOBER, today=TODAY))

    assert {name for name, value in row.items() if value == 0} == COUNTED
    empty = {name for name, value in row.items() if value is None}
    assert empty == METRICS.keys() - COUNTED - LENGTH


def test_where_there_is_nothing_there_is_no_channel_to_speak_of() -> None:
    by = ("channel", "unit", "role", "week", "day")
    assert ask("nobody", asked(able(by), *by, period=OCTOBER, today=TODAY)) == []


# Parts and wholes


@pytest.mark.parametrize(
    ("metrics", "by"),
    [
        (ALL, ("person",)),
        (ALL, ("month",)),
        ((), ("channel", "unit", "role", "week", "day")),
        ((), ("segment", "territory", "pipeline", "stage", "loss_reason", "customer")),
        (MONEY, ("product",)),
        (MONEY, ("product_group", "department")),
    ],
)
def test_parts_add_up_to_the_whole(metrics: tuple[str, ...], by: tuple[str, ...]) -> None:
    """Of states only without slices of time: what is open on two days is open twice."""
    metrics = metrics or able(by)
    (whole,), parts = ask("firm", asked(metrics)), ask("firm", asked(metrics, *by))

    sliced = {"day", "week", "month"} & {*by}
    adding = [id for id in ADDING if id in metrics and not (sliced and id in STATES)]
    assert len(parts) > 2
    assert all(whole[metric] for metric in adding)
    sums = {metric: float(sum(part[metric] or 0 for part in parts)) for metric in adding}
    assert not different(sums, {metric: float(whole[metric]) for metric in adding})


def test_what_is_no_sum_is_not_summed() -> None:
    """Ratios, means, quantiles: the whole is taken anew, and not from the parts."""
    (whole,) = ask("firm", asked(ALL, period=HALF))
    parts = ask("firm", asked(ALL, "person", period=HALF))

    for metric in OTHERS:
        known = [part[metric] for part in parts if part[metric] is not None]
        assert len(known) > 1, f"{metric}: nothing is shown"
        if metric not in SUMMING:
            assert whole[metric] is None or not alike(float(sum(known)), float(whole[metric]))


def test_days_of_people_are_not_summed_over_what_they_were_spent_on() -> None:
    (whole,), parts = figures(("days_worked",)), figures(("days_worked",), "channel")

    assert sum(part["days_worked"] for part in parts) > whole["days_worked"]


def test_month_of_a_quarter_is_the_month_asked_for_alone() -> None:
    """Whatever was looked up before and after its days."""
    months = {row.pop("month"): row for row in figures(ALL, "month")}

    for month, of_quarter in months.items():
        (alone,) = figures(ALL, period=Period(month, month.replace(month=month.month + 1)))
        assert not different(alone, of_quarter).keys() - FIRST


def test_order_in_which_facts_were_delivered_does_not_matter() -> None:
    shuffled = {name: [*rows] for name, rows in firm.facts().items()}
    for rows in shuffled.values():
        Random(1).shuffle(rows)
    other = OverRows(shuffled)
    other.template = ENGINE.template
    question = Question(ALL, QUARTER, EVERYBODY, firm.TODAY, ("person",))

    ours, theirs = (engine.answer(question, NOWHERE).rows for engine in (ENGINE, other))
    assert len(ours) > 5
    assert not [d for pair in zip(ours, theirs, strict=True) if (d := different(*pair))]


@pytest.mark.parametrize(("by", "placed"), [(("person",), "then"), (("department", "role"), "now")])
def test_parts_and_whole_of_one_reading_are_those_asked_alone(
    by: tuple[str, ...], placed: str
) -> None:
    question = asked(ALL, *by, period=HALF, placed=placed)
    together = ask("firm", question.beside_whole())
    parts = [row for row in together if not row.pop(WHOLE)]
    (whole,) = [row for row in together if row not in parts]
    alone = ask("firm", question)

    assert len(parts) == len(alone) > 2
    assert not [d for pair in zip(alone, parts, strict=True) if (d := different(*pair))]
    (single,) = ask("firm", question.over())
    assert not different(single, whole)


@pytest.mark.parametrize("facts", ["nobody", "idle"])
def test_nothing_is_the_same_in_one_reading(facts: str) -> None:
    question = asked(ALL, "person", period=OCTOBER, today=TODAY)
    whole = [row for row in ask(facts, question.beside_whole()) if row[WHOLE]]
    (single,) = ask(facts, question.over())

    assert not [different(single, row) for row in whole if different(single, row)]
    assert bool(whole) == (facts == "idle")


@pytest.mark.parametrize("by", [(), ("product",), ("person", "month"), ("channel",)])
def test_whole_of_what_may_be_in_several_groups_is_asked_alone(by: tuple[str, ...]) -> None:
    assert asked(ALL, *by).beside_whole() is None


# The rows behind a figure


def test_rows_behind_a_figure_add_up_to_it() -> None:
    """T2.5: of every sum, person by person, under a filter."""
    sums_of = tuple(id for id in able(("channel", "person")) if id != "profit")
    where = (("channel", ("web", "fair", None)), ("person", ("test:ann", "test:kim", "test:dana")))
    cells = {r["person"]: r for r in figures(sums_of, "person", period=YEAR, where=where)}
    question = Question((), YEAR, EVERYBODY, firm.TODAY, ("person",), where)

    for metric in sums_of:
        sums = dict.fromkeys(cells, 0.0)
        for row in ENGINE.rows(ENGINE.sql(behind(metric, question)), NOWHERE):
            sums[row["person"]] += float(row["adds"] or 0)
        assert any(sums.values()), f"{metric}: nothing is shown"
        assert not different(sums, {who: float(row[metric]) for who, row in cells.items()}), metric
