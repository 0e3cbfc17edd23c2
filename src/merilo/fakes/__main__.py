"""A fake service by hand: `python -m merilo.fakes amocrm --port 8200 --seed 1 --live`."""

import argparse
import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime

from merilo.fakes import UIS, AmoCRM, Bitrix24, Mango, Skorozvon, World
from merilo.fakes.server import Clock, Fake
from merilo.fakes.world.stir import lively

TOKEN = "MERILO_FAKE_TOKEN"  # the one that opens it; else it makes one
HOOKS = (
    "status_lead",
    *(f"{what}_{card}" for what in ("add", "update", "delete", "restore", "responsible", "note")
      for card in ("lead", "contact", "company", "task")),
)  # fmt: skip
SERVICES: dict[str, type[Fake]] = {
    "amocrm": AmoCRM, "bitrix24": Bitrix24, "skorozvon": Skorozvon, "mango": Mango, "uis": UIS,
}  # fmt: skip


def asked() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m merilo.fakes", description=__doc__)
    parser.add_argument("service", choices=[*SERVICES])
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--deals", type=int, default=2000, help="in all that time")
    parser.add_argument("--since", type=int, help="when it began, seconds since 1970")
    parser.add_argument("--until", type=int, help="up to when those deals were made; then, more")
    parser.add_argument("--hook", default="", help="an address to call when anything happens")
    parser.add_argument("--busy", type=float, default=1.0, help="how much is done about each")
    parser.add_argument("--rate", type=int, default=7, help="requests a second; 0: any number")
    parser.add_argument("--odd", nargs="*", default=[], help="oddities to switch on")
    parser.add_argument("--live", action="store_true", help="it goes on, at any hour")
    return parser.parse_args()


def main() -> None:
    """Serve until Ctrl-C."""
    said = asked()
    until = datetime.now(UTC) if said.until is None else said.until
    world = World(said.seed, said.people, said.deals, said.since, until, busy=said.busy)
    fake = SERVICES[said.service](
        world, port=said.port, rate=said.rate or None, odd=said.odd, clock=Clock(time.time()),
        token=os.environ.get(TOKEN),
    )  # fmt: skip
    if said.live:
        lively(world, int(time.time()))
    if said.hook:
        fake.hooks.add(said.hook, HOOKS)
    with fake, suppress(KeyboardInterrupt):
        sys.stdout.write(f"{said.service} at {fake.url}\ntoken {fake.token}\n")
        sys.stdout.flush()
        fake.hooks.run()
        while True:
            time.sleep(1)
            if said.live:
                with fake.lock:
                    lively(world, int(time.time()))


if __name__ == "__main__":
    main()
