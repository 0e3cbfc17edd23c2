"""Public data sets from files to the totals that their notes state."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from merilo.company import Company
from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.sources.files.find import find
from merilo.sources.files.load import Home, Import, Outcome
from merilo.sources.files.open import sheets

MAVEN = [
    f"maven_crm/{name}.csv" for name in ("accounts", "products", "sales_teams", "sales_pipeline")
]
AMOCRM = ["crm_headers_ru/maven_shaped/amocrm_export_sdelki.csv"]
BITRIX = ["crm_headers_ru/maven_shaped/DEAL_20260101_bitrix24.xls"]
NORTHWIND = [
    f"northwind/csv/{name}.csv"
    for name in ("employees", "customers", "orders", "order_details", "products")
]
ADVENTURE = [
    f"adventureworks/oltp/{name}.csv"
    for name in (
        "Employee",
        "sales_orders_reseller",
        "SalesTerritoryHistory",
        "SalesPersonQuotaHistory",
    )
]


class Imported:
    """A home into which files went, one after another."""

    def __init__(self, home: Path, data: Path, files: list[str]) -> None:
        self.home, self.data = home, data
        self.outcomes = {Path(name).stem: self.take(name) for name in files}

    def take(self, name: str) -> Outcome:
        (sheet,) = sheets(self.data / name)
        table = "postings" if "History" in name and "Quota" not in name else ""
        company = Company(zone="Europe/Moscow", currency="RUB")
        where = Home(self.home, company, datetime(2018, 1, 15, tzinfo=UTC))
        return Import(sheet, find(sheet, self.home, table).plan, where).run()

    def rows(self, query: str):
        with duckdb.connect() as db:
            show(db, Lake(self.home / "lake").snapshot())
            return db.execute(query).fetchall()


@pytest.fixture(scope="module")
def maven(data, tmp_path_factory) -> Imported:
    return Imported(tmp_path_factory.mktemp("maven"), data, MAVEN)


@pytest.fixture(scope="module")
def northwind(data, tmp_path_factory) -> Imported:
    return Imported(tmp_path_factory.mktemp("northwind"), data, NORTHWIND)


TOTALS = """
    select outcome, count(*), sum(amount_base)::int, round(avg(closed_on - created_on), 2),
      median(closed_on - created_on)
    from deals group by outcome order by outcome"""


def figures(imported):
    won, lost, opened = (
        next(r for r in imported.rows(TOTALS) if r[0] == o) for o in ("won", "lost", "open")
    )
    return won, (*lost[:2], *lost[3:]), opened[1]


def test_maven_is_what_its_notes_state(maven):
    assert figures(maven) == (
        ("won", 4238, 10005534, 51.78, 57.0), ("lost", 2473, 41.48, 14.0), 2089,
    )  # fmt: skip
    assert maven.rows("select count(*) from people") == [(41,)]
    assert maven.rows("select count(*) from postings") == [(35,)]
    quarters = """
        select sum(amount_base)::int from deals where outcome = 'won'
        group by quarter(closed_on) order by quarter(closed_on)"""
    assert [total for (total,) in maven.rows(quarters)] == [1134672, 3086111, 2982255, 2802496]


def test_offices_stand_above_the_teams_of_their_managers(maven):
    offices = """
        select split_part(u.department, ':', 2) as office, count(*), sum(amount_base)::int
        from deals d join people p on d.owner = p.connection || ':' || p.id
        join units u on u.connection || ':' || u.id = p.unit
        where outcome = 'won' group by office order by office"""
    assert maven.rows(offices) == [
        ("Central", 1629, 3346293), ("East", 1171, 3090594), ("West", 1438, 3568647),
    ]  # fmt: skip


@pytest.mark.parametrize("files", [AMOCRM, BITRIX], ids=["amocrm", "bitrix24"])
def test_same_rows_in_the_layout_of_a_crm_are_the_same_figures(maven, data, tmp_path, files):
    """To the last digit, person by person; Bitrix24 repeats a deal for each of its products."""
    other = Imported(tmp_path, data, files)
    people = """
        select split_part(owner, ':', 2) as who, outcome, count(*), sum(amount_base),
          avg(closed_on - created_on)
        from deals where outcome <> 'lost' group by all order by all"""
    lost = """
        select split_part(owner, ':', 2) as who, count(*) from deals where outcome = 'lost'
        group by who order by who"""

    assert other.rows(people) == maven.rows(people)
    assert other.rows(lost) == maven.rows(lost)
    (count,) = (o.counts["deals"] for o in other.outcomes.values())
    assert (count.accepted, count.refused) == (8800, 0)
    assert count.superseded == (176 if files is BITRIX else 0)
    lines = "select count(*), count(distinct deal), count(amount) from order_lines"
    assert other.rows(lines) == [(8976 if files is BITRIX else 8800, 8800, 0)]


def test_northwind_is_what_its_notes_state(northwind):
    assert northwind.rows("select count(*), sum(amount) from deals") == [
        (830, Decimal("1265793.0395"))
    ]
    people = """
        select p.name, count(*), sum(amount) from deals d
        join people p on d.owner = p.connection || ':' || p.id group by p.name order by p.name"""
    found = {name.split()[-1]: (count, total) for name, count, total in northwind.rows(people)}
    assert found["King"] == (72, Decimal("124568.235"))
    assert found["Fuller"] == (96, Decimal("166537.755"))
    assert (found["Peacock"][0], round(found["Peacock"][1], 2)) == (156, Decimal("232890.85"))


def test_northwind_again_changes_nothing(northwind):
    before = Lake(northwind.home / "lake").snapshot()
    outcomes = [northwind.take(name) for name in NORTHWIND]

    assert all(not c.new and not c.changed for o in outcomes for c in o.changes.values())
    assert Lake(northwind.home / "lake").snapshot() == before


def test_adventureworks_is_what_its_notes_state(data, tmp_path):
    adventure = Imported(tmp_path, data, ADVENTURE)

    assert adventure.rows("select count(*), round(sum(amount), 2) from deals") == [
        (3806, Decimal("80487704.18"))
    ]
    one = "select count(*), round(sum(amount), 2) from deals where owner like '%:276'"
    assert adventure.rows(one) == [(418, Decimal("10367007.43"))]
    assert adventure.rows("select count(*), sum(target)::int from plans") == [(163, 95714000)]
    spans = (
        "select since::text, until::text from postings where person = 'files:275' and not deleted"
    )
    assert adventure.rows(f"{spans} order by since") == [
        ("2011-05-31", "2012-11-30"), ("2012-11-30", None),
    ]  # fmt: skip
