"""The first steps are as they are shown, command by command."""

import re
import shlex

from click.testing import CliRunner

from docs.make import DOCS
from merilo.cli.main import cli

PAGE = (DOCS / "start.md").read_text("utf-8")
FILE = re.compile(r"```text (\S+)\n(.*?)```", re.S)
SHOWN = re.compile(r"^\$ \./merilo (.*)\n((?:(?!\$ |```).*\n)*)", re.M)


def test_first_steps_go_as_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "merilo").touch()  # as in a clone
    for name, content in FILE.findall(PAGE):
        (tmp_path / name).write_text(content, "utf-8")
    home = tmp_path / "home"
    said = {"MERILO_HOME": str(home), "MERILO_LANG": "en", "TZ": "Europe/Moscow", "COLUMNS": "100"}
    steps = SHOWN.findall(PAGE)

    assert len(steps) >= 5
    for command, shown in steps:
        done = CliRunner(env=said).invoke(cli, shlex.split(command), catch_exceptions=False)
        assert done.stdout.replace(str(home), "~/merilo") == shown, command
