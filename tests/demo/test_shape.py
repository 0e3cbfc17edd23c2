"""Every table is as it is declared, and has rows."""

import pytest

from merilo.demo import S, sizes
from merilo.facts.rows import TYPES
from merilo.facts.tables import TABLES

NAMES = sorted(TABLES)
REFS = [(t.name, c.name, c.ref) for t in TABLES.values() for c in t.columns if c.ref]
FEW = [(t.name, c.name, c.among) for t in TABLES.values() for c in t.columns if c.among]


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_the_declared_ones(once, name):
    declared = {c.name: TYPES[c.kind] for c in TABLES[name].columns if c.name != "load"}
    found = once.ask(f"select column_name, column_type from (describe {name})")

    plain = {"timestamptz": "timestamp with time zone"}
    assert {n: t.lower().replace(",", ", ") for n, t in found} == {
        n: plain.get(t, t) for n, t in declared.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_there_and_told_apart(once, name):
    rows, keys = once.ask(f"select count(*), count(distinct (connection, id)) from {name}")[0]

    assert rows == keys > 0


@pytest.mark.parametrize("name", NAMES)
def test_what_is_never_empty_is_not(once, name):
    for column in TABLES[name].columns:
        if not column.empty:
            once.none(f'select id from {name} where "{column.name}" is null')


@pytest.mark.parametrize(("name", "column", "among"), FEW)
def test_few_words_are_of_the_list(once, name, column, among):
    found = {word for (word,) in once.ask(f"select distinct {column} from {name}")}

    assert found <= {*among}
    assert len(found) > 1


@pytest.mark.parametrize(("name", "column", "ref"), REFS)
def test_references_lead_to_rows(once, name, column, ref):
    once.none(f"""
        select id, {column} from {name}
        where {column} is not null
          and {column} not in (select connection || ':' || id from {ref})""")
    assert once.one(f"select count({column}) from {name}") > 0


def test_days_are_the_companys(once):
    for table in TABLES.values():
        for column in table.columns:
            day = column.name.replace("_at", "_on")
            if column.name.endswith("_at") and day in {c.name for c in table.columns}:
                once.none(f"""
                    select id from {table.name} where {day} is distinct from
                    timezone('Europe/Moscow', {column.name})::date""")


def test_size_s_is_a_department_of_two_years(once):
    counts = {name: once.one(f"select count(*) from {name}") for name in NAMES}

    assert 11_000 < counts["deals"] < 16_000
    assert 200_000 < counts["activities"] < 290_000
    assert 45_000 < counts["stage_changes"] < 70_000
    assert counts["rates"] == (once.today - once.one("select min(day) from rates")).days
    assert sizes["S"] is S
