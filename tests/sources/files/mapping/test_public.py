"""The public sets map without a question, to what their publishers describe."""

from pathlib import Path

import pytest

from merilo.errors import FileError
from merilo.sources.files.mapping import OTHER, Formats
from merilo.sources.files.sample import Sample
from merilo.sources.files.suggest import Suggestion, answer, suggest
from tests.sources.files.mapping.sheets import of_csv, of_html, taken

MAVEN, NORTHWIND, ADVENTURE = "maven_crm", "northwind/csv", "adventureworks/oltp"


def mapped(path: Path) -> Suggestion:
    """A file as the importer meets it."""
    found = suggest(Sample.of(of_html(path) if path.suffix == ".xls" else of_csv(path)))
    assert found.questions == ()
    return found


@pytest.mark.parametrize(
    ("file", "table", "columns"),
    [
        (
            f"{MAVEN}/sales_pipeline.csv",
            "deals",
            {
                "id": "opportunity_id", "owner": "sales_agent", "customer": "account",
                "product": "product", "stage": "deal_stage", "outcome": "deal_stage",
                "created": "engage_date", "closed": "close_date", "amount": "close_value",
            },
        ),
        (
            f"{MAVEN}/sales_teams.csv",
            "people",
            {
                "id": "sales_agent", "name": "sales_agent", "head": "manager", "unit": "manager",
                "department": "regional_office",
            },
        ),
        (
            f"{MAVEN}/accounts.csv",
            "customers",
            {
                "id": "account", "name": "account", "segment": "sector",
                "territory": "office_location",
            },
        ),
        (
            f"{MAVEN}/products.csv",
            "products",
            {"id": "product", "name": "product", "group": "series"},
        ),
        (
            f"{NORTHWIND}/orders.csv",
            "deals",
            {
                "id": "order_id", "customer": "customer_id", "owner": "employee_id",
                "created": "order_date", "closed": "order_date", "outcome": "=won",
            },
        ),
        (
            f"{NORTHWIND}/order_details.csv",
            "order_lines",
            {
                "deal": "order_id", "product": "product_id", "price": "unit_price",
                "quantity": "quantity", "discount": "discount",
            },
        ),
        (
            f"{NORTHWIND}/employees.csv",
            "people",
            {
                "id": "employee_id", "name": "first_name+last_name", "role": "title",
                "hired_on": "hire_date", "head": "reports_to", "unit": "reports_to",
            },
        ),
        (
            f"{NORTHWIND}/customers.csv",
            "customers",
            {"id": "customer_id", "name": "company_name", "territory": "country"},
        ),
        (
            f"{NORTHWIND}/products.csv",
            "products",
            {"id": "product_id", "name": "product_name", "group": "category_id"},
        ),
        (
            f"{ADVENTURE}/sales_orders_reseller.csv",
            "deals",
            {
                "id": "SalesOrderID", "owner": "SalesPersonID", "customer": "ResellerKey",
                "customer_territory": "TerritoryID", "amount": "SubTotal",
                "created": "OrderDate", "closed": "OrderDate", "outcome": "=won",
            },
        ),
        (
            f"{ADVENTURE}/Employee.csv",
            "people",
            {
                "id": "BusinessEntityID", "name": "LoginID", "role": "JobTitle",
                "head": "ManagerID", "unit": "ManagerID", "hired_on": "HireDate",
            },
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "/" in value else "",
)  # fmt: skip
def test_columns(data: Path, file: str, table: str, columns: dict[str, str]) -> None:
    found = mapped(data / file)
    assert found.plan.feeds[0].table == table
    assert taken(found.plan, found.sample) == columns


def test_maven_outcomes_are_the_words_of_the_stage(data: Path) -> None:
    (feed,) = mapped(data / MAVEN / "sales_pipeline.csv").plan.feeds
    outcomes = {"Won": "won", "Lost": "lost", "Engaging": "open", "Prospecting": "open"}
    assert feed.values["outcome"] == outcomes
    assert feed.key == ()


def test_orders_are_said_aloud_to_be_won(data: Path) -> None:
    said = " ".join(mapped(data / ADVENTURE / "sales_orders_reseller.csv").plan.said)
    assert "every row is taken as won" in said
    assert "“OrderDate”, is taken for closing" in said


def test_northwind_lines_have_no_id_and_a_fraction_of_discount(data: Path) -> None:
    plan = mapped(data / NORTHWIND / "order_details.csv").plan
    assert plan.feeds[0].key == ("deal", "product")
    assert plan.formats == Formats(decimal=".")


def test_quotas_ask_for_the_length_of_their_period_only(data: Path) -> None:
    found = suggest(Sample.of(of_csv(data / ADVENTURE / "SalesPersonQuotaHistory.csv")))
    assert [q.about for q in found.questions] == ["plans.length"]
    plan = answer(found, {"plans.length": "quarter"})
    assert plan.questions == ()
    assert taken(plan.plan, plan.sample) == {
        "person": "BusinessEntityID", "metric": "=revenue", "period_since": "QuotaDate",
        "target": "SalesQuota", "length": "=quarter",
    }  # fmt: skip


@pytest.mark.parametrize(
    "file",
    [
        f"{NORTHWIND}/{name}.csv"
        for name in ("suppliers", "shippers", "region", "territories", "categories")
    ]
    + [f"{MAVEN}/data_dictionary.csv", f"{ADVENTURE}/SalesTerritory.csv",
       f"{ADVENTURE}/SalesTerritoryHistory.csv", f"{ADVENTURE}/SalesPerson.csv",
       "commission_examples/cases.csv"],
)  # fmt: skip
def test_what_is_none_of_ours_is_refused_in_a_sentence(data: Path, file: str) -> None:
    with pytest.raises(FileError, match="do not tell what it holds: say it with --as TABLE"):
        suggest(Sample.of(of_csv(data / file)))


def test_amocrm_export(data: Path) -> None:
    found = mapped(data / "crm_headers_ru/maven_shaped/amocrm_export_sdelki.csv")
    (feed,) = found.plan.feeds
    assert found.plan.layout == "amocrm"
    assert taken(found.plan, found.sample) == {
        "id": "ID", "name": "Название сделки", "owner": "Ответственный", "pipeline": "Воронка",
        "stage": "Этап сделки", "outcome": "Этап сделки", "amount": "Бюджет ₽",
        "channel": "Источник (1)", "created": "Дата создания сделки", "closed": "Дата закрытия",
        "product": "Товар (2)", "updated": "Дата редактирования",
        "customer": "Компания|Компания контакта|Полное имя контакта",
    }  # fmt: skip
    assert feed.values["outcome"] == {
        "Успешно реализовано": "won", "Закрыто и не реализовано": "lost",
        "Переговоры": "open", "Первичный контакт": "open", OTHER: "open",
    }  # fmt: skip
    assert feed.zero_is_empty == ("amount",)
    assert found.plan.formats.currency == "RUB"
    assert found.plan.formats.empty == ("не закрыта",)
    assert found.plan.formats.dates[0] == "%d.%m.%Y %H:%M:%S"


def test_bitrix24_export(data: Path) -> None:
    found = mapped(data / "crm_headers_ru/maven_shaped/DEAL_20260101_bitrix24.xls")
    (feed,) = found.plan.feeds
    assert found.plan.layout == "bitrix24"
    assert taken(found.plan, found.sample) == {
        "id": "ID", "name": "Название сделки", "owner": "Ответственный",
        "stage": "Стадия сделки", "outcome": "Стадия сделки", "amount": "Сумма",
        "currency": "Валюта", "created": "Дата создания",
        "closed": "Предполагаемая дата закрытия", "product": "Товар",
        "customer": "Компания: Название компании",
    }  # fmt: skip
    assert feed.values["outcome"] == {
        "УСПЕШНО РЕАЛИЗОВАНО": "won", "ЗАКРЫТО И НЕ РЕАЛИЗОВАНО": "lost",
        "ПЕРЕГОВОРЫ": "open", "ПЕРВИЧНЫЙ КОНТАКТ": "open", OTHER: "open",
    }  # fmt: skip
    assert feed.zero_is_empty == ("amount",)
    assert {"%d.%m.%Y %H:%M:%S", "%d.%m.%Y"} <= set(found.plan.formats.dates)


@pytest.mark.parametrize(
    ("file", "layout", "captions"),
    [("amocrm_deals_header.csv", "amocrm", 76), ("bitrix24_deals_header.csv", "bitrix24", 36)],
)
def test_headers_alone_are_recognised(data: Path, file: str, layout: str, captions: int) -> None:
    found = mapped(data / "crm_headers_ru" / file)
    assert len(found.sample.header) == captions
    assert (found.plan.layout, found.plan.said) == (layout, ())
    (feed,) = found.plan.feeds
    assert {"id", "owner", "stage", "outcome", "amount", "created", "closed"} <= set(feed.columns)
    assert set(feed.values) == ({"outcome"} if layout == "amocrm" else set())
