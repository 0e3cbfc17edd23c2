"""kill -9 of the worker at any step of an import: nothing is lost, nothing is there twice."""

import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from merilo.facts.lake import Lake
from tests.facts.lake.given import NOON
from tests.warm import LONG_S, Warm
from tests.web.jobs.killed import ROWS


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """Where the processes come from."""
    settings = {"DJANGO_SETTINGS_MODULE": "merilo.web.settings"}
    with Warm("tests.web.jobs.killed", tmp_path_factory.mktemp("warm"), **settings) as process:
        yield process


def worked(warm: Warm, home: Path) -> None:
    """A worker that lives until the work is over."""
    worker = warm.begun(home, "work", "0")
    until = time.monotonic() + LONG_S
    try:
        while state(home) in ("waiting", "running"):
            assert worker.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        worker.send(signal.SIGINT)
        worker.wait()


def state(home: Path) -> str:
    with sqlite3.connect(home / "work.sqlite3") as db:
        return str(db.execute("select state from jobs_run").fetchone()[0])


@pytest.fixture(scope="module")
def ready(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose import waits."""
    home = tmp_path_factory.mktemp("ready") / "home"
    home.mkdir()
    assert warm.run(home, "prepare") == {"stage": "tried"}
    return home


@pytest.fixture(scope="module")
def steps(warm: Warm, ready: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps the whole import has."""
    home = shutil.copytree(ready, tmp_path_factory.mktemp("whole") / "home")
    worked(warm, home)
    whole(warm, home)
    return int((home / "steps").read_text("ascii"))


def whole(warm: Warm, home: Path) -> dict[str, Any]:
    """All rows are in, once, and the counts are those of the first time."""
    told = warm.run(home, "tell")
    assert (told["state"], told["error"]) == ("done", "")
    assert (told["deals"], told["people"]) == (ROWS, 1)
    (table,) = told["loaded"]["tables"]
    assert (table["read"], table["new"], table["same"]) == (ROWS, ROWS, 0)
    assert told["loaded"]["load"] == told["number"] == 1
    assert Lake(home / "lake").doctor(NOON) == []
    return told


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.0, 0.2, 0.4, 0.6, 0.75, 0.85, 0.9, 0.95, 1.0])
def test_killed_at_a_step_it_is_finished_after_a_restart(
    warm: Warm, ready: Path, steps: int, tmp_path: Path, part: float
) -> None:
    home = Path(shutil.copytree(ready, tmp_path / "home"))
    step = 1 + round(part * (steps - 1))
    dying = warm.begun(home, "work", str(step))
    assert dying.wait() == -signal.SIGKILL

    worked(warm, home)
    told = whole(warm, home)
    assert told["tries"] <= 2


@pytest.mark.slow
def test_killed_three_times_it_is_given_up_in_words(
    warm: Warm, ready: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(ready, tmp_path / "home"))
    for _ in range(3):
        dying = warm.begun(home, "work", "9")
        assert dying.wait() == -signal.SIGKILL
    worked(warm, home)
    told = warm.run(home, "tell")

    assert told["state"] == "failed"
    assert "broken off three times" in told["error"]
    assert told["deals"] == 0


@pytest.fixture(scope="module")
def edits(warm: Warm, ready: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps the whole edit has."""
    home = Path(shutil.copytree(ready, tmp_path_factory.mktemp("edited") / "home"))
    assert warm.run(home, "edit", "0") == {"status": 302}
    return int((home / "steps").read_text("ascii"))


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.0, 0.3, 0.6, 0.8, 0.9, 1.0])
def test_edit_is_killed_and_is_there_whole_with_its_entry_or_not_at_all(
    warm: Warm, ready: Path, edits: int, tmp_path: Path, part: float
) -> None:
    home = Path(shutil.copytree(ready, tmp_path / "home"))
    step = 1 + round(part * (edits - 1))
    dying = warm.begun(home, "edit", str(step))
    assert dying.wait() == -signal.SIGKILL
    left = warm.run(home, "mended")

    assert left["units"] in ([], [f"Unit {step}"])
    assert left["entries"] == left["units"]
    assert warm.run(home, "edit", "0") == {"status": 302}
    after = warm.run(home, "mended")
    assert sorted(after["units"]) == sorted(["Unit 0", *left["units"]])
    assert after["doctor"] == 0
