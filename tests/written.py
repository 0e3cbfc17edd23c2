"""The SQL that one test has written, kept for all tests of the run.

Writing a question takes a hundred times as long as running it on a small company, and a home that
is made for one test has nothing written yet. The product keeps its templates in a folder of the
home (`metrics.engines.store`); here it is one folder for every home, in every process of the run.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SETTING = "MERILO_TEST_WRITTEN"


def folder() -> Path:
    """The folder; who asks first makes it and takes it away, and the processes that it starts
    inherit it."""
    if SETTING not in os.environ:
        os.environ[SETTING] = made = tempfile.mkdtemp(prefix="merilo-written-")
        atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(os.environ[SETTING])


@contextmanager
def shared() -> Iterator[None]:
    """Every engine at a desk of this process keeps its templates there."""
    from merilo.report import desk

    plain = desk.engine
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "engine", lambda address, _folder: plain(address, folder()))
        desk.warm.cache_clear()
        yield


def lay(home: Path) -> Path:
    """The same for a home that a program of its own is started over."""
    (home / "cache").mkdir(parents=True, exist_ok=True)
    (home / "cache" / "sql").symlink_to(folder(), target_is_directory=True)
    return home
