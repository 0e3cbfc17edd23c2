"""The daily report in a real browser: filed in six actions, and kept by a phone without a line."""

import re
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

pytestmark = pytest.mark.slow
ACTIONS = 6
# Chromium tells of every request that found no line, and of every answer that is no success.
LINE = ("ERR_INTERNET_DISCONNECTED", "422", "403")


class Hand:
    """Clicks and keys, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def click(self, name: str) -> None:
        self.done += 1
        self.page.get_by_role("link", name=name).first.click()

    def press(self, key: str) -> None:
        self.done += 1
        self.page.keyboard.press(key)


def wrong(page: Page) -> list[str]:
    """What the browser complains of, but for the line."""
    return [said for said in page.wrong if not any(code in said for code in LINE)]


KEEPS = "caches.match('/report/').then((kept) => Boolean(kept))"
COUNT = """() => new Promise((done) => {
    const opened = indexedDB.open("merilo-daily", 1);
    opened.onsuccess = () => {
        const asked = opened.result.transaction("STORE").objectStore("STORE").count();
        asked.onsuccess = () => { opened.result.close(); done(asked.result); };
    };
})"""


def kept(page: Page, store: str = "waiting") -> int:
    """How many reports (or drafts) wait in this browser."""
    return page.evaluate(COUNT.replace("STORE", store))


def sent(page: Page) -> None:
    """Until none waits any more, and the page says so."""
    until(page, lambda: kept(page) == 0)
    expect(page.locator("[data-kept]")).to_be_hidden()
    expect(page.locator("[data-state]")).to_contain_text("Filed")


def until(page: Page, there: Callable[[], bool]) -> None:
    """Until it is so, also over a page that is loaded anew."""
    for _try in range(60):
        with suppress(Error):
            if there():
                return
        page.wait_for_timeout(250)
    raise AssertionError("it never came to be")


def report(page: Page) -> None:
    """The report with what keeps it at work."""
    page.goto("/report/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, lambda: page.evaluate(KEEPS))
    page.reload()


def comment(page: Page):
    return page.get_by_label("Comment", exact=True)


def test_seller_files_in_at_most_six_actions(visit):
    page = visit("seller")
    page.goto("/day/")
    hand = Hand(page)
    hand.click("Daily report")
    expect(page.locator("[data-report]")).to_be_visible()
    hand.press("Control+Enter")
    expect(page.locator("[data-state]")).to_contain_text("Filed")

    assert hand.done <= ACTIONS
    assert wrong(page) == []


def test_draft_comes_back_until_it_is_filed(visit):
    page = visit("seller", width=390)
    report(page)
    comment(page).fill("a long day")
    expect(page.locator("[data-draft]")).not_to_be_empty()
    page.reload()
    expect(comment(page)).to_have_value("a long day")
    page.locator("[data-send]").click()
    expect(page.locator("[data-state]")).to_contain_text("Filed")
    expect(comment(page)).to_have_value("a long day")
    assert wrong(page) == []


def test_report_filed_without_a_line_goes_off_when_it_is_back(visit):
    page = visit("seller", width=390)
    report(page)
    page.context.set_offline(True)
    page.reload()  # the phone opens it from what it keeps
    comment(page).fill("from the train")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-kept]")).to_contain_text("Kept on this phone")
    assert kept(page) == 1

    page.context.set_offline(False)
    sent(page)
    expect(comment(page)).to_have_value("from the train")
    assert wrong(page) == []


def test_report_waits_over_a_restart_of_the_browser_and_is_filed_once(visit):
    page = visit("seller", width=390)
    report(page)
    page.context.set_offline(True)
    text = f"before the restart {uuid4()}"
    comment(page).fill(text)
    page.locator("[data-send]").click()
    expect(page.locator("[data-kept]")).to_be_visible()
    context: BrowserContext = page.context
    page.close()

    context.set_offline(False)
    both = context.new_page(), context.new_page()
    for again in both:  # two at once send it once
        again.goto("/report/", wait_until="commit")
    for again in both:
        sent(again)
    again.reload()
    expect(comment(again)).to_have_value(text)
    said = again.locator(".daily-trace > ol > li").all_inner_texts()
    assert sum(f"→ {text}" in one for one in said) <= 1


def test_whoever_was_signed_out_is_asked_to_sign_in_and_nothing_is_lost(visit):
    page = visit("seller", width=390)
    report(page)
    comment(page).fill("signed out meanwhile")
    page.context.clear_cookies(name="merilo")
    page.locator("[data-send]").click()
    expect(page.locator("[data-kept] a")).to_have_text("Sign in")
    assert kept(page) == 1

    page.locator("[data-kept] a").click()
    page.locator("button.persona[data-role=seller]").first.click()
    page.wait_for_load_state()
    page.goto("/report/")
    sent(page)
    expect(comment(page)).to_have_value("signed out meanwhile")


def test_signing_out_leaves_nothing_on_the_phone(visit):
    page = visit("seller")
    report(page)
    comment(page).fill("a secret")
    expect(page.locator("[data-draft]")).not_to_be_empty()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("sign-in"))

    assert page.evaluate(KEEPS) is False
    assert kept(page, "draft") == 0


def test_phone_keeps_no_other_page(visit):
    page = visit("seller", width=390)
    report(page)
    for path in ("/people/", "/plans/", "/report/?day=2026-01-12"):
        page.goto(path)
    names = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const one of await (await caches.open(name)).keys())
                    found.push(new URL(one.url).pathname);
            return found;
        }"""
    )
    assert all(path.startswith("/static/") or path == "/report/" for path in names)


def test_what_is_refused_stays_with_its_reason(visit):
    page = visit("seller")
    page.goto("/report/")
    row = page.locator("[data-field=calls]")
    if not row.locator("details[open]").count():
        row.locator("summary").click()
    row.locator("input[name='f.calls']").fill("77")
    row.locator("input[name='w.calls']").fill("")
    page.keyboard.press("Control+Enter")
    expect(row.locator("[data-wrong]")).to_contain_text("why")
    expect(row.locator("input[name='f.calls']")).to_have_value("77")
    assert kept(page) == 0

    row.locator("input[name='w.calls']").fill("own phone")
    page.keyboard.press("Control+Enter")
    sent(page)
    expect(page.locator("[data-field=calls] summary")).to_contain_text("typed 77, counted")
    assert wrong(page) == []
