"""What goes wrong when a test says so: limits, blocks, broken answers, slowness."""

import time
from http.client import HTTPException, IncompleteRead, RemoteDisconnected

import pytest

from merilo.fakes import AmoCRM, Clock
from tests.fakes.asking import ask

LEADS = "/api/v4/leads"


def statuses(fake, times, path=LEADS):
    return [ask(fake, path).status for _ in range(times)]


def test_scripted_faults_strike_at_their_requests(fake):
    fake.fault("429", at=2)
    fake.fault("502", at=range(3, 5))

    assert statuses(fake, 5) == [200, 429, 502, 502, 200]
    assert fake.counters.faults == 3


def test_scripted_faults_strike_only_their_path(fake):
    fake.fault("500", at=1, path="/contacts")

    assert statuses(fake, 2) == [200, 200]
    assert statuses(fake, 2, "/api/v4/contacts") == [500, 200]


def test_some_next_requests_and_calm(fake):
    fake.fault("503", times=2)
    assert statuses(fake, 3) == [503, 503, 200]
    fake.fault("503")
    fake.calm()
    assert statuses(fake, 1) == [200]


def test_what_a_refusal_looks_like(fake):
    fake.fault("429", at=1, retry_after=5)
    fake.fault("429", at=2, plain=True)
    fake.fault("502", at=3)
    told, plain, page = (ask(fake, LEADS) for _ in range(3))

    assert (told.headers["Retry-After"], told.said()["status"]) == ("5", 429)
    assert plain.headers["Content-Type"].startswith("text/plain")
    assert "Retry-After" not in plain.headers
    assert page.body.startswith(b"<html>")


def test_an_unknown_fault_is_refused(fake):
    with pytest.raises(ValueError, match="there are"):
        fake.fault("418")


@pytest.mark.parametrize(
    ("kind", "error"),
    [("drop", RemoteDisconnected), ("half", IncompleteRead), ("length", IncompleteRead)],
)
def test_broken_transport(fake, kind, error):
    fake.fault(kind, at=1)
    with pytest.raises(error):
        ask(fake, LEADS)
    assert ask(fake, LEADS).status == 200


def test_half_a_document_that_says_it_is_whole(fake):
    fake.fault("cut", at=1)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        ask(fake, LEADS).said()
    fake.fault("html", at=1)
    assert ask(fake, LEADS).body.startswith(b"<html>")


def test_faults_by_chance_are_the_same_for_the_same_seed(world):
    seen = []
    for _ in range(2):
        with AmoCRM(world, seed=5) as fake:
            fake.chance({"500": 0.2, "drop": 0.2})
            row = []
            for _ in range(40):
                try:
                    row.append(ask(fake, LEADS).status)
                except HTTPException:
                    row.append(0)
        seen.append(row)

    assert seen[0] == seen[1]
    assert {0, 200, 500} == set(seen[0])


def test_slowness(fake):
    fake.fault("slow", at=1, delay=0.2)
    fake.fault("drip", at=2, delay=0.2)
    begun = time.monotonic()
    statuses(fake, 2)

    assert 0.4 <= time.monotonic() - begun < 3


def test_seven_a_second_and_a_block_after_five_refusals_in_a_row(world):
    with AmoCRM(world, rate=7, clock=Clock(still=True)) as fake:
        assert statuses(fake, 8) == [200] * 7 + [429]
        fake.clock.advance(1)
        assert statuses(fake, 12) == [200] * 7 + [429] * 5
        fake.clock.advance(60)
        assert statuses(fake, 2) == [403, 403]
        assert (fake.counters.refused, fake.counters.after_block) == (6, 2)
        fake.block(False)
        assert statuses(fake, 1) == [200]


def test_fifty_a_second_in_the_whole_account(world):
    with AmoCRM(world, rate=30, clock=Clock(still=True)) as fake:
        other = fake.tokens.long(of="another")
        mine = statuses(fake, 30)
        theirs = [ask(fake, LEADS, token=other).status for _ in range(21)]

    assert mine + theirs == [200] * 50 + [429]


def test_too_heavy_a_window_is_504(fake):
    fake.heavy = 50

    assert ask(fake, LEADS).status == 504
    at = fake.world.deals[5].updated_at
    narrow = f"filter[updated_at][from]={at}&filter[updated_at][to]={at}"
    assert ask(fake, f"{LEADS}?{narrow}").status == 200


def test_a_service_may_be_down_for_a_while(fake):
    fake.stop()
    with pytest.raises(OSError, match="refused"):
        ask(fake, LEADS)
    fake.start()
    assert statuses(fake, 1) == [200]


def test_counters(fake):
    fake.clock.stop()
    ask(fake, LEADS)
    fake.clock.advance(0.25)
    got = ask(fake, "/api/v4/nothing")

    said = fake.counters.said()
    assert said["requests"] == 2
    assert said["by_path"] == {LEADS: 1, "/api/v4/nothing": 1}
    assert said["by_status"] == {200: 1, 404: 1}
    assert said["shortest"] == pytest.approx(0.25)
    assert said["bytes"] > len(got.body)


def test_late_rows_are_seen_later(fake):
    fake.clock.stop()
    fake.late(30)
    fake.edit(3)
    at = fake.clock.now()
    changed = f"{LEADS}?filter[updated_at][from]={at}&order[updated_at]=asc"

    assert ask(fake, changed).status == 204
    fake.clock.advance(30)
    assert ask(fake, changed).status == 200
