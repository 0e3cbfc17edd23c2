"""kill -9 of the worker at any step of an import: nothing is lost, nothing is there twice."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from merilo.facts.lake import Lake
from tests.facts.lake.given import NOON
from tests.web.jobs.killed import ROWS

ROOT = Path(__file__).parents[3]
LONG_S = 90.0


def begun(home: Path, *words: str) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "MERILO_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "merilo.web.settings", "MERILO_LANG": "en",
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.web.jobs.killed", *words]
    return subprocess.Popen(command, env=environment, cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def run(home: Path, *words: str) -> dict[str, Any]:
    out, err = (done := begun(home, *words)).communicate(timeout=LONG_S)
    assert done.returncode == 0, err
    said: dict[str, Any] = json.loads(out)
    return said


def worked(home: Path) -> None:
    """A worker that lives until the work is over."""
    worker = begun(home, "work", "0")
    until = time.monotonic() + LONG_S
    try:
        while state(home) in ("waiting", "running"):
            assert worker.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        worker.send_signal(signal.SIGINT)
        worker.communicate(timeout=LONG_S)


def state(home: Path) -> str:
    with sqlite3.connect(home / "work.sqlite3") as db:
        return str(db.execute("select state from jobs_run").fetchone()[0])


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose import waits."""
    home = tmp_path_factory.mktemp("ready") / "home"
    home.mkdir()
    assert run(home, "prepare") == {"stage": "tried"}
    return home


@pytest.fixture(scope="module")
def steps(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps the whole import has."""
    home = shutil.copytree(ready, tmp_path_factory.mktemp("whole") / "home")
    worked(home)
    whole(home)
    return int((home / "steps").read_text("ascii"))


def whole(home: Path) -> dict[str, Any]:
    """All rows are in, once, and the counts are those of the first time."""
    told = run(home, "tell")
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
    ready: Path, steps: int, tmp_path: Path, part: float
) -> None:
    home = Path(shutil.copytree(ready, tmp_path / "home"))
    step = 1 + round(part * (steps - 1))
    dying = begun(home, "work", str(step))
    dying.communicate(timeout=LONG_S)
    assert dying.returncode == -signal.SIGKILL

    worked(home)
    told = whole(home)
    assert told["tries"] <= 2


@pytest.mark.slow
def test_killed_three_times_it_is_given_up_in_words(ready: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(ready, tmp_path / "home"))
    for _ in range(3):
        dying = begun(home, "work", "9")
        dying.communicate(timeout=LONG_S)
        assert dying.returncode == -signal.SIGKILL
    worked(home)
    told = run(home, "tell")

    assert told["state"] == "failed"
    assert "broken off three times" in told["error"]
    assert told["deals"] == 0


@pytest.fixture(scope="module")
def edits(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps the whole edit has."""
    home = Path(shutil.copytree(ready, tmp_path_factory.mktemp("edited") / "home"))
    assert run(home, "edit", "0") == {"status": 302}
    return int((home / "steps").read_text("ascii"))


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.0, 0.3, 0.6, 0.8, 0.9, 1.0])
def test_edit_is_killed_and_is_there_whole_with_its_entry_or_not_at_all(
    ready: Path, edits: int, tmp_path: Path, part: float
) -> None:
    home = Path(shutil.copytree(ready, tmp_path / "home"))
    step = 1 + round(part * (edits - 1))
    dying = begun(home, "edit", str(step))
    dying.communicate(timeout=LONG_S)
    assert dying.returncode == -signal.SIGKILL
    left = run(home, "mended")

    assert left["units"] in ([], [f"Unit {step}"])
    assert left["entries"] == left["units"]
    assert run(home, "edit", "0") == {"status": 302}
    after = run(home, "mended")
    assert sorted(after["units"]) == sorted(["Unit 0", *left["units"]])
    assert after["doctor"] == 0
