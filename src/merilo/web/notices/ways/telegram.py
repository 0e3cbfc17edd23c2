"""Messages to a chat with the company's bot, through Apprise.

Telegram knows no names of messages: one that was sent by a worker that died before it could note
so comes twice.
"""

import logging
import re
from html import escape

from django.conf import settings

from merilo.web.notices.letter import Letter
from merilo.web.notices.ways.trouble import Trouble

CHAT = re.compile(r"-?[1-9]\d{3,19}", re.ASCII)
ANSWER = re.compile(r"error=(\d{3})")
MOST = 4000  # characters of HTML; Telegram takes 4096


def send(letter: Letter, said: dict[str, str]) -> None:
    """Send it to the chat said. Trouble if Telegram does not take it."""
    # The one service alone: to ask for it by address, Apprise loads all of them.
    from apprise import AppriseAsset, LogCapture, NotifyFormat
    from apprise.plugins.telegram import NotifyTelegram

    if not settings.TELEGRAM:
        raise Trouble("no-bot", final=True)
    bot = NotifyTelegram(  # type: ignore[no-untyped-call]
        bot_token=settings.TELEGRAM, targets=[said["address"]], detect_owner=False,
        asset=AppriseAsset(app_id="Merilo", async_mode=False), redirect=False,
    )  # fmt: skip
    with LogCapture(level=logging.WARNING) as heard:  # type: ignore[no-untyped-call]
        sent = bot.notify(written(letter), body_format=NotifyFormat.HTML)
        answered = ANSWER.search(heard.getvalue())  # the rest tells to whom
    if not sent:
        raise Trouble("answered", answered[1]) if answered else Trouble("silent")


def written(letter: Letter) -> str:
    """The letter as HTML, short enough: a sign may become five."""
    tries = (escape(letter.short(most), quote=False) for most in range(MOST, 0, -250))
    return next(text for text in tries if len(text) <= MOST)


def masked(chat: str) -> str:
    """Enough of it to be known again by whoever typed it."""
    return f"…{chat[-3:]}"
