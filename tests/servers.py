"""A browser and a PostgreSQL server for the tests: found, or brought.

`python -m tests.servers` brings what is not there: on Debian through the system's packages,
elsewhere a browser through Playwright. It says in one line what it could not get; those tests are
then skipped.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

# First the one that has no windows: the same engine, for a third less of the machine.
BROWSERS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
NOBODY = "nobody"  # PostgreSQL does not run as root
STARTING_S = 30


def chromium() -> str:
    """Where a Chromium is; "" if there is none."""
    if named := os.environ.get("MERILO_CHROMIUM"):
        return named
    found = (shutil.which(name) for name in BROWSERS)
    return next(filter(None, found), "") or playwrights()


def playwrights() -> str:
    """The one that Playwright has brought, if it has."""
    cache = Path.home() / ".cache" / "ms-playwright"
    return next((str(path) for path in sorted(cache.glob("chromium-*/*/chrome"))), "")


def postgres() -> Path | None:
    """The folder of PostgreSQL's programs, if there is one."""
    for folder in BINARIES:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL server of its own on a free port of this machine, until the end of the block."""
    with TemporaryDirectory(prefix="merilo-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o777)  # it runs as somebody else
        yield from started(Path(folder))


def started(folder: Path) -> Iterator[str]:
    """The same, in a folder."""
    programs = postgres()
    assert programs, "no PostgreSQL"
    data, port = folder / "data", free()
    run(programs / "initdb", "-D", data, "-U", "merilo", "-A", "trust", "--no-sync")
    where = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run(programs / "pg_ctl", "-D", data, "-w", "-t", STARTING_S, "-l", folder / "log", "-o", where,
        "start")  # fmt: skip
    try:
        yield f"postgres://merilo@127.0.0.1:{port}/postgres"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def run(*command: object) -> None:
    """A program of PostgreSQL, as somebody who may run it."""
    user = NOBODY if os.geteuid() == 0 else None
    done = subprocess.run(
        [str(word) for word in command], user=user, check=False, text=True, cwd="/",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def free() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def bring() -> list[str]:
    """Install what is not there; what could not be had, in words."""
    missing = []
    if not chromium() and not any(packages(name) for name in BROWSERS[:2]) and not browser():
        missing.append("no Chromium: tests of pages in a browser are skipped")
    if not postgres() and not packages("postgresql"):
        missing.append("no PostgreSQL: tests of pages on it are skipped")
    return missing


def packages(*names: str) -> bool:
    """Debian's packages, where we may install them."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    for command in (install, ["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=env, capture_output=True, check=False)
        if command is install and done.returncode == 0:
            return True
    return False


def browser() -> bool:
    """Playwright's own Chromium."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def answers(port: int, seconds: float) -> bool:
    """Somebody answers at that port before so much time has passed."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


if __name__ == "__main__":
    for sentence in bring():
        print(sentence)  # noqa: T201
