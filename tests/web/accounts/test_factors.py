"""The second factor by app: switched on, asked for, replaced by a recovery code, switched off."""

import base64
import hmac
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.test import Client

from merilo.web.accounts.models import Role, User
from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.test_way_in import said

pytestmark = pytest.mark.django_db


def code(secret: str, at: float | None = None) -> str:
    """The six figures an app shows: RFC 6238 by hand."""
    step = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.digest(base64.b32decode(secret), step, "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B: at 59 s the last six figures are 287082."""
    assert code(base64.b32encode(b"12345678901234567890").decode(), 59) == "287082"


def switched_on(client: Client) -> str:
    """The secret of the app that is switched on."""
    client.post("/account/confirm/", {"password": PASSWORD})
    page = BeautifulSoup(client.get("/account/totp/activate/").content, "html.parser")
    assert page.select_one("img.qr")["src"].startswith("data:image/svg+xml;base64,")
    secret = page.select_one(".secret").get_text(strip=True)
    answer = client.post("/account/totp/activate/", {"code": code(secret)})
    assert answer.headers["Location"] == "/account/recovery-codes/"
    return secret


def test_app_is_asked_for_after_the_password(staffed, account, enter, client):
    user = account()
    secret = switched_on(enter(user))
    answer = client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/authenticate/"
    assert client.get("/account/").status_code == 302
    wrong = client.post("/account/authenticate/", {"code": "000000"})
    assert (wrong.status_code, said(wrong)) == (
        422, "The code is wrong or too old. Type the one shown now."
    )  # fmt: skip
    client.post("/account/authenticate/", {"code": code(secret, time.time() + 30)})
    assert client.get("/account/").status_code == 200


def test_code_opens_once(staffed, account, enter):
    user = account()
    secret = switched_on(enter(user))
    shown = code(secret, time.time() + 30)
    opened = []
    for _browser in range(2):
        client = Client()
        client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
        client.post("/account/authenticate/", {"code": shown})
        opened.append(client.get("/account/").status_code)
    assert opened == [200, 302]


def test_guessing_codes_is_limited(staffed, account, enter, client):
    user = account()
    secret = switched_on(enter(user))
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    for n in range(10):
        client.post("/account/authenticate/", {"code": f"{n:06d}"})
    client.post("/account/authenticate/", {"code": code(secret, time.time() + 30)})
    assert client.get("/account/").status_code == 302


def test_recovery_code_opens_once(staffed, account, enter):
    user = account()
    client = enter(user)
    switched_on(client)
    page = BeautifulSoup(client.get("/account/recovery-codes/").content, "html.parser")
    codes = [one.get_text() for one in page.select(".codes code")]
    assert len({*codes}) == 10
    file = client.get("/account/recovery-codes/download/").content.decode()
    assert file.split() == codes
    opened = []
    for _browser in range(2):
        other = Client()
        other.post("/sign-in/", {"login": user.email, "password": PASSWORD})
        other.post("/account/authenticate/", {"code": codes[0]})
        opened.append(other.get("/account/").status_code)
    assert opened == [200, 302]


def test_secret_lies_encrypted(staffed, account, enter):
    secret = switched_on(enter(account()))
    assert secret not in str(Authenticator.objects.values_list("data"))


def test_app_is_switched_off_again(staffed, account, enter, client):
    user = account()
    other = enter(user)
    switched_on(other)
    other.post("/account/totp/deactivate/")
    answer = client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_safety_pages_ask_who_it_is(staffed, account, enter):
    client = enter(account())
    for path in ("/account/totp/activate/", "/account/webauthn/add/"):
        assert client.get(path).headers["Location"].startswith("/account/confirm/")


def test_leaving_the_second_factor_leads_back_to_signing_in(staffed, account, enter, client):
    user = account()
    switched_on(enter(user))
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    client.post("/sign-out/", {"next": "/sign-in/"})
    assert client.get("/sign-in/").status_code == 200


@pytest.mark.parametrize("path", ["/account/password/", "/account/password/first/",
                                  "/account/totp/activate/", "/account/webauthn/add/",
                                  "/account/recovery-codes/generate/"])  # fmt: skip
def test_demo_account_gets_no_way_in_of_its_own(staffed, path, db):
    client = Client()
    user = User.objects.create_user("d@demo.example", name="D", role=Role.DIRECTOR, demo=True)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert client.get(path).status_code == 404
    assert client.get("/account/").status_code == 200
