"""A question is written once for all periods, people and conditions of its shape."""

from dataclasses import replace
from datetime import date

import pytest

from merilo.metrics.behind import page, summed
from merilo.metrics.question import EVERYBODY, Question, Scope, Span
from merilo.periods import Period
from tests import firm
from tests.builders import NOWHERE, OverRows, answers, call, deal

QUARTER = Period(date(2016, 1, 1), date(2016, 4, 1))
METRICS = ("revenue", "deals_won", "calls", "average_check", "retention", "revenue_share")
ANN = Scope(frozenset({"test:ann"}))
TWO = Scope(frozenset({"test:boris", "test:kim"}))
MOVED = Scope(frozenset(), (Span("test:boris", date(2016, 3, 10), date.max),))
EARLY = Span("test:boris", date.min, date(2016, 3, 10))
LATE = Span("test:kim", date(2016, 2, 1), date.max)
PARTED = Scope(frozenset({"test:ann"}), (EARLY, LATE))
ASKED = {
    "everybody": {},
    "one": {"scope": ANN},
    "two": {"scope": TWO},
    "nobody": {"scope": Scope(frozenset())},
    "from a day": {"scope": MOVED},
    "of two some days": {"scope": PARTED},
    "of three some days": {"scope": replace(PARTED, spans=(MOVED.spans[0], EARLY, LATE))},
    "of more than there are blanks": {"scope": replace(PARTED, spans=PARTED.spans * 20)},
    "a channel": {"where": (("channel", ("web",)),)},
    "channels": {"where": (("channel", ("web", "fair", None)),)},
    "no channel": {"where": (("channel", (None,)),)},
    "a person": {"scope": TWO, "where": (("person", ("test:kim",)),)},
    "out of sight": {"scope": TWO, "where": (("person", ("test:ann",)),)},
}


def question(metrics: tuple[str, ...] = METRICS, **said: object) -> Question:
    asked = Question(metrics, QUARTER, EVERYBODY, firm.TODAY, ("person",))
    return replace(asked, **said)


@pytest.fixture(scope="module")
def kept() -> OverRows:
    """An engine that has written the questions before, for others."""
    return OverRows(firm.facts())


@pytest.mark.parametrize("said", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("metrics", [METRICS[:4], METRICS[4:]])
def test_written_before_for_others_it_says_the_same(metrics, said, kept):
    fresh = OverRows(firm.facts())
    fresh.template = fresh.write

    def at_once(asked: Question) -> list[dict[str, object]]:
        table = fresh.write(asked)  # the very question, without blanks
        rows = fresh.rows(table.sql, NOWHERE)
        return sorted(rows, key=lambda row: (row["person"] is None, row["person"]))

    asked = question(tuple(m for m in metrics if said == {} or m != "revenue_share"), **said)
    found = kept.answer(asked, NOWHERE).rows
    assert [(r["person"], *(None if r[m] is None else float(r[m]) for m in asked.metrics))
            for r in found] == [
        (r["person"], *(None if r[m] is None else pytest.approx(float(r[m]))
                        for m in asked.metrics)) for r in at_once(asked)]  # fmt: skip


def test_shapes_are_as_few_as_they_can_be(kept):
    def written(**said: object) -> int:
        kept.answer(question(("calls",), **said), NOWHERE)
        return kept.template.cache_info().misses

    first = written(scope=ANN, where=(("channel", ("web",)),))
    assert written(scope=TWO, where=(("channel", ("fair", "web")),)) == first
    assert written(scope=TWO, where=(("channel", ("fair", None)),)) == first + 1


def test_who_sees_some_days_of_somebody_asks_what_was_written_for_another(kept):
    def written(*spans: Span) -> int:
        kept.answer(question(("calls",), scope=Scope(frozenset({"test:ann"}), spans)), NOWHERE)
        return kept.template.cache_info().misses

    first = written(EARLY)
    assert written(LATE) == first
    assert written(EARLY, LATE) == first + 1
    assert written(LATE, EARLY) == first + 1
    assert written(EARLY, LATE, EARLY) == first + 2
    assert written(*[EARLY] * 4) == first + 2


def test_rows_behind_a_figure_are_written_once_for_all_people(kept):
    asked = [
        question(("calls",), by=(), where=(("person", (key,)),)) for key in ("test:ann", "test:kim")
    ]
    found = [[*kept.asked(summed, one, NOWHERE)] for one in asked]
    before = kept.template.cache_info().misses
    pages = [[*kept.asked(page, one, NOWHERE, 2, 0)] for one in asked]

    assert kept.template.cache_info().misses == before + 1
    for (sums,), rows, one in zip(found, pages, asked, strict=True):
        assert sums["rows"] == kept.answer(one, NOWHERE).rows[0]["calls"] > 2
        assert {row["person"] for row in rows} == {*one.filters["person"]}
        assert len(rows) == 2


@pytest.mark.parametrize(
    "name", ["o'neil", "«channel»", "a\\b", "'; drop table deals; --", "«people»"]
)
def test_a_name_is_never_more_than_a_name(name):
    asked = {"where": (("channel", (name,)),), "scope": Scope(frozenset({"ann", name}))}
    facts = {
        "activities": [call(deal="test:1")],
        "deals": [
            deal(id="1", channel=name, owner="ann"),
            deal(id="2", channel="web", owner="ann"),
        ],
    }

    assert answers("calls deals_won", **facts, **asked) == [{"calls": 1, "deals_won": 1}]
