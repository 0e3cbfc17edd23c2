"""A browser, and what it looks at."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.served import demo, served
from tests.servers import chromium

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
LOCALES = {"en": "en-GB", "ru": "ru-RU", "hu": "hu-HU"}
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, which asks nobody outside."""
    found = chromium()
    if not found:
        pytest.skip("no Chromium: run python -m tests.servers")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "args": flags, "executable_path": found}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo company, served."""
    with served(demo(tmp_path_factory.mktemp("site") / "home")) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Open]:
    """Opens a browser as somebody: `visit("head", lang="hu", theme="dark", width=390)`."""
    contexts: list[BrowserContext] = []

    def open_as(
        who: str, lang: str = "en", theme: str = "light", width: int = 1440, height: int = 900,
        nth: int = 0,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=site, locale=LOCALES[lang], color_scheme=theme,  # type: ignore[arg-type]
            viewport={"width": width, "height": height}, accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # a busy machine is no fault
        page.wrong = watched(page)  # type: ignore[attr-defined]
        look(page, who, nth)
        return page

    yield open_as
    for context in contexts:
        context.close()


def look(page: Page, who: str, nth: int = 0) -> None:
    """In by the demo door, as one of its people: the first, second ... of the role."""
    page.goto("/sign-in/")
    page.locator(f"button.persona[data-role={who}]").nth(nth).click()
    page.wait_for_url(lambda address: "sign-in" not in address)


def watched(page: Page) -> list[str]:
    """Everything the browser complains of from now on, policy violations included."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return wrong


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for files to upload."""
    return tmp_path_factory.mktemp("files")
