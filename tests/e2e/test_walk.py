"""A head's walk through Today in a real browser: every matter answered without leaving the page."""

import time

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow


def left(page: Page) -> int:
    return int(page.locator(".walk-left strong").inner_text())


def opened(page: Page):
    return page.locator("[data-matter][open]")


def test_everything_is_answered_by_keyboard(visit):
    """The demo company's head; how long it takes and how many keys is told at the end."""
    page = visit("head")
    page.goto("/today/")
    there, keys, began = left(page), 0, time.monotonic()
    assert there > 5
    kinds = page.locator(".chips .chip").all_inner_texts()
    assert any("Stuck deals" in one for one in kinds)
    assert any("Behind plan" in one for one in kinds)

    for number in range(there, 0, -1):
        expect(page.locator(".walk-left strong")).to_have_text(str(number))
        assert opened(page).count() == 1
        assert opened(page).locator(".subjects li").count() >= 1
        page.keyboard.press("s")
        keys += 1
    expect(page.get_by_text("Nothing is left")).to_be_visible()
    assert page.url.endswith("/today/")
    took = time.monotonic() - began
    print(f"walked {there} matters with {keys} keys in {took:.1f} s")  # noqa: T201
    assert keys == there
    assert page.wrong == []

    for number in range(1, there + 1):
        page.get_by_role("button", name="Take back").first.click()
        expect(page.locator(".walk-left strong")).to_have_text(str(number))


def test_task_message_and_later_in_place(visit):
    page = visit("head", nth=1)
    page.goto("/today/")
    there = left(page)
    first = opened(page).locator("strong").inner_text()

    page.keyboard.press("t")
    expect(page.locator(".walk-left strong")).to_have_text(str(there - 1))
    assert opened(page).locator("> summary").evaluate("one => one === document.activeElement")
    page.keyboard.press("m")  # nothing is written yet: the keyboard goes to the note
    page.keyboard.type("Please call me")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator(".walk-left strong")).to_have_text(str(there - 2))
    page.keyboard.press("j")
    expect(page.locator("[data-matter]").nth(1)).to_have_attribute("open", "")
    opened(page).get_by_role("button", name="Later").click()
    expect(page.locator(".walk-left strong")).to_have_text(str(there - 3))

    answered = page.locator(".answered li")
    expect(answered).to_have_count(3)
    expect(page.locator(".answered")).to_contain_text(first)
    expect(page.locator(".answered")).to_contain_text("Please call me")
    for number in range(there - 2, there + 1):
        page.get_by_role("button", name="Take back").first.click()
        expect(page.locator(".walk-left strong")).to_have_text(str(number))
    assert page.wrong == []


def test_figure_opens_beside_and_the_walk_goes_on(visit):
    page = visit("head")
    page.goto("/today/?of=behind")
    opened(page).locator("a.open").first.click()
    expect(page.locator("#sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    assert page.url.endswith("/today/?of=behind")
    assert page.wrong == []
