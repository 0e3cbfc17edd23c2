"""Homes to be backed up: a small one without pages, and an office with accounts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from merilo.sources.sync.connection import Connection, keep, landing_folder
from merilo.sources.sync.landing import Landing
from merilo.sources.sync.vault import Vault
from tests.home import make

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def keys(tmp_path_factory, monkeypatch) -> Path:
    """Where keys lie: outside of every home."""
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    for name in ("MERILO_KEY", "MERILO_KEY_FILE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def plain(tmp_path_factory) -> Path:
    """Two sellers, October 2017; it is not written to."""
    return make(tmp_path_factory.mktemp("plain") / "home")


@pytest.fixture
def home(plain, tmp_path) -> Path:
    """The same, to be written to, with a connection that has a secret and landed pages."""
    found = Path(shutil.copytree(plain, tmp_path / "home"))
    keep(found, Connection("toy", "toy", "Our toy"))
    Vault(found).write("toy", {"token": "s3cret-of-the-toy"})
    landed = Landing(landing_folder(found, "toy") / "1", Vault(found))
    landed.write("deals", 1, [{"id": 1, "phone": "+7 912 345-67-89"}])
    (found / "mappings").mkdir()
    (found / "mappings" / "0a1b.yaml").write_text("table: deals\n", "utf-8")
    (found / "refused").mkdir()
    (found / "refused" / "1-toy-deals.csv").write_text("id;why\n", "utf-8")
    (found / "secrets" / "web.key").write_text("key-that-signs-cookies", "ascii")
    return found


def begin(home: Path, *words: str) -> "subprocess.Popen[str]":
    """A process of tests.backup.office on that home."""
    said = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "MERILO_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "merilo.web.settings", "MERILO_LANG": "en"}  # fmt: skip
    command = [sys.executable, "-m", "tests.backup.office", *words]
    return subprocess.Popen(command, env=os.environ | said, cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    """A home with nothing but the pages' side; it is not written to."""
    folder = tmp_path_factory.mktemp("pages")
    done = begin(folder, "prepare")
    _out, error = done.communicate(timeout=60)
    assert done.returncode == 0, error
    return folder


@pytest.fixture
def office(home, pages) -> Path:
    """A whole home."""
    shutil.copy(pages / "work.sqlite3", home)
    shutil.copy(pages / "secrets" / "factors.key", home / "secrets")
    return home
