"""Telling: once per key, with deliveries, in the language of whoever is told, at little cost."""

from datetime import timedelta

import pytest
from django.db import transaction

from merilo.web.notices.models import Delivery, Notice
from merilo.web.notices.send import pass_over
from merilo.web.notices.tell import speaking, tell
from merilo.words import _, speak
from tests.web.notices.conftest import NOON, by_hook, by_mail, told

pytestmark = pytest.mark.django_db


def test_of_the_same_key_nobody_is_told_twice(ann, user, post):
    by_mail(ann)
    other = user("head", "test:bob")

    assert told(ann)
    assert not told(ann)
    assert told(other)
    assert (Notice.objects.count(), Delivery.objects.count()) == (2, 1)


def test_what_is_rolled_back_is_not_told(ann, post):
    by_mail(ann)

    def broken():
        with transaction.atomic():
            told(ann)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()

    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()
    assert told(ann)


def test_notice_and_deliveries_are_there_together_or_not_at_all(ann, post, monkeypatch):
    from merilo.web.notices import tell as telling

    by_mail(ann)
    monkeypatch.setattr(telling, "due", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        told(ann)

    assert not Notice.objects.exists()


def test_channels_take_the_kinds_they_are_for(ann, post, hook):
    by_mail(ann, kinds=["alert"])
    by_hook(ann, hook, kinds=["task", "alert"])
    told(ann, 1, kind="task")
    told(ann, 2, kind="alert")
    told(ann, 3, kind="plan")

    assert sorted(Delivery.objects.values_list("channel__way", "notice__kind")) == [
        ("mail", "alert"), ("webhook", "alert"), ("webhook", "task"),
    ]  # fmt: skip


def test_telling_costs_few_queries(ann, user, post, hook, django_assert_num_queries):
    """Look, the savepoints of the transaction and of the row, the row, the channels."""
    other = user("head", "test:bob")
    with django_assert_num_queries(7):
        told(other)
    with django_assert_num_queries(3):  # told before
        told(other)
    by_mail(ann)
    by_hook(ann, hook)
    with django_assert_num_queries(8):
        told(ann)


def test_worker_is_called_once_it_is_there_to_be_seen_and_only_for_what_goes_now(
    ann, user, post, monkeypatch, django_capture_on_commit_callbacks
):
    from merilo.web.notices import tell as telling

    called = []
    monkeypatch.setattr(telling, "call", lambda: called.append(1))
    late = user("head", "test:bob")
    by_mail(ann)
    by_mail(late, hour=18)
    with django_capture_on_commit_callbacks(execute=True):
        told(ann)
        assert called == []
    assert called == [1]
    with django_capture_on_commit_callbacks(execute=True):
        told(late)
        told(ann)
    assert called == [1]


@pytest.mark.parametrize(("lang", "said"), [("ru", "Сохранить"), ("hu", "Mentés"), ("en", "Save")])
def test_what_is_said_to_somebody_is_in_their_language(user, lang, said):
    speak("hu" if lang == "ru" else "ru")
    with speaking(user("seller", "test:ann", language=lang)):
        assert _("Save") == said


def test_who_chose_no_language_is_told_in_the_servers(user, settings):
    settings.LANGUAGE_CODE = "ru"
    speak("hu")
    with speaking(user("seller", "test:ann", language="")):
        assert _("Save") == "Сохранить"
    assert _("Save") == "Mentés"
    speak("en")


def test_frame_of_a_message_is_in_the_language_of_its_reader(ann, user, post):
    ann.language = "ru"
    ann.save()
    by_mail(ann, hour=12)
    told(ann)
    speak("hu")
    pass_over(NOON + timedelta(days=1))

    assert post.mails[0]["subject"] == "Merilo: 1 уведомление"
    speak("en")


def test_title_is_one_line(ann, post):
    by_mail(ann)
    tell(ann, "task", "k", "First\r\nBcc: x@example.com " + "a" * 300, NOON)
    pass_over(NOON)

    assert " ".join(post.mails[0]["subject"].split()).startswith("First Bcc: x@example.com aaa")
    assert len(Notice.objects.get().title) == 200
