"""The comparison: the worked example on the page, rights, files, charts."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from bs4 import BeautifulSoup

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Lake
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from merilo.web.accounts.models import Role
from tests.builders import TODAY, row
from tests.home import ANNA, BORIS
from tests.metrics.test_acceptance import COLUMNS, FACTS, IVANOV, PETROVA, SIDOROV

pytestmark = pytest.mark.django_db
BOTH = {"period": "2017-10", "key": ["test:ann", "test:bob"], "columns": "calls,win_rate,revenue"}


def page(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def lines(response) -> dict[str, list[str]]:
    """The cells by the name of the line."""
    return {
        words(line.th): [words(cell) for cell in line.find_all("td")]
        for line in page(response).select("table[data-rows] tbody tr")
    }


@pytest.fixture(scope="module")
def example_home(tmp_path_factory):
    """The facts of the product's example in a home folder."""
    home = tmp_path_factory.mktemp("example")
    company = Company(name="Example", zone="Europe/Moscow", country="RU", currency="RUB")
    company.save(home)
    people = [row("people", {}, connection="test", id=s.name, name=s.name)
              for s in (IVANOV, PETROVA, SIDOROV)]  # fmt: skip
    keyed = {name: [*map(global_key, rows)] for name, rows in FACTS.items()}
    with Lake.open(home / "lake").writing("test", datetime(2018, 1, 15, 9, tzinfo=UTC)) as load:
        put_calendar(load, company)
        for name, rows in (keyed | {"people": people}).items():
            create(load.db, TABLES[name], rows, f"new_{name}")
            load.put(TABLES[name], load.db.sql(f"from new_{name}"))
    return home


def global_key(made):
    """The row with people's keys as those of the directory."""
    names = {s.name for s in (IVANOV, PETROVA, SIDOROV)}
    return {
        column: f"test:{value}" if column in ("person", "owner") and value in names else value
        for column, value in made.items()
    }


def test_example_of_the_product_comes_out_on_the_page(at, example_home, signed):
    at(example_home, TODAY)
    keys = [f"test:{IVANOV.name}", f"test:{PETROVA.name}"]
    found = lines(signed().get(
        "/people/compare/", {"period": "2017-10", "key": keys, "columns": ",".join(COLUMNS)}
    ))  # fmt: skip
    mean = [cells[-2] for cells in found.values()]
    group = {name: cells[-1] for name, cells in found.items()}

    assert mean == [
        "125", "25", "12.5", "₽55,000", "25.0%", "18.0 h", "5.0 d", "12.5%", "22.5%", "₽9,000",
        "5.0 mo", "60",
    ]  # fmt: skip
    assert group["Call → meeting"] == "26.0%"
    assert group["Avg deal"] == "₽56,000"
    assert group["Calls"] == "250"


def test_each_stands_beside_the_others_in_words(over_two, signed):
    found = lines(signed().get("/people/compare/", BOTH))

    # 3 calls and 1: within noise of their mean, 2.
    assert found["Calls"] == ["3 +1 within noise · place 1–2", "1 −1 within noise · place 1–2",
                              "2", "4"]  # fmt: skip
    assert found["Win rate"][0].startswith("66.7%")
    assert found["Win rate"][1:] == ["—", "66.7%", "66.7%"]
    assert "too few to say" in found["Win rate"][0]


@pytest.mark.parametrize("keys", [[], ["test:ann"], ["test:ann", "test:ann"], ["test:ann", "x"]])
def test_of_fewer_than_two_it_says_what_to_do(over_two, signed, keys):
    found = page(signed().get("/people/compare/", BOTH | {"key": keys}))

    assert "Choose at least two" in words(found.main)
    assert not found.select("table[data-rows]")


def test_who_is_out_of_sight_is_neither_compared_nor_offered(over_two, signed):
    client = signed(Role.SELLER, "test:bob")
    for asked in (BOTH, BOTH | {"form": "csv"}, BOTH | {"by": "unit", "key": ["test:n"]}):
        text = client.get("/people/compare/", asked).content.decode("utf-8", "ignore")
        assert ANNA not in text
    offered = page(client.get("/people/compare/")).select("[data-choose] fieldset label")
    assert [words(one) for one in offered] in ([BORIS], [])
    for name in ("dots", "funnel"):
        assert client.get(f"/people/chart/{name}.png", BOTH).status_code == 404


def test_metric_not_for_the_reader_is_refused(over_two, signed):
    client = signed(Role.QUALITY)

    assert client.get("/people/compare/", BOTH).status_code == 422
    usual = client.get("/people/compare/", {k: v for k, v in BOTH.items() if k != "columns"})
    assert "₽" not in usual.content.decode()


def test_chosen_metric_switches_the_charts_alone(over_two, signed):
    client = signed()
    answer = client.get("/people/compare/", BOTH | {"metric": "win_rate"},
                        headers={"HX-Request": "true", "HX-Target": "compare-charts"})  # fmt: skip
    found = page(answer)

    assert not found.select("html")
    assert [words(one) for one in found.select("figcaption h2")] == [
        "Win rate", "Win rate: by size",
    ]  # fmt: skip
    calls = page(client.get("/people/compare/", BOTH | {"metric": "calls"}))
    assert [words(one) for one in calls.select("figcaption h2")] == ["Calls"]
    assert calls.select_one("tr.on")["data-metric"] == "calls"
    unknown = page(client.get("/people/compare/", BOTH | {"metric": "<script>"}))
    assert unknown.select_one("tr.on")["data-metric"] == "calls"


@pytest.mark.parametrize("name", ["dots", "funnel"])
def test_charts_can_be_kept_as_pictures(over_two, signed, name):
    picture = signed().get(f"/people/chart/{name}.png", BOTH | {"metric": "win_rate"})

    assert picture.content.startswith(b"\x89PNG")
    assert "attachment" in picture.headers["Content-Disposition"]


def test_file_is_what_is_seen(over_two, signed):
    client = signed()
    seen = lines(client.get("/people/compare/", BOTH))
    text = client.get("/people/compare/", BOTH | {"form": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    book = openpyxl.load_workbook(
        BytesIO(client.get("/people/compare/", BOTH | {"form": "xlsx"}).content)
    )
    sheet = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]

    assert [row[0] for row in rows[1:]] == [*seen]
    assert rows[0][1] == ANNA
    assert rows[1][1:5] == ["3", "1.0", "within noise", "1–2"]
    assert [line[1] for line in sheet[1:]] == [3, pytest.approx(2 / 3), pytest.approx(3000.5)]
    assert sheet[1][-2:] == [2, 4]


def test_every_value_opens_to_the_same_number(over_two, signed):
    client = signed()
    links = page(client.get("/people/compare/", BOTH)).select("td a.open")

    assert len(links) == 5  # of the sixth nothing is known
    for link in links:
        opened = page(client.get(link["href"])).select_one(".big")
        assert words(opened) == words(link)
