"""Lines of deals, and deals that are worth what their lines come to."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.facts.lake import Change

DEALS = "id;outcome;created;closed\n1;won;2017-10-01;2017-10-05\n2;won;2017-10-01;2017-10-06"
LINES = "deal;product;price;quantity;discount\n1;Desk;100;2;0.15\n1;Chair;10.5;3;_\n2;Desk;99;1;_"
AMOUNTS = "select id, amount, amount_base, amount_from from deals order by id"


def test_line_is_price_times_quantity_less_discount(desk):
    desk.take(LINES, "order_lines")

    assert desk.rows("select id, amount, quantity::int from order_lines order by id") == [
        ("1:Chair", Decimal("31.5"), 3), ("1:Desk", 170, 2), ("2:Desk", 99, 1),
    ]  # fmt: skip


def test_line_without_a_quantity_is_of_one(desk):
    desk.take("deal;product;price;quantity\n1;Desk;100;2\n1;Chair;10;_", "order_lines")

    assert desk.rows("select amount::int from order_lines order by id") == [(10,), (200,)]


def test_amount_that_is_said_wins_over_the_price(desk):
    desk.take("deal;product;amount;price\n1;Desk;90;100\n2;Desk;_;100", "order_lines")

    assert desk.rows("select amount::int from order_lines order by id") == [(90,), (100,)]


def test_deal_without_an_amount_takes_the_sum_of_its_lines(desk):
    desk.take(DEALS)
    desk.take(LINES, "order_lines")

    assert desk.rows(AMOUNTS) == [
        ("1", Decimal("201.5"), Decimal("201.5"), "lines"), ("2", 99, 99, "lines"),
    ]  # fmt: skip


def test_lines_in_several_currencies_come_to_the_company_s(desk):
    desk.take("day;currency;rate\n2017-10-01;EUR;60", "rates")
    desk.take(DEALS)
    desk.take("deal;product;amount;currency\n1;Desk;10;EUR\n1;Chair;5;_", "order_lines")

    assert desk.rows(AMOUNTS)[0] == ("1", 605, 605, "lines")


def test_lines_may_come_before_their_deals(desk):
    desk.take(LINES, "order_lines")
    desk.take(DEALS)

    assert desk.one("select sum(amount) from deals") == Decimal("300.5")


def test_typed_amount_wins_and_stays(desk):
    desk.take("id;outcome;amount\n1;won;500\n2;won;_")
    desk.take(LINES, "order_lines")

    assert desk.rows(AMOUNTS) == [("1", 500, 500, None), ("2", 99, 99, "lines")]


def test_typed_amount_wins_when_its_deal_comes_after_the_lines(desk):
    desk.take(LINES, "order_lines")
    desk.take("id;outcome;amount\n1;won;500\n2;won;_")

    assert desk.rows(AMOUNTS) == [("1", 500, 500, None), ("2", 99, 99, "lines")]


def test_sum_follows_its_lines(desk):
    desk.take(DEALS)
    desk.take(LINES, "order_lines")
    desk.take("deal;product;amount\n2;Desk;120", "order_lines")

    assert desk.rows(AMOUNTS)[1] == ("2", 120, 120, "lines")


def test_line_without_an_amount_leaves_its_deal_without_one(desk):
    desk.take(DEALS)
    desk.take("deal;product;amount\n1;Desk;120\n1;Chair;_", "order_lines")

    assert desk.rows(AMOUNTS)[0] == ("1", None, None, None)


def test_deals_again_without_amounts_change_nothing(desk):
    desk.take(DEALS)
    desk.take(LINES, "order_lines")
    number = desk.snapshot.number
    outcomes = [desk.take(DEALS), desk.take(LINES, "order_lines")]

    assert [o.changes for o in outcomes] == [
        {"deals": Change(same=2)}, {"order_lines": Change(same=3)},
    ]  # fmt: skip
    assert desk.snapshot.number == number


def test_deals_again_with_an_empty_amount_change_nothing(desk):
    text = "id;outcome;amount\n1;won;_\n2;won;7"
    desk.take(LINES, "order_lines")
    desk.take(text)
    number = desk.snapshot.number
    desk.take(text)

    assert desk.rows(AMOUNTS)[0] == ("1", Decimal("201.5"), Decimal("201.5"), "lines")
    assert desk.snapshot.number == number


def test_file_of_deals_may_hold_their_lines(desk):
    outcome = desk.take(
        "id;outcome;product;quantity;price;product_group\n"
        "1;won;Desk;2;100;Office\n1;won;Chair;3;10;Office\n2;won;Desk;1;90;Office"
    )

    assert outcome.arisen["order_lines"] == Change(new=3)
    assert (outcome.counts["deals"].accepted, outcome.counts["deals"].superseded) == (2, 1)
    assert desk.rows("select id, amount::int, amount_from from deals order by id") == [
        ("1", 230, "lines"), ("2", 90, "lines"),
    ]  # fmt: skip
    assert desk.rows('select id, "group" from products order by id') == [
        ("Chair", "Office"), ("Desk", "Office"),
    ]  # fmt: skip


def test_product_that_comes_twice_with_other_figures_is_two_lines(desk):
    desk.take("id;outcome;product;line_amount\n1;won;Desk;100\n1;won;Desk;80\n1;won;Desk;100")

    assert desk.rows("select id, amount::int from order_lines order by id") == [
        ("1:Desk", 100), ("1:Desk:2", 80),
    ]  # fmt: skip
    assert desk.one("select amount::int from deals") == 180


def test_product_alone_has_no_amount_and_takes_none_from_its_deal(desk):
    desk.take("id;outcome;amount;product\n1;won;100;Desk\n1;won;100;Chair")

    assert desk.rows("select amount, quantity from order_lines") == [(None, None)] * 2
    assert desk.one("select amount::int, amount_from from deals") == (100, None)


@settings(deadline=None)
@given(
    st.integers(1, 10**6), st.integers(1, 99), st.sampled_from(["0", "0.05", "0.1", "0.15", "0.2"])
)
def test_amounts_of_lines_are_exact_to_four_places(cents, quantity, discount):
    """As Northwind's published totals need them."""
    import duckdb

    from merilo.sources.engine.lines import line_amount

    price = Decimal(cents) / 100
    amount = line_amount(frozenset({"price", "quantity", "discount"}), "amount")
    with duckdb.connect() as db:
        found = db.execute(
            f"select {amount} from (select ?::decimal(18, 4) as price, "
            "?::decimal(18, 6) as quantity, ?::decimal(18, 6) as discount) s",
            [price, Decimal(quantity), Decimal(discount)],
        ).fetchall()[0][0]

    assert found == price * quantity * (1 - Decimal(discount))
