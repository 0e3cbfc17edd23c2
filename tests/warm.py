"""Processes that may be killed, without the seconds in which each imports Django, Ibis and DuckDB:
one process imports, `python -m tests.warm MODULE HANDLE`, and each command is a child of it."""

import gc
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[1]
LONG_S = 90.0
LATER = (  # what is imported by its first use
    "django.contrib.sessions.serializers", "django.core.cache.backends.db",
    "django.core.management.commands.createcachetable", "django.core.management.commands.migrate",
    "django.db.models.sql.compiler", "django.test", "ibis.backends.duckdb",
    "huey.contrib.djhuey.management.commands.run_huey", "merilo.report.desk",
    "merilo.web.data.sweep", "pandas", "pyarrow.dataset", "pyarrow.pandas_compat",
)  # fmt: skip


class Warm:
    """The process that has imported, seen from the test; one child at a time.

    Settings take the names of their files from the home as soon as they are imported: its home is
    a link in `folder`, which is led to the home of the test before each command.
    """

    def __init__(self, module: str, folder: Path, **settings: str) -> None:
        self.folder, self.link = folder, folder / "home"
        (folder / "first").mkdir()
        self.link.symlink_to("first")
        environment = os.environ | settings | {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "MERILO_HOME": str(self.link),
            "MERILO_LANG": "en",
        }  # fmt: skip
        environment.pop("DATABASE_URL", None)
        self.line, end = Pipe()
        command = [sys.executable, "-m", "tests.warm", module, str(end.fileno())]
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT, pass_fds=[end.fileno()])
        end.close()
        self.child: Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.line.close()
        self.process.wait(LONG_S)

    def begun(self, home: Path, *words: str) -> "Child":
        """A child that works in that home."""
        assert self.child is None or self.child.poll() is not None, "the one before has not ended"
        self.link.unlink()
        self.link.symlink_to(home)
        self.line.send(words)
        self.child = Child(self)
        return self.child

    def run(self, home: Path, *words: str) -> dict[str, Any]:
        """What a child has said, that has ended well."""
        child = self.begun(home, *words)
        assert child.wait() == 0, child.said("err")
        found: dict[str, Any] = json.loads(child.said("out"))
        return found

    def hear(self, within: float) -> int | None:
        """The next number it says; None if it says nothing for so many seconds."""
        return self.line.recv() if self.line.poll(within) else None


class Child:
    """A command in a process of its own, which lives or has ended."""

    def __init__(self, warm: Warm) -> None:
        pid = warm.hear(LONG_S)
        assert pid, "it did not begin"
        self.warm, self.pid = warm, pid
        self.code: int | None = None

    def poll(self, within: float = 0.0) -> int | None:
        """The code with which it ended, minus the signal if it was killed; None while it lives."""
        if self.code is None:
            self.code = self.warm.hear(within)
        return self.code

    def wait(self) -> int:
        """The same, once it has ended. One that does not end is killed, and what it said told."""
        code = self.poll(LONG_S)
        if code is None:
            self.send(signal.SIGKILL)
            self.poll(LONG_S)
            raise TimeoutError(self.said("err"))
        return code

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def said(self, name: str) -> str:
        """What it has written: `out` or `err`."""
        return (self.warm.folder / name).read_text("utf-8")


def warm() -> None:
    """Import all that commands need. Nothing of it is used: no database is open, and no thread runs
    but those of numpy and of allocators, which know of forks."""
    import django

    django.setup()
    import duckdb
    from django.conf import settings
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader
    from django.urls import get_resolver
    from django.utils.module_loading import autodiscover_modules, import_string

    assert get_resolver().url_patterns
    for name in LATER:
        import_module(name)
    for name in settings.MIDDLEWARE:
        import_string(name)
    autodiscover_modules("tasks")
    MigrationLoader(None)
    duckdb.default_connection().close()  # it comes with the import, and has a thread
    assert not any(one.connection for one in connections.all())
    gc.freeze()


def serve(main: Callable[..., None], line: Connection) -> None:
    """Tell each child's id, and the code with which it ended, until the test has gone."""
    fork = multiprocessing.get_context("fork")
    while True:
        words = line.recv()
        assert threading.active_count() == 1
        child = fork.Process(target=play, args=[main, words])
        child.start()
        line.send(child.pid)
        if child.sentinel not in wait([line, child.sentinel]):
            child.kill()
        child.join()
        line.send(child.exitcode)


def play(main: Callable[..., None], words: tuple[str, ...]) -> None:
    """What a child does. It leaves databases as a process does that ends by itself."""
    from django.db import connections
    from huey.contrib.djhuey import HUEY

    for handle, name in ((1, "out"), (2, "err")):
        path = Path(os.environ["MERILO_HOME"]).with_name(name)
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), handle)
    moved()
    main(*words)
    connections.close_all()
    HUEY.storage.close()


def moved() -> None:
    """What importing the settings and huey does to a home, done to the one the link leads to."""
    from django.conf import settings
    from huey.contrib.djhuey import HUEY

    from merilo.web import secrets

    settings.SECRET_KEY = secrets.key(settings.HOME, "web")
    secrets.folder(settings.HOME / "uploads" / "coming")
    HUEY.storage.initialize_schema()


if __name__ == "__main__":
    warm()
    with suppress(EOFError, ConnectionError):
        serve(import_module(sys.argv[1]).main, Connection(int(sys.argv[2])))
