"""Who works in the demo company."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest

from merilo.demo import M, S
from merilo.demo.roster import SELLING
from merilo.demo.staff import absences, people, start, units

TODAY = date(2026, 11, 22)


def test_twenty_four_sell_today_in_four_roles():
    selling = [p for p in people(S, TODAY) if p.role in SELLING and not p.left_on]

    assert Counter(p.role for p in selling) == {
        "seller": 9, "account_manager": 5, "cold_caller": 5, "head": 5,
    }  # fmt: skip


def test_size_m_has_three_hundred_with_ids_and_keys_of_their_own():
    staff = people(M, TODAY)

    assert sum(p.role in SELLING for p in staff) == 300
    assert len({p.number for p in staff}) == len({p.key for p in staff}) == len(staff) == 304
    assert {p.unit for p in staff} <= {unit.id for unit in units(M)}


def test_everybody_but_the_first_has_a_head():
    staff = people(M, TODAY)
    keys = {p.key for p in staff}

    assert [p.key for p in staff if not p.head] == ["boss"]
    assert {p.head for p in staff[1:]} <= keys
    assert all(p.head != p.key for p in staff)


def test_departments_and_companies_are_found_upwards(once):
    rows = dict(once.ask("select id, [parent, department, company] from units"))

    assert rows["moscow"] == ["demo:new", "demo:new", "demo:ru"]
    assert rows["magyar"] == ["demo:hu", "demo:magyar", "demo:hu"]
    assert rows["hu"] == ["demo:group", None, "demo:hu"]
    assert rows["group"] == [None, None, "demo:group"]


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 22), date(2024, 11, 22)),
        (date(2026, 3, 1), date(2024, 3, 1)),
        (date(2026, 1, 31), date(2024, 1, 28)),
        (date(2024, 2, 29), date(2022, 2, 28)),
    ],
)
def test_facts_begin_so_many_months_before(today, first):
    assert start(S, today) == first


@pytest.mark.parametrize("seed", range(20))
def test_absences_do_not_meet_and_lie_within_the_employment(seed):
    today = date(2026, 1 + seed % 12, 22)
    since = start(S, today)
    total = 0
    for person in people(S, today):
        away = sorted(span[1:] for span in absences(person, seed, since, today))
        total += len(away)
        assert all(back <= again for (_, back), (again, _) in itertools.pairwise(away))
        assert all(since <= first < today and person.hired_on < first for first, _ in away)
        assert all(back <= (person.left_on or back) for _, back in away)
    assert total > 100


def test_a_newcomer_takes_no_vacation_in_the_first_half_year():
    newcomer = next(p for p in people(S, TODAY) if p.hired_on > date(2026, 1, 1))

    for seed in range(20):
        assert [*absences(newcomer, seed, start(S, TODAY), TODAY)] == []


def test_on_the_day_of_the_move_one_is_in_the_new_team():
    mover = next(p for p in people(S, TODAY) if p.moved_on)

    assert mover.unit_on(mover.moved_on) == mover.unit == "north"
    assert mover.unit_on(mover.moved_on - timedelta(days=1)) == mover.moved_from == "moscow"
