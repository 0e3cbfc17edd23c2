"""What a head of sales does on the first day, in a real browser on the demo company."""

import re
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow


def heads(page) -> list[str]:
    return [head.inner_text().strip() for head in page.locator("table[data-rows] thead th").all()]


def column(page, n: int) -> list[str]:
    cells = page.locator(f"table[data-rows] tbody tr td:nth-of-type({n}) > a, "
                         f"table[data-rows] tbody tr td:nth-of-type({n}) > span")  # fmt: skip
    return [cell.inner_text().strip() for cell in cells.all()]


def number(text: str) -> float:
    return float(re.sub(r"[^\d.−-]", "", text).replace("−", "-")) if text != "—" else float("-inf")


def test_head_sorts_filters_and_opens_a_figure_to_its_rows(visit):
    page = visit("head")
    page.goto("/people/")
    page.get_by_role("link", name="Calls", exact=True).click()
    calls = [number(text) for text in column(page, 1)]
    assert calls == sorted(calls, reverse=True)
    assert len(calls) > 2

    name = page.locator("table[data-rows] tbody th a").first.inner_text()
    page.get_by_placeholder("Find by name").fill(name.split()[0])
    expect(page.locator("table[data-rows] tbody tr")).to_have_count(1)
    figure = page.locator("table[data-rows] tbody td a.open").first
    text = figure.inner_text()
    figure.click()
    sheet = page.locator("dialog#sheet")
    expect(sheet.locator(".big")).to_have_text(text)
    sheet.get_by_role("link", name="All rows").click()
    page.wait_for_url("**/rows/**")
    expect(page.locator("h1")).to_have_text("calls")
    assert page.wrong == []


def test_columns_are_chosen_and_the_file_has_just_those(visit):
    page = visit("director")
    page.get_by_text("Columns", exact=True).click()
    form = page.locator("[data-columns]")
    while form.locator("[data-chosen] li").count() > 1:
        form.locator("[data-chosen] li [data-move=out]").last.click()
    form.get_by_placeholder("Find a metric").fill("win rate")
    form.locator("button[data-add=win_rate]").click()
    form.get_by_role("button", name="Apply").click()
    page.wait_for_url("**columns=**")
    assert heads(page) == ["Person", "Calls", "Win rate"]

    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="XLSX").click()
    book = openpyxl.load_workbook(BytesIO(coming.value.path().read_bytes()))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0] == ["Person", "Calls", "Win rate"]
    shown = [cell.inner_text() for cell in page.locator("table[data-rows] tbody th a").all()]
    assert [row[0] for row in rows[1 : 1 + len(shown)]] == shown
    assert page.wrong == []


def test_by_keyboard_alone(visit):
    page = visit("head")
    page.goto("/people/")
    page.keyboard.press("/")
    expect(page.get_by_placeholder("Find by name")).to_be_focused()
    page.locator("table[data-rows] tbody td a.open").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("dialog#sheet .big")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#sheet")).to_be_hidden()
    assert page.wrong == []


def test_period_is_chosen_and_kept(visit):
    page = visit("seller")
    page.goto("/people/")
    page.locator("details.period summary").click()
    page.get_by_role("link", name=re.compile("^Last quarter")).click()
    page.wait_for_url("**period=last-quarter**")
    page.goto("/people/")
    expect(page.locator("details.period summary")).to_contain_text("Last quarter")
    expect(page.locator("table[data-rows] tbody tr")).to_have_count(1)


def test_language_and_light_are_changed_and_stay(visit):
    page = visit("head", nth=1)  # nobody else is this one: an account keeps what was chosen
    page.locator("button[name=language][value=hu]").click()
    expect(page.locator("html")).to_have_attribute("lang", "hu")
    page.locator("button.to-dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.goto("/metrics/")
    expect(page.locator("html")).to_have_attribute("lang", "hu")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.locator("button[name=language][value=en]").click()
    page.locator("button.to-light").click()


def test_on_a_phone_the_menu_opens_and_leads_on(visit):
    page = visit("head", width=390, height=844)
    page.locator("details[data-menu] > summary").click()
    page.locator("nav a[href='/metrics/']").click()
    expect(page.locator("h1")).to_have_text("Metric dictionary")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "the page is wider than the phone"
