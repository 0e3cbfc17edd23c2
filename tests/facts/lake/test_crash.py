"""kill -9, two writers, readers beside them: the lake is whole each time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from merilo.facts.lake import Lake
from tests.facts.lake.crash import expected, held
from tests.facts.lake.given import NOON

ROOT = Path(__file__).parents[3]


def run(*arguments: str) -> dict[str, Any]:
    """What `crash` says of these loads."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-m", "tests.facts.lake.crash", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_killed_at_twenty_random_moments(tmp_path: Path) -> None:
    said = run("moments", str(tmp_path / "lake"), "1", "20")
    assert said.pop("killed") + said.pop("done", 0) == 20
    loads = said.pop("loads")
    assert said == {"check done": 21, "reader done": 1, "repeat done": 1}
    assert Lake(tmp_path / "lake").doctor(NOON) == []
    assert held(Lake(tmp_path / "lake").snapshot()) == expected(loads)


def test_killed_at_every_step(tmp_path: Path) -> None:
    said = run("steps", str(tmp_path / "lake"))
    assert said.pop("killed") > 20
    assert said == {"done": 1, "check done": 1}


def test_two_writers_and_a_reader_do_not_disturb_each_other(tmp_path: Path) -> None:
    said = run("writers", str(tmp_path / "lake"), "4")
    assert said == {"done": 2, "reader done": 1, "check done": 1, "loads": 8}
