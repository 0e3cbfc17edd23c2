"""A whole office: what people typed and how they sign in comes back, also while somebody types."""

import gzip
import json
import signal
import sqlite3
import time
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from merilo.backup import backup, restore
from merilo.backup.work import PASSING, tables
from merilo.cli.main import cli
from merilo.cli.restore import lines
from merilo.errors import SetupError
from merilo.facts.lake import Lake
from merilo.sources.sync.connection import landing_folder
from merilo.sources.sync.vault import Vault
from tests.backup.conftest import begin
from tests.backup.office import BODY, CACHED, FACTOR, SESSION

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LONG_S = 60


def merilo(home, *words):
    done = CliRunner().invoke(
        cli, [*map(str, words), "--home", str(home), "--lang", "en"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def table(home):
    asked = ("calls", "deals_won", "revenue", "call_to_meeting", "--by", "person")
    return merilo(home, "table", *asked, "--period", "2017-10", "--format", "csv", "--total")


def told(*homes):
    out, err = begin(homes[0], "tell", *map(str, homes)).communicate(timeout=LONG_S)
    assert out, err
    return json.loads(out)


def keys_of(home, keys):
    """Everything that opens anything: in the home, and outside of it."""
    files = [*(home / "secrets").glob("*.key"), *keys.rglob("*.key")]
    assert {file.name for file in files} > {"web.key", "factors.key"}
    return [file.read_bytes().strip() for file in files]


def test_an_office_comes_back_whole_and_no_key_leaves_it(office, keys, tmp_path):
    home = office
    file, new = tmp_path / "all.tar.gz", tmp_path / "new"
    said = merilo(home, "backup", file)
    again = merilo(new, "restore", file)

    assert "Accounts: 1. Connections: 1." in said
    assert "the lake is whole" in again
    assert table(new) == table(home)
    assert told(new) == [{
        "password": True, "factors": [FACTOR], "tasks": ["Ring Anna"], "plans": ["5"],
        "passing": 0, "unsent": 0, "typed": [], "carried": [],
    }]  # fmt: skip
    assert Vault(new).read("toy") == {"token": "s3cret-of-the-toy"}
    assert (new / "mappings/0a1b.yaml").read_text("utf-8") == "table: deals\n"
    assert (new / "refused/1-toy-deals.csv").exists()
    assert not (new / "landing").exists()

    content = gzip.decompress(file.read_bytes())
    landed = [page.read_bytes() for page in landing_folder(home, "toy").rglob("*.page")]
    with sqlite3.connect(home / "work.sqlite3") as db:
        assert {*PASSING} <= tables(db)
    assert len(landed) == 1
    forbidden = [*keys_of(home, keys), *landed, BODY, b"s3cret-of-the-toy", b"345-67-89"]
    for bytes_ in (*forbidden, SESSION.encode(), CACHED.encode(), FACTOR.encode()):
        assert bytes_ not in content, bytes_


def test_what_is_typed_meanwhile_is_there_once_or_not_at_all(office, tmp_path):
    home = office
    writer, taken = begin(home, "write"), []
    try:
        for n in range(4):
            wait(home, 3 * (n + 1))
            taken.append(backup(home, tmp_path / f"{n}.tar.gz", NOW))
        wait(home, int((home / "written").read_text()) + 1)
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.communicate(timeout=LONG_S)
    homes = [tmp_path / f"home{n}" for n in range(4)]
    for made, new in zip(taken, homes, strict=True):
        restore(made.file, new, NOW)

    for found in told(*homes):
        assert len(found["typed"]) >= 3
        assert found["typed"] == [*range(1, len(found["typed"]) + 1)]
        assert found["carried"] == found["typed"]
    assert Lake(home / "lake").snapshot().number > taken[-1].manifest.snapshot


def wait(home, count):
    """Until so much was typed."""
    until = time.monotonic() + LONG_S
    while not (home / "written").exists() or int((home / "written").read_text() or 0) < count:
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def other_key(monkeypatch, tmp_path):
    """Another machine: the key is not there."""

    def move():
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))

    return move


def test_without_the_key_connections_say_sign_in_again(office, tmp_path, other_key):
    file, new = tmp_path / "all.tar.gz", tmp_path / "new"
    backup(office, file, NOW)
    other_key()
    made = restore(file, new, NOW)
    said = "\n".join(lines(made, new))

    assert "Sign in again on the page Connections: toy." in said
    assert "One second factor could not be opened" in said
    assert told(new)[0]["factors"] == []
    with pytest.raises(SetupError, match="another key"):
        Vault(new).read("toy")
