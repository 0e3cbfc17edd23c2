"""What is seen and what is filtered: it is in no total that is not asked for."""

from datetime import date
from typing import Any

import pytest

from merilo.metrics.behind import behind
from merilo.metrics.question import EVERYBODY, Question, Scope, Span
from tests.builders import (
    ENGINE,
    NOWHERE,
    OCTOBER,
    TODAY,
    answers,
    ask,
    call,
    cost,
    deal,
    meeting,
    posting,
)


def sees(*people: str) -> Scope:
    return Scope(frozenset(people))


def test_what_the_asker_may_not_see_is_in_no_total() -> None:
    said: Any = {"deals": [deal(700), deal(9000, owner="boris"), deal(5, owner=None)]}

    assert ask("revenue", scope=sees("ann"), **said) == 700
    assert ask("revenue", "person", scope=sees("ann"), **said) == {"ann": 700}
    assert ask("revenue", scope=sees(), **said) is None
    assert ask("revenue", "channel", scope=sees(), **said) == {}
    assert ask("revenue", scope=EVERYBODY, **said) == 9705


def test_colleagues_at_work_are_not_seen_either() -> None:
    staff = [posting("ann"), posting("boris", unit="south")]

    assert ask("calls", "person", scope=sees("boris"), postings=staff) == {"boris": 0}
    assert ask("calls", "unit", scope=sees("boris"), postings=staff) == {"south": 0}


def test_shared_cost_is_divided_by_all_and_seen_in_part() -> None:
    staff = [posting("ann"), posting("boris")]

    found = ask("selling_cost", scope=sees("ann"), costs=[cost(90)], postings=staff)
    assert found == 45


def test_meeting_of_a_colleague_serves_a_call_that_is_seen() -> None:
    acts = [call(5, deal="d"), meeting(6, deal="d", person="boris")]

    assert ask("calls_led", scope=sees("ann"), activities=acts) == 1
    assert ask("meetings", scope=sees("ann"), activities=acts) == 0


def test_share_of_everybody_s_is_of_everybody_s_for_whoever_sees_little() -> None:
    said: Any = {"deals": [deal(100), deal(900, owner="boris")]}

    assert ask("revenue_share", scope=sees("ann"), **said) == 0.1


def test_rows_behind_a_share_of_everybody_s_are_those_that_are_seen() -> None:
    ENGINE.hold({"deals": [deal(100), deal(900, owner="boris"), deal(7, outcome="lost")]})
    question = Question((), OCTOBER, sees("ann"), TODAY)

    found = ENGINE.rows(ENGINE.sql(behind("revenue_share", question)), NOWHERE)
    assert [(row["part"], float(row["adds"])) for row in found] == [("revenue", 100)]


# Filters


def test_filter_takes_any_of_its_keys_and_the_empty_one_if_asked() -> None:
    deals = [deal(1, channel="web"), deal(20, channel="fair"), deal(300), deal(4000, channel="x")]

    def kept(*keys: str | None) -> Any:
        return ask("revenue", where=(("channel", keys),), deals=deals)

    assert kept("web") == 1
    assert kept("web", "fair") == 21
    assert kept(None) == 300
    assert kept("web", None) == 301
    assert kept("nothing") == 0


def test_several_filters_hold_together() -> None:
    deals = [deal(1, channel="web"), deal(20, channel="web", owner="boris"), deal(300)]
    where = (("channel", ("web",)), ("person", ("ann",)))

    assert ask("revenue", where=where, deals=deals) == 1


def test_filter_may_hold_any_text() -> None:
    odd = 'O\'Neil "&" Сын; --'

    found = ask("revenue", where=(("channel", (odd,)),), deals=[deal(1, channel=odd), deal(20)])
    assert found == 1


def test_whoever_was_at_work_has_zero_of_what_is_filtered() -> None:
    """But not whom the filter on people leaves out."""
    staff = [posting("ann"), posting("boris", unit="south")]
    sold = [deal(1, channel="web")]
    said: Any = {"deals": sold, "postings": staff}

    assert ask("revenue", "person", where=(("channel", ("fair",)),), **said) == {
        "ann": 0, "boris": 0
    }  # fmt: skip
    assert ask("revenue", "person", where=(("unit", ("south",)),), **said) == {"boris": 0}


def test_filter_on_the_unit_is_on_that_of_the_day() -> None:
    moved = [
        posting(unit="north", until=date(2017, 10, 10)),
        posting(unit="south", since=date(2017, 10, 10)),
    ]
    said: Any = {"activities": [call(9), call(10), call(11)], "postings": moved}

    assert ask("calls", where=(("unit", ("south",)),), **said) == 2
    assert ask("calls", where=(("unit", ("north",)),), placed="now", **said) is None


@pytest.mark.parametrize(
    ("since", "until", "seen"),
    [(5, 8, {5, 7}), (6, 8, {7}), (5, 7, {5}), (1, 4, set()), (8, 31, set())],
)
def test_of_one_who_moved_the_days_in_the_unit_are_seen(since, until, seen):
    """The first day is in, the day after the last is not."""
    days = Span("ann", date(2017, 10, since), date(2017, 10, until))
    calls = [call(day) for day in (5, 7)] + [call(6, person="bob"), call(6, person=None)]
    found = answers("calls", "day", activities=calls, scope=Scope(frozenset(), (days,)))

    assert {row["day"].day for row in found if row["calls"]} == seen


def test_who_is_seen_whole_is_seen_beside_who_is_seen_for_some_days():
    scope = Scope(frozenset({"bob"}), (Span("ann", date(2017, 10, 5), date(2017, 10, 6)),))
    calls = [call(5), call(6), call(5, person="bob"), call(6, person="bob"), call(5, person="eve")]

    assert ask("calls", activities=calls, scope=scope) == 3
    assert [scope.knows(who) for who in ("ann", "bob", "eve", None)] == [True, True, False, False]
    assert EVERYBODY.knows("eve")
