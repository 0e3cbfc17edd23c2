"""The table of people: what it shows, to whom, in which order, and what comes out of it."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from bs4 import BeautifulSoup

from merilo.metrics.catalogue import METRICS
from merilo.web.accounts.models import Role
from tests.home import ANNA, BORIS

pytestmark = pytest.mark.django_db


def cells(response) -> dict[str, list[str]]:
    """The figures of the table by the name of the row."""
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return {
        " ".join(row.th.get_text().split()): [
            " ".join(cell.get_text(" ").split()) for cell in row.find_all("td")
        ]
        for row in page.select("table[data-rows] tbody tr, table[data-rows] tfoot tr")
    }


def ask(client, **asked):
    return client.get(
        "/people/", {"period": "2017-10", "columns": "calls,deals_won,revenue"} | asked
    )


def test_table_shows_each_person_the_mean_and_the_group(over_two, signed):
    found = cells(ask(signed()))

    assert found == {
        ANNA: ["3", "2", "₽3,000"],  # 1,000 and 2,000.50
        BORIS: ["1", "0", "₽0"],
        "Mean of 2": ["2", "1", "₽1,500"],
        "Together": ["4", "2", "₽3,000"],
    }


def test_sorted_by_a_column_either_way(over_two, signed):
    client = signed()

    assert [*cells(ask(client, sort="-calls"))][:2] == [ANNA, BORIS]
    assert [*cells(ask(client, sort="calls"))][:2] == [BORIS, ANNA]


def test_found_by_a_part_of_the_name_and_counted_among_those_alone(over_two, signed):
    found = cells(ask(signed(), q="водкин"))

    assert [*found] == [BORIS, "Mean of 1", "Together"]
    assert found["Together"][0] == "1"


def test_nobody_found_is_said(over_two, signed):
    response = ask(signed(), q="nobody of that name")

    assert "Nobody was found" in response.content.decode()


def test_columns_are_those_asked_for_in_their_order(over_two, signed):
    page = BeautifulSoup(ask(signed(), columns="meetings,calls").content, "html.parser")
    heads = [" ".join(head.get_text().split()) for head in page.select("table[data-rows] thead th")]

    assert heads == ["Person", "Meetings", "Calls"]


def test_beside_the_previous_period_the_change_is_shown(over_two, signed):
    found = cells(ask(signed(), period="2017-11", compare="previous", columns="calls"))

    assert found[ANNA] == ["0 −100.0%"]


def test_period_is_kept_for_the_next_page(over_two, signed):
    client = signed()
    ask(client)

    assert "Oct 2017" in client.get("/people/").content.decode()


def test_unknown_period_metric_and_dimension_are_told_in_words(over_two, signed):
    client = signed()

    assert ask(client, period="2017-13").status_code == 422
    answer = ask(client, columns="revenu")
    assert answer.status_code == 422
    assert "Nearest: " in answer.content.decode()
    assert ask(client, by="<script>").status_code == 200  # what is not known is as usual


def test_more_columns_than_a_page_holds_are_refused_and_not_cut(over_two, signed):
    answer = ask(signed(), columns=",".join([*METRICS][:31]))

    assert answer.status_code == 422
    assert "At most 30 columns stand side by side; 31 are asked." in answer.content.decode()


def test_file_is_exactly_what_is_seen(over_two, signed):
    client = signed()
    text = ask(client, form="csv", sort="calls", columns="calls,win_rate").content.decode(
        "utf-8-sig"
    )
    lines = list(csv.reader(StringIO(text), delimiter=";"))

    assert lines[0] == ["Person", "Calls", "Win rate"]
    assert [line[0] for line in lines[1:]] == [BORIS, ANNA, "Mean", "Together"]
    book = openpyxl.load_workbook(BytesIO(ask(client, form="xlsx", sort="calls").content))
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2, max_row=3)] == [
        BORIS, ANNA,
    ]  # fmt: skip


def test_seller_sees_nobody_else_in_any_form(over_two, signed):
    client = signed(Role.SELLER, "test:bob")

    assert [*cells(ask(client))] == [BORIS, "Mean of 1", "Together"]
    assert cells(ask(client))["Together"][0] == "1"
    for asked in ({"q": "Иванова"}, {"form": "csv"}, {"compare": "others"}, {"by": "unit"}):
        assert ANNA not in ask(client, **asked).content.decode("utf-8", "ignore")


def test_those_who_lead_or_help_are_left_out_until_asked_for(over_firm, signed):
    """In January Fay led a department; Lev's posting says no role, so he may be selling."""
    client = signed()
    asked = {"period": "2016-01", "columns": "days_worked,calls"}
    selling = cells(client.get("/people/", asked))
    all_of_them = cells(client.get("/people/", asked | {"who": "all"}))

    assert {"Ann", "Boris", "Lev"} <= selling.keys()
    assert all_of_them.keys() - selling.keys() == {"Fay", f"Mean of {len(all_of_them) - 2}"}


