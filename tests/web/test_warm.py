"""What a server that has just started writes ahead is what its people ask first."""

import pytest

from merilo.metrics.engines.engine import Engine
from merilo.report.warm import warm
from merilo.web.accounts.models import Role
from merilo.web.desks import desk

pytestmark = pytest.mark.django_db
FIRST = {
    Role.DIRECTOR: ("", "/people/", "/people/test:boris/"),
    Role.HEAD: ("test:boris", "/people/", "/people/?compare=previous", "/people/test:kim/"),
    Role.SELLER: ("test:kim", "/people/test:kim/"),
}


@pytest.mark.parametrize("role", FIRST)
def test_who_looks_first_waits_for_no_writing(role, over_firm, signed, monkeypatch):
    person, *paths = FIRST[role]
    client, asked, write = signed(role, person), [], Engine.write
    assert warm(desk()) > 100
    monkeypatch.setattr(Engine, "write", lambda *said: asked.append(said[1:]) or write(*said))
    for path in paths:
        assert client.get(path).status_code == 200
    assert asked == []
