"""The comparison: the example of the product, verdicts, places, order."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest

from merilo.analysis.difference import Verdict
from merilo.metrics.question import EVERYBODY, Scope
from merilo.report.forms.side import semicolon, workbook
from merilo.report.side import funnel, side
from merilo.words import speak
from tests.builders import call, deal, meeting, posting
from tests.desks import desk
from tests.metrics.test_acceptance import COLUMNS, FACTS, IVANOV, PETROVA, SIDOROV

BOTH = (IVANOV.name, PETROVA.name)


def compared(now, metrics, keys, scope=EVERYBODY, by="person"):
    return side(now, now.question(metrics, "2017-10", (by,), (), "then", scope), keys)


@pytest.fixture(scope="module")
def example():
    return compared(desk(**FACTS), COLUMNS, BOTH)


def test_mean_column_is_that_of_the_example(example):
    assert [float(line.mean) for line in example.lines] == pytest.approx(
        [125, 25, 12.5, 55_000, 0.25, 18, 5, 0.125, 0.225, 9_000, 5, 60], rel=1e-7
    )


def test_group_has_its_own_figures_from_totals(example):
    group = {line.column.id: float(line.group) for line in example.lines}

    assert group["call_to_meeting"] == pytest.approx(65 / 250)
    assert group["average_check"] == pytest.approx(1_400_000 / 25)
    assert (group["calls"], group["meetings"], group["deals_won"]) == (250, 50, 25)


def test_differences_are_from_the_mean_of_counts_and_from_the_group_of_shares(example):
    apart = {line.column.id: [s.difference for s in line.standings] for line in example.lines}

    assert apart["calls"] == pytest.approx([-25, 25])
    assert apart["call_to_meeting"] == pytest.approx([0.20 - 0.26, 0.30 - 0.26])
    assert apart["average_check"] == pytest.approx([-6_000, 4_000])


def test_verdicts_are_of_more_than_noise_or_none(example):
    said = {line.column.id: [s.verdict for s in line.standings] for line in example.lines}

    # 100 calls: Poisson 81.4-121.6; 150: 127-176; the mean is 125.
    assert said["calls"] == [Verdict.LESS, Verdict.MORE]
    assert said["deals_won"] == [Verdict.NOISE, Verdict.NOISE]  # 10 and 15
    assert said["market_share"] == [Verdict.FEW, Verdict.FEW]  # nobody knows how sure it is


def test_those_compared_stand_in_the_order_asked_for_and_once():
    now = desk(**FACTS)
    names = (SIDOROV.name, IVANOV.name, PETROVA.name)

    found = compared(now, ["calls"], names)
    assert found.names == list(names)
    assert found.lines[0].values == [80, 100, 150]
    assert [s.difference for s in found.lines[0].standings] == [-30, -10, 40]


def test_who_is_out_of_sight_is_not_there_and_adds_nothing():
    own = Scope(frozenset({IVANOV.name}))
    found = compared(desk(**FACTS), ["calls"], BOTH, own)

    assert (found.names, found.lines[0].group) == ([IVANOV.name], 100)


def test_units_are_compared_as_people_are():
    now = desk(
        activities=[call(3, person="ann"), call(4, person="bob"), call(5, person="bob")],
        postings=[posting("ann", unit="n"), posting("bob", unit="s")],
    )
    found = compared(now, ["calls"], ["s", "n"], by="unit")

    assert (found.names, found.lines[0].values) == (["s", "n"], [2, 1])


def test_funnel_plot_has_everybody_in_sight_and_names_those_compared():
    now = desk(**FACTS)
    question = now.question(["call_to_meeting"], "2017-10", ("person",), (), "then", EVERYBODY)
    metric = question.catalogue.find("call_to_meeting")
    found = funnel(now, question, metric, "Conversion", "Calls", BOTH)

    assert [(p.name, p.whole, p.named) for p in found.points] == [
        (IVANOV.name, 100, True), (PETROVA.name, 150, True), (SIDOROV.name, 80, False),
    ]  # fmt: skip
    assert found.common == pytest.approx(77 / 330)
    calls = question.catalogue.find("calls")
    assert funnel(now, question, calls, "", "", BOTH) is None  # a count is no share


def test_files_hold_what_is_seen(example):
    speak("ru")
    text = semicolon(example, "ru").decode("utf-8-sig")
    speak("en")
    lines = list(csv.reader(StringIO(text), delimiter=";"))

    assert len(lines) == 1 + len(COLUMNS)
    assert lines[1][1] == "100"
    assert lines[1][-2:] == ["125", "250"]
    assert float(lines[5][-1].replace(",", ".")) == pytest.approx(0.26)
    book = openpyxl.load_workbook(BytesIO(workbook(example, "en"))).worksheets[0]
    assert [book.cell(2, x).value for x in (1, 2, 6)] == ["Calls", 100, 150]
    assert [cell.value for cell in book[5]][-2:] == [55_000, 56_000]


def test_names_are_no_formulas():
    now = desk(
        activities=[call(3, person="=1+1"), call(4, person="+2")],
        postings=[posting("=1+1"), posting("+2")],
    )
    found = compared(now, ["calls"], ["=1+1", "+2"])

    head = semicolon(found, "en").decode("utf-8-sig").splitlines()[0].split(";")
    assert head[1] == "'=1+1"
    cell = openpyxl.load_workbook(BytesIO(workbook(found, "en"))).worksheets[0].cell(1, 2)
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_nothing_known_is_empty_and_not_zero():
    now = desk(deals=[deal(1000)], activities=[meeting(3, person="bob")],
               postings=[posting("ann"), posting("bob")])  # fmt: skip
    (line,) = compared(now, ["average_check"], ["ann", "bob"]).lines

    assert line.values == [1000, None]
    assert line.standings[1].difference is None
    assert line.mean == 1000
