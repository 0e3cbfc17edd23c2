"""Every page, in every language, on a screen and on a phone, light and dark: nothing is broken."""

import pytest

from tests.e2e.axe import violations
from tests.e2e.pages import PAGES

pytestmark = pytest.mark.slow
# Axe takes most of the time and looks at structure and colours: each page is seen by it in both
# lights and at both widths, every other page in the other pairs of them, in one language each.
AXE = {("light", 1440): "ru", ("dark", 390): "hu", ("dark", 1440): "en", ("light", 390): "ru"}
PAIRS = ({("light", 1440), ("dark", 390)}, {("dark", 1440), ("light", 390)})
# What a page asks for as soon as it is there has come, and its charts are drawn.
THERE = """() => {
    const come = new Set(performance.getEntriesByType("resource").map((one) => one.name));
    const asked = [...document.querySelectorAll("[hx-trigger~=load]")];
    return asked.every((one) => come.has(new URL(one.getAttribute("hx-get"), location).href))
        && !document.querySelector(
            ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added,"
            + "[data-chart]:not([data-drawn])");
}"""
EXPECTED = ("422", "404")  # Chromium tells of each answer that is no success as of an error


# Words and width make pages break, and light does not: each pair of the two in one light.
LOOKS = [
    ("en", "dark", 1440), ("ru", "light", 1440), ("hu", "light", 1440),
    ("en", "light", 390), ("ru", "light", 390), ("hu", "dark", 390),
]  # fmt: skip


def test_axe_sees_both_lights_at_both_widths():
    seen = {(theme, width): lang for lang, theme, width in LOOKS if AXE[theme, width] == lang}
    assert seen == AXE
    for pair in PAIRS:
        assert [{*one} for one in zip(*pair, strict=True)] == [{"light", "dark"}, {1440, 390}]


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_pages(lang, theme, width, visit):
    wrong = []
    for who in dict.fromkeys(who for who, _path in PAGES.values()):
        page = visit(who, lang=lang, theme=theme, width=width, again=True)
        for n, (name, (whose, path)) in enumerate(PAGES.items()):
            if whose == who:
                found = looked_at(page, path, lang, width)
                if AXE[theme, width] == lang and (theme, width) in PAIRS[n % 2]:
                    found += violations(page)
                wrong += [f"{name}: {sentence}" for sentence in found]
        page.context.close()  # or it goes on asking what is new
    assert wrong == []


def looked_at(page, path: str, lang: str, width: int) -> list[str]:
    """What is wrong with a page."""
    page.wrong.clear()
    page.goto(path)
    page.wait_for_function(THERE)
    wrong = [said for said in page.wrong if not any(code in said for code in EXPECTED)]
    if page.locator("html").get_attribute("lang") != lang:
        wrong.append("another language")
    if page.evaluate("document.documentElement.scrollWidth") > width:
        wrong.append("wider than the screen")
    return wrong
