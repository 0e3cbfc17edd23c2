"""The administrator's pages: accounts listed, changed, switched off; people invited."""

import threading

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connections
from django.test import Client

from merilo.web.accounts.changes import LastAdministrator, change
from merilo.web.accounts.models import Invitation, Role, User
from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.test_way_in import said

pytestmark = pytest.mark.django_db


def rows(answer) -> list[list[str]]:
    page = BeautifulSoup(answer.content, "html.parser")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
            for row in page.select("table.accounts tbody tr")]  # fmt: skip


def links(answer) -> list[str]:
    """The paths of the links that are shown."""
    page = BeautifulSoup(answer.content, "html.parser")
    return [one["value"].removeprefix("http://testserver") for one in page.select("input.link")]


def test_list_says_who_as_what_whose_and_how_well_proven(staffed, account, enter):
    client = enter(account())
    account("ann@firm.example", Role.SELLER, person="test:ann", is_active=False)
    [me, ann] = rows(client.get("/accounts/"))
    assert me[:4] == ["Me me@firm.example", "Administrator", "—", "active"]
    assert me[5] == "no"
    assert ann[:5] == ["Ann ann@firm.example", "Sales rep", "Anna Ivanova", "switched off", "never"]


@pytest.mark.parametrize(("asked", "names"), [
    ({"q": "ИВАН"}, ["Иван"]), ({"q": "boris@"}, ["Boris"]), ({"q": "Anna Iv"}, ["Иван"]),
    ({"state": "off"}, ["Boris"]), ({"state": "unmatched"}, ["Me"]), ({"q": "zz"}, []),
])  # fmt: skip
def test_list_is_searched_in_any_alphabet_and_narrowed(staffed, account, enter, asked, names):
    client = enter(account())
    account("ann@firm.example", Role.SELLER, person="test:ann", name="Иван")
    account("boris@firm.example", Role.HEAD, person="test:bob", is_active=False)
    assert [row[0].split()[0] for row in rows(client.get("/accounts/", asked))] == names


def test_three_hundred_accounts_come_in_pages_with_as_many_questions(
    staffed, account, enter, django_assert_max_num_queries
):
    client = enter(account())
    User.objects.bulk_create(User(email=f"{n}@firm.example", name=f"N{n:03}") for n in range(300))
    with django_assert_max_num_queries(20):
        assert len(rows(client.get("/accounts/"))) == 50
    assert len(rows(client.get("/accounts/?page=7"))) == 1


