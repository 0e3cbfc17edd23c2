"""Mango Office against its fake: both reports, however long they take."""

from datetime import UTC, date, datetime

import pytest

from merilo.fakes import Clock, World
from merilo.fakes.mango import Mango
from merilo.sources.mango.signed import sign
from merilo.sources.sync import load
from merilo.sources.sync.faults import SignIn
from tests.sources.lines import Lines, truth

WORLD = {"seed": 3, "people": 6, "deals": 60, "since": datetime(2026, 9, 20, tzinfo=UTC)}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A home, and how to connect it to a fake."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(load, "put_calendar", lambda *_: None)

    def made(fake, **settings) -> Lines:
        lines = Lines(tmp_path / "home", fake.clock.exact)
        secrets = {"api_key": fake.api_key, "salt": fake.salt}
        settings = {"address": fake.url, "busy": "1123", **settings}
        lines.connect("pbx", "mango", settings, secrets=secrets, since=date(2026, 9, 15))
        return lines

    return made


def service(**more) -> Mango:
    return Mango(World(**WORLD), clock=Clock(still=True), **more)


@pytest.mark.parametrize(
    ("read", "odd"),
    [
        ("calls", ["internal"]),
        ("calls", ["moscow", "no_talk", "three", "internal", "working"]),
        ("stats", ["internal"]),
    ],
)
def test_all_calls_of_either_report_and_none_among_ourselves(place, read, odd):
    with service(odd=odd, waits=3) as fake:
        lines = place(fake, read=read)
        lines.sync("pbx")
        assert len(truth(fake)) > 50
        found = lines.told("pbx")
        if read == "stats":  # it alone says why a call ended
            assert {row.pop("result") for row in found} == {"1110", "1120", "1123"}
            found = [{**row, "result": None} for row in found]
        assert found == truth(fake)
        before, asked = lines.number, fake.counters.requests
        fake.waits = 0
        fake.clock.advance(60)
        lines.sync("pbx")
        assert lines.number == before
        assert fake.counters.requests - asked <= 3


def test_an_operator_is_told_with_extension_and_mail(place):
    with service() as fake:
        lines = place(fake)
        call = fake.world.call(fake.world.deals[0], fake.clock.now() - 900, talk=30)
        person = fake.world.people[call.person]
        lines.sync("pbx", past=False)
        (found,) = lines.rows(
            "select extra ->> '$.operator.extension', extra ->> '$.operator.email', recording, "
            f"extra ->> '$.same_as' from activities where id = '{fake.id(call)}'"
        )
    assert found == (person.extension, person.email, f"rec{call.number}", fake.id(call))


def test_a_key_that_ran_out_is_changed_for_another_and_a_signature_is_proved(place):
    with service(waits=0) as fake:
        lines = place(fake)
        fake.fault("404", path="/result", times=1)
        lines.sync("pbx", past=False)
        assert lines.told("pbx")
        fake.salt = "another"
        fake.clock.advance(7200)
        with pytest.raises(SignIn):
            lines.sync("pbx")


def test_how_it_is_signed():
    """SHA-256 of "key", the JSON and "salt", by `printf 'key{}salt' | sha256sum`."""
    assert sign("key", "{}", "salt") == (
        "6a591005f93c3d5080524c57ebe649861d4ac51865ee447be2031ae531acb3e8"
    )
