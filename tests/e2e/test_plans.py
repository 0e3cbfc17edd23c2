"""The sheet of plans in a real browser: as quick as a spreadsheet."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def sheet(page: Page) -> None:
    """Calls of a year in which nobody planned any."""
    page.goto("/plans/?metric=proposals&day=2024-01-01")


def first(page: Page, row: int, column: int = 0):
    people = page.locator("tr:not(.plan-unit)").filter(has=page.locator("input[data-was]"))
    return people.nth(row).locator("input[data-was]").nth(column)


def test_head_types_pastes_fills_takes_back_and_sets(visit):
    page = visit("head")
    sheet(page)
    first(page, 0).click()
    page.keyboard.type("1200")
    page.keyboard.press("Enter")
    expect(first(page, 1)).to_be_focused()
    expect(first(page, 0)).to_have_value("1,200")

    page.evaluate(PASTE, "10\t20\n30\t40")
    expect(first(page, 1, 1)).to_have_value("20")
    expect(first(page, 2, 1)).to_have_value("40")
    expect(page.locator("[data-count]")).to_have_text("Changed: 5")
    page.locator("[data-undo]").click()
    expect(first(page, 2, 1)).to_have_value("")
    expect(page.locator("[data-count]")).to_have_text("Changed: 1")

    first(page, 0).focus()
    page.keyboard.press("Control+d")
    expect(first(page, 2)).to_have_value("1,200")
    total = page.locator("tr.plan-unit [data-parts-of]").first
    expect(total).to_have_text(re.compile(r"^Σ [\d,]+$"))
    page.get_by_label("Why").fill("a try")
    page.get_by_role("button", name="Set the plan").click()
    expect(page.locator(".note")).to_contain_text(re.compile(r"\d targets set"))
    expect(first(page, 2)).to_have_value("1,200")
    assert page.wrong == []


def test_director_divides_a_year_over_months_and_among_people(visit):
    page = visit("director")
    page.goto("/plans/?metric=deals_created&day=2025-01-01")
    unit = page.locator("tr.plan-unit").last
    year = unit.locator("input[data-total]")
    year.fill("1200")
    year.press("Enter")
    cells = unit.locator("input[data-was]")
    expect(cells.first).not_to_have_value("")
    months = [int(cell.input_value().replace(",", "")) for cell in cells.all()]
    assert sum(months) == 1200

    unit.locator("summary").click()
    unit.get_by_role("button", name="By number of people").click()
    parts = unit.locator("[data-parts-of]").first
    expect(parts).to_have_text(f"Σ {months[0]:,}")
    assert page.wrong == []


def test_seller_reads_the_own_plan(visit):
    page = visit("seller")
    page.goto("/plans/?metric=revenue")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("input[data-was]")).to_have_count(0)
    assert page.wrong == []
