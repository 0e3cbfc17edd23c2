"""Who may open what: every address against every role. A new address fails until it is listed."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from merilo.web.access.door import Door
from merilo.web.access.pages import EVERYBODY_SIGNED_IN, PAGES, PUBLIC
from merilo.web.accounts.models import Role

pytestmark = pytest.mark.django_db

# What stands in the places of an address; of a place that is not here nobody has thought yet.
PLACES = {
    "metric": "calls", "key": "test:ann", "word": "nobody-knows-it", "uidb36": "1", "pk": 1,
    "provider_id": "sso", "id": 1, "way": "webhook", "name": "dynamics", "system": "amocrm",
    "number": 1, "answer": 1, "connection": "dynamics", "secret": "nobody-knows-it",
    "sent": "00000000-0000-4000-8000-000000000000", "work": "00000000-0000-4000-8000-000000000000",
}  # fmt: skip


def addresses(
    resolver: URLResolver | None = None, places: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address by its name, with the places in it."""
    for one in (resolver or get_resolver()).url_patterns:
        all_of_it = (*places, *one.pattern.regex.groupindex)
        if isinstance(one, URLPattern):
            yield one.name or "", all_of_it
        else:
            yield from addresses(one, all_of_it)


ALL = sorted(set(addresses()))
NAMES = [name for name, _places in ALL]


def test_every_address_has_a_name_and_stands_in_the_table():
    assert not {name for name, _places in ALL} - PAGES.keys()


def test_table_names_no_page_that_is_not_there():
    assert not PAGES.keys() - {name for name, _places in ALL}


def path(name: str, places: tuple[str, ...]) -> str:
    if name == "account_reset_password_from_key":  # a key is of letters and a sign
        return reverse(name, kwargs={"uidb36": "1", "key": "1-2"})
    return reverse(name, kwargs={place: PLACES[place] for place in places})


@pytest.fixture
def door(monkeypatch):
    """Whether the door was open when it was last knocked at."""
    came: list[bool] = []
    knock = Door.process_view

    def watched(self, request, view, args, kwargs):
        came.append(False)
        answer = knock(self, request, view, args, kwargs)
        came[-1] = answer is None
        return answer

    monkeypatch.setattr(Door, "process_view", watched)
    return lambda: came[-1]


@pytest.mark.parametrize(("name", "places"), ALL, ids=NAMES)
def test_page_opens_to_those_it_is_for_and_to_strangers_it_is_not_there(
    name, places, over_firm, signed, door
):
    where, allowed = path(name, places), PAGES[name]
    for role in Role:
        client = signed(role, "test:ann")
        response = client.get(where)
        assert door() == (allowed is PUBLIC or role in allowed), (role, where)
        if not door():
            assert response.status_code == 404, (role, where)
            assert client.post(where).status_code == 404, (role, where)


@pytest.mark.parametrize(("name", "places"), ALL, ids=NAMES)
def test_who_is_not_signed_in_is_sent_to_sign_in_and_sees_nothing(
    name, places, over_firm, db, door
):
    client, where = Client(), path(name, places)
    response = client.get(where)

    assert door() == (PAGES[name] is PUBLIC)
    if not door():
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=")
        assert client.post(where).status_code == 302


@pytest.mark.parametrize(("name", "places"), ALL, ids=NAMES)
def test_looking_changes_nothing(name, places, over_firm, signed):
    """GET is safe: no row of accounts is another after it."""
    from merilo.web.accounts.models import Invitation, User

    client = signed(Role.ADMINISTRATOR)
    before = [*User.objects.values_list("pk", "role", "is_active")], Invitation.objects.count()
    client.get(path(name, places))

    assert ([*User.objects.values_list("pk", "role", "is_active")],
            Invitation.objects.count()) == before  # fmt: skip


def test_form_from_elsewhere_changes_nothing(over_firm, signed):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/language/", {"language": "hu"})

    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()


def test_every_page_is_under_the_strict_policy(over_firm, signed):
    client = signed()
    for page in ("/people/", "/metrics/", "/figures/calls/?period=2016-03", "/nothing/"):
        policy = client.get(page).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_everybody_means_every_role():
    assert {*Role} == {*EVERYBODY_SIGNED_IN}
