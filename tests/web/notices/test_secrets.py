"""Addresses and keys are nowhere to be read: not in the database, the log, the audit, a page."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from auditlog.models import LogEntry
from django.db import connection

from merilo.web.frame.lines import Lines
from merilo.web.notices.models import Channel, Delivery
from merilo.web.notices.sealed import Unsealable, seal, unseal
from merilo.web.notices.send import pass_over
from tests.web.notices.conftest import KEY, NOON, by_hook, told
from tests.web.notices.servers import PATH
from tests.web.notices.test_telegram import CHAT, TOKEN, by_telegram, telegram  # noqa: F401

pytestmark = pytest.mark.django_db


def everything() -> str:
    """All that is in the database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_database_holds_neither_addresses_nor_keys(ann, hook):
    by_hook(ann, hook)
    told(ann)
    pass_over(NOON)

    found = everything()
    assert "Task 1" in found
    assert PATH not in found
    assert KEY[6:] not in found
    assert unseal(Channel.objects.get().sealed) == {"address": hook.url, "key": KEY}


def test_another_installation_cannot_open_it(settings, tmp_path):
    settings.HOME = tmp_path / "one"
    sealed = seal({"address": "https://example.com/secret"})
    settings.HOME = tmp_path / "other"
    with pytest.raises(Unsealable):
        unseal(sealed)


def test_lost_key_is_said_and_nothing_is_sent(ann, hook, settings, tmp_path):
    channel = by_hook(ann, hook)
    home, settings.HOME = settings.HOME, tmp_path
    channel.sealed = seal({"address": hook.url})
    channel.save()
    settings.HOME = home
    told(ann)
    pass_over(NOON)

    assert hook.posts == []
    assert Delivery.objects.get().error == "sealed"


@pytest.fixture
def heard() -> Iterator[StringIO]:
    """What goes into the log of the server; whatever a library says by itself."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Lines())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("what", ["answers", "silent", "broken"])
def test_log_says_neither_to_whom_nor_what(ann, hook, telegram, heard, monkeypatch, what):  # noqa: F811
    by_hook(ann, hook)
    by_telegram(ann)
    hook.status = telegram.status = 403
    if what == "silent":
        hook.down()
        telegram.down()
    if what == "broken":
        from merilo.web.notices import send

        monkeypatch.setattr(send, "letter", lambda one: {}[f"Task 1 {hook.url} {CHAT}"])
    told(ann)
    pass_over(NOON)
    pass_over(NOON + timedelta(hours=1))

    lines = heard.getvalue()
    assert lines.count('"message not sent"') == 4
    assert "127.0.0.1" not in lines  # the port alone may be a part of a moment
    for secret in (PATH, TOKEN, CHAT, KEY[6:]):
        assert secret not in lines
        assert secret not in everything()
    assert "Task 1" not in lines


def test_audit_tells_that_a_channel_was_made_and_not_where_it_leads(ann, hook, signed):
    by_hook(ann, hook, private=True)
    [entry] = LogEntry.objects.filter(content_type__model="channel")

    assert "sealed" not in entry.changes
    assert "private" in entry.changes
