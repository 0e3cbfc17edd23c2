"""The first load of a large account, and a look when nothing is new, beside the rate that the
account allows: what is slower than that is ours.

The fake is a process of its own, for it has work of its own: `MERILO_BENCH_DEALS` says how many
deals (100,000), `MERILO_BENCH_RATE` how many requests a second (20; amoCRM itself takes 7).
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.race import peak
from merilo.company import Company
from merilo.facts.lake import Lake
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.protocol import Limits
from merilo.sources.sync.run import Sync
from merilo.sources.sync.vault import Vault

DEALS = int(os.environ.get("MERILO_BENCH_DEALS", "100000"))
RATE = float(os.environ.get("MERILO_BENCH_RATE", "20"))
YEARS_S = 3 * 365 * 86_400
TOKEN = "bench"


@contextmanager
def account(deals: int) -> Iterator[str]:
    """A fake amoCRM of three years; its address."""
    now = int(time.time())
    words = [sys.executable, "-m", "merilo.fakes", "amocrm", "--people", "60", "--rate", "0"]
    words += ["--deals", str(deals), "--since", str(now - YEARS_S), "--until", str(now - 900)]
    env = {**os.environ, "MERILO_FAKE_TOKEN": TOKEN}
    child = subprocess.Popen([*words, "--busy", "0.45"], stdout=subprocess.PIPE, text=True, env=env)
    try:
        assert child.stdout
        yield child.stdout.readline().split()[-1]
    finally:
        child.terminate()
        child.wait()


def main() -> None:
    """Read it all, then look again."""
    with TemporaryDirectory() as folder, account(DEALS) as url:
        os.environ["XDG_CONFIG_HOME"] = f"{folder}/config"
        home = Path(folder) / "home"
        Company(zone="Europe/Moscow", currency="RUB").save(home)
        told = Connection("crm", "amocrm", settings={"address": url})
        keep(home, told)
        Vault(home).write("crm", {"token": TOKEN})
        limits = Limits(per_second=RATE, page=250, burst=2)
        read(home, told, limits, f"{DEALS:,} deals, first load")
        read(home, told, limits, "again, nothing new")


def read(home: Path, told: Connection, limits: Limits, what: str) -> None:
    """Read and load; requests, rows, time beside what the rate allows, memory."""
    begun, spent = time.monotonic(), time.process_time()
    sync = Sync(home, told, limits=limits)
    first: list[float] = []
    sync.tell = lambda part, stream: first or (sync.results and first.append(time.monotonic()))
    results = sync.run()
    took, cpu, asked = time.monotonic() - begun, time.process_time() - spent, sync.client.counter
    rows = sum(count.accepted for one in results for count in one.counts.values())
    allowed = asked.asked / limits.per_second
    month = f"; this month is there after {first[0] - begun:.0f} s" if first else ""
    size = sum(mass.rows for mass in Lake(home / "lake").snapshot().masses.values())
    print(  # noqa: T201
        f"{what}: {rows:,} rows ({size:,} in the lake), {asked.asked:,} requests "
        f"({asked.asked / max(rows, 1):.4f} a row), {took:.0f} s ({cpu:.0f} s cpu); the rate of "
        f"{limits.per_second:g} a second allows {allowed:.0f} s: ratio "
        f"{took / max(allowed, 0.001):.2f}{month}; {peak():.0f} MiB"
    )
