"""The real thing: `merilo serve` on a demo company, in processes of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from merilo.demo import load, sizes
from tests import written
from tests.servers import free

STARTING_S = 90
# Without what writes the usual questions ahead (tests/web/test_warm.py has it): for the pages seen
# here most of it would be written in vain. And without Brotli, which comes with Locust and in no
# installation: it takes seconds to compress the files of the pages at every start.
PROGRAM = """
import sys

sys.modules["brotli"] = None
from merilo.cli.main import run
from merilo.web import serve

start = serve.start
ahead = ("timeit", "-n1", "-r1", "pass")
serve.start = lambda *words: start(*ahead if words[0] == "merilo.report.warm" else words)
run()
"""
RUN = [sys.executable, "-c", PROGRAM]


def demo(home: Path) -> Path:
    """The demo company, up to yesterday."""
    now = datetime.now(UTC)
    load(home, sizes["S"], now.date(), now)
    return written.lay(home)


@contextmanager
def served(home: Path, **env: str) -> Iterator[str]:
    """The address of a server over that home, until the end of the block."""
    port, log = free(), home / "serve.log"
    with log.open("wb") as out:
        command = [*RUN, "serve", "--home", str(home), "--port", str(port)]
        running = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env=environment(**env)
        )
        try:
            wait(f"http://127.0.0.1:{port}", running, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(60)


def environment(**env: str) -> dict[str, str]:
    """Of the tests' own only what programs need to run."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MERILO_", "DJANGO_"))}
    return kept | {"TZ": "Asia/Vladivostok"} | env


def wait(address: str, running: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until it answers."""
    until = time.monotonic() + STARTING_S
    while time.monotonic() < until:
        assert running.poll() is None, log.read_text("utf-8")
        try:
            with urlopen(f"{address}/health/", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"no answer within {STARTING_S} s:\n{log.read_text('utf-8')}")
