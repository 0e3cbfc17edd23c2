"""Tokens that rotate: several processes, one way in, and it is never lost."""

import fcntl
import json
import multiprocessing
from pathlib import Path

import pytest

from merilo.fakes.amocrm import AmoCRM
from merilo.fakes.world import World
from merilo.sources.sync import faults
from merilo.sources.sync.client import Asker, Patience
from merilo.sources.sync.pace import Pace
from merilo.sources.sync.protocol import Door, Limits, OAuth
from merilo.sources.sync.tokens import Tokens, aside, parsed, post
from merilo.sources.sync.vault import Vault

FAST = Limits(per_second=5000, page=10, timeout_s=5)
QUICK = Patience(tries=6, first_s=0.001, most_s=0.01)


@pytest.fixture
def fake(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with AmoCRM(World(deals=5)) as found:
        yield found


def keep(home: Path, fake: AmoCRM) -> None:
    """A pair that the fake has given out."""
    pair = fake.tokens.pair()
    said = {"access": pair.access, "refresh": pair.refresh}
    known = {"client_id": fake.client_id, "client_secret": fake.client_secret}
    Vault(home).write("amo", {**said, **known})


def asker(home: Path, url: str) -> Asker:
    oauth = OAuth(f"{url}/oauth2/access_token", extra={"redirect_uri": "https://here/back"})
    tokens = Tokens(Vault(home), "amo", oauth)
    return Asker(
        Door(url, oauth=oauth), Pace(home / "pace", FAST), lambda answer: None,
        tokens=tokens, patience=QUICK,
    )  # fmt: skip


def hammer(home: str, url: str, count: int, ended) -> None:
    """Ask so often; what went wrong, by name."""
    client, wrong = asker(Path(home), url), []
    for _ in range(count):
        try:
            client.ask("GET", "/api/v4/account")
        except faults.SourceFailure as error:
            wrong.append(type(error).__name__)
    client.close()
    ended.put(wrong)


def test_a_token_that_has_ended_is_renewed_and_saved(tmp_path, fake):
    home = tmp_path / "home"
    keep(home, fake)
    before = Vault(home).read("amo")
    fake.tokens.expire()
    client = asker(home, fake.url)
    assert client.ask("GET", "/api/v4/account").status == 200
    client.close()

    after = Vault(home).read("amo")
    assert after["access"] != before["access"]
    assert after["refresh"] != before["refresh"]
    assert fake.counters.refreshes == 1


def test_three_processes_on_one_rotating_token_lose_nothing(tmp_path, fake):
    home = tmp_path / "home"
    keep(home, fake)
    context = multiprocessing.get_context("spawn")
    ended = context.Queue()
    those = [context.Process(target=hammer, args=(str(home), fake.url, 60, ended)) for _ in "123"]
    for one in those:
        one.start()
    expired = 0
    while any(one.is_alive() for one in those) and expired < 6:
        if fake.counters.requests >= 20 * (expired + 1):
            fake.tokens.expire()
            expired += 1
    wrong = [found for _ in those for found in ended.get(timeout=60)]
    for one in those:
        one.join()

    assert wrong == []
    assert fake.counters.refused_refreshes == 0
    assert fake.counters.refreshes == expired == 6


@pytest.mark.parametrize("refusal", [400, 401])
def test_refused_it_asks_to_sign_in_and_keeps_what_it_has(tmp_path, fake, refusal):
    home = tmp_path / "home"
    keep(home, fake)
    before = Vault(home).read("amo")
    fake.tokens.refusal = refusal
    fake.tokens.revoke()
    client = asker(home, fake.url)
    with pytest.raises(faults.SignIn):
        client.ask("GET", "/api/v4/account")
    client.close()
    assert Vault(home).read("amo") == before


def test_a_service_that_cannot_renew_just_now_is_asked_again(tmp_path, fake):
    home = tmp_path / "home"
    keep(home, fake)
    fake.tokens.expire()
    fake.tokens.fail = 2
    client = asker(home, fake.url)
    assert client.ask("GET", "/api/v4/account").status == 200
    client.close()


def test_first_pair_is_fetched_alone_and_on_the_disk_aside(tmp_path, fake):
    vault, said = Vault(tmp_path), {"client_id": fake.client_id, "client_secret": "s" * 64}
    vault.write("amo", {"access": "former", "refresh": "former"})

    def send(oauth, asked):
        with (vault.folder / "amo.lock").open("ab") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return post(oauth, asked)

    tokens = Tokens(vault, "amo", OAuth(f"{fake.url}/oauth2/access_token"), send)
    found = tokens.first(code := fake.tokens.code(), said)
    assert fake.tokens.good(found["access"])
    assert vault.read(aside("amo")) == found
    assert vault.read("amo")["access"] == "former"
    with pytest.raises(faults.SignIn):
        tokens.first(code, said)  # it is used up
    assert "s" * 64 not in repr(tokens.vault.read(aside("amo")))


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"access_token": ""}', b'{"access_token":1}']
)
def test_what_is_no_pair_is_none(body):
    assert parsed(body) is None
    assert parsed(json.dumps({"access_token": "a", "refresh_token": "b"}).encode()) == ("a", "b")
