"""kill -9 of the worker at any step of sending: every message arrives, each under one name."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warm import Warm
from tests.web.notices.servers import Hook, Post

PARTS = [n / 15 for n in range(16)]


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Post, Hook]]:
    post, hook = Post().up(), Hook().up()
    yield post, hook
    post.down()
    hook.down()


@pytest.fixture(scope="module")
def warm(servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """Where the processes come from; they know the mail server."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.web.notices.settings",
        "MERILO_MAIL": f"smtp://127.0.0.1:{servers[0].port}", "MERILO_PRIVATE_HOSTS": "127.0.0.1",
    }  # fmt: skip
    with Warm("tests.web.notices.killed", tmp_path_factory.mktemp("warm"), **settings) as process:
        yield process


@pytest.fixture(scope="module")
def ready(warm: Warm, servers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose messages wait."""
    home = tmp_path_factory.mktemp("ready") / "home"
    home.mkdir()
    warm.run(home, "prepare", str(servers[0].port), str(servers[1].port))
    return home


@pytest.fixture(scope="module")
def steps(warm: Warm, ready: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The steps of a pass in which nothing happens."""
    home = shutil.copytree(ready, tmp_path_factory.mktemp("whole") / "home")
    done = warm.run(home, "work", "0", "0")
    assert done["sent"] == 6
    said = " ".join(done["steps"])
    assert all(f"after {word}" in said for word in ("data", "getresponse", "INSERT", "UPDATE"))
    found: list[str] = done["steps"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_killed_at_a_step_all_arrives_each_under_one_name(
    warm: Warm, ready: Path, servers, steps: list[str], tmp_path: Path, part: float
) -> None:
    post, hook = servers
    home = Path(shutil.copytree(ready, tmp_path / "home"))
    step = 1 + round(part * (len(steps) - 1))
    post.mails.clear()
    hook.posts.clear()
    dying = warm.begun(home, "work", str(step), "0")
    assert dying.wait() == -signal.SIGKILL

    told = warm.run(home, "finish")
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
