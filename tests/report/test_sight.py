"""Who sees whom: the reporting line as of the date."""

from datetime import date

import pytest

from merilo.metrics.question import Scope, Span
from merilo.report.sight import Line, Posting, below

TODAY = date(2017, 11, 1)
MARCH, MAY = date(2017, 3, 16), date(2017, 5, 1)
EVER = (date.min, date.max)


def line(*postings: tuple[str, str, date, date], parents=None, heads=None) -> Line:
    found: dict[str, list[Posting]] = {}
    for posting in postings:
        found.setdefault(posting[0], []).append(Posting(*posting))
    return Line(found, parents or {}, heads or {})


def test_head_sees_their_team_and_themselves():
    seen = below(
        line(("boss", "a", *EVER), ("ann", "a", *EVER), ("bob", "b", *EVER)), "boss", TODAY
    )

    assert seen == Scope(frozenset({"boss", "ann"}))


def test_head_of_a_department_sees_its_teams_however_deep():
    parents = {"team": "part", "part": "department", "department": "company", "other": "company"}
    found = line(("boss", "department", *EVER), ("ann", "team", *EVER), ("bob", "other", *EVER),
                 ("chief", "company", *EVER), parents=parents)  # fmt: skip

    assert below(found, "boss", TODAY).people == {"boss", "ann"}
    assert below(found, "chief", TODAY).people == {"chief", "boss", "ann", "bob"}


def test_of_a_mover_each_head_sees_the_days_in_their_unit():
    moved = (("ann", "a", date.min, MARCH), ("ann", "b", MARCH, date.max))
    found = line(("one", "a", *EVER), ("two", "b", *EVER), *moved)

    assert below(found, "one", TODAY).spans == (Span("ann", date.min, MARCH),)
    assert below(found, "two", TODAY).spans == (Span("ann", MARCH, date.max),)


def test_first_posting_reaches_back_and_the_last_on():
    """Sales before somebody is known to have been anywhere belong where they were first."""
    moved = (("ann", "a", date(2017, 1, 1), MARCH), ("ann", "b", MARCH, MAY))
    found = line(("one", "a", *EVER), ("two", "b", *EVER), *moved)

    assert below(found, "one", TODAY).spans == (Span("ann", date.min, MARCH),)
    assert below(found, "two", TODAY).spans == (Span("ann", MARCH, date.max),)


def test_one_who_went_and_came_back_is_seen_in_both_stays():
    moved = (("ann", "a", date.min, MARCH), ("ann", "b", MARCH, MAY), ("ann", "a", MAY, date.max))

    assert below(line(("one", "a", *EVER), *moved), "one", TODAY).spans == (
        Span("ann", date.min, MARCH), Span("ann", MAY, date.max),
    )  # fmt: skip


@pytest.mark.parametrize(("today", "sees"), [(date(2017, 3, 15), {"boss", "ann"}),
                                             (MARCH, {"boss"})])  # fmt: skip
def test_who_no_longer_leads_a_unit_no_longer_sees_it(today, sees):
    found = line(
        ("boss", "a", date.min, MARCH), ("boss", "c", MARCH, date.max), ("ann", "a", *EVER)
    )

    assert below(found, "boss", today).people == sees


def test_without_postings_the_chain_of_heads_holds():
    heads = {"ann": "lead", "lead": "boss", "bob": "other", "boss": None}

    assert below(line(heads=heads), "boss", TODAY).people == {"boss", "lead", "ann"}


def test_head_on_paper_of_one_who_has_postings_elsewhere_sees_nothing_of_them():
    found = line(("ann", "b", *EVER), heads={"ann": "boss"})

    assert below(found, "boss", TODAY) == Scope(frozenset({"boss"}))


def test_circles_of_heads_and_of_units_end():
    found = line(("boss", "a", *EVER), ("ann", "b", *EVER), parents={"a": "b", "b": "a"},
                 heads={"x": "y", "y": "x", "boss": "x"})  # fmt: skip

    assert below(found, "boss", TODAY).people == {"boss", "ann"}
    assert below(found, "x", TODAY).people == {"x", "y"}
