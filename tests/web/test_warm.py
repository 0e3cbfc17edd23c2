"""What a server that has just started writes ahead is what its people ask first."""

import os

import pytest

from merilo.metrics.engines.engine import Engine
from merilo.report import warm as ahead
from merilo.web.accounts.models import Role
from merilo.web.desks import desk

pytestmark = pytest.mark.django_db
FIRST = {
    Role.DIRECTOR: ("", "/people/", "/people/test:boris/"),
    Role.HEAD: ("test:boris", "/people/", "/people/?compare=previous", "/people/test:kim/"),
    Role.SELLER: ("test:kim", "/people/test:kim/"),
}


@pytest.fixture
def few(monkeypatch):
    """Of all comparisons one, and no rows behind figures: writing them all takes a minute."""
    monkeypatch.setattr(ahead, "COMPARED", ("previous",))
    monkeypatch.setattr(ahead, "behind", lambda *_said: ())


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("role", FIRST)
def test_who_looks_first_waits_for_no_writing(role, over_firm, signed, monkeypatch):
    person, *paths = FIRST[role]
    client, asked, write = signed(role, person), [], Engine.write
    assert ahead.warm(desk()) > 30
    monkeypatch.setattr(Engine, "write", lambda *said: asked.append(said[1:]) or write(*said))
    for path in paths:
        assert client.get(path).status_code == 200
    assert asked == []


def test_works_aside_and_where_there_are_no_facts_does_nothing(over_firm, tmp_path, monkeypatch):
    nice, found = [], []
    monkeypatch.setattr(os, "nice", nice.append)
    monkeypatch.setattr(ahead, "warm", found.append)
    ahead.main(over_firm)
    ahead.main(tmp_path / "nothing")

    assert [one.home for one in found] == [over_firm]
    assert nice == [10, 10]
