"""What stands behind a figure, its rows, their file, and the dictionary."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merilo.company import Company
from merilo.metrics.catalogue import METRICS
from merilo.web.accounts.models import Role
from tests.home import ANNA, BORIS

pytestmark = pytest.mark.django_db
OCTOBER = {"period": "2017-10"}


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def figure(client, metric: str, **asked) -> BeautifulSoup:
    return soup(client.get(f"/figures/{metric}/", OCTOBER | asked))


def text(page: BeautifulSoup, selector: str) -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


def test_figure_shows_its_value_its_parts_and_its_rows(over_two, signed):
    page = figure(signed(), "win_rate", person="test:ann")

    assert text(page, ".big") == "66.7%"
    parts = {row.th.get_text(strip=True): [cell.get_text(strip=True) for cell in row("td")]
             for row in page.select(".behind table")[0].select("tbody tr")}  # fmt: skip
    assert parts == {"Won": ["2", "2"], "Closed": ["3", "3"]}
    assert len(page.select(".lines tbody tr")) == 5
    assert "Share of the closed deals that were won." in text(page, ".behind")
    assert f"Person: {ANNA}" in text(page, ".behind-of")


def test_thresholds_that_a_figure_depends_on_are_told(over_two, signed):
    page = figure(signed(), "call_to_meeting")

    assert "30 — A call led to a meeting that was held within this many days" in text(
        page, ".facts"
    )
    assert "stale_days" not in text(page, ".facts")


def test_piece_for_the_sheet_is_no_whole_page(over_two, signed):
    client = signed()
    piece = client.get("/figures/calls/", OCTOBER, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in piece
    assert "<html" in client.get("/figures/calls/", OCTOBER).content.decode()


def test_rows_of_every_page_are_the_rows_of_the_file(over_firm, signed):
    client, asked = signed(), {"period": "2015-05-01..2016-04-30"}
    paged = []
    for number in range(1, 100):
        page = soup(client.get("/figures/calls/rows/", asked | {"page": number}))
        paged += [[cell.get_text(strip=True) for cell in row("td")]
                  for row in page.select(".lines tbody tr")]  # fmt: skip
        if not page.select("a[rel=next]"):
            break
    file = b"".join(client.get("/figures/calls/rows/", asked | {"form": "csv"}).streaming_content)
    lines = [*csv.reader(StringIO(file.decode("utf-8-sig")), delimiter=";")][1:]

    assert len(paged) == len(lines) > 50
    whole = soup(client.get("/figures/calls/", asked))
    assert text(whole, ".big").replace(",", "") == str(len(lines))


def test_formula_in_a_name_is_set_off_in_the_file(over_two, signed):
    """A deal of Anna's is called =1+1."""
    client = signed()
    made = client.get("/figures/deals_won/rows/", OCTOBER | {"form": "csv"})
    lines = [*csv.reader(StringIO(b"".join(made.streaming_content).decode("utf-8-sig")),
                         delimiter=";")]  # fmt: skip

    assert "'=1+1" in lines[1] + lines[2]
    assert "=1+1" not in lines[1] + lines[2]
    assert "=1+1" in client.get("/figures/deals_won/", OCTOBER).content.decode()


def test_figure_that_is_not_known_says_so_and_has_no_rows(over_two, signed):
    page = figure(signed(), "win_rate", person="test:bob")

    assert text(page, ".big") == "—"
    assert "Nothing was counted here." in text(page, ".behind")


def test_pages_far_beyond_the_end_and_no_numbers_are_harmless(over_two, signed):
    client = signed()
    for page in ("0", "-1", "9999999", "x", "1" * 50, "²"):
        assert client.get("/figures/calls/rows/", OCTOBER | {"page": page}).status_code == 200


def test_dictionary_finds_by_name_and_by_definition(over_two, signed):
    client = signed()

    def found(words: str) -> list[str]:
        page = soup(client.get("/metrics/", {"q": words}))
        return [link.get_text(strip=True) for link in page.select(".entries dt a")]

    assert "win rate" in found("win rat")
    assert found("CALLS OVER 15") == ["calls over 15 seconds"]
    assert found("no metric is called so") == []
    assert len({*found("")}) == len(METRICS)


def test_definition_tells_all_and_an_unknown_one_is_not_there(over_two, signed):
    client = signed()
    page = soup(client.get("/metrics/average_check/"))

    assert text(page, "h1") == "average deal value"
    assert "money" in text(page, ".facts")
    assert client.get("/metrics/no_such_metric/").status_code == 404


def test_language_of_the_reader_is_that_of_names_and_definitions(over_two, signed):
    client = signed(language="ru")

    assert "доля выигранных сделок" in text(soup(client.get("/metrics/win_rate/")), "h1")


def test_scripts_in_names_are_shown_and_not_run(over_two, signed):
    client = signed()
    evil = "<script>alert(1)</script>"
    for path, asked in (("/people/", {"q": evil}), ("/metrics/", {"q": evil}),
                        ("/people/", {"unit": evil}), ("/figures/calls/", {"channel": evil}),
                        ("/people/", {"period": evil})):  # fmt: skip
        assert evil not in client.get(path, OCTOBER | asked).content.decode()


@pytest.mark.parametrize(
    "path",
    ["/people/?period=2016-Q1", "/people/?period=2016-Q1&compare=others", "/metrics/",
     "/figures/calls/?period=2016-Q1"],
)  # fmt: skip
def test_queries_to_the_database_do_not_grow_with_rows(path, over_firm, signed):
    """A seller's one row, and everybody's."""

    def queries(client) -> int:
        client.get(path)  # the session's own rows are there
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    assert queries(signed(Role.DIRECTOR)) <= queries(signed(Role.SELLER, "test:ann")) <= 8


def test_boris_is_not_in_the_rows_of_anna(over_two, signed):
    page = figure(signed(Role.SELLER, "test:ann"), "calls")

    assert text(page, ".big") == "3"
    assert BORIS not in page.get_text()


def test_rows_lead_to_the_record_in_the_crm(own_home, signed):
    company = Company.load(own_home)
    replace(company, links={"test": "https://crm.example/deals/{id}"}).save(own_home)
    page = figure(signed(), "deals_won")

    links = page.select(".lines a[target=_blank]")
    assert {link["href"] for link in links} == {f"https://crm.example/deals/{n}" for n in (1, 2)}
    assert {link["rel"][0] for link in links} == {"noopener"}
