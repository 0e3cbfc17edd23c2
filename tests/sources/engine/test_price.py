"""Amounts in the company's currency, at the rate of the day they count on."""

from decimal import Decimal

import pytest

from merilo.sources.files.mapping import Formats

RATES = "day;currency;rate\n2017-10-01;EUR;60\n2017-11-01;EUR;70\n2017-10-01;USD;50\n"
HEAD = "id;outcome;amount;currency;created;closed\n"


def rates(desk, text=RATES):
    desk.take(text, "rates")


def bases(desk, table="deals"):
    found = desk.rows(f"select id, amount_base from {table} order by id")
    return {key: None if base is None else Decimal(base) for key, base in found}


@pytest.mark.parametrize("currency", ["_", "RUB"])
def test_amount_in_the_company_s_own_currency_is_what_it_is(desk, currency):
    desk.take(f"{HEAD}1;won;100;{currency};2017-10-01;2017-10-05")

    assert bases(desk) == {"1": 100}


def test_rate_is_the_last_one_known_on_the_day_of_closing_or_creation(desk):
    rates(desk)
    desk.take(
        HEAD + "1;won;10;EUR;2017-10-01;2017-10-31\n2;won;10;EUR;2017-10-01;2017-11-01\n"
        "3;open;10;EUR;2017-10-15;2017-12-01\n4;won;10;USD;2017-10-01;2017-12-01\n"
        "5;won;10;_;2017-10-01;2017-12-01\n6;lost;0.5;EUR;2017-10-01;2017-10-02"
    )

    assert bases(desk) == {"1": 600, "2": 700, "3": 600, "4": 500, "5": 10, "6": 30}


def test_rate_of_tomorrow_does_not_change_what_was_sold_today(desk):
    rates(desk)
    desk.take(f"{HEAD}1;won;10;EUR;2017-10-01;2017-10-31")
    rates(desk, "day;currency;rate\n2017-11-15;EUR;99")

    assert bases(desk) == {"1": 600}


def test_amount_without_a_rate_is_not_counted_and_said_aloud(desk):
    rates(desk)
    outcome = desk.take(
        HEAD + "1;won;10;GBP;2017-10-01;2017-10-31\n2;won;10;EUR;2017-09-01;2017-09-30"
    )

    assert bases(desk) == {"1": None, "2": None}
    assert any("2 rows have amounts in currencies without a rate" in note for note in outcome.notes)


def test_rates_that_come_later_complete_what_lacked_them(desk):
    first = desk.take(
        f"{HEAD}1;won;10;EUR;2017-10-01;2017-10-31\n2;won;1;GBP;2017-10-01;2017-10-31"
    )
    assert any("2 rows" in note for note in first.notes)
    outcome = desk.take(RATES, "rates")

    assert bases(desk) == {"1": 600, "2": None}
    assert any("1 row has an amount in a currency without a rate" in n for n in outcome.notes)


def test_product_is_rounded_half_up_to_four_places(desk):
    rates(desk, "day;currency;rate\n2017-10-01;EUR;0.5")
    desk.take(
        f"{HEAD}1;won;0.0001;EUR;2017-10-01;2017-10-31\n2;won;-0.0001;EUR;2017-10-01;2017-10-31"
    )

    assert bases(desk) == {"1": Decimal("0.0001"), "2": Decimal("-0.0001")}


def test_currency_beside_the_amount_counts_where_no_column_says_it(desk):
    rates(desk)
    desk.take(
        "id;outcome;amount;created;closed\n1;won;10 €;2017-10-01;2017-10-31\n"
        "2;won;1 000 руб.;2017-10-01;2017-10-31\n3;won;10;2017-10-01;2017-10-31"
    )

    assert desk.rows("select id, currency from deals order by id") == [
        ("1", "EUR"), ("2", "RUB"), ("3", None),
    ]  # fmt: skip
    assert bases(desk) == {"1": 600, "2": 1000, "3": 10}


@pytest.mark.parametrize(
    ("said", "code"), [("руб.", "RUB"), ("eur", "EUR"), ("$", "USD"), ("Ft", "HUF")]
)
def test_currency_is_known_by_its_names(desk, said, code):
    desk.take(f"{HEAD}1;won;100;{said};2017-10-01;_")

    assert desk.one("select currency from deals") == code


def test_currency_is_the_column_s_else_beside_the_amount_else_the_file_s(desk):
    formats = Formats(currency="USD")
    desk.take(f"{HEAD}1;won;5 €;RUB;_;_\n2;won;5 €;_;_;_\n3;won;5;_;_;_", formats=formats)

    assert desk.rows("select currency from deals order by id") == [("RUB",), ("EUR",), ("USD",)]


def test_what_is_no_currency_is_refused(desk):
    outcome = desk.take(f"{HEAD}1;won;100;у.е.;2017-10-01;_\n2;won;1;RUB;2017-10-01;_")

    assert outcome.reasons == {"currency: not a currency": 1}


def test_file_that_does_not_say_the_day_takes_the_one_that_is_known(desk):
    rates(desk)
    desk.take(f"{HEAD}1;won;10;EUR;2017-10-01;2017-11-20")
    desk.take("id;amount;currency\n1;20;EUR")

    assert bases(desk) == {"1": 1400}


def test_costs_and_proposals_are_priced_by_their_own_day(desk):
    rates(desk)
    desk.take("id;day;kind;amount;currency\n1;2017-11-05;tools;2;EUR", "costs")
    desk.take("id;sent;amount;currency\n1;2017-10-05;3;EUR", "proposals")

    assert (bases(desk, "costs"), bases(desk, "proposals")) == ({"1": 140}, {"1": 180})


def test_lines_that_come_before_their_deal_wait_for_its_day(desk):
    rates(desk)
    desk.take("deal;product;amount;currency\n1;Desk;10;EUR", "order_lines")
    assert bases(desk, "order_lines") == {"1:Desk": None}
    desk.take("id;outcome;created;closed\n1;won;2017-10-01;2017-10-20")

    assert bases(desk, "order_lines") == {"1:Desk": 600}
    assert desk.one("select amount, amount_base from deals") == (10, 600)


def test_lines_are_priced_by_the_day_of_their_deal(desk):
    rates(desk)
    desk.take(f"{HEAD}1;won;_;EUR;2017-10-01;2017-11-20")
    desk.take("deal;product;amount;currency\n1;Desk;10;EUR\n1;Chair;5;EUR", "order_lines")

    assert bases(desk, "order_lines") == {"1:Chair": 350, "1:Desk": 700}
    assert desk.one("select amount, amount_base, currency from deals") == (15, 1050, "EUR")


def test_changes_of_amounts_are_at_the_rate_of_their_day(desk):
    """Whose hand it was, a file may leave out."""
    rates(desk)
    desk.take(
        "id;deal;occurred;from_amount;to_amount;currency\n"
        "1;7;2017-10-05;10;20;EUR\n2;7;2017-11-05;20;0;EUR\n3;8;2017-11-05;_;5;_",
        "amount_changes",
    )

    stored = desk.rows(
        "select deal, occurred_on::text, from_amount_base, to_amount_base, author "
        "from amount_changes order by all"
    )
    assert [(deal, day, *map(plain, (was, now)), hand) for deal, day, was, now, hand in stored] == [
        ("files:7", "2017-10-05", 600, 1200, "unknown"),
        ("files:7", "2017-11-05", 1400, 0, "unknown"),
        ("files:8", "2017-11-05", None, 5, "unknown"),
    ]


def plain(amount):
    return None if amount is None else int(Decimal(amount))
