"""Messages to Telegram, to a server that answers as Telegram does."""

from collections.abc import Iterator

import pytest

from merilo.web.accounts.models import User
from merilo.web.notices.models import Channel, Delivery, Kind
from merilo.web.notices.sealed import seal
from merilo.web.notices.send import pass_over
from merilo.web.notices.tell import tell
from tests.web.notices.conftest import MINUTE, NOON, minutes, told
from tests.web.notices.servers import Hook

pytestmark = pytest.mark.django_db
TOKEN, CHAT = "123456:ABCdefGHIjklMNOpqrSTUvwxYZ0123456789", "987654321"


@pytest.fixture
def telegram(settings, monkeypatch) -> Iterator[Hook]:
    """Telegram, so far as a bot knows it."""
    from apprise.plugins.telegram import NotifyTelegram

    server = Hook().up()
    server.status, settings.TELEGRAM = 200, TOKEN
    monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://127.0.0.1:{server.port}/bot")
    monkeypatch.setattr(NotifyTelegram, "request_rate_per_sec", 0)
    yield server
    server.down()


def by_telegram(to: User, chat: str = CHAT, **wish: object) -> Channel:
    """A channel to that chat."""
    return Channel.objects.create(to=to, way="telegram", sealed=seal({"address": chat}),
                                  **{"kinds": [*Kind]} | wish)  # fmt: skip


@pytest.mark.parametrize("chat", [CHAT, "-1001234567890"])
def test_message_goes_to_the_chat_with_title_and_link(ann, telegram, chat):
    by_telegram(ann, chat)
    tell(ann, "task", "k", "Call <b>*Orion*</b> & _sons_", NOON, "Revenue 100", "/t/1/")
    assert pass_over(NOON) == 1

    [got] = telegram.posts
    assert got["path"] == f"/bot{TOKEN}/sendMessage"
    assert got["body"]["chat_id"] == int(chat)
    assert got["body"]["parse_mode"] == "HTML"
    text = got["body"]["text"]
    assert text.startswith("Call &lt;b&gt;*Orion*&lt;/b&gt; &amp; _sons_")
    assert text.rstrip().endswith("https://merilo.example/t/1/")
    assert "Revenue" not in text


def test_long_message_is_one_and_its_link_is_whole(ann, telegram):
    by_telegram(ann, private=True)
    tell(ann, "message", "k", "Long", NOON, "слово & " * 2000, "/t/1/")
    pass_over(NOON)

    [got] = telegram.posts
    assert "…" in got["body"]["text"]
    assert got["body"]["text"].rstrip().endswith("https://merilo.example/t/1/")


def test_down_for_an_hour_it_gets_it_after_and_once(ann, telegram):
    by_telegram(ann)
    telegram.down()
    told(ann)
    minutes(NOON, 60)
    telegram.up()
    assert minutes(NOON + 60 * MINUTE, 30) == 1
    assert len(telegram.posts) == 1


def test_what_telegram_answers_is_told_by_its_number(ann, telegram):
    by_telegram(ann)
    telegram.status = 403
    told(ann)
    pass_over(NOON)

    assert Delivery.objects.get().error == "answered 403"


def test_without_a_bot_nothing_is_tried_again(ann, telegram, settings):
    by_telegram(ann)
    settings.TELEGRAM = ""
    told(ann)
    pass_over(NOON)

    one = Delivery.objects.get()
    assert (one.state, one.error) == ("failed", "no-bot")
