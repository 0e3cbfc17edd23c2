"""A browser, and what it looks at."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from tests.e2e.served import demo, served
from tests.servers import FLAGS, chromium

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
LOCALES = {"en": "en-GB", "ru": "ru-RU", "hu": "hu-HU"}
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, which asks nobody outside."""
    found = chromium()
    if not found:
        pytest.skip("no Chromium: run python -m tests.servers")
    return {**browser_type_launch_args, "args": FLAGS, "executable_path": found}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo company, served."""
    with served(demo(tmp_path_factory.mktemp("site") / "home")) as address:
        yield address


@pytest.fixture(scope="session")
def inside() -> dict[tuple[str, int], StorageState]:
    """What a browser keeps of having signed in, by who did."""
    return {}


@pytest.fixture
def visit(
    browser: Browser, site: str, inside: dict[tuple[str, int], StorageState]
) -> Iterator[Open]:
    """Opens a browser as somebody: `visit("head", lang="hu", theme="dark", width=390)`.

    With `again` by the door only the first time of a run: for who looks at pages and does not sign
    out. Nothing moves, so that nobody waits for it, nor paints it.
    """
    contexts: list[BrowserContext] = []

    def open_as(
        who: str, lang: str = "en", theme: str = "light", width: int = 1440, height: int = 900,
        nth: int = 0, again: bool = False,
    ) -> Page:  # fmt: skip
        kept = inside.get((who, nth)) if again else None
        context = browser.new_context(
            base_url=site, locale=LOCALES[lang], color_scheme=theme,  # type: ignore[arg-type]
            viewport={"width": width, "height": height}, accept_downloads=True,
            reduced_motion="reduce", storage_state=kept,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # a busy machine is no fault
        page.wrong = watched(page)  # type: ignore[attr-defined]
        if not kept:
            look(page, who, nth)
        if again:
            inside.setdefault((who, nth), context.storage_state())
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
