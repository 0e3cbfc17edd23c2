"""The one who asks: what goes wrong on the way is asked again, and half an answer is none."""

import json
import time
from dataclasses import replace

import pytest

from merilo.fakes.server import Answer, Fake, Fault, Manners, Request
from merilo.sources.sync import faults
from merilo.sources.sync.client import Asker, Patience, told
from merilo.sources.sync.pace import Pace
from merilo.sources.sync.protocol import Door, Limits

FAST = Limits(per_second=5000, page=10, timeout_s=0.5)


class Plain(Fake):
    """Answers the same to everybody."""

    def serve(self, request: Request) -> Answer:
        if request.path == "/empty":
            return Answer(204)
        if request.path == "/heavy":
            return Answer.text("", 504)
        if request.path == "/away":
            return Answer(302, headers={"Location": "/good"})
        said = {"rows": [*range(50)], "price": 12345678901234567.89, "form": request.form}
        return Answer.json(said)

    def refusal(self, status: int, fault: Fault | None = None) -> Answer:
        if fault and fault.plain:
            return Answer.text("slow down", status)
        found = Answer.json({"title": "No", "detail": "not today"}, status)
        if fault and fault.retry_after is not None:
            found.headers["Retry-After"] = str(fault.retry_after)
        return found

    def manners(self) -> Manners:
        return Manners(lambda events: (b"", {}), lambda status, tries: None)


@pytest.fixture(scope="module")
def server():
    with Plain() as found:
        yield found


@pytest.fixture
def fake(server):
    server.calm()
    yield server
    server.calm()


@pytest.fixture
def ask(fake, tmp_path):
    """Asks the fake; `ask.made` is the client."""
    client = Asker(
        Door(fake.url),
        Pace(tmp_path / "pace", FAST),
        lambda answer: None,
        patience=Patience(tries=4, first_s=0.001, most_s=0.01),
    )

    def asked(path: str = "/good", **more):
        return client.ask("GET", path, **more)

    asked.made = client
    yield asked
    client.close()


def test_numbers_with_a_point_stay_as_they_are_written(ask):
    assert ask().json()["price"] in ("12345678901234567.89", "1.2345678901234568e+16")
    assert ask().json()["rows"][49] == 49


def test_nothing_is_none(ask):
    assert ask("/empty").json() is None
    assert ask("/empty").status == 204


@pytest.mark.parametrize(
    "kind", ["429", "500", "502", "503", "drop", "half", "cut", "length", "html"]
)
def test_what_goes_wrong_on_the_way_is_asked_again(ask, fake, kind):
    fake.fault(kind, at=[1, 2])
    assert ask().json()["rows"][49] == 49
    assert ask.made.counter.repeated == 2


def test_too_many_in_words_that_are_no_json(ask, fake):
    fake.fault("429", at=1, plain=True)
    assert ask().status == 200


@pytest.mark.parametrize(("kind", "delay"), [("slow", 1.2), ("drip", 4.0)])
def test_who_is_too_slow_is_asked_again(ask, fake, kind, delay):
    fake.fault(kind, at=1, delay=delay)
    assert ask().status == 200
    assert ask.made.counter.repeated == 1


def test_it_waits_as_told(ask, fake):
    fake.fault("429", at=1, retry_after=1)
    begun = time.monotonic()
    assert ask().status == 200
    assert time.monotonic() - begun >= 1


def test_told_to_wait_for_hours_it_ends_and_says_until_when(ask, fake):
    fake.fault("429", at=1, retry_after=7200)
    with pytest.raises(faults.Paused) as caught:
        ask()
    assert 7100 < caught.value.until - time.time() <= 7200


def test_after_too_many_a_403_means_blocked_and_nothing_more_is_asked(ask, fake):
    fake.fault("429", at=1)
    fake.fault("403", at=2)
    before = fake.counters.requests
    with pytest.raises(faults.Blocked):
        ask()
    assert fake.counters.requests - before == 2


@pytest.mark.parametrize(
    ("status", "fault"),
    [("401", faults.SignIn), ("402", faults.Lacking), ("403", faults.Lacking),
     ("404", faults.Refused), ("422", faults.Refused), ("400", faults.Refused)],
)  # fmt: skip
def test_what_will_not_change_is_asked_once(ask, fake, status, fault):
    fake.fault(status, at=1)
    before = fake.counters.requests
    with pytest.raises(fault) as caught:
        ask()
    assert fake.counters.requests - before == 1
    assert "not today" in str(caught.value)


def test_too_much_at_once(ask):
    with pytest.raises(faults.TooHeavy):
        ask("/heavy")


def test_nobody_is_followed_elsewhere(ask):
    with pytest.raises(faults.Refused):
        ask("/away")


def test_who_never_answers_is_away(ask, fake):
    fake.fault("502")
    before = fake.counters.requests
    with pytest.raises(faults.Away):
        ask()
    assert fake.counters.requests - before == 4


def test_no_word_of_the_address_in_what_went_wrong(tmp_path):
    client = Asker(
        Door("http://127.0.0.1:9/rest/1/secretcode"),
        Pace(tmp_path / "pace", FAST),
        lambda answer: None,
        patience=Patience(tries=2, first_s=0.001, most_s=0.01),
    )
    with pytest.raises(faults.Away) as caught:
        client.ask("GET", "/x")
    assert "secretcode" not in str(caught.value) + repr(caught.value)
    client.close()


def test_the_connectors_own_meaning_goes_first(ask):
    client = replace(ask.made, judge=lambda answer: faults.Lacking("mine"))
    with pytest.raises(faults.Lacking, match="mine"):
        client.ask("GET", "/good")
    client.close()


def test_a_form_is_sent_as_one(ask):
    found = ask.made.ask("POST", "/good", form=[("a[b]", "я + 1"), ("c", "2")]).json()
    assert found["form"] == {"a": {"b": "я + 1"}, "c": "2"}


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), ("Thu, 01 Jan 1970 00:01:40 GMT", 40.0), ("", None), ("soon", None), ("-5", None)],
)
def test_how_long_retry_after_tells_to_wait(said, seconds):
    assert told({"Retry-After": said}, 60.0) == seconds


def test_what_is_said_is_json_of_any_depth_or_asked_again(ask, fake, monkeypatch):
    deep = json.dumps({"rows": 1}).encode()
    monkeypatch.setattr(Plain, "serve", lambda self, request: Answer(200, b"[" * 100_000 + deep))
    with pytest.raises(faults.Away):
        ask()
