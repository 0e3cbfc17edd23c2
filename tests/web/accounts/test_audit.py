"""The audit log: who did what, when, before and after; without anything secret."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from auditlog.models import LogEntry
from bs4 import BeautifulSoup
from django.test import Client

from merilo.web.accounts.models import Role
from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.test_factors import switched_on
from tests.web.accounts.test_office import links

pytestmark = pytest.mark.django_db


def lines(client, **asked) -> list[list[str]]:
    """When, who, what, to whom, changes, address; the newest first; without when."""
    page = BeautifulSoup(client.get("/audit/", asked).content, "html.parser")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")][1:]
            for row in page.select("table.audit tbody tr")]  # fmt: skip


def test_change_is_told_before_and_after_in_words(staffed, account, enter):
    client = enter(account())
    user = account("ann@firm.example", Role.SELLER)
    said = {"name": "Ann", "role": "head", "person": "Anna Ivanova"}
    client.post(f"/accounts/{user.pk}/", said)
    assert lines(client)[0] == [
        "Me", "Account: changed", "Ann",
        "Role Sales rep → Head of sales Person in the facts — → Anna Ivanova", "127.0.0.1",
    ]  # fmt: skip


def test_coming_and_going_and_refusals_are_told(staffed, account, enter, client):
    user = account()
    client.post("/sign-in/", {"login": user.email, "password": "wrong"}, REMOTE_ADDR="10.0.0.9")
    client.post("/sign-in/", {"login": "nobody@firm.example", "password": "wrong"})
    enter(user).post("/sign-out/")
    found = lines(enter(user))
    assert found[0][:2] == ["Me", "Signed in"]
    assert found[1][:2] == ["Me", "Signed out"]
    assert ["—", "Sign-in refused", "me@firm.example", "", "10.0.0.9"] in found
    assert ["—", "Sign-in refused", "nobody@firm.example", "", "127.0.0.1"] in found


def test_files_that_leave_are_told(staffed, account, enter):
    client = enter(account())
    answer = client.get("/people/?period=2017-10&columns=calls&form=csv")
    answer.getvalue()
    [entry] = LogEntry.objects.filter(additional_data__event="export")
    assert entry.object_repr == "/people/?period=2017-10&columns=calls&form=csv"
    assert lines(client, what="export")[0][:2] == ["Me", "File exported"]


@pytest.mark.django_db(transaction=True)
def test_invitations_factors_and_ended_sessions_are_told(staffed, account, enter):
    client = enter(account())
    switched_on(client)
    asked = {"email": "anna@firm.example", "name": "Anna", "role": "seller"}
    [path] = links(client.post("/accounts/invite/", asked))
    Client().post(path, {"name": "Anna", "password": PASSWORD})
    said = [line[1] for line in lines(client)]
    assert {"Second factor added", "Invitation: made", "Invitation: changed", "Account: made",
            "Signed in"} <= {*said}  # fmt: skip


def test_nothing_secret_is_written(staffed, settings, account, enter):
    settings.MAIL = True
    client = enter(account())
    secret = switched_on(client)
    asked = {"email": "anna@firm.example", "name": "Anna", "role": "seller"}
    [path] = links(client.post("/accounts/invite/", asked))
    new = {"password1": "quite another one", "password2": "quite another one"}
    client.post("/account/password/", {"oldpassword": PASSWORD} | new)
    client.post("/sign-in/", {"login": "x@firm.example", "password": "my secret typed"})
    written = str([*LogEntry.objects.values_list()])
    page = client.get(path).content.decode()
    word = path.split("/")[2]
    hidden = (PASSWORD, "quite another one", "my secret typed", secret, word, "argon2", "md5$")
    assert page
    assert [one for one in hidden if one in written] == []


def test_filters_by_who_what_and_days(staffed, account, enter):
    client = enter(account())
    user = account("ann@firm.example", Role.SELLER, name="Анна")
    enter(user)
    LogEntry.objects.filter(actor=user).update(timestamp=datetime(2018, 1, 9, 22, tzinfo=UTC))
    [came] = lines(client, who="АННА", what="sign_in")
    assert came[:2] == ["Анна", "Signed in"]
    # 22:00 UTC is the next day in Moscow, where the company is
    assert lines(client, who="АННА", what="sign_in", since="2018-01-10", until="2018-01-10")
    assert not lines(client, who="АННА", what="sign_in", since="2018-01-09", until="2018-01-09")
    assert {line[1] for line in lines(client, what="accounts.user")} == {"Account: made"}
    assert lines(client, who="nobody of the kind") == []


def test_pages_hold_fifty_and_the_file_holds_all(staffed, account, enter):
    user = account()
    client = enter(user)
    earlier = LogEntry.objects.get(additional_data__event="sign_in")
    for n in range(120):
        earlier.pk, earlier.object_repr = None, f"=SUM({n})"
        earlier.save()
    LogEntry.objects.update(timestamp=datetime.now(UTC) - timedelta(hours=1))
    assert len(lines(client)) == 50
    total = LogEntry.objects.count()
    body = b"".join(client.get("/audit/?form=csv").streaming_content).decode("utf-8-sig")
    rows = [*csv.reader(StringIO(body), delimiter=";")]
    assert rows[0] == ["When", "Who", "What", "To whom", "Changes", "From where"]
    assert len(rows) == 1 + total + 1  # the taking of this file is an entry, too
    assert any(row[3] == "'=SUM(7)" for row in rows)  # and is no formula


def test_entries_stay_when_the_record_goes(staffed, account, enter):
    client = enter(account())
    asked = {"email": "anna@firm.example", "name": "Anna", "role": "seller"}
    client.post("/accounts/invite/", asked)
    from merilo.web.accounts.models import Invitation

    client.post(f"/accounts/invitations/{Invitation.objects.get().pk}/", {"do": "withdraw"})
    assert [line[1] for line in lines(client, what="accounts.invitation")] == [
        "Invitation: deleted", "Invitation: made",
    ]  # fmt: skip
