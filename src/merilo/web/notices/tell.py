"""Telling somebody something, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction

from merilo.web.accounts.models import User
from merilo.web.notices.hours import due
from merilo.web.notices.models import Channel, Delivery, Notice
from merilo.words import fitting, spoken


def tell(
    to: User, kind: str, key: str, title: str, at: datetime, text: str = "", link: str = ""
) -> bool:
    """Tell them, in the language of `speaking(to)`; False if they were told of this `key` before.

    In the transaction of the caller: what is rolled back is not told. The title goes wherever
    they want to be told, also where others may read: figures of people stand in the text, which
    leaves the house by private channels alone.
    """
    said = {
        "kind": kind,
        "title": " ".join(title.split())[:200],
        "text": text,
        "link": link,
        "at": at,
    }
    with transaction.atomic():
        notice, made = Notice.objects.get_or_create(to=to, key=key, defaults=said)
        if made:
            hand_over(notice)
    return made


def hand_over(notice: Notice) -> None:
    """A delivery by each channel that takes its kind; the worker is called for what goes now."""
    channels = Channel.objects.filter(to=notice.to_id)
    wanted = [
        Delivery(channel=one, notice=notice, at=notice.at, next_at=due(one, notice.at))
        for one in channels if notice.kind in one.kinds
    ]  # fmt: skip
    if not wanted:
        return
    Delivery.objects.bulk_create(wanted)
    if any(one.next_at <= notice.at for one in wanted):
        transaction.on_commit(call, robust=True)


def call() -> None:
    """Ask the worker to send; it also looks by itself every minute."""
    from merilo.web.notices.tasks import send_now

    send_now()


@contextmanager
def speaking(to: User) -> Iterator[None]:
    """What is said inside is said in their language; the server's where they chose none."""
    before = spoken.set(fitting(to.language or settings.LANGUAGE_CODE))
    try:
        yield
    finally:
        spoken.reset(before)
