"""The same control from another process, under `/_fake/`."""

import re
import signal
import subprocess
import sys

from tests.fakes.asking import ask


def tell(fake, name, said):
    got = ask(fake, f"/_fake/{name}", "POST", said)
    assert got.status == 200, got.body
    return got.said()


def test_truth_and_counters(fake):
    ask(fake, "/api/v4/leads")

    assert len(ask(fake, "/_fake/truth?table=deals").said()) == len(fake.world.deals)
    assert ask(fake, "/_fake/truth").said() == fake.truth()
    assert tell(fake, "counters", {})["requests"] == 1
    assert ask(fake, "/_fake/counters").said()["requests"] == 0


def test_clock(fake):
    tell(fake, "clock", {"still": True, "set": 1_790_000_000})

    assert tell(fake, "clock", {"advance": 60})["now"] == 1_790_000_060


def test_script(fake):
    tell(fake, "script", {"faults": [{"kind": "500", "at": 1}, {"kind": "502", "at": [2, 3]}]})
    assert [ask(fake, "/api/v4/leads").status for _ in range(4)] == [500, 502, 502, 200]
    tell(fake, "script", {"chance": {"500": 0.999}})
    tell(fake, "script", {"clear": True})
    assert ask(fake, "/api/v4/leads").status == 200


def test_touch_and_deed(fake):
    fake.clock.stop()
    deal = next(d for d in fake.world.deals if d.stage.kind == "open" and not d.deleted)
    before = len(fake.world.deals)
    done = tell(fake, "touch", {"create": 2, "edit": 1, "crowd": 30, "odd": ["zeros"],
                                "ties": "random", "deny": {"/users": 403}})  # fmt: skip
    won = tell(fake, "deed", {"what": "win", "deal": 1_000_001 + deal.number})

    assert done == {"crowd": fake.clock.now() - 3600}
    assert len(fake.world.deals) == before + 2
    assert (won["deal"], deal.stage.kind) == (deal.number, "won")
    assert (fake.odds, fake.ties) == ({"zeros"}, "random")
    assert ask(fake, "/api/v4/users").status == 403


def test_live_seed_and_tokens(fake):
    lived = tell(fake, "live", {"until": fake.world.until + 86_400})
    assert lived["now"] == fake.world.until + 86_400
    assert ask(fake, "/api/v4/leads", token=tell(fake, "tokens", {"pair": True})["access"])
    tell(fake, "tokens", {"revoke": True})
    assert ask(fake, "/api/v4/leads").status == 401
    assert tell(fake, "seed", {"deals": 10})["deals"] == 10
    assert len(ask(fake, "/_fake/truth?table=deals").said()) == 10


def test_hook(fake):
    tell(fake, "hook", {"add": {"destination": "http://127.0.0.1:9/x", "settings": ["add_lead"]}})
    fake.create()

    assert tell(fake, "hook", {"flush": True})["tried"] == [0]
    assert ask(fake, "/_fake/attempts").said()[0]["status"] == 0


def test_what_makes_no_sense_is_refused(fake):
    assert ask(fake, "/_fake/nothing").status == 404
    assert ask(fake, "/_fake/script", "POST", {"faults": [{"kind": "999"}]}).status == 400


def test_by_hand():
    command = [sys.executable, "-m", "merilo.fakes", "amocrm", "--deals", "50", "--live"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        first, second = process.stdout.readline(), process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0

    assert re.fullmatch(r"amocrm at http://127\.0\.0\.1:\d+\n", first)
    assert second.startswith("token ey")
