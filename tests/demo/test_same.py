"""The same arguments give the same facts, everywhere; others give others."""

from dataclasses import replace
from datetime import date

import duckdb
import pytest

from merilo.company import Company
from merilo.demo import Size, company, generate
from merilo.demo.draws import die, macros, roll

SMALL = Size("small", months=2)
TODAY = date(2026, 11, 22)
# Whoever changes the formula on purpose writes the new sum here; the test prints it.
RECORDED = "77c025c37cb302b2936d3bdbf21df496"


def checksum(
    seed: int = 1, size: Size = SMALL, today: date = TODAY, zone: str = "UTC", threads: int = 2,
    whose: Company | None = None,
) -> str:  # fmt: skip
    """Of every row of every table."""
    with duckdb.connect(config={"threads": threads}) as db:
        db.execute(f"set TimeZone = '{zone}'")
        made = generate(db, size, today, whose or company(), seed)
        db.execute("set TimeZone = 'UTC'")  # instants are printed in it
        sums = [
            db.execute(f"""select md5(string_agg(row, ';' order by row))
                from (select md5(t::varchar) as row from {made[name]} t)""").fetchall()
            for name in sorted(made)
        ]  # fmt: skip
        return db.execute("select md5(?)", [str(sums)]).fetchall()[0][0]


@pytest.fixture(scope="module")
def first() -> str:
    return checksum()


def test_the_facts_are_those_recorded(first):
    assert first == RECORDED


def test_neither_the_zone_nor_the_processors_matter(first):
    assert checksum(zone="America/New_York", threads=1) == first


def test_facts_made_in_blocks_are_the_same(first):
    assert checksum(size=replace(SMALL, block=31)) == first


@pytest.mark.parametrize("other", [
    {"seed": 2}, {"size": replace(SMALL, leads=1.2)}, {"whose": replace(company(), country="HU")},
])  # fmt: skip
def test_other_arguments_give_other_facts(first, other):
    assert checksum(**other) != first


def test_python_and_sql_throw_the_same_dice():
    with duckdb.connect() as db:
        db.execute(macros(7))
        for which in range(200):
            rolled = roll(7, "gate", which)
            row = db.execute(
                "select roll('gate', $n), die(roll('gate', $n), 0), die(roll('gate', $n), 3)",
                {"n": which},
            ).fetchone()
            assert row == (rolled, die(rolled), die(rolled, 3))


def test_dice_are_even():
    """Of 20,000 throws each tenth gets its share, on all four dice; 6 sigma is 255."""
    for number in range(4):
        throws = [die(roll(1, "even", n), number) for n in range(20_000)]
        tenths = [sum(tenth <= 10 * t < tenth + 1 for t in throws) for tenth in range(10)]
        assert all(abs(count - 2000) < 255 for count in tenths)
        assert 0 <= min(throws) < max(throws) < 1


def test_days_are_those_of_the_company_given():
    zone = "Asia/Vladivostok"
    with duckdb.connect() as db:
        made = generate(db, SMALL, TODAY, replace(company(), zone=zone), 1)
        wrong, all_of_them = db.execute(f"""
            select count(*) filter (occurred_on <> timezone('{zone}', occurred_at)::date), count(*)
            from {made["activities"]}""").fetchall()[0]

    assert (wrong, all_of_them > 1000) == (0, True)
