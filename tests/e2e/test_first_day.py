"""The story of the first day, in every language, on a screen and on a phone, light and dark.

A head of sales sorts and compares, opens a seller, and a figure down to its rows, and takes the
table along; the administrator sends a file, sees what would change, and lets it in.
"""

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.test_pages import AXE

pytestmark = pytest.mark.slow
# The way is the same in every look, and test_pages looks at each page in all of them: here each
# language, width and light comes once.
LOOKS = [("en", "dark", 1440), ("ru", "light", 390), ("hu", "dark", 390)]
TIMEOUT_MS = 60_000  # of an import beside another browser


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_first_day(lang: str, theme: str, width: int, visit, files: Path) -> None:
    page = visit("head", lang=lang, theme=theme, width=width, again=True)
    page.axe = AXE[theme, width] == lang
    names = sorted_by_calls(page)
    opened_to_its_rows(page)
    compared(page, names[:2])
    card_of(page, names[0])
    taken_along(page)
    assert page.wrong == []
    sender = visit("administrator", lang=lang, theme=theme, width=width, again=True)
    sender.axe = page.axe
    sent_and_let_in(sender, files, f"{lang}-{theme}-{width}")
    assert sender.wrong == []


def sorted_by_calls(page: Page) -> list[str]:
    page.goto("/people/?period=last-month")
    page.locator("table[data-rows] thead a[href*='sort=-calls']").click()
    page.wait_for_url("**sort=-calls**")
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    calls = [number(one) for one in page.locator("tbody td:nth-of-type(1)").all_inner_texts()]
    assert len(calls) > 2
    assert calls == sorted(calls, reverse=True)
    assert sound(page)
    return page.locator("table[data-rows] tbody th a").all_inner_texts()


def opened_to_its_rows(page: Page) -> None:
    figure = page.locator("table[data-rows] tbody td a.open").first
    text = figure.inner_text()
    figure.click()
    sheet = page.locator("dialog#sheet")
    expect(sheet.locator(".big")).to_have_text(text)
    assert sound(page)
    sheet.locator("a[href*='/rows/']:not([download])").click()
    page.wait_for_url("**/rows/**")
    assert page.locator("table tbody tr").count() > 0
    assert sound(page)


def compared(page: Page, names: list[str]) -> None:
    page.goto("/people/?period=last-month&sort=-calls")
    for box in page.locator("tbody input[name=key]").all()[:2]:
        box.check()
    page.locator("[data-pick] button").click()
    page.wait_for_url("**/compare/**")
    heads = " ".join(page.locator("table thead").first.inner_text().split())
    assert all(name in heads for name in names)
    expect(page.locator("[data-chart] svg, [data-chart] canvas").first).to_be_visible()
    assert sound(page)


def card_of(page: Page, name: str) -> None:
    page.goto("/people/?period=last-month&sort=-calls")
    page.locator("table[data-rows] tbody th a").first.click()
    expect(page.locator("h1")).to_contain_text(name)
    expect(page.locator(".entry").first).to_be_visible()
    assert page.locator(".tile").count() >= 6
    assert sound(page)


def taken_along(page: Page) -> None:
    page.goto("/people/?period=last-month&columns=calls,meetings&sort=-calls")
    page.locator("details:has(a[download]) > summary").click()
    with page.expect_download() as coming:
        page.locator("a[download][href*='form=xlsx']").click()
    sheet = openpyxl.load_workbook(BytesIO(coming.value.path().read_bytes())).worksheets[0]
    shown = page.locator("table[data-rows] tbody th a").all_inner_texts()
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=1 + len(shown))] == shown
    with page.expect_download() as coming:
        page.locator("a[download][href*='form=csv']").click()
    lines = [*csv.reader(StringIO(coming.value.path().read_text("utf-8-sig")), delimiter=";")]
    assert [line[0] for line in lines[1 : 1 + len(shown)]] == shown


def sent_and_let_in(page: Page, files: Path, name: str) -> None:
    """Four deals, one of which cannot be: it comes back as a file."""
    path = files / f"{name}.csv"
    path.write_text(DEALS.format(name=name), "utf-8")
    page.set_default_timeout(TIMEOUT_MS)
    page.goto("/imports/")
    page.locator("input[type=file]").set_input_files(path)
    assert sound(page)
    page.locator(".send button.btn-primary").click()
    page.locator(".map-form").wait_for()
    assert sound(page)
    page.locator(".map-form button.btn-primary").click()
    page.locator("form[action$='/import/'] button").wait_for()
    assert sound(page)
    page.locator("form[action$='/import/'] button").click()
    refused = page.locator("a[download][href*='/refused/']")
    with page.expect_download() as coming:
        refused.click()
    assert "five" in coming.value.path().read_text("utf-8-sig")
    assert sound(page)
    page.locator("a[href^='/loads/']").last.click()
    page.wait_for_url("**/loads/**")
    assert sound(page)


DEALS = """\
Deal ID;Created;Closed;Amount;Status;Responsible;Client
{name}-1;2026-10-01;2026-10-05;1000;won;Vera Orlova;Rosa
{name}-2;2026-10-02;2026-10-06;2500.50;won;Vera Orlova;Iris
{name}-3;2026-10-02;2026-10-07;900;lost;Vera Orlova;Lily
{name}-4;2026-10-05;2026-10-08;five;won;Vera Orlova;Rosa
"""


def sound(page: Page) -> bool:
    """Nothing breaks the rules of access, nor is wider than the screen."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    assert not page.axe or violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is wider than the screen"
    return True


def number(text: str) -> float:
    plain = re.sub(r"[^\d,.−-]", "", text.split("\n")[0]).replace(",", ".").replace("−", "-")
    return float(plain) if any(map(str.isdigit, plain)) else float("-inf")
