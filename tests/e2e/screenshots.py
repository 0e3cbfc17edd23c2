"""Pictures of every page, in every language, light and dark, on a screen and on a phone.

`make screenshots` puts them into .screenshots; some of them stand in the README.
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.pages import PAGES, README
from tests.e2e.served import demo, served
from tests.servers import chromium

FOLDER, SHOWN = Path(".screenshots"), Path("docs/pictures")
LOCALES = {"en": "en-GB", "ru": "ru-RU", "hu": "hu-HU"}
SIZES = {1440: 900, 390: 844}


def take(browser: Browser, site: str, lang: str, theme: str, width: int) -> None:
    """The pictures of one language, light and width."""
    for who in dict.fromkeys(who for who, _path in PAGES.values()):
        context = browser.new_context(
            base_url=site, locale=LOCALES[lang], color_scheme=theme,  # type: ignore[arg-type]
            viewport={"width": width, "height": SIZES[width]},
        )  # fmt: skip
        page = context.new_page()
        page.goto("/sign-in/")
        page.screenshot(path=FOLDER / f"sign-in-{lang}-{theme}-{width}.png")
        page.locator(f"button.persona[data-role={who}]").first.click()
        for name, (whose, path) in PAGES.items():
            if whose == who:
                page.goto(path)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=FOLDER / f"{name}-{lang}-{theme}-{width}.png")
        context.close()


def main() -> None:
    """All of them; a word after the command takes those of one language."""
    langs = sys.argv[1:] or [*LOCALES]
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(demo(Path(folder) / "home")) as site,
        sync_playwright() as playwright,
    ):
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=options)
        for lang, theme, width in product(langs, ("light", "dark"), SIZES):
            take(browser, site, lang, theme, width)
        browser.close()
    for name in README:
        if (picture := FOLDER / f"{name}.png").exists():
            (SHOWN / f"{name}.png").write_bytes(picture.read_bytes())
    print(f"{len([*FOLDER.glob('*.png')])} pictures in {FOLDER}")  # noqa: T201


if __name__ == "__main__":
    main()
