"""Messages arrive, once, whatever is down, whoever dies, however clocks are set."""

import base64
import hashlib
import hmac
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from merilo.web.notices.models import Delivery
from merilo.web.notices.send import PAUSES, clear, pass_over, resume, take
from tests.web.notices.conftest import KEY, MINUTE, NOON, by_hook, by_mail, minutes, states, told
from tests.web.notices.servers import PATH

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_mail_has_title_and_link_and_no_figures(ann, post):
    by_mail(ann)
    told(ann)
    pass_over(NOON)

    [mail] = post.mails
    assert (mail["to"], mail["subject"]) == (ann.email, "Task 1")
    assert mail["text"].split() == ["https://merilo.example/t/1/"]
    assert mail["id"].endswith("@firm.example>")
    assert states() == ["sent"]


def test_private_channel_has_the_text_too(ann, post, hook):
    by_mail(ann, private=True)
    by_hook(ann, hook, private=True)
    told(ann)
    pass_over(NOON)

    assert "Revenue 100" in post.mails[0]["text"]
    assert hook.posts[0]["body"]["text"] == "Revenue 100"


def test_webhook_says_it_for_programs_and_signs_it(ann, hook):
    by_hook(ann, hook)
    told(ann)
    pass_over(NOON)

    [got] = hook.posts
    assert got["path"] == PATH
    assert got["body"] == {
        "type": "notice", "id": got["id"], "kind": "task", "title": "Task 1",
        "link": "https://merilo.example/t/1/", "at": "2018-01-15T09:00:00+00:00",
    }  # fmt: skip
    head = got["headers"]
    signed = f"{got['id']}.{head['webhook-timestamp']}.".encode() + got["raw"]
    word = base64.b64decode(KEY.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(word, signed, hashlib.sha256).digest()).decode()
    assert head["webhook-signature"] == f"v1,{wanted}"


def test_receiver_that_checks_as_the_page_of_docs_says_believes_it_and_nobody_else(ann, hook):
    by_hook(ann, hook)
    told(ann)
    pass_over(NOON)
    page = (Path(__file__).parents[3] / "docs/tasks/notices.md").read_text("utf-8")
    names: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], names)

    [got] = hook.posts
    assert names["ours"](KEY, got["headers"], got["raw"])
    assert not names["ours"](KEY, got["headers"], got["raw"] + b" ")
    assert not names["ours"](KEY, got["headers"] | {"webhook-id": "other"}, got["raw"])


@pytest.mark.parametrize("down", ["post", "hook"])
def test_server_down_for_an_hour_gets_it_after_and_once(ann, post, hook, down):
    by_mail(ann)
    by_hook(ann, hook)
    server = {"post": post, "hook": hook}[down]
    server.down()
    told(ann, 1)
    told(ann, 2, NOON + MINUTE)
    minutes(NOON, 60)
    assert server.ids == []
    assert sorted(states()) == ["sent", "sent", "waiting", "waiting"]

    server.up()
    assert minutes(NOON + HOUR, 60) == 2
    assert len({*post.ids}) == len(post.ids) == 2
    assert len({*hook.ids}) == len(hook.ids) == 2
    assert states() == ["sent"] * 4


def test_tried_again_with_growing_pauses_and_given_up_after_a_day(ann, hook):
    by_hook(ann, hook)
    hook.status = 503
    told(ann)
    tried = []
    for n in range(26 * 60):
        before = len(hook.posts)
        pass_over(NOON + n * MINUTE)
        tried += [n] * (len(hook.posts) - before)

    assert tried == [0, 1, 6, 21, 81, 201, 441, 921, 1401]
    assert sum(PAUSES, timedelta()) < timedelta(days=1)
    assert len({*hook.ids}) == 1
    [one] = Delivery.objects.all()
    assert (one.state, one.error, one.tries) == ("failed", "answered 503", 9)


def test_server_that_does_not_answer_is_asked_once_in_a_pass(ann, hook, monkeypatch):
    by_hook(ann, hook)
    hook.down()
    asked = []
    from merilo.web.notices.ways import webhook

    connect = webhook.connect
    monkeypatch.setattr(webhook, "connect", lambda *where: asked.append(where) or connect(*where))
    for number in range(5):
        told(ann, number)
    pass_over(NOON)

    assert len(asked) == 1
    assert {*Delivery.objects.values_list("state", "tries")} == {("waiting", 1)}
    hook.up()
    assert minutes(NOON + MINUTE, 1) == 5


def test_one_who_is_not_reached_keeps_nobody_else_waiting(ann, user, hook, post):
    by_hook(ann, hook)
    hook.down()
    other = user("head", "test:bob")
    by_mail(other)
    told(ann)
    told(other)
    pass_over(NOON)

    assert [mail["to"] for mail in post.mails] == [other.email]


