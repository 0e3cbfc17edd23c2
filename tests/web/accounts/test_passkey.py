"""Passkeys and single sign-on in a real browser, under the real policy of scripts."""

import re

import pytest
from django.db import connections

from merilo.web.accounts.models import Role
from tests.servers import FLAGS, chromium
from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.provider import configured, running
from tests.web.accounts.test_pages import OFFICE, OWN, WAY_IN

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures"),
]


@pytest.fixture
def page(live_server, monkeypatch):
    """A page of Chromium that fails the test when the policy of scripts is broken."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(locale="en-US", base_url=live_server.url)
        wrong: list[str] = []
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
        page.wait_for_load_state("networkidle")  # else the server still asks the database
        browser.close()
        connections.close_all()  # under Playwright's loop Django has handles of its own
        # Chromium also calls it an error when a page answers 401, 404 or 422, as it should
        assert [one for one in wrong if not re.search("status of (401|404|422)", one)] == []


@pytest.fixture
def device(page):
    """A device with a fingerprint reader, as the browser sees it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }})  # fmt: skip
    return session


def sign_in(page, user) -> None:
    page.goto("/sign-in/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("text=Sign in >> nth=1")


def add(page, alone: bool) -> None:
    """Adds a passkey from the profile on."""
    page.goto("/account/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("button:has-text('Confirm')")
    page.fill("input[name=name]", "My laptop")
    page.set_checked("input[name=passwordless]", alone)
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")


def sign_out(page) -> None:
    page.goto("/sign-out/")
    page.click("main button:has-text('Sign out')")


def test_passkey_is_added_signs_in_alone_and_is_removed(staffed, account, page, device):
    user = account()
    sign_in(page, user)
    add(page, alone=True)
    sign_out(page)
    page.goto("/sign-in/")
    page.click("#passkey_login")
    page.wait_for_url("**/people/**")
    page.goto("/account/webauthn/")
    listed = page.inner_text(".things")
    assert "My laptop" in listed
    assert "opens the account by itself" in listed
    page.click("text=Remove")
    if "reauthenticate" in page.url or "confirm" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click("button:has-text('Confirm')")
    page.click("main button:has-text('Remove')")
    page.goto("/account/webauthn/")
    assert "None yet" in page.inner_text("main")


def test_key_is_a_second_factor_after_the_password(staffed, account, page, device):
    user = account()
    sign_in(page, user)
    add(page, alone=False)
    sign_out(page)
    sign_in(page, user)
    page.wait_for_url("**/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/people/**")


def test_key_that_is_not_there_is_told_in_words(staffed, account, page, device):
    device.send("WebAuthn.disable")
    page.goto("/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.click("#passkey_login")
    page.wait_for_selector("[data-key-failed]:not([hidden])")


def test_company_account_signs_in_from_the_button(staffed, account, page, settings):
    account("ann@firm.example")
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = configured(provider.address)
        page.goto("/sign-in/")
        page.click("text=Sign in with the company's account")
        page.wait_for_url("**/people/**")
    assert "Ann" in page.inner_text(".who-name")


@pytest.mark.slow
@pytest.mark.parametrize(("light", "width"), [("light", 1440), ("dark", 390)])
def test_pages_are_for_everybody(staffed, account, page, settings, light, width):
    """axe finds nothing against WCAG 2.2 AA, and no page is wider than the window."""
    settings.MAIL, settings.SOCIALACCOUNT_PROVIDERS = True, configured("http://127.0.0.1:9")
    user = account()
    account("off@firm.example", Role.SELLER, is_active=False)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=light)
    found = []
    for path in WAY_IN:
        found += look(page, path)
    sign_in(page, user)
    page.goto("/account/confirm/")
    page.fill("input[name=password]", PASSWORD)
    page.click("button:has-text('Confirm')")
    for path in [*OWN, *OFFICE, f"/accounts/{user.pk}/"]:
        found += look(page, path)
    assert found == []


def look(page, path: str) -> list[str]:
    """What is wrong with a page."""
    from tests.e2e.axe import violations

    page.goto(path)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    wrong = violations(page) + ["wider than the window"] * wide
    return [f"{path}: {sentence}" for sentence in wrong]
