"""kill -9 of the worker at any step of sending: every message arrives, each under one name."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.notices.servers import Hook, Post

ROOT = Path(__file__).parents[3]
LONG_S = 90.0
PARTS = [n / 15 for n in range(16)]


def begun(home: Path, post: Post, *words: str) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "MERILO_HOME": str(home), "MERILO_LANG": "en",
        "DJANGO_SETTINGS_MODULE": "tests.web.notices.settings",
        "MERILO_MAIL": f"smtp://127.0.0.1:{post.port}", "MERILO_PRIVATE_HOSTS": "127.0.0.1",
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.web.notices.killed", *words]
    return subprocess.Popen(command, env=environment, cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def run(home: Path, post: Post, *words: str) -> dict[str, Any]:
    out, err = (done := begun(home, post, *words)).communicate(timeout=LONG_S)
    assert done.returncode == 0, err
    said: dict[str, Any] = json.loads(out)
    return said


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Post, Hook]]:
    post, hook = Post().up(), Hook().up()
    yield post, hook
    post.down()
    hook.down()


@pytest.fixture(scope="module")
def ready(servers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose messages wait."""
    home = tmp_path_factory.mktemp("ready") / "home"
    home.mkdir()
    run(home, servers[0], "prepare", str(servers[0].port), str(servers[1].port))
    return home


@pytest.fixture(scope="module")
def steps(ready: Path, servers, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The steps of a pass in which nothing happens."""
    home = shutil.copytree(ready, tmp_path_factory.mktemp("whole") / "home")
    done = run(home, servers[0], "work", "0", "0")
    assert done["sent"] == 6
    said = " ".join(done["steps"])
    assert all(f"after {word}" in said for word in ("data", "getresponse", "INSERT", "UPDATE"))
    found: list[str] = done["steps"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_killed_at_a_step_all_arrives_each_under_one_name(
    ready: Path, servers, steps: list[str], tmp_path: Path, part: float
) -> None:
    post, hook = servers
    home = Path(shutil.copytree(ready, tmp_path / "home"))
    step = 1 + round(part * (len(steps) - 1))
    post.mails.clear()
    hook.posts.clear()
    dying = begun(home, post, "work", str(step), "0")
    dying.communicate(timeout=LONG_S)
    assert dying.returncode == -signal.SIGKILL

    told = run(home, post, "finish")
    assert told["states"] == ["sent"]
    assert told["tries"] <= 2
    mails = {mail["id"]: (mail["to"], mail["subject"]) for mail in post.mails}
    assert sorted(mails.values()) == [
        ("ann@example.com", "ann 0"), ("ann@example.com", "ann 1"),
        ("bob@example.com", "Merilo: 2 notices"),
    ]  # fmt: skip
    posts = {one["id"]: one["body"]["title"] for one in hook.posts}
    assert sorted(posts.values()) == ["Merilo: 2 notices", "ann 0", "ann 1"]
    assert len(post.mails) + len(hook.posts) <= 7  # at most the one that was under way came twice
