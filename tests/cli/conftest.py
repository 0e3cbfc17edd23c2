"""The command line, as a person at a terminal has it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from merilo.cli.main import cli
from tests.home import make


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Path:
    return make(tmp_path_factory.mktemp("a home") / "дом")


@pytest.fixture
def merilo(home) -> Callable[..., Result]:
    """A command on the home folder, in this process; errors of ours come through."""

    def run(*words: str) -> Result:
        arguments = [*words, "--home", str(home), "--lang", "en"]
        return CliRunner().invoke(cli, arguments, catch_exceptions=False)

    return run


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The program as the shell runs it: what it prints, and its exit code."""

    def run(*words: object, **said: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from merilo.cli.main import run; run()"]
        return subprocess.run(
            [*command, *map(str, words)], capture_output=True, text=True, env={"TZ": "UTC", **said}
        )

    return run
