"""What is known beside a figure: its squares, its deviation, how many it is of."""

from statistics import stdev

import pytest

from merilo.metrics.catalogue import METRICS, Catalogue
from merilo.metrics.evidence import evidence
from tests.builders import answers, deal

AMOUNTS = (100, 250, 400, 1000)
DEALS = [*(deal(amount) for amount in AMOUNTS), deal(None), deal(-50), deal(9, outcome="lost")]


def proof(id):
    found = evidence(METRICS[id])
    return found, Catalogue(figure for figure in found.figures if figure.id not in METRICS)


def ask(id, **facts):
    found, catalogue = proof(id)
    (row,) = answers(" ".join(f.id for f in found.figures), catalogue=catalogue, **facts)
    return found.kind, [*row.values()]


def test_share_is_its_part_and_its_whole():
    assert ask("win_rate", deals=DEALS) == ("share", [5, 6])


def test_count_is_itself():
    assert ask("deals_won", deals=DEALS) == ("count", [5])


def test_sum_has_the_squares_of_what_it_is_made_of():
    kind, (squares,) = ask("revenue", deals=DEALS)

    assert (kind, squares) == ("sum", sum(x * x for x in (*AMOUNTS, 50)))


def test_money_by_number_has_the_deviation_of_the_things_that_have_money():
    kind, (deviation, number) = ask("average_check", deals=DEALS)

    assert (kind, number) == ("mean", 4)
    assert deviation == pytest.approx(stdev(AMOUNTS))


def test_mean_has_deviation_and_number():
    kind, (deviation, number) = ask("sales_cycle", deals=[deal(), deal(), deal(created_at=None)])

    assert (kind, deviation, number) == ("mean", 0, 2)


@pytest.mark.parametrize(
    "id", ["sales_cycle_median", "velocity", "revenue_growth", "sales_cycle_all"]
)
def test_of_others_nothing_is_said(id):
    assert evidence(METRICS[id]) is None
