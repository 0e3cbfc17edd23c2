"""Signing in by agreeing at the provider: the way there and back, and every way to fail."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from auditlog.models import LogEntry
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from merilo.company import Company
from merilo.errors import Impossible
from merilo.fakes.amocrm import AmoCRM
from merilo.fakes.world import World
from merilo.sources.amocrm.consent import Consent
from merilo.sources.sync.connection import read
from merilo.sources.sync.marks import Head, Marks
from merilo.sources.sync.vault import Vault
from merilo.web.accounts.models import Role
from merilo.web.connections.models import Trip

pytestmark = pytest.mark.django_db
BACK = "http://testserver/oauth/back/"


@dataclass
class Desk:
    """An administrator, and an amoCRM with an integration of theirs."""

    home: Path
    client: Client
    crm: AmoCRM
    log: pytest.LogCaptureFixture
    shown: list[str] = field(default_factory=list)

    def form(self, **said: str) -> dict[str, str]:
        plain = {"f-address": self.crm.url, "f-client_id": self.crm.client_id, "name": "amo",
                 "f-client_secret": self.crm.client_secret}  # fmt: skip
        return {**plain, "do": "go", **{n.replace("f_", "f-"): s for n, s in said.items()}}

    def post(self, path: str = "new/amocrm/?way=oauth", **said: str) -> HttpResponse:
        return self.kept(self.client.post(f"/connections/{path}", self.form(**said)))

    def kept(self, answer: HttpResponse) -> HttpResponse:
        """Whatever was answered is looked at for secrets at the end."""
        self.shown += [answer.content.decode(), str(answer.headers)]
        return answer

    def page(self, path: str) -> str:
        return self.kept(self.client.get(f"/connections/{path}")).content.decode()

    def go(self, path: str = "new/amocrm/?way=oauth", **said: str) -> str:
        """On to the provider: the address of the page that asks."""
        answer = self.client.post(f"/connections/{path}", self.form(**said))
        assert answer.status_code == 200, answer.content.decode()[-2000:]
        link = unescape(answer.content.decode().split('rel="noreferrer"')[0].split('href="')[-1])
        link = link.split('"')[0]
        assert answer["Refresh"] == f"0; url={link}"
        assert answer["Referrer-Policy"] == "no-referrer"
        return link

    def agree(self, link: str, answer: str = "allow") -> dict[str, str]:
        """What the provider sends the browser back with."""
        where = urlsplit(link)
        asking = HTTPConnection(where.netloc, timeout=10)
        asking.request("GET", f"{where.path}?{where.query}&answer={answer}")
        found = asking.getresponse()
        asking.close()
        assert found.status == 302
        back = urlsplit(found.headers["Location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
        return {name: said[0] for name, said in parse_qs(back.query).items()}

    def back(self, said: Mapping[str, str], client: Client | None = None) -> str:
        """The browser comes back: where it is led on to, and what it is told there."""
        answer = self.kept((client or self.client).get(f"/oauth/back/?{urlencode(said)}"))
        assert answer.status_code == 302
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        told = " ".join(str(one) for one in get_messages(answer.wsgi_request))
        return f"{answer['Location']} {told}"

    def sign_in(self) -> str:
        return self.back(self.agree(self.go()))

    @property
    def secrets(self) -> dict[str, str]:
        return Vault(self.home).read("amo")

    def nothing(self) -> bool:
        """Neither a connection nor a secret is there."""
        kept = [*self.home.glob("secrets/connections/*.enc"), *self.home.glob("connections/*")]
        return kept == []


@pytest.fixture
def desk(settings, tmp_path, monkeypatch, signed, caplog):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings.HOME = tmp_path / "home"
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1"})
    Company(name="Firm", zone="Europe/Moscow", currency="RUB").save(settings.HOME)
    caplog.set_level(logging.DEBUG)
    with AmoCRM(World(deals=5)) as crm:
        crm.redirect_uri = BACK
        yield Desk(settings.HOME, signed(Role.ADMINISTRATOR), crm, caplog)


def test_administrator_agrees_and_chooses_pipelines(desk):
    page = desk.page("new/amocrm/?way=oauth")
    assert BACK in page
    link = desk.go()
    asked = parse_qs(urlsplit(link).query)
    assert asked["client_id"] == [desk.crm.client_id]
    assert len(asked["state"][0]) >= 43  # 256 bits
    where = desk.back(said := desk.agree(link))

    assert where.startswith("/connections/amo/choices/ Connected: ")
    assert desk.secrets.keys() == {"client_id", "client_secret", "access", "refresh"}
    assert desk.crm.tokens.good(desk.secrets["access"])
    assert read(desk.home, "amo").settings == {
        "address": desk.crm.url, "redirect_uri": BACK,
    }  # fmt: skip
    assert [*desk.home.glob("secrets/connections/*.enc")] == [
        desk.home / "secrets" / "connections" / "amo.enc"
    ]
    audit = "".join(f"{one.changes}" for one in LogEntry.objects.all())
    everything = "".join([*desk.shown, desk.page("amo/sign-in/"), desk.log.text, audit])
    for secret in (desk.crm.client_secret, said["code"], said["state"],
                   desk.secrets["access"], desk.secrets["refresh"]):  # fmt: skip
        assert secret not in everything


def test_pair_is_on_the_disk_before_it_is_used(desk, monkeypatch):
    """Whoever dies while the account is tried has lost nothing that was issued."""
    kept: list[set[str]] = []

    def tried(connector, found):
        kept.append({*Vault(desk.home).read("amo.new-pair")})
        return None, "nobody"

    monkeypatch.setattr("merilo.web.connections.exchange.tried", tried)
    assert "Nothing was changed: nobody." in desk.sign_in()
    assert kept == [{"client_id", "client_secret", "access", "refresh"}]
    assert desk.nothing()


def test_form_remembers_what_was_typed_but_the_key(desk):
    assert "access was not granted" in desk.back(desk.agree(desk.go(), "deny"))
    page = desk.page("new/amocrm/?way=oauth")
    assert f'value="{desk.crm.client_id}"' in page
    assert 'value="amo"' in page
    assert desk.crm.client_secret not in page
    assert desk.nothing()


def used(desk: Desk, said: dict[str, str]) -> None:
    desk.back(said)
    (desk.home / "connections" / "amo.yaml").unlink()
    Vault(desk.home).forget("amo")


def old(desk: Desk, said: dict[str, str]) -> None:
    trip = Trip.objects.get()
    trip.until -= Trip.LIFE + timedelta(seconds=1)
    trip.save()


def wrong(desk: Desk, said: dict[str, str]) -> None:
    said["state"] = said["state"][:-1] + ("a" if said["state"][-1] != "a" else "b")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (wrong, "was not begun here"),
        (lambda desk, said: said.pop("state"), "was not begun here"),
        (used, "was used already"),
        (old, "it took longer than 15 minutes"),
        (lambda desk, said: said.pop("code"), "held no code"),
        (lambda desk, said: said.update(code="c" * 40), "the code was refused"),
        (lambda desk, said: said.update(error="server_error"), "held no code"),
        (lambda desk, said: said.update(referer="evil.example"), "no account of amoCRM"),
        (lambda desk, said: said.update(referer="demo.amocrm.ru.evil.example"), "no account of"),
        (lambda desk, said: desk.crm.clock.advance(1201), "the code was refused"),
        (lambda desk, said: setattr(desk.crm, "redirect_uri", "https://x/"), "address is not that"),
        (lambda desk, said: setattr(desk.crm.tokens, "lose", 1), "the answer was lost"),
        (lambda desk, said: desk.crm.deny("access_token", 503), "the answer was lost"),
        (lambda desk, said: desk.crm.deny("account", 402), "has no right to read"),
    ],
    ids=["wrong", "no state", "used", "old", "no code", "no such code", "error", "foreign",
         "foreign tail", "late", "redirect", "lost", "away", "no right"],
)  # fmt: skip
def test_answer_that_is_no_way_in_is_said_and_keeps_nothing(desk, spoil, why):
    said = desk.agree(desk.go())
    spoil(desk, said)
    asked = desk.crm.counters.requests
    told = desk.back(said)

    assert "Nothing was changed:" in told
    assert why in told
    assert desk.nothing()
    assert Trip.objects.count() == 0 or "state" not in said or why == "was not begun here"
    if "evil" in said.get("referer", "") or why == "was not begun here":
        assert desk.crm.counters.requests == asked  # the key went nowhere
    assert desk.crm.client_secret not in told + desk.log.text
    assert said.get("code", "-" * 9) not in told + desk.log.text


def test_state_is_of_one_person_in_one_session(desk, signed):
    said = desk.agree(desk.go())
    other = signed(Role.ADMINISTRATOR)
    assert "was not begun here" in desk.back(said, other)
    again = Client()  # the same person in another browser
    again.force_login(Trip.objects.get().user, "django.contrib.auth.backends.ModelBackend")
    assert "was not begun here" in desk.back(said, again)
    assert "Connected" in desk.back(said)


def test_who_is_not_signed_in_does_not_carry_the_code_along(desk):
    answer = Client().get("/oauth/back/?code=top-secret&state=top-secret")
    assert answer["Location"] == "/sign-in/?next=/oauth/back/"


def test_fault_of_our_own_leaves_no_code_in_an_address(desk, monkeypatch):
    monkeypatch.setattr("merilo.web.connections.agree.finished", lambda *_: 1 / 0)
    assert "Merilo made a mistake" in desk.sign_in()


def test_code_that_is_pasted(desk):
    desk.crm.redirect_uri = "https://example.com/any"
    form = {"do": "code", "f_redirect_uri": "https://example.com/any"}
    answer = desk.post(f_code=desk.crm.tokens.code(), **form)

    assert answer["Location"] == "/connections/amo/choices/"
    assert read(desk.home, "amo").settings["redirect_uri"] == "https://example.com/any"
    wrong = desk.post(name="amo2", f_code="nothing", **form)
    assert wrong.status_code == 422
    assert "the code was refused" in wrong.content.decode()
    assert "This is needed" in desk.post(name="amo2", **form).content.decode()


def signed_in_before(desk: Desk) -> Callable[[], dict[str, str]]:
    """A connection that has been read, and is let in no more."""
    desk.sign_in()
    vault = Vault(desk.home)
    vault.write("amo", {**vault.read("amo"), "hook": "h"})
    desk.crm.tokens.revoke()
    marks = Marks(desk.home, "amo")
    marks.keep("leads", Head(head=7, tail=3))
    marks.note(trouble={"kind": "merilo.sources.sync.faults:SignIn", "fields": {"said": "401"},
                        "at": 1.0, "until": None})  # fmt: skip
    return lambda: vault.read("amo")


def test_signing_in_again_keeps_marks_and_facts(desk):
    secrets = signed_in_before(desk)
    before = secrets()
    assert '<a class="btn btn-primary" href="/connections/amo/sign-in/">' in desk.page("amo/")
    assert f'value="{desk.crm.client_id}"' in desk.page("amo/sign-in/")  # by the way it came
    path = "amo/sign-in/?way=oauth"
    denied = desk.back(desk.agree(desk.go(path, f_client_secret=""), "deny"))
    assert denied.startswith("/connections/amo/sign-in/?way=oauth Nothing was changed")
    assert secrets() == before

    assert desk.back(desk.agree(desk.go(path, f_client_secret=""))).startswith("/connections/amo/ ")
    assert desk.crm.tokens.good(secrets()["access"])
    assert secrets()["hook"] == "h"
    marks = Marks(desk.home, "amo")
    assert (marks.head("leads").head, marks.state().get("trouble")) == (7, None)


def test_another_account_does_not_get_into_the_facts_of_this_one(desk):
    secrets = signed_in_before(desk)
    before = secrets()
    Marks(desk.home, "amo").note(account={"id": "7", "name": "Another", "lacking": []})
    told = desk.back(desk.agree(desk.go("amo/sign-in/?way=oauth")))
    assert "that is another account" in told
    assert secrets() == before


def test_kept_key_goes_to_no_other_address(desk):
    signed_in_before(desk)
    answer = desk.post("amo/sign-in/?way=oauth", f_client_secret="", f_address="https://8.8.8.8")
    assert answer.status_code == 422
    assert "This is needed" in answer.content.decode()


def test_long_lived_token_takes_the_place_of_a_pair(desk):
    secrets = signed_in_before(desk)
    said = {"f-address": desk.crm.url, "f-token": desk.crm.tokens.long()}
    answer = desk.client.post("/connections/amo/sign-in/?way=token", said)
    assert answer.status_code == 302
    assert secrets().keys() == {"token", "hook"}


@pytest.mark.parametrize("referer", ["demo.amocrm.ru", "My-Firm.kommo.com", "127.0.0.1:9"])
def test_domain_of_the_service_or_the_one_that_was_typed_is_believed(referer):
    typed = {"address": "http://127.0.0.1:9"}
    found = Consent().account(typed, {"referer": referer})
    assert found["address"] in (referer.lower(), typed["address"])
    assert Consent().asks(found, "id", "word").startswith(
        {"d": "https://www.amocrm.ru/oauth?", "M": "https://www.kommo.com/oauth?",
         "1": "http://127.0.0.1:9/oauth?"}[referer[0]]
    )  # fmt: skip


@pytest.mark.parametrize(
    "referer",
    ["evil.example", "amocrm.ru", "www.amocrm.ru", "evilamocrm.ru", "x.amocrm.ru.evil.example",
     "x@evil.amocrm.ru", "evil.example/x.amocrm.ru", "evil.example#.amocrm.ru", "a.b.amocrm.ru",
     "demo.amocrm.ru:8443", "https://demo.amocrm.ru"],
)  # fmt: skip
def test_no_other_domain_learns_the_key(referer):
    with pytest.raises(Impossible):
        Consent().account({"address": "mine.amocrm.ru"}, {"referer": referer})


def test_address_within_a_private_network_is_not_gone_to(desk, settings):
    settings.PRIVATE_HOSTS = frozenset()
    answer = desk.post()
    assert answer.status_code == 422
    assert "leads into a private network" in answer.content.decode()
    assert Trip.objects.count() == 0


def test_trip_holds_no_secret_that_can_be_read(desk):
    word = parse_qs(urlsplit(desk.go()).query)["state"][0]
    kept = json.dumps([str(vars(one)) for one in Trip.objects.all()])
    assert desk.crm.client_secret not in kept
    assert word not in kept
