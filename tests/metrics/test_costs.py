"""What selling costs, and what is left of the margin."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.builders import answers, ask, cost, deal, posting, row

UNITS = [
    row("units", {}, id="a", department="test:d", company="test:c"),
    row("units", {}, id="b", department=None, company="test:c"),
]
STAFF = [posting("ann", unit="test:a"), posting("boris", unit="test:a"),
         posting("vera", unit="test:b")]  # fmt: skip


def parts(*costs: Any, **said: Any) -> Any:
    return ask(
        "selling_cost", "person", costs=[*costs], **{"postings": STAFF, "units": UNITS} | said
    )


def test_own_cost_is_one_s_own() -> None:
    assert parts(cost(90, person="vera")) == {"ann": 0, "boris": 0, "vera": 90}


@pytest.mark.parametrize(
    ("unit", "shares"),
    [(None, (30, 30, 30)), ("test:c", (30, 30, 30)), ("test:a", (45, 45, 0)),
     ("test:d", (45, 45, 0)), ("test:b", (0, 0, 90))],
)  # fmt: skip
def test_shared_cost_is_shared_by_those_at_work_there(
    unit: str | None, shares: tuple[int, ...]
) -> None:
    assert tuple(parts(cost(90, unit=unit)).values()) == shares


def test_whoever_is_away_that_day_has_no_part() -> None:
    leave = row("absences", {}, person="ann", since=date(2017, 10, 9), until=date(2017, 10, 11))
    moved = [*STAFF[:2], posting("vera", unit="test:b", until=date(2017, 10, 10))]

    assert parts(cost(90), absences=[leave], postings=moved) == {"ann": 0, "boris": 90, "vera": 0}


def test_cost_of_an_empty_unit_is_nobody_s_and_is_not_lost() -> None:
    assert parts(cost(90, unit="test:z")) == {"ann": 0, "boris": 0, "vera": 0, None: 90}
    assert ask("selling_cost", costs=[cost(90)], postings=[]) == 90


def test_two_costs_of_one_day_are_two_costs() -> None:
    twins = cost(90), cost(90), cost(30, connection="crm", id="1"), cost(30, id="1")

    assert parts(*twins) == {"ann": 80, "boris": 80, "vera": 80}


def test_cost_is_in_the_company_s_currency_and_of_its_own_day() -> None:
    assert parts(
        cost(1, amount_base=Decimal(90), person="ann"),
        cost(7, person="ann", day=date(2017, 11, 1)),
        cost(7, person="ann", deleted=True),
    )["ann"] == 90  # fmt: skip


def test_profit_is_margin_less_cost_and_its_return_is_of_revenue() -> None:
    sold = deal(1000, margin_base=Decimal(300))
    said: Any = {"deals": [sold], "costs": [cost(100, person="ann"), cost(50, person="boris")]}

    found = answers("profit return_on_sales", "person", postings=[posting()], **said)
    assert [[*row.values()] for row in found] == [["ann", 200, 0.2], ["boris", -50, None]]
    assert answers("profit return_on_sales", **said) == [{"profit": 150, "return_on_sales": 0.15}]


def test_cost_by_channel_is_of_the_channel_it_was_spent_on() -> None:
    spent = [cost(90, channel="web"), cost(30)]

    assert ask("selling_cost", "channel", costs=spent, postings=STAFF, units=UNITS) == {
        "web": 90, None: 30
    }  # fmt: skip
