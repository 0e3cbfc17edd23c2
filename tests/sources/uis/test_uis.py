"""UIS against its fake: windows, points, and errors that look like answers."""

from datetime import UTC, date, datetime

import pytest

from merilo.fakes import Clock, World
from merilo.fakes.uis import UIS
from merilo.sources.sync import load
from merilo.sources.sync.client import Got
from merilo.sources.sync.faults import Lacking, Many, Paused, SignIn
from merilo.sources.uis import CONNECTOR, calls
from tests.sources.lines import HASTE, Lines, greet, truth

WORLD = {"seed": 3, "people": 6, "deals": 60, "since": datetime(2026, 6, 1, tzinfo=UTC)}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A home, and how to connect it to a fake."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(load, "put_calendar", lambda *_: None)

    def made(fake, **settings) -> Lines:
        lines = Lines(tmp_path / "home", fake.clock.exact)
        settings = {"address": fake.url, **settings}
        secrets = {"token": fake.token}
        lines.connect("line", "uis", settings, secrets=secrets, since=date(2026, 5, 15))
        return lines

    return made


def service(**more) -> UIS:
    return UIS(World(**WORLD), clock=Clock(still=True), **more)


def test_all_calls_also_by_small_pages_and_again_nothing_changes(place, monkeypatch):
    monkeypatch.setattr(calls, "PAGE", 7)
    monkeypatch.setattr(calls, "MOST", 50)
    with service(odd=["employees"]) as fake:
        lines = place(fake)
        lines.sync("line")
        assert len(truth(fake)) > 50
        assert lines.told("line") == truth(fake)
        before, asked = lines.number, fake.counters.requests
        fake.clock.advance(60)
        lines.sync("line")
        assert lines.number == before
        assert fake.counters.requests - asked <= 2


def test_who_hung_up_tells_nothing_and_talk_is_talk(place):
    with service(odd=["hung_up", "no_clean"]) as fake:
        lines = place(fake)
        lines.sync("line", past=False)
        found = {row["id"]: row for row in lines.told("line")}
        wanted = [row for row in truth(fake) if row["id"] in found]
        assert len(wanted) > 10
        assert [found[row["id"]] for row in wanted] == wanted
        (extra,) = lines.rows("select extra ->> '$.operator.extension', extra ->> '$.result.tags' "
                              "from activities where extra like '%tags%' and person is null "
                              "and extra like '%operator%' limit 1")  # fmt: skip
    assert extra[0].startswith("10")
    assert extra[1] == '["Целевой"]'


def test_without_the_right_to_read_employees_calls_name_them(place):
    with service() as fake:
        fake.denied["get.employees"] = 403
        lines = place(fake)
        account = greet(lines.home, lines.made["line"], patience=HASTE)
        assert len(account.lacking) == 1
        lines.sync("line", past=False)
        (found,) = lines.rows("select count(*) from activities where contains(extra, '\"name\"')")
        assert found[0] > 10


def test_points_of_the_day_are_waited_for_until_tomorrow(place):
    with service(day=5) as fake:
        lines = place(fake)
        with pytest.raises(Paused) as caught:
            lines.sync("line")
        now = fake.clock.now()
        assert caught.value.until == pytest.approx(now + 86_400 - now % 86_400, abs=1)


def test_an_address_that_is_not_listed_and_a_wrong_key_are_told(place):
    with service() as fake:
        lines = place(fake)
        fake.listed = False
        with pytest.raises(Lacking):
            greet(lines.home, lines.made["line"], patience=HASTE)
        fake.listed = True
        fake.tokens.revoke()
        with pytest.raises(SignIn):
            lines.sync("line")


def test_points_of_the_minute_tell_how_long_to_wait():
    body = (
        b'{"error": {"code": -32029, "message": "m", "data": {"mnemonic": "limit_exceeded", '
        b'"metadata": {"limits": {"day_remaining": 900, "day_reset": 7000, '
        b'"minute_remaining": 0, "minute_reset": 17}}}}}'
    )
    found = CONNECTOR.judge(Got(200, {}, body))
    assert isinstance(found, Many)
    assert found.wait == 17
