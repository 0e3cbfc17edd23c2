"""Webhooks: what is sent, in which form, and what is done when nobody takes it."""

import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qsl

import pytest

from merilo.fakes import AmoCRM, Clock
from tests.fakes.asking import ask

EVERY = ["add_lead", "update_lead", "delete_lead", "status_lead", "responsible_lead",
         "note_contact", "add_task", "add_message"]  # fmt: skip


class Receiver(HTTPServer):
    """Takes what comes, and answers as told."""

    def __init__(self):
        self.got, self.status, self.delay = [], 200, 0
        super().__init__(("127.0.0.1", 0), Door)
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/hook?secret=s"


class Door(BaseHTTPRequestHandler):
    """One delivery."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.server.delay)
        self.server.got.append((self.headers["Content-Type"], body))
        with suppress(OSError):  # nobody waits for it any more
            self.send_response(self.server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.shutdown()
    receiver.server_close()


@pytest.fixture
def fake(world, receiver):
    with AmoCRM(world, clock=Clock(still=True)) as fake:
        fake.hooks.add(receiver.url, EVERY)
        yield fake


def open_deal(fake):
    return next(d for d in fake.world.deals if d.stage.kind == "open" and not d.deleted)


def win(fake):
    deal = open_deal(fake)
    fake.world.win(deal, fake.clock.now())
    return deal


def pairs(body):
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def moves(receiver):
    return [p for _, body in receiver.got if "leads[status][0][id]" in (p := pairs(body))]


def test_a_move_is_told_as_a_form_with_old_names(fake, receiver):
    deal = open_deal(fake)
    was = 40_001 + deal.stage.number
    fake.world.rename(deal, "Станок + монтаж & «ё»", fake.clock.now())
    fake.world.win(deal, fake.clock.now())
    fake.hooks.flush()
    said = moves(receiver)[0]

    assert receiver.got[0][0] == "application/x-www-form-urlencoded"
    assert said["leads[status][0][id]"] == str(1_000_001 + deal.number)
    assert said["leads[status][0][status_id]"] == "142"
    assert said["leads[status][0][old_status_id]"] == str(was)
    assert said["leads[status][0][name]"] == "Станок + монтаж & «ё»"
    assert said["leads[status][0][last_modified]"] == str(fake.clock.now())
    assert (said["account[id]"], said["account[subdomain]"]) == ("31000000", "demo")


def test_only_what_was_asked_for_is_told(fake, receiver):
    fake.hooks.add(receiver.url, ["delete_lead"])
    deal = win(fake)
    fake.world.delete(deal, fake.clock.now())
    fake.hooks.flush()

    said = pairs(receiver.got[0][1])
    assert len(receiver.got) == 1
    assert {name for name in said if name.startswith("leads")} == {
        "leads[delete][0][id]", "leads[delete][0][status_id]",
    }  # fmt: skip


def test_hooks_are_made_listed_and_removed_over_the_api(fake, receiver):
    made = ask(fake, "/api/v4/webhooks", "POST", {"destination": "http://x/1", "settings": ["a"]})
    assert (made.status, made.said()["disabled"]) == (201, False)
    assert len(ask(fake, "/api/v4/webhooks").rows("webhooks")) == 2
    assert ask(fake, "/api/v4/webhooks", "DELETE", {"destination": "http://x/1"}).status == 204
    assert len(ask(fake, "/api/v4/webhooks").rows("webhooks")) == 1


def test_twice_shuffled_together_and_late(fake, receiver):
    fake.hooks.twice = True
    win(fake)
    fake.hooks.flush()
    assert len(moves(receiver)) == 2
    fake.hooks.twice, fake.hooks.batch = False, 2
    receiver.got.clear()
    fake.world.price(open_deal(fake), 1, fake.clock.now())
    fake.world.price(open_deal(fake), 2, fake.clock.now())
    fake.hooks.flush()
    assert "leads[update][1][id]" in pairs(receiver.got[0][1])
    receiver.got.clear()
    fake.hooks.delay = 30
    win(fake)
    assert fake.hooks.flush() == []
    fake.clock.advance(31)
    assert fake.hooks.flush()


@pytest.mark.parametrize(("status", "waits"), [(404, (300, 900)), (500, (900, 3600))])
def test_a_bad_answer_is_repeated_two_times(fake, receiver, status, waits):
    fake.hooks.add(receiver.url, ["status_lead"])
    receiver.status = status
    win(fake)
    assert [a.status for a in fake.hooks.flush()] == [status]
    for wait in waits:
        fake.clock.advance(wait - 1)
        assert fake.hooks.flush() == []
        fake.clock.advance(1)
        assert len(fake.hooks.flush()) == 1
    fake.clock.advance(86_400)
    assert fake.hooks.flush() == []
    assert [a.tries for a in fake.hooks.attempts] == [1, 2, 3]


def test_a_hook_is_disabled_after_a_hundred_bad_answers(fake, receiver):
    fake.hooks.add(receiver.url, ["update_lead"])
    receiver.status = 400
    for _ in range(101):
        fake.world.price(open_deal(fake), 5, fake.clock.now())
    fake.hooks.flush()

    assert len(receiver.got) == 101
    assert ask(fake, "/api/v4/webhooks").rows("webhooks")[0]["disabled"]
    fake.world.price(open_deal(fake), 6, fake.clock.now())
    assert fake.hooks.flush() == []


def test_an_answer_that_comes_too_late_is_bad(fake, receiver):
    fake.hooks.manners = fake.hooks.manners._replace(patience=0.1)
    receiver.delay = 0.4
    win(fake)

    assert {attempt.status for attempt in fake.hooks.flush()} == {499}


def test_nobody_there_is_a_bad_answer(fake):
    fake.hooks.add("http://127.0.0.1:9/nobody", ["status_lead"])
    win(fake)

    assert 0 in [attempt.status for attempt in fake.hooks.flush()]


def test_notes_use_one_name_for_a_value_and_for_a_branch(fake, receiver):
    deal = next(d for d in fake.world.deals if d.contact is not None and not d.deleted)
    fake.world.call(deal, fake.clock.now(), talk=60)
    fake.hooks.flush()
    said = pairs(receiver.got[0][1])

    assert said["contacts[note][0][note][note_type]"] == "call_out"
    assert "contacts[note][0][note][note_type][message_uuid]" in said


def test_a_message_comes_with_its_text(fake, receiver):
    fake.world.touch("chat", open_deal(fake), fake.clock.now(), direction="in")
    fake.hooks.flush()

    assert pairs(receiver.got[0][1])["message[add][0][text]"] == "Сколько стоит? 1+1"


def test_a_forged_one_names_another_account(fake, receiver):
    assert fake.forge(receiver.url) == 200
    assert pairs(receiver.got[0][1])["account[id]"] == "666"


def test_by_itself(fake, receiver):
    fake.hooks.run(every=0.01)
    win(fake)
    fake.hooks.stop()
    fake.hooks.flush()

    assert moves(receiver)
