"""Calls of connected systems: kept, answered at once, drained; forged ones leave no trace."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from merilo.company import Company
from merilo.sources.sync import known, run
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Hint
from merilo.web.hooks import address, drain, tasks
from merilo.web.hooks.models import Call
from tests.sources.sync.toy import START, Toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def toy(tmp_path, settings, monkeypatch) -> Toy:
    """A home with the toy connected; its hooks name a deal in plain text."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(tasks, "drain_soon", lambda connection: None)
    settings.HOME = tmp_path / "home"
    Company(zone="Europe/Moscow", currency="RUB").save(settings.HOME)
    found = Toy()

    def heard(body: bytes, kind: str, chosen: object, account: object) -> list[Hint] | None:
        said = body.decode("utf-8")
        return None if said == "forged" else [Hint("deals", said)]

    found.heard = heard
    monkeypatch.setattr(run, "connector", lambda name: found)
    monkeypatch.setattr(drain, "connector", lambda name: found)
    known.connector.cache_clear()
    keep(settings.HOME, Connection("toy", "toy"))
    address._secret.cache_clear()
    drain._told.clear()
    return found


def call(path: str, body: bytes, **more: str):
    return Client().post(path, body, content_type="application/x-www-form-urlencoded", **more)


def test_a_call_is_kept_sealed_and_becomes_a_hint(toy, settings):
    path = address.address("toy")
    assert call(path, b"a1").status_code == 200
    assert b"a1" not in bytes(Call.objects.get().sealed)
    assert drain.drain("toy") == 1

    marks = Marks(settings.HOME, "toy")
    assert [(stream, id) for stream, id, _at in marks.hinted()] == [("deals", "a1")]
    marks.close()
    assert not Call.objects.exists()


def test_a_call_that_names_nothing_still_makes_us_look(toy, monkeypatch):
    del toy.heard  # a telephone system, a database
    looked = []
    monkeypatch.setattr(tasks.Sync, "run", lambda self: looked.append(self.connection.name))
    call(address.address("toy"), b"anything")
    tasks.drain_now("toy")

    assert looked == ["toy"]
    assert not Call.objects.exists()


def test_doubles_and_any_order_come_to_the_same(toy, settings):
    path = address.address("toy")
    for body in (b"b", b"a", b"b", b"a"):
        call(path, body)
    drain.drain("toy")
    marks = Marks(settings.HOME, "toy")
    assert sorted(id for _stream, id, _at in marks.hinted()) == ["a", "b"]
    marks.close()


def test_what_was_called_is_read_again_and_loaded(toy, settings, monkeypatch):
    toy.streams[0].put("a", START - 5000, outcome="won")
    monkeypatch.setattr(run.time, "time", lambda: START)
    sync = run.Sync(settings.HOME, Connection("toy", "toy"), clock=lambda: START)
    sync.run()
    toy.streams[0].put("late", START + 10_000)  # changed after all that is read by time
    call(address.address("toy"), b"late")
    drain.drain("toy")
    results = run.Sync(settings.HOME, Connection("toy", "toy"), clock=lambda: START + 60).run()
    assert [one.counts["deals"].accepted for one in results if one.counts] == [1]


def test_a_call_does_not_make_us_ask_who_has_shut_us_out(toy, settings, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.Sync, "run", lambda self: asked.append(self.connection.name))
    work = tasks.drain_now
    call(address.address("toy"), b"a1")
    work("toy")
    assert asked == ["toy"]

    marks = Marks(settings.HOME, "toy")
    said = {"said": "403"}
    kind = "merilo.sources.sync.faults:Blocked"
    marks.note(trouble={"kind": kind, "fields": said, "at": time.time(), "until": None})
    marks.close()
    call(address.address("toy"), b"a2")
    work("toy")
    assert asked == ["toy"]


def test_who_does_not_know_the_secret_finds_nothing(toy):
    address.address("toy")
    for path in ("/hooks/toy/wrong/", "/hooks/nobody/x/", "/hooks/..%2f..%2fetc/x/"):
        assert call(path, b"a1").status_code == 404
    assert not Call.objects.exists()


def test_too_much_at_once_is_refused(toy):
    assert call(address.address("toy"), b"x" * 300_000).status_code == 413
    assert not Call.objects.exists()


@pytest.mark.parametrize("body", [b"forged", b"\xff\xfe"])
def test_forged_and_broken_ones_go_without_a_trace_in_the_facts(toy, settings, body):
    call(address.address("toy"), body)
    assert drain.drain("toy") == 1
    marks = Marks(settings.HOME, "toy")
    assert marks.hinted() == []
    marks.close()
    assert not (settings.HOME / "lake").exists()


def test_of_other_ways_to_ask_only_get_answers_and_does_nothing(toy):
    path = address.address("toy")
    assert Client().get(path).content == b"ok"
    assert Client().put(path, b"a1").status_code == 405
    assert not Call.objects.exists()


def test_the_secret_stays_the_same_and_is_long(toy):
    path = address.address("toy")
    assert path == address.address("toy")
    assert len(path.split("/")[3]) >= 40
    assert reverse("hook", args=["toy", path.split("/")[3]]) == path


def test_calls_of_a_connection_that_is_gone_go_with_it(toy, settings):
    call(address.address("toy"), b"a1")
    (settings.HOME / "connections" / "toy.yaml").unlink()
    assert drain.drain("toy") == 1
    assert not Call.objects.exists()
