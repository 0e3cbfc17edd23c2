"""Somebody who is told, by servers of this machine."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from merilo.web.accounts.models import User
from merilo.web.notices import tell as telling
from merilo.web.notices.models import Channel, Delivery, Kind
from merilo.web.notices.sealed import seal
from merilo.web.notices.send import pass_over
from merilo.web.notices.tell import tell
from tests.web.notices.servers import Hook, Post

NOON = datetime(2018, 1, 15, 9, tzinfo=UTC)  # noon at the company, in Moscow; a Monday
MINUTE = timedelta(minutes=1)
KEY = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


@pytest.fixture
def post(settings) -> Iterator[Post]:
    """The mail server of the administrator."""
    server = Post().up()
    settings.MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 10
    settings.DEFAULT_FROM_EMAIL = "merilo@firm.example"
    yield server
    server.down()


@pytest.fixture
def hook(settings) -> Iterator[Hook]:
    """A receiver of webhooks, in a network that the administrator allowed."""
    server = Hook().up()
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1"})
    yield server
    server.down()


@pytest.fixture
def ann(over_two, user, settings) -> User:
    """Whom everything is told here."""
    settings.SITE = "https://merilo.example"
    return user("seller", "test:ann")


@pytest.fixture(autouse=True)
def quiet(monkeypatch) -> None:
    """The worker works when a test says so."""
    monkeypatch.setattr(telling, "call", lambda: None)


def by_mail(to: User, **wish: object) -> Channel:
    """A channel of mail for everything."""
    return Channel.objects.create(to=to, way="mail", **{"kinds": [*Kind]} | wish)


def by_hook(to: User, hook: Hook, **wish: object) -> Channel:
    """A channel to the receiver for everything."""
    sealed = seal({"address": hook.url, "key": KEY})
    return Channel.objects.create(to=to, way="webhook", sealed=sealed,
                                  **{"kinds": [*Kind]} | wish)  # fmt: skip


def told(to: User, number: int = 1, at: datetime = NOON, kind: str = "task") -> bool:
    """Tell them about a task of that number."""
    return tell(to, kind, f"task {number}", f"Task {number}", at, "Revenue 100", f"/t/{number}/")


def minutes(since: datetime, count: int) -> int:
    """The task of every minute, so many times; how many messages went."""
    return sum(pass_over(since + n * MINUTE) for n in range(count))


def states(**of: object) -> list[str]:
    """Where the deliveries stand, in the order in which they were made."""
    return [*Delivery.objects.filter(**of).order_by("at", "notice").values_list("state", flat=True)]
