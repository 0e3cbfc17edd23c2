"""Signing in by password: right, wrong, too often; a password forgotten."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from merilo.web.accounts.models import Invitation, Role, User
from tests.web.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def said(answer) -> str:
    """What the page says is wrong."""
    page = BeautifulSoup(answer.content, "html.parser")
    return " ".join(one.get_text(" ", strip=True) for one in page.select(".wrong:not([hidden])"))


def whole(answer) -> str:
    """The page without what is new in each: the token of forms."""
    return re.sub(r'(content|value)="\w{64}"', "", answer.content.decode())


def test_right_password_opens(staffed, account, enter):
    assert enter(account()).get("/account/").status_code == 200


def test_wrong_password_and_unknown_address_answer_alike(client, account):
    account("ann@firm.example")
    wrong = [client.post("/sign-in/", {"login": who, "password": "wrong"})
             for who in ("ann@firm.example", "bob@firm.example")]  # fmt: skip
    assert [answer.status_code for answer in wrong] == [422, 422]
    assert said(wrong[0]) == "The address or the password is wrong."
    assert whole(wrong[0]).replace("ann@", "bob@") == whole(wrong[1])


def test_account_that_is_off_is_told_to_who_knows_the_password_alone(client, account):
    user = account("ann@firm.example", is_active=False)
    answer = client.post("/sign-in/", {"login": user.email, "password": PASSWORD}, follow=True)
    assert b"This account is switched off" in answer.content
    assert said(client.post("/sign-in/", {"login": user.email, "password": "wrong"})) == (
        "The address or the password is wrong."
    )


def test_sixth_attempt_has_to_wait_even_with_the_right_password(client, account):
    user = account("ann@firm.example")
    for _attempt in range(5):
        client.post("/sign-in/", {"login": user.email, "password": "wrong"})
    answer = client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert said(answer) == "Too many attempts that failed. Wait five minutes, then try again."
    assert client.get("/account/").status_code == 302


def test_attempts_of_many_addresses_from_one_place_are_limited_in_words(client, account):
    answers = [client.post("/sign-in/", {"login": f"{n}@firm.example", "password": "wrong"})
               for n in range(31)]  # fmt: skip
    assert answers[-1].status_code == 429
    assert b"one has to wait now" in answers[-1].content


def test_address_of_a_proxy_is_believed_only_where_there_is_one(client, account):
    for n in range(31):  # a stranger who writes a new address into the header each time
        answer = client.post("/sign-in/", {"login": f"{n}@firm.example", "password": "wrong"},
                             headers={"X-Forwarded-For": f"10.0.0.{n}"})  # fmt: skip
    assert answer.status_code == 429


@pytest.mark.parametrize("path", ["/sign-in/", "/account/confirm/"])
@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example",
                                "javascript:alert(1)"])  # fmt: skip
def test_way_on_leads_to_no_other_site(staffed, client, account, enter, path, to):
    user = account()
    asker = client if path == "/sign-in/" else enter(user)
    answer = asker.post(path, {"login": user.email, "password": PASSWORD, "next": to})
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]
    assert answer.headers["Location"].startswith("/")


def test_way_on_leads_back_to_the_page_asked_for(client, account):
    asked = client.get("/audit/")
    page = BeautifulSoup(client.get(asked.headers["Location"]).content, "html.parser")
    kept = page.select_one("input[name=next]")["value"]
    user = account()
    answer = client.post("/sign-in/", {"login": user.email, "password": PASSWORD, "next": kept})
    assert answer.headers["Location"] == "/audit/"


def test_forgotten_password_is_chosen_anew_by_the_letter_and_ends_sessions(
    staffed, settings, client, account, enter
):
    settings.MAIL = True
    user = account("ann@firm.example")
    earlier = enter(user)
    client.post("/password/reset/", {"email": user.email})
    [letter] = mail.outbox
    path = re.search(r"http://testserver(/password/reset/key/\S+)", letter.body)[1]
    form = client.get(path, follow=True).request["PATH_INFO"]
    new = {"password1": "quite another one", "password2": "quite another one"}
    answer = client.post(form, new)
    assert answer.status_code == 302, answer.content.decode()
    assert answer.headers["Location"] == "/password/reset/key/done/"
    assert User.objects.get().check_password("quite another one")
    assert earlier.get("/account/").status_code == 302
    assert b"This link is used up" in Client().get(path, follow=True).content


def test_reset_answers_alike_for_known_and_unknown_addresses(settings, client, account):
    settings.MAIL = True
    account("ann@firm.example")
    answers = [client.post("/password/reset/", {"email": who}, follow=True)
               for who in ("ann@firm.example", "nobody@firm.example")]  # fmt: skip
    assert whole(answers[0]) == whole(answers[1])
    assert [one.to for one in mail.outbox] == [["ann@firm.example"], ["nobody@firm.example"]]
    assert "http" not in mail.outbox[1].body


def test_account_that_is_off_gets_no_link(settings, client, account):
    settings.MAIL = True
    account("ann@firm.example", is_active=False)
    client.post("/password/reset/", {"email": "ann@firm.example"})
    assert all("/password/reset/key/" not in one.body for one in mail.outbox)


@pytest.mark.parametrize("weak", ["short", "12345678901", "password", "ann@firm.example"])
def test_password_that_is_guessed_first_is_refused(client, db, weak):
    _made, word = Invitation.make(datetime.now(UTC), role=Role.SELLER, email="ann@firm.example")
    answer = client.post(f"/join/{word}/", {"name": "Ann", "password": weak})
    assert answer.status_code == 422
    assert said(answer)
    assert not User.objects.exists()


def test_new_password_asks_for_the_one_before(staffed, account, enter):
    client = enter(account())
    new = {"password1": "quite another one", "password2": "quite another one"}
    wrong = client.post("/account/password/", {"oldpassword": "wrong"} | new)
    assert wrong.status_code == 422
    assert said(wrong) == "Type the password you have now."
    client.post("/account/password/", {"oldpassword": PASSWORD} | new)
    assert User.objects.get().check_password("quite another one")


def test_link_makes_one_account_of_its_role_and_dies(staffed, client, db):
    made, word = Invitation.make(datetime.now(UTC), role=Role.HEAD, email="bob@firm.example",
                                 person="test:bob")  # fmt: skip
    said_ = {"name": "Bob", "email": "other@firm.example", "password": PASSWORD, "role": "director"}
    assert client.post(f"/join/{word}/", said_).status_code == 302
    user = User.objects.get()
    assert (user.email, user.role, user.person) == ("bob@firm.example", "head", "test:bob")
    assert Client().get(f"/join/{word}/").status_code == 404
    assert word not in str(Invitation.objects.values_list())
    assert made.fingerprint in str(Invitation.objects.values_list())


def test_link_is_over_after_seven_days(client, db):
    then = datetime.now(UTC) - timedelta(days=7, seconds=1)
    _made, word = Invitation.make(then, role=Role.HEAD)
    assert client.get(f"/join/{word}/").status_code == 404


def test_sign_out_ends_the_session_on_the_server(staffed, account, enter):
    client = enter(account())
    kept = client.cookies["merilo"].value
    client.post("/sign-out/")
    thief = Client()
    thief.cookies["merilo"] = kept
    assert thief.get("/account/").status_code == 302
