"""Pages under load: fifty people at once for half a minute, and again, on each database."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import servers
from tests.e2e.served import demo, served

USERS, SECONDS = 50, 30


def main() -> None:
    """Print what each database takes, and the memory of the processes."""
    with TemporaryDirectory() as folder:
        home = demo(Path(folder) / "home")
        for name, database in databases():
            with database as env, served(home, **env) as site:
                first = resident(site)
                for state in ("nothing asked yet", "asked before"):
                    show(name, state, visited(site, Path(folder)), first, resident(site))


def databases() -> Iterator[tuple[str, object]]:
    """SQLite, and PostgreSQL where there is one."""
    yield "SQLite", none()
    if servers.postgres():
        yield "PostgreSQL", postgres()


@contextmanager
def none() -> Iterator[dict[str, str]]:
    """The file in the home folder."""
    yield {}


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """A server of its own."""
    with servers.server() as address:
        yield {"DATABASE_URL": address}


def visited(site: str, folder: Path) -> dict[str, str]:
    """What locust measured over all pages."""
    out = folder / "load"
    command = [
        sys.executable, "-m", "locust", "-f", "tests/load/visitors.py", "--headless",
        "--host", site,
        "--users", str(USERS), "--spawn-rate", "10", "--run-time", f"{SECONDS}s", "--csv", str(out),
        "--only-summary", "--loglevel", "ERROR",
    ]  # fmt: skip
    subprocess.run(command, check=False, capture_output=True)
    with Path(f"{out}_stats.csv").open(encoding="utf-8") as file:
        return {row["Name"]: row for row in csv.DictReader(file)}["Aggregated"]


def resident(site: str) -> dict[str, int]:
    """Megabytes of each process of the server at that address."""
    port = site.rpartition(":")[2]
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            words = (status.parent / "cmdline").read_bytes().decode().split("\0")
            lines = status.read_text("utf-8").splitlines()
        except OSError:
            continue
        line = " ".join(words)
        if port in words or "run_huey" in line or "spawn_main" in line:
            (size,) = [one.split()[1] for one in lines if one.startswith("VmRSS")] or ["0"]
            kind = "worker" if "run_huey" in line else "main" if port in words else "pages"
            found[kind] = max(found.get(kind, 0), int(size) // 1024)
    return found


def show(
    name: str, state: str, all_of_it: dict[str, str], first: dict[str, int], last: dict[str, int]
) -> None:
    """One database's line."""
    print(  # noqa: T201
        f"{name:11} {state}: {USERS} users, {SECONDS} s: {all_of_it['Request Count']} requests, "
        f"{all_of_it['Failure Count']} failures, median {all_of_it['50%']} ms, "
        f"p95 {all_of_it['95%']} ms, p99 {all_of_it['99%']} ms; memory {first} -> {last} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