def test_address_that_the_mail_server_never_takes_is_not_tried_again(ann, post):
    by_mail(ann)
    post.handle_RCPT = None

    async def refuse(*_words):
        return "550 no such mailbox"

    post.handle_RCPT = refuse
    post.down()
    post.up()
    told(ann)
    minutes(NOON, 10)

    [one] = Delivery.objects.all()
    assert (one.state, one.error, one.tries) == ("failed", "refused 550", 1)


def test_mail_that_the_server_took_but_did_not_say_so_comes_under_the_same_name(ann, post):
    by_mail(ann)
    post.answer = "451 later"
    told(ann)
    pass_over(NOON)
    post.answer = ""
    minutes(NOON + MINUTE, 5)

    assert len(post.ids) == 2
    assert len({*post.ids}) == 1


def test_clock_moved_back_doubles_nothing(ann, hook, post):
    by_hook(ann, hook)
    by_mail(ann, hour=9)
    told(ann, 1)
    told(ann, 2, NOON + MINUTE)
    minutes(NOON, 24 * 60)
    went = (len(hook.posts), len(post.mails))
    assert went == (2, 1)

    minutes(NOON - 26 * HOUR, 60)
    assert not told(ann, 1, NOON - HOUR)
    told(ann, 3, NOON - HOUR)
    minutes(NOON - HOUR, 60)
    assert len(hook.posts) == 3
    minutes(NOON, 48 * 60)
    assert len({*hook.ids}) == len(hook.ids) == 3
    assert len(post.mails) == 2
    assert post.mails[1]["text"].count("Task") == 1


def test_claim_of_a_dead_worker_is_taken_up_again(ann, hook):
    by_hook(ann, hook)
    told(ann)
    one = Delivery.objects.select_related("channel__to", "notice").get()
    assert take(one, NOON)
    assert minutes(NOON, 5) == 0
    assert pass_over(NOON + Delivery.LEASE) == 1
    assert len(hook.posts) == 1


def test_worker_that_begins_takes_up_what_was_claimed_at_once(ann, hook):
    by_hook(ann, hook)
    told(ann)
    assert take(Delivery.objects.select_related("channel__to", "notice").get(), NOON)
    resume()

    assert pass_over(NOON) == 1


def test_claimed_twice_it_is_anothers(ann, hook):
    by_hook(ann, hook)
    told(ann)
    first, second = (Delivery.objects.select_related("channel__to", "notice").get() for _ in "ab")

    assert take(first, NOON)
    assert not take(second, NOON)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_once(ann, user, hook, post):
    by_hook(ann, hook)
    by_mail(ann, hour=9)
    for number in range(12):
        told(ann, number)
    ready = Barrier(3)

    def work(at):
        try:
            ready.wait()
            pass_over(at)
        finally:
            connections.close_all()

    for at in (NOON, NOON + 21 * HOUR):
        threads = [Thread(target=work, args=[at]) for _ in range(3)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    assert len(hook.ids) == len({*hook.ids}) == 12
    assert len(post.mails) == 1
    assert post.mails[0]["subject"] == "Merilo: 12 notices"
    assert {*states()} == {"sent"}


def test_nobody_is_told_who_is_switched_off_or_does_not_want_it_any_more(ann, user, hook):
    channel = by_hook(ann, hook)
    told(ann, 1)
    channel.kinds = ["alert"]
    channel.save()
    told(ann, 2, kind="alert")
    ann.is_active = False
    ann.save()
    pass_over(NOON)

    assert hook.posts == []
    assert states() == ["dropped", "dropped"]


def test_redirects_are_not_followed_and_answers_of_errors_are_told(ann, hook):
    by_hook(ann, hook)
    hook.status, hook.more = 302, {"Location": f"http://127.0.0.1:{hook.port}/other"}
    told(ann)
    pass_over(NOON)

    assert [post["path"] for post in hook.posts] == [PATH]
    assert Delivery.objects.get().error == "answered 302"


def test_answer_that_drips_is_cut(ann, hook, monkeypatch, settings):
    import socket
    from time import monotonic, sleep

    from merilo.web.notices.ways import webhook

    monkeypatch.setattr(webhook, "WHOLE_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip():
            wire, _who = listening.accept()
            with wire:
                for _ in range(400):
                    try:
                        wire.sendall(b"H")
                    except OSError:
                        return
                    sleep(0.05)

        Thread(target=drip, daemon=True).start()
        hook.down()
        hook.port = listening.getsockname()[1]
        by_hook(ann, hook)
        told(ann)
        begun = monotonic()
        pass_over(NOON)
    assert monotonic() - begun < 8
    assert Delivery.objects.get().error == "silent"


def test_log_is_kept_for_a_while(ann, hook):
    by_hook(ann, hook)
    told(ann, 1)
    pass_over(NOON)
    hook.down()
    told(ann, 2)
    pass_over(NOON)
    clear(NOON + Delivery.KEPT)
    assert len(states()) == 2
    clear(NOON + Delivery.KEPT + MINUTE)
    assert states() == ["waiting"]
