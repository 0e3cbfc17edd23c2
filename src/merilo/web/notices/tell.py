"""Telling somebody something, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from merilo.web.accounts.models import User
from merilo.web.notices.models import Notice
from merilo.words import fitting, spoken


def tell(
    to: User, kind: str, key: str, title: str, at: datetime, text: str = "", link: str = ""
) -> bool:
    """Tell them, in the language of `speaking(to)`; False if they were told of this `key` before.

    In the transaction of the caller: what is rolled back is not told.
    """
    said = {"kind": kind, "title": title[:200], "text": text, "link": link, "at": at}
    _notice, made = Notice.objects.get_or_create(to=to, key=key, defaults=said)
    return made


@contextmanager
def speaking(to: User) -> Iterator[None]:
    """What is said inside is said in their language."""
    before = spoken.set(fitting(to.language or spoken.get()))
    try:
        yield
    finally:
        spoken.reset(before)
