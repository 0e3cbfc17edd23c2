"""Sessions: seen with device and address, ended one by one, ended all; what holds at once."""

import pytest
from allauth.usersessions.models import UserSession
from bs4 import BeautifulSoup

from merilo.web.accounts.models import Role, User
from merilo.web.accounts.sessions import device

pytestmark = pytest.mark.django_db
WINDOWS = ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
           "Chrome/142.0.0.0 Safari/537.36")  # fmt: skip
PHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
         "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1")  # fmt: skip


@pytest.mark.parametrize(("agent", "name"), [
    (WINDOWS, "Chrome, Windows"), (WINDOWS + " Edg/142.0", "Edge, Windows"),
    (PHONE, "Safari, iOS"), ("curl/8.5", ""),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox, Linux"),
])  # fmt: skip
def test_device_is_named(agent, name):
    assert device(agent) == name


def test_profile_shows_where_one_is_signed_in(staffed, account, enter):
    user = account()
    enter(user, headers={"User-Agent": PHONE}, REMOTE_ADDR="10.0.0.7")
    page = enter(user, headers={"User-Agent": WINDOWS}).get("/account/").content
    found = [one.get_text(" ", strip=True) for one in
             BeautifulSoup(page, "html.parser").select(".across .things li")]  # fmt: skip
    assert found[0].startswith("Chrome, Windows this one 127.0.0.1")
    assert found[1].startswith("Safari, iOS 10.0.0.7")


def test_session_ends_at_once(staffed, account, enter):
    user = account()
    lost, mine = enter(user), enter(user)
    key = lost.session.session_key
    mine.post(f"/account/sessions/{UserSession.objects.get(session_key=key).pk}/end/")
    assert lost.get("/account/").status_code == 302
    assert mine.get("/account/").status_code == 200


def test_all_others_end(staffed, account, enter):
    user = account()
    others, mine = [enter(user), enter(user)], enter(user)
    mine.post("/account/sessions/")
    assert [one.get("/account/").status_code for one in others] == [302, 302]
    assert mine.get("/account/").status_code == 200


def test_nobody_ends_the_session_of_another(staffed, account, enter):
    victim = enter(account("ann@firm.example"))
    victim.get("/account/")
    key = UserSession.objects.get().pk
    other = enter(account("bob@firm.example"))
    assert other.post(f"/account/sessions/{key}/end/").status_code == 404
    assert victim.get("/account/").status_code == 200


def test_switching_off_ends_the_session_at_once_and_for_good(staffed, account, enter):
    administrator = enter(account())
    user = account("ann@firm.example", Role.SELLER)
    client = enter(user)
    administrator.post(f"/accounts/{user.pk}/active/", {"active": "false"})
    assert client.get("/account/").status_code == 302
    administrator.post(f"/accounts/{user.pk}/active/", {"active": "true"})
    assert client.get("/account/").status_code == 302  # an old session does not come back
    assert enter(user).get("/account/").status_code == 200


def test_role_holds_from_the_next_page(staffed, account, enter):
    administrator = enter(account())
    user = account("ann@firm.example", Role.SELLER)
    client = enter(user)
    before = client.get("/accounts/").status_code
    administrator.post(f"/accounts/{user.pk}/", {"name": "Ann", "role": "administrator"})
    assert (before, client.get("/accounts/").status_code) == (404, 200)
    administrator.post(f"/accounts/{user.pk}/", {"name": "Ann", "role": "seller"})
    assert client.get("/accounts/").status_code == 404


def test_person_holds_from_the_next_page(staffed, account, enter):
    administrator = enter(account())
    user = account("ann@firm.example", Role.SELLER)
    client = enter(user)
    asked = {"period": "2017-10", "columns": "calls"}
    before = client.get("/people/", asked).content.decode()
    said = {"name": "Ann", "role": "seller", "person": "Anna Ivanova"}
    administrator.post(f"/accounts/{user.pk}/", said)
    assert "Anna Ivanova" not in before
    assert "Anna Ivanova" in client.get("/people/", asked).content.decode()


def test_language_and_appearance_hold_from_the_next_page(staffed, account, enter):
    client = enter(account())
    client.post("/account/", {"name": "Ann", "language": "hu", "theme": "dark"})
    page = BeautifulSoup(client.get("/account/").content, "html.parser")
    assert (page.html["lang"], page.html["data-bs-theme"]) == ("hu", "dark")
    assert User.objects.get().name == "Ann"


def test_own_page_changes_neither_role_nor_person(staffed, account, enter):
    user = account("ann@firm.example", Role.SELLER)
    enter(user).post("/account/", {"name": "Ann", "role": "administrator", "person": "test:bob",
                                   "email": "x@firm.example", "is_active": "true"})  # fmt: skip
    user.refresh_from_db()
    assert (user.role, user.person, user.email) == ("seller", "", "ann@firm.example")