@pytest.mark.parametrize("by", ["person", "role", "unit"])
def test_every_figure_opens_to_the_same_number(by, over_firm, signed):
    """Also those of a row that has no key: what nobody is known to have done."""
    client = signed()
    asked = {"period": "2016-Q1", "columns": "calls,deals_won", "by": by, "who": "all"}
    links = BeautifulSoup(client.get("/people/", asked).content, "html.parser").select("a.open")

    for link in links:
        opened = BeautifulSoup(client.get(link["href"]).content, "html.parser")
        said = opened.select_one(".big").get_text(strip=True)
        assert said == link.get_text(strip=True), link["href"]
    assert len(links) > 8


def test_figure_of_the_whole_table_opens_to_the_same_number(over_firm, signed):
    """Whatever is left out of the table is left out of what opens, too."""
    client = signed()
    page = client.get("/people/", {"period": "2016-Q1", "columns": "calls,deals_won", "q": "a"})
    foot = BeautifulSoup(page.content, "html.parser").select("tfoot tr")[-1]

    for link in foot.select("a.open"):
        opened = BeautifulSoup(client.get(link["href"]).content, "html.parser")
        assert opened.select_one(".big").get_text(strip=True) == link.get_text(strip=True)
    assert len(foot.select("a.open")) == 2


def test_own_metrics_can_be_columns_and_a_broken_one_harms_nothing(own_home, signed):
    (own_home / "metrics.yaml").write_text(
        "per_call: {is: revenue / calls, names: {en: revenue per call}, unit: money}\n"
        "broken: {is: revenue +, names: {en: broken}}\n"
        "circle: {is: circle * 2, names: {en: circle}, unit: count}\n", "utf-8",
    )  # fmt: skip
    client = signed()

    assert 'data-add="per_call"' in ask(client).content.decode()
    assert cells(ask(client, columns="per_call"))[ANNA] == ["₽1,000"]  # 3,000.50 by 3 calls
    assert "Revenue per call" in client.get("/metrics/").content.decode().replace(
        "revenue per call", "Revenue per call")  # fmt: skip
    seller = signed(Role.QUALITY)
    assert "per_call" not in seller.get("/people/", {"period": "2017-10"}).content.decode()


@pytest.mark.parametrize(("lang", "called"), [
    ("en", "Sales rep"), ("ru", "Менеджер по продажам"), ("hu", "Értékesítő"),
])  # fmt: skip
def test_roles_are_named_in_the_language_of_the_reader(over_two, signed, lang, called):
    client, asked = signed(language=lang), {"by": "role", "who": "all"}

    assert called in cells(ask(client, **asked))
    assert called in cells(ask(client, **asked, q=called[:4].lower()))
    file = ask(client, **asked, form="csv").content.decode("utf-8-sig")
    assert called in file
    assert "seller" not in file
