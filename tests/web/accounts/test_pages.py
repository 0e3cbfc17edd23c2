"""Every page of accounts opens, in every language, with the words of that language."""

import re

import pytest
from bs4 import BeautifulSoup

from merilo.web.accounts.models import Role

pytestmark = pytest.mark.django_db
OWN = ["/account/", "/account/password/", "/account/totp/activate/", "/account/webauthn/",
       "/account/webauthn/add/", "/account/recovery-codes/generate/", "/account/sessions/",
       "/account/confirm/", "/sign-out/"]  # fmt: skip
OFFICE = ["/accounts/", "/accounts/invite/", "/accounts/invite/people/", "/audit/"]
WAY_IN = ["/sign-in/", "/inactive/", "/password/reset/", "/password/reset/done/",
          "/password/reset/key/1-bad/", "/password/reset/key/done/", "/sso/cancelled/",
          "/sso/error/", "/join/nothing/"]  # fmt: skip


def proven(client) -> None:
    """Confirms once that it is you, as the safety pages ask."""
    from tests.web.accounts.conftest import PASSWORD

    client.post("/account/confirm/", {"password": PASSWORD})


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
@pytest.mark.parametrize("path", [*OWN, *OFFICE])
def test_page_opens_in_the_readers_language(staffed, account, enter, path, lang):
    client = enter(account(language=lang))
    proven(client)
    answer = client.get(path)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert page.html["lang"] == lang
    assert page.h1.get_text(strip=True)


@pytest.mark.parametrize("path", WAY_IN)
def test_way_in_opens_to_strangers(client, db, settings, path):
    settings.MAIL = True
    answer = client.get(path)
    usual = {"/join/nothing/": 404, "/sso/error/": 401}
    assert answer.status_code == usual.get(path, 200)
    assert b'class="entrance"' in answer.content


@pytest.mark.parametrize("path", [*OWN, *OFFICE, *WAY_IN])
def test_pages_keep_to_the_policy_of_scripts_and_styles(staffed, account, enter, client, path):
    asker = client
    if path not in WAY_IN:
        proven(asker := enter(account()))
    text = asker.get(path).content.decode()
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    kinds = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", text)
    assert all('type="application/json"' in kind for kind in kinds)


@pytest.mark.parametrize("path", [*OFFICE, "/accounts/1/"])
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_pages_of_the_administrator_are_not_there_for_others(staffed, signed, role, path):
    assert signed(role).get(path).status_code == 404


def test_accounts_open_before_there_are_facts(at, tmp_path, account, enter):
    from datetime import date

    at(tmp_path, date(2018, 1, 15))
    client = enter(account())
    assert [client.get(path).status_code for path in OFFICE] == [200, 200, 200, 200]