def test_invitation_is_shown_once_and_makes_the_account(staffed, account, enter):
    client = enter(account())
    asked = {"email": "anna@firm.example", "name": "Anna", "role": "seller", "person": ""}
    shown = client.post("/accounts/invite/", asked)
    [path] = links(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert path not in client.get("/accounts/").content.decode()
    Client().post(path, {"name": "Anna", "password": PASSWORD})
    made = User.objects.get(email="anna@firm.example")
    assert (made.role, made.person) == ("seller", "test:ann")  # found by the address in the facts
    assert mail.outbox == []


def test_invitation_goes_by_mail_where_it_is_set_up(staffed, settings, account, enter):
    settings.MAIL = True
    client = enter(account())
    asked = {"email": "anna@firm.example", "name": "Anna", "role": "seller"}
    shown = client.post("/accounts/invite/", asked)
    [letter] = mail.outbox
    assert letter.to == ["anna@firm.example"]
    assert links(shown)[0] in letter.body
    assert "sent by mail" in shown.content.decode()


def test_link_is_shown_where_the_mail_fails(staffed, settings, account, enter):
    settings.MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    asked = {"email": "anna@firm.example", "name": "Anna", "role": "seller"}
    shown = enter(account()).post("/accounts/invite/", asked)
    assert "the mail could not be sent" in shown.content.decode()
    assert len(links(shown)) == 1


def test_person_is_chosen_from_the_list_and_is_nobody_elses(staffed, account, enter):
    client = enter(account())
    account("x@firm.example", Role.SELLER, person="test:ann")
    asked = {"email": "new@firm.example", "name": "New", "role": "seller"}
    taken = client.post("/accounts/invite/", asked | {"person": "Anna Ivanova"})
    assert said(taken) == "This person has an account already: x@firm.example"
    unknown = client.post("/accounts/invite/", asked | {"person": "Nobody"})
    assert said(unknown) == "There is no such person: choose one of the list."
    client.post("/accounts/invite/", asked | {"person": "Dan Silent"})
    assert Invitation.objects.get().person == "test:dan"


def test_accounts_are_matched_with_people_by_vouched_addresses(staffed, account, enter):
    from allauth.account.models import EmailAddress

    client = enter(account())
    for email, verified in (("anna@firm.example", True), ("boris@firm.example", False),
                            ("shared@firm.example", True)):  # fmt: skip
        user = account(email, Role.SELLER)
        EmailAddress.objects.create(user=user, email=email, verified=verified)
    assert "1 account has the address" in client.get("/accounts/").content.decode()
    client.post("/accounts/match/")
    found = dict(User.objects.exclude(person="").values_list("email", "person"))
    assert found == {"anna@firm.example": "test:ann"}


def test_people_with_addresses_are_invited_in_one_go(staffed, account, enter):
    client = enter(account())
    page = BeautifulSoup(client.get("/accounts/invite/people/").content, "html.parser")
    offered = [one["value"] for one in page.select("input[name=person]")]
    assert offered == ["test:ann", "test:bob"]  # not who left, has none, or shares it with another
    shown = client.post("/accounts/invite/people/", {"person": offered})
    assert len(links(shown)) == 2
    made = {one.person: (one.email, one.role) for one in Invitation.objects.all()}
    assert made == {"test:ann": ("anna@firm.example", "seller"),
                    "test:bob": ("boris@firm.example", "head")}  # fmt: skip
    again = client.get("/accounts/invite/people/").content.decode()
    assert "Everybody of the facts who has an address is invited" in again


def test_link_made_anew_ends_the_old_one(staffed, account, enter):
    client = enter(account())
    asked = {"email": "anna@firm.example", "name": "Anna", "role": "seller"}
    [old] = links(client.post("/accounts/invite/", asked))
    [new] = links(client.post(f"/accounts/invitations/{Invitation.objects.get().pk}/",
                              {"do": "again"}))  # fmt: skip
    assert [Client().get(path).status_code for path in (old, new)] == [404, 200]


def test_second_invitation_to_an_address_ends_the_first(staffed, account, enter):
    client = enter(account())
    asked = {"email": "anna@firm.example", "name": "Anna", "role": "seller"}
    found = [links(client.post("/accounts/invite/", asked))[0] for _time in range(2)]
    assert [Client().get(path).status_code for path in found] == [404, 200]


def test_withdrawn_invitation_opens_nothing(staffed, account, enter):
    client = enter(account())
    asked = {"email": "anna@firm.example", "name": "Anna", "role": "seller"}
    [path] = links(client.post("/accounts/invite/", asked))
    client.post(f"/accounts/invitations/{Invitation.objects.get().pk}/", {"do": "withdraw"})
    assert Client().get(path).status_code == 404
    assert not Invitation.objects.exists()


def test_account_is_changed_by_person_name_and_role(staffed, account, enter):
    client = enter(account())
    user = account("ann@firm.example", Role.SELLER)
    said_ = {"name": "Anna", "role": "head", "person": "Anna Ivanova"}
    assert client.post(f"/accounts/{user.pk}/", said_).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.role, user.person) == ("Anna", "head", "test:ann")
    assert client.post(f"/accounts/{user.pk}/", said_ | {"role": "owner"}).status_code == 422


def test_sessions_of_another_end_at_once(staffed, account, enter):
    administrator, user = enter(account()), account("ann@firm.example", Role.SELLER)
    client = enter(user)
    client.get("/account/")
    administrator.post(f"/accounts/{user.pk}/sessions/")
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("fields", [{"role": Role.SELLER}, {"is_active": False}])
def test_last_administrator_stays_one(db, account, fields):
    user = account()
    account("off@firm.example", is_active=False)
    User.objects.create_user("a@demo.example", role=Role.ADMINISTRATOR, demo=True)  # opens nothing
    with pytest.raises(LastAdministrator):
        change(user, **fields)
    user.refresh_from_db()
    assert (user.role, user.is_active) == ("administrator", True)


def test_last_administrator_is_told_in_words(staffed, account, enter):
    user = account()
    client = enter(user)
    answer = client.post(f"/accounts/{user.pk}/", {"name": "Me", "role": "seller"})
    assert (answer.status_code, said(answer)[:34]) == (422, "This is the last administrator: no")
    off = client.post(f"/accounts/{user.pk}/active/", {"active": "false"}, follow=True)
    assert "This is the last administrator" in off.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_take_each_others_role_at_once(account):
    pair = [account("a@firm.example"), account("b@firm.example")]
    start, refused = threading.Barrier(2), []

    def demote(user: User) -> None:
        start.wait()
        try:
            change(user, role=Role.SELLER)
        except LastAdministrator:
            refused.append(user.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=demote, args=[user]) for user in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.filter(role=Role.ADMINISTRATOR).count() == 1


@pytest.mark.parametrize("path", ["/accounts/{}/active/", "/accounts/{}/sessions/",
                                  "/accounts/invitations/{}/"])  # fmt: skip
def test_changes_are_posted(staffed, account, enter, path):
    user = account()
    assert enter(user).get(path.format(user.pk)).status_code == 405
