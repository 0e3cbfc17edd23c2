"""Web hooks: two hundred calls a second for a minute, while the worker is killed and begun again.

A real server, a real worker, real requests on this machine. `MERILO_BENCH_SECONDS` is how long.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from merilo.company import Company
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.hooks import hook
from merilo.sources.sync.vault import Vault

SECONDS = int(os.environ.get("MERILO_BENCH_SECONDS", "60"))
RATE, THREADS, PORT = 200, 16, 8461
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OURS = {"account[id]": "1", "account[subdomain]": "demo"}


def main() -> None:
    """Call, kill, begin again; how long each answer took, and what is missing at the end."""
    with TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = f"{folder}/config"
        home = Path(folder) / "home"
        Company(zone="Europe/Moscow", currency="RUB").save(home)
        keep(home, Connection("crm", "amocrm", settings={"address": "demo"}, paused=True))
        path = hook(Vault(home), "crm")
        server = serve(home)
        try:
            killer = threading.Timer(SECONDS / 2, kill_worker, [server.pid])
            killer.start()
            took, sent = call(path)
            killer.join()
        finally:
            end(server)
        server = serve(home)  # a new worker finds what the dead one left
        try:
            left = drained(home)
        finally:
            end(server)
        took.sort()
        kept = sqlite3.connect(home / "sync.sqlite3").execute("select count(*) from hints")
        p95, most = took[int(len(took) * 0.95)], took[-1]
        print(  # noqa: T201
            f"{len(took):,} calls in {SECONDS} s: median {took[len(took) // 2] * 1000:.0f} ms, "
            f"p95 {p95 * 1000:.0f} ms, longest {most * 1000:.0f} ms; {sent:,} answered with 200, "
            f"{kept.fetchone()[0]:,} hints kept, {left} calls left"
        )


def serve(home: Path) -> "subprocess.Popen[bytes]":
    """The server of that home, once it answers."""
    words = ["-c", "from merilo.cli.main import run; run()", "serve", "--port", str(PORT)]
    server = subprocess.Popen(
        [sys.executable, *words, "--home", str(home)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(300):
        time.sleep(0.2)
        try:
            link = HTTPConnection("127.0.0.1", PORT, timeout=5)
            link.request("GET", "/health/")
            if link.getresponse().status in (200, 503):
                return server
        except OSError:
            continue
    raise AssertionError("the server does not answer")


def end(server: "subprocess.Popen[bytes]") -> None:
    """Stop it in order."""
    server.send_signal(signal.SIGINT)
    server.wait(60)


def kill_worker(parent: int) -> None:
    """The worker dies without a word."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text, words = stat.read_text(), (stat.parent / "cmdline").read_text()
        except OSError:
            continue
        if "run_huey" in words and text.rpartition(")")[2].split()[1] == str(parent):
            os.kill(int(stat.parent.name), signal.SIGKILL)


def call(path: str) -> tuple[list[float], int]:
    """So many calls a second, each of another deal; how long each took, how many were taken."""
    took: list[float] = []
    taken, turn, begun = count(), count(), time.monotonic()

    def work() -> None:
        link = HTTPConnection("127.0.0.1", PORT, timeout=30)
        while (n := next(turn)) < RATE * SECONDS:
            time.sleep(max(0.0, begun + n / RATE - time.monotonic()))
            body = urlencode({"leads[update][0][id]": str(n + 1), **OURS})
            since = time.monotonic()
            link.request("POST", path, body, FORM)
            answer = link.getresponse()
            answer.read()
            took.append(time.monotonic() - since)
            if answer.status == 200:
                next(taken)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return took, next(taken)


def drained(home: Path) -> int:
    """How many calls wait after two minutes at most."""
    left = -1
    for _ in range(120):
        with sqlite3.connect(home / "work.sqlite3") as db:
            (left,) = db.execute("select count(*) from hooks_call").fetchone()
        if not left:
            break
        time.sleep(1)
    return left
