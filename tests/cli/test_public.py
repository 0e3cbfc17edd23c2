"""Public data with published totals, by `merilo import` and `merilo table` as anybody would."""

import csv
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from merilo.cli.main import cli
from merilo.errors import FileError

MAVEN = {
    "maven": "maven_crm/sales_pipeline.csv",
    "amocrm": "crm_headers_ru/maven_shaped/amocrm_export_sdelki.csv",
    "bitrix24": "crm_headers_ru/maven_shaped/DEAL_20260101_bitrix24.xls",
}
METRICS = ("deals_won", "deals_lost", "revenue", "win_rate", "average_check", "sales_cycle",
           "sales_cycle_median")  # fmt: skip


def merilo(home: Path, *words: str | Path) -> str:
    said = {"MERILO_HOME": str(home), "MERILO_LANG": "en", "TZ": "Europe/Budapest"}
    done = CliRunner(env=said).invoke(cli, [*map(str, words)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def table(home: Path, *words: str) -> list[dict[str, str]]:
    said = merilo(home, "table", *words, "--format", "csv", "--today", "2026-11-22")
    return list(csv.DictReader(StringIO(said)))


def by(rows: list[dict[str, str]], dimension: str, metric: str) -> dict[str, str]:
    return {row[dimension]: row[metric] for row in rows}


@pytest.fixture(scope="module")
def maven(data, tmp_path_factory) -> dict[str, Path]:
    """A home for each of the three forms in which the same deals came."""
    homes = {name: tmp_path_factory.mktemp(name) / "home" for name in MAVEN}
    for name, home in homes.items():
        merilo(home, "import", data / MAVEN[name])
    for file in ("sales_teams", "accounts", "products"):
        merilo(homes["maven"], "import", data / "maven_crm" / f"{file}.csv")
    return homes


def test_maven_comes_out_as_published(maven):
    (row,) = table(maven["maven"], *METRICS, "deals_open", "--period", "2016-10..2017-12")

    assert [row[name] for name in ("deals_won", "deals_lost", "deals_open", "revenue")] == [
        "4238", "2473", "2089", "10005534",
    ]  # fmt: skip
    assert round(float(row["win_rate"]), 4) == 0.6315
    assert round(float(row["average_check"]), 2) == 2360.91
    assert round(float(row["sales_cycle"]), 2) == 51.78
    assert float(row["sales_cycle_median"]) == 57


def test_maven_by_office_and_quarter(maven):
    offices = table(maven["maven"], *METRICS, "--by", "department", "--period", "2017")
    quarters = table(maven["maven"], *METRICS, "--by", "quarter", "--period", "2017")
    revenue = by(offices, "department", "revenue")
    won = by(quarters, "quarter", "deals_won")
    medians = by(quarters, "quarter", "sales_cycle_median")

    assert {name: revenue[name] for name in ("West", "Central", "East")} == {
        "West": "3568647", "Central": "3346293", "East": "3090594",
    }  # fmt: skip
    assert list(won.values()) == ["531", "1254", "1257", "1196"]
    assert list(medians.values()) == ["74", "52", "49", "51"]
    assert [round(float(r["win_rate"]) * 100, 2) for r in quarters] == [82.07, 61.71, 61.41, 60.25]


def test_maven_office_in_a_quarter(maven):
    rows = table(maven["maven"], "deals_won", "deals_lost", "revenue", "--by", "quarter",
                 "--period", "2017", "--where", "department=Central")  # fmt: skip

    assert [list(row.values())[1:] for row in rows] == [
        ["192", "50", "347988"], ["487", "296", "957321"],
        ["494", "311", "1053202"], ["456", "318", "987782"],
    ]  # fmt: skip


def test_maven_people(maven):
    rows = table(maven["maven"], "revenue", "deals_won", "deals_lost", "average_check", "win_rate",
                 "--by", "person", "--period", "2017")  # fmt: skip
    people = {row["person"]: row for row in rows}
    darcel = people["Darcel Schlecht"]

    assert (darcel["deals_won"], darcel["deals_lost"], darcel["revenue"]) == (
        "349",
        "204",
        "1153214",
    )
    assert round(float(people["Hayden Neloms"]["win_rate"]), 4) == 0.7039
    assert round(float(people["Elease Gluck"]["average_check"]), 2) == 3614.94
    idle = people["Mei-Mei Johns"]
    assert (idle["deals_won"], idle["revenue"], idle["win_rate"]) == ("0", "0", "")


def test_same_deals_in_three_forms_give_the_same_table(maven):
    tables = [
        table(home, *METRICS, "--by", "person", "--period", "2017") for home in maven.values()
    ]
    sellers = {row["person"] for row in tables[1]}

    assert len(sellers) == 30
    assert tables[1] == tables[2]
    assert [row for row in tables[0] if row["person"] in sellers] == tables[1]


def test_product_of_two_spellings_is_one_by_a_value_map(data, tmp_path):
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "table: deals\n"
        "columns: {id: opportunity_id, owner: sales_agent, product: product, outcome: deal_stage,\n"
        "  created: engage_date, closed: close_date, amount: close_value}\n"
        "values:\n"
        "  product: {GTX Pro: GTXPro}\n"
        "  outcome: {won: Won, lost: Lost, open: [Engaging, Prospecting]}\n",
        "utf-8",
    )
    home = tmp_path / "home"
    merilo(home, "import", data / MAVEN["maven"], "--map", mapping)
    rows = table(home, "revenue", "deals_won", "--by", "product", "--period", "2017")

    assert by(rows, "product", "revenue")["GTX Pro"] == "3510578"
    assert by(rows, "product", "deals_won")["GTX Pro"] == "729"


def test_northwind_with_discounts_of_its_lines(data, tmp_path):
    for file in ("orders", "order_details", "employees"):
        merilo(tmp_path / "home", "import", data / "northwind/csv" / f"{file}.csv")
    people = table(tmp_path / "home", "revenue", "deals_won", "--by", "person", "--period",
                   "1996..1998", "--total")  # fmt: skip
    quarters = table(tmp_path / "home", "revenue", "--by", "quarter", "--period",
                     "1996-07..1998-06")  # fmt: skip
    revenue = by(people, "person", "revenue")

    assert revenue["Robert King"] == "124568.235"
    assert revenue["Andrew Fuller"] == "166537.755"
    assert revenue["total"] == "1265793.0395"
    assert round(float(revenue["Margaret Peacock"]), 2) == 232890.85
    assert [float(row["revenue"]) for row in quarters] == pytest.approx(
        [79728.57, 128355.40, 138288.93, 143177.05, 153937.77, 181681.46, 298491.55, 142132.31],
        abs=0.0051,
    )


def test_adventureworks_by_person_to_the_last_digit(data, tmp_path):
    home = tmp_path / "home"
    for file in ("sales_orders_reseller", "Employee"):
        merilo(home, "import", data / "adventureworks/oltp" / f"{file}.csv")
    since = table(home, "revenue", "--by", "person", "--period", "2013-05-30..2014-12-31")
    (whole,) = table(home, "revenue", "deals_won", "--period", "2011..2014")
    ids = {r["LoginID"]: r["BusinessEntityID"] for r in lines(data, "Employee")}
    year = {r["BusinessEntityID"]: float(r["SalesYTD"]) for r in lines(data, "SalesPerson")}

    assert (whole["revenue"], whole["deals_won"]) == ("80487704.1832", "3806")
    sold = {ids[r["person"]]: float(r["revenue"]) for r in since if ids[r["person"]] in year}
    assert sold == pytest.approx(year, abs=1e-4)
    assert len(sold) == 17


def test_adventureworks_quotas_are_attained_as_its_notes_state(data, tmp_path):
    """84.09 % over 163 person-quarters, each from its quota's day to the next one; met in 8."""
    home = tmp_path / "home"
    for file in ("sales_orders_reseller", "Employee"):
        merilo(home, "import", data / "adventureworks/oltp" / f"{file}.csv")
    quotas = data / "adventureworks/oltp/SalesPersonQuotaHistory.csv"
    with pytest.raises(FileError, match="How long is a period"):  # what is proposed is right
        merilo(home, "import", quotas)
    proposed = home / "mappings/proposed-SalesPersonQuotaHistory.csv.yaml"
    merilo(home, "import", quotas, "--map", proposed)
    days = sorted({r["QuotaDate"][:10] for r in lines(data, "SalesPersonQuotaHistory")})
    edges = [*map(date.fromisoformat, days), date(2014, 5, 31)]  # no order is later

    pairs = []
    for since, until in pairwise(edges):
        period = f"{since}..{until - timedelta(days=1)}"
        told = table(home, "revenue", "--by", "person", "--period", period, "--compare", "plan")
        pairs += [(float(r["revenue"]), float(r["revenue_target"]), r["revenue_attainment"])
                  for r in told if r["revenue_target"]]  # fmt: skip
    assert len(pairs) == 163
    assert sum(target for _, target, _ in pairs) == 95_714_000
    whole = sum(fact for fact, _, _ in pairs) / sum(target for _, target, _ in pairs)
    assert round(100 * whole, 2) == 84.09
    assert sum(float(reached) >= 1 for _, _, reached in pairs) == 8


def lines(data: Path, name: str) -> list[dict[str, str]]:
    text = (data / "adventureworks/oltp" / f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(StringIO(text)))
