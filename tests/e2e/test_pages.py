"""Every page, in every language, on a screen and on a phone, light and dark: nothing is broken."""

import pytest

from tests.e2e.axe import violations
from tests.e2e.pages import PAGES

pytestmark = pytest.mark.slow
# Axe takes most of the time and looks at structure and colours: it does so for each light and width
# in one language, and in each language at least once.
AXE = {("light", 1440): "ru", ("dark", 390): "hu", ("dark", 1440): "en", ("light", 390): "ru"}
EXPECTED = ("422", "404")  # Chromium tells of each answer that is no success as of an error


# Words and width make pages break, and light does not: each pair of the two in one light.
LOOKS = [
    ("en", "dark", 1440), ("ru", "light", 1440), ("hu", "light", 1440),
    ("en", "light", 390), ("ru", "light", 390), ("hu", "dark", 390),
]  # fmt: skip


def test_axe_sees_both_lights_at_both_widths():
    seen = {(theme, width): lang for lang, theme, width in LOOKS if AXE[theme, width] == lang}
    assert seen == AXE


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_pages(lang, theme, width, visit):
    wrong = []
    for who in dict.fromkeys(who for who, _path in PAGES.values()):
        page = visit(who, lang=lang, theme=theme, width=width)
        for name, (whose, path) in PAGES.items():
            if whose == who:
                found = looked_at(page, path, lang, width)
                if AXE[theme, width] == lang:
                    found += violations(page)
                wrong += [f"{name}: {sentence}" for sentence in found]
    assert wrong == []


def looked_at(page, path: str, lang: str, width: int) -> list[str]:
    """What is wrong with a page."""
    page.wrong.clear()
    page.goto(path)
    if page.locator("[hx-trigger~=load], [data-chart]").count():  # there is more to come
        page.wait_for_load_state("networkidle")
    wrong = [said for said in page.wrong if not any(code in said for code in EXPECTED)]
    if page.locator("html").get_attribute("lang") != lang:
        wrong.append("another language")
    if page.evaluate("document.documentElement.scrollWidth") > width:
        wrong.append("wider than the screen")
    return wrong
