"""Skorozvon against its fake: all calls, each once, whatever its pages do."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from merilo.fakes import Clock, World
from merilo.fakes.skorozvon import Skorozvon
from merilo.sources.skorozvon.pages import Pages
from merilo.sources.sync import load
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.faults import SignIn
from tests.sources.lines import HASTE, Lines, greet, truth

WORLD = {"seed": 3, "people": 6, "deals": 90, "since": datetime(2026, 10, 20, tzinfo=UTC)}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A home, and how to connect it to a fake."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(load, "put_calendar", lambda *_: None)

    def made(fake, **settings) -> Lines:
        lines = Lines(tmp_path / "home", fake.clock.exact)
        secret = {name: fake.grant[name] for name in ("api_key", "client_secret")}
        known = {"address": fake.url, "username": fake.grant["username"],
                 "client_id": fake.grant["client_id"], **settings}  # fmt: skip
        lines.connect("dialler", "skorozvon", known, secrets=secret, since=date(2026, 10, 1))
        return lines

    return made


def service(**more) -> Skorozvon:
    return Skorozvon(World(**WORLD), clock=Clock(still=True), **more)


@pytest.mark.parametrize(
    ("first", "clamp", "read"),
    [(0, True, "report"), (1, True, "report"), (1, False, "list")],
)
def test_all_calls_wherever_pages_begin(place, first, clamp, read):
    with service(first=first, clamp=clamp, odd=["growing"]) as fake:
        lines = place(fake, read=read)
        lines.sync("dialler")
        found, wanted = lines.told("dialler"), truth(fake)
        if read == "list":  # it does not tell why nobody was reached
            for row in wanted:
                row["outcome"] = "reached" if row["duration_s"] else "missed"
                row["result"] = None
    assert len(wanted) > 150
    assert found == wanted


def test_a_call_that_shifts_the_first_two_pages_hides_nothing():
    """One that ended between the two requests stands on both."""

    class Shifted(Pages):
        def ask(self, page: int, since: int, until: int) -> tuple[list[dict], int | None]:
            return [{"id": n} for n in range(page * 99, page * 99 + 100)], 2

    pages = Shifted(SimpleNamespace(settings={}))
    assert [row["id"] for row in pages.read(1, 0, 9, "").rows] == [*range(100)]
    assert pages.first == 0


def test_a_long_call_that_ended_late_is_found(place):
    with service() as fake:
        lines = place(fake)
        fake.world.call(fake.world.deals[0], fake.clock.now() - 600, talk=1200)
        lines.sync("dialler")
        before = len(lines.told("dialler"))
        fake.clock.advance(1800)
        lines.sync("dialler")
        assert len(lines.told("dialler")) == before + 1
        assert lines.told("dialler") == truth(fake)


def test_the_token_is_asked_for_once_and_again_when_it_has_run_out(place):
    with service() as fake:
        lines = place(fake)
        lines.sync("dialler")
        assert fake.counters.refreshes == 1
        fake.tokens.expire()
        fake.clock.advance(7200)
        lines.sync("dialler")
        assert fake.counters.refreshes == 2


def test_another_password_is_told_and_nothing_is_written(place):
    with service() as fake:
        lines = place(fake)
        fake.grant["api_key"] = "other"
        with pytest.raises(SignIn):
            lines.sync("dialler")
        assert not (lines.home / "lake").exists() or not lines.told("dialler")


def test_too_many_in_plain_words_is_waited_for(place):
    with service(odd=["plain_limit"]) as fake:
        lines = place(fake)
        fake.fault("429", at=[2, 4], times=2)
        fake.fault("500", at=6)
        lines.sync("dialler")
        assert lines.told("dialler") == truth(fake)


def test_what_is_kept_of_a_call(place):
    with service(odd=["unknown_group"]) as fake:
        lines = place(fake)
        deal = fake.world.deals[0]
        call = fake.world.call(deal, fake.clock.now() - 900, talk=30, phone="+79161234567")
        lines.sync("dialler", past=False)
        ((values,),) = lines.rows(f"select extra from activities where id = '{fake.id(call)}'")
    assert '"shown":"+7 … 67"' in values.replace('": ', '":')
    for word in ("Успешные", "Неуспешные", "Перезвонить", "???"):
        if word in values:
            break
    else:
        pytest.fail("no result")
    assert "9161234567" not in values
    assert '"project"' in values
    assert call.person is not None


def test_the_connection_can_be_tested(place):
    with service() as fake:
        lines = place(fake)
        account = greet(lines.home, lines.made["dialler"], patience=HASTE)
        assert (account.name, account.zone, account.country) == (
            "boss@example.org", "Europe/Moscow", "RU",
        )  # fmt: skip
        assert isinstance(lines.made["dialler"], Connection)
