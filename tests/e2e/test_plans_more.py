"""Plans in a real browser: laid from a file, parted by working days, approved by somebody above."""

import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow


def first(page: Page, column: int = 0):
    people = page.locator("tr:not(.plan-unit)").filter(has=page.locator("input[data-was]"))
    return people.first.locator("input[data-was]").nth(column)


def test_file_goes_out_and_comes_back_as_typed(visit, tmp_path):
    page = visit("head")
    page.goto("/plans/?metric=emails&day=2024-01-01")
    page.locator(".plan-tools summary").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="XLSX").click()
    file = tmp_path / "plans.xlsx"
    coming.value.save_as(file)
    book = openpyxl.load_workbook(file)
    key = first(page).get_attribute("name").split("|")[1:3]
    (line,) = [row for row in book.active.iter_rows() if row[0].value == "|".join(key)]
    line[2].value = 1234
    book.active.append(["", line[1].value[:-2], 70])
    book.save(file)

    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Lay onto the sheet").click()
    expect(page.locator(".plan-taken")).to_contain_text("1 cell would be another")
    expect(first(page)).to_have_value("1,234")
    expect(page.locator("[data-count]")).to_have_text("Changed: 1")
    page.locator("[data-take]").click()
    expect(first(page)).to_have_value("70")
    page.locator("[data-undo]").click()
    expect(first(page)).to_have_value("1,234")
    page.get_by_role("button", name="Set the plan").click()
    expect(page.locator(".note")).to_contain_text("1 target set")
    assert page.wrong == []


def test_those_away_are_offered_a_part_once(visit):
    page = visit("director")
    page.goto("/plans/?metric=emails")
    rows = page.locator("tr:not(.plan-unit) input[data-was]")
    expect(rows.first).to_be_visible()
    expect(page.locator("[data-offer-of]:not([hidden])").first).to_be_attached()
    name = page.locator("[data-offer-of]:not([hidden])").first.get_attribute("data-offer-of")
    cell, offer = page.locator(f"[name='t|{name}']"), page.locator(f"[data-offer-of='{name}']")
    cell.fill("1000")
    cell.press("Enter")
    expect(offer.locator("button")).to_have_text(re.compile(r"^\d+ of \d+ days: \d+$"))
    there, days, part = map(int, re.findall(r"\d+", offer.inner_text()))
    assert part == round(1000 * there / days)
    offer.locator("button").click()
    expect(cell).to_have_value(str(part))
    expect(offer.locator("button")).to_have_count(0)
    page.locator("[data-undo]").click()
    expect(cell).to_have_value("1,000")
    assert page.wrong == []


def test_head_proposes_and_director_approves(visit):
    director = visit("director")
    director.goto("/plans/approvals/")
    director.get_by_role("button", name="Switch approval on").click()
    head = visit("head")
    head.goto("/plans/?metric=meetings&day=2024-01-01")
    first(head).fill("55")
    head.get_by_role("button", name="Propose the plan").click()
    expect(head.locator(".note")).to_contain_text("1 target waits for approval.")
    expect(head.locator(".plan-asked")).to_have_text("proposed 55")
    expect(first(head)).to_have_value("")

    director.goto("/plans/approvals/")
    director.get_by_role("button", name="Approve").click()
    expect(director.locator(".note")).to_contain_text("1 target approved.")
    director.get_by_role("button", name="Switch approval off").click()
    head.reload()
    expect(first(head)).to_have_value("55")
    assert head.wrong == []
    assert director.wrong == []
