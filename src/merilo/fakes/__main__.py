"""A fake service by hand: `python -m merilo.fakes amocrm --port 8200 --seed 1 --live`."""

import argparse
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime

from merilo.fakes import AmoCRM, World
from merilo.fakes.server import Clock

SERVICES = {"amocrm": AmoCRM}


def asked() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m merilo.fakes", description=__doc__)
    parser.add_argument("service", choices=[*SERVICES])
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--deals", type=int, default=2000, help="in the last 180 days")
    parser.add_argument("--busy", type=float, default=1.0, help="how much is done about each")
    parser.add_argument("--rate", type=int, default=7, help="requests a second; 0: any number")
    parser.add_argument("--odd", nargs="*", default=[], help="oddities to switch on")
    parser.add_argument("--live", action="store_true", help="the company goes on in real time")
    return parser.parse_args()


def main() -> None:
    """Serve until Ctrl-C."""
    said = asked()
    world = World(said.seed, said.people, said.deals, until=datetime.now(UTC), busy=said.busy)
    fake = SERVICES[said.service](
        world, port=said.port, rate=said.rate or None, odd=said.odd, clock=Clock()
    )
    with fake, suppress(KeyboardInterrupt):
        sys.stdout.write(f"{said.service} at {fake.url}\ntoken {fake.token}\n")
        sys.stdout.flush()
        if said.live:
            fake.keep()
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
