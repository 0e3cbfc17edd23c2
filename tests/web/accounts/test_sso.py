"""Single sign-on against a provider that runs beside the test."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from merilo.web.accounts.models import Role, User
from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.provider import configured, running

pytestmark = pytest.mark.django_db


class Stay(urllib.request.HTTPRedirectHandler):
    """Where one is sent is what the test asks for."""

    def redirect_request(self, *_):
        return None


@pytest.fixture
def provider(settings):
    with running() as server:
        settings.SOCIALACCOUNT_PROVIDERS = configured(server.address)
        yield server


def through(client: Client, next: str = ""):
    """The whole way: the button, the provider, and back; the page at its end."""
    away = client.post("/sso/sso/" + (f"?next={next}" if next else ""))
    assert away.status_code == 200
    page = BeautifulSoup(away.content, "html.parser")
    to = unescape(page.select_one("meta[http-equiv=refresh]")["content"].partition("url=")[2])
    try:
        urllib.request.build_opener(Stay).open(to)
    except urllib.error.HTTPError as sent:
        back = sent.headers["Location"]
        sent.close()
    return client.get(back.removeprefix("http://testserver"), follow=True)


def text(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


def test_opens_the_account_of_the_verified_address(staffed, provider, account, client):
    user = account("ann@firm.example", Role.DIRECTOR)
    answer = through(client, "/account/")
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == "/account/"
    assert answer.wsgi_request.user == user


def test_address_is_the_same_in_any_case(staffed, provider, account, client):
    user = account("ann@firm.example", Role.DIRECTOR)
    provider.who["email"] = "Ann@Firm.example"
    assert through(client).wsgi_request.user == user


def test_password_of_an_invited_account_stays(staffed, provider, client, db):
    from datetime import UTC, datetime

    from merilo.web.accounts.models import Invitation

    _made, word = Invitation.make(datetime.now(UTC), role=Role.HEAD, email="ann@firm.example")
    client.post(f"/join/{word}/", {"name": "Ann", "password": PASSWORD})
    through(Client())
    assert User.objects.get().check_password(PASSWORD)


def test_makes_no_account(staffed, provider, client, db):
    answer = through(client)
    assert answer.status_code == 403
    assert "There is no account with your address here" in text(answer)
    assert not User.objects.exists()


@pytest.mark.parametrize("verified", [False, None])
def test_address_nobody_vouches_for_opens_nothing(staffed, provider, account, client, verified):
    account("ann@firm.example")
    provider.who["email_verified"] = verified
    answer = through(client)
    assert answer.status_code == 403
    assert "does not vouch for your address" in text(answer)
    assert client.get("/account/").status_code == 302


def test_provider_that_tells_no_address_opens_nothing(staffed, provider, account, client):
    account("ann@firm.example")
    del provider.who["email"]
    assert "did not tell your address" in text(through(client))


def test_account_that_is_off_stays_shut(staffed, provider, account, client):
    account("ann@firm.example", is_active=False)
    through(client)
    assert client.get("/account/").status_code == 302


def test_second_factor_is_asked_for_here_too(staffed, provider, account, enter, client):
    from tests.web.accounts.test_factors import switched_on

    switched_on(enter(account("ann@firm.example")))
    assert through(client).request["PATH_INFO"] == "/account/authenticate/"
    assert client.get("/account/").status_code == 302


def test_giving_up_at_the_provider_is_told_in_words(staffed, provider, account, client):
    provider.refusing = True
    assert "left before its end" in text(through(client))


def test_answer_that_nobody_asked_for_opens_nothing(staffed, provider, account, client):
    account("ann@firm.example")
    answer = client.get("/sso/sso/back/?code=code-0&state=made-up")
    assert "did not let you in" in text(answer)
    assert client.get("/account/").status_code == 302


def test_token_made_for_another_opens_nothing(staffed, provider, account, client):
    account("ann@firm.example")
    provider.wrong = "another-application"
    assert "did not let you in" in text(through(client))


def test_provider_that_does_not_answer_is_told_in_words(settings, client, db):
    settings.SOCIALACCOUNT_PROVIDERS = configured("http://127.0.0.1:9")
    answer = client.post("/sso/sso/")
    assert answer.status_code == 403
    assert "does not answer" in text(answer)


def test_account_is_never_tied_to_another_address(staffed, provider, account, enter):
    client = enter(account("bob@firm.example"))
    assert client.post("/sso/sso/?process=connect").status_code == 404


def test_button_is_there_where_it_is_set_up(provider, settings, client, db):
    assert b"/sso/sso/" in client.get("/sign-in/").content
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert b"/sso/sso/" not in client.get("/sign-in/").content
    assert client.post("/sso/sso/").status_code == 404
    assert client.get("/sso/sso/").status_code == 405


def test_settings_come_from_the_environment(tmp_path):
    said = os.environ | {
        "MERILO_HOME": str(tmp_path), "MERILO_OIDC": "https://id.firm.example",
        "MERILO_OIDC_CLIENT": "merilo", "MERILO_OIDC_SECRET": "s",
    }  # fmt: skip
    code = "from merilo.web import settings as s; print(s.SOCIALACCOUNT_PROVIDERS)"
    shown = subprocess.run([sys.executable, "-c", code], env=said, capture_output=True, text=True,
                           check=True).stdout  # fmt: skip
    app = eval(shown)["openid_connect"]  # printed by ourselves
    assert app["OAUTH_PKCE_ENABLED"] is True
    assert app["APPS"][0]["settings"] == {"server_url": "https://id.firm.example"}
    assert (app["APPS"][0]["client_id"], app["APPS"][0]["secret"]) == ("merilo", "s")
