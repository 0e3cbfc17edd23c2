"""Connected systems, read by a command."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from merilo.cli.main import cli
from merilo.company import Company
from merilo.errors import Unknown
from merilo.sources.sync import faults, run
from merilo.sources.sync.connection import Connection, keep
from tests.sources.sync.toy import START, Toy


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A home with the toy connected."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    found = Toy()
    monkeypatch.setattr(run, "connector", lambda name: found)
    Company(zone="Europe/Moscow", currency="RUB").save(tmp_path / "home")
    keep(tmp_path / "home", Connection("toy", "toy", "Our toy"))
    return found


def sync(tmp_path, *words: str):
    arguments = ["sync", *words, "--home", str(tmp_path / "home"), "--lang", "en"]
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


def test_what_came_is_said_table_by_table(toy, tmp_path):
    toy.streams[0].put("a", START)
    toy.streams[0].put("b", START, amount="a lot")
    found = sync(tmp_path, "toy")

    assert found.exit_code == 0
    assert "Our toy" in found.output
    assert "deals: 2 read = 1 accepted + 1 refused + 0 superseded" in found.output
    assert "refused/1-toy-heap0-deals.csv" in found.output


def test_without_a_name_all_that_are_not_paused(toy, tmp_path):
    home = tmp_path / "home"
    keep(home, replace(Connection("still", "toy", "Silent"), paused=True))
    found = sync(tmp_path)

    assert "Our toy" in found.output
    assert "Silent" not in found.output


def test_what_stands_in_the_way_is_one_sentence_and_an_exit_code(toy, tmp_path, monkeypatch):
    def refuse(client):
        raise faults.SignIn("401")

    monkeypatch.setattr(toy, "hello", refuse)
    found = sync(tmp_path, "toy")
    assert found.exit_code == 3
    assert "Sign in again" in found.output


def test_a_name_that_is_none(toy, tmp_path):
    with pytest.raises(Unknown, match="toy"):
        sync(tmp_path, "ty")


def test_where_nothing_is_connected_it_says_what_to_do(tmp_path):
    (tmp_path / "home").mkdir()
    found = sync(tmp_path)
    assert found.exit_code == 2
    assert "add a connection" in found.output
