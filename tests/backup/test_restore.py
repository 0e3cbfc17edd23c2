"""Putting a backup in the place of a home."""

import fcntl
import os
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from merilo.backup import backup, last, restore, swap
from merilo.backup.held import serving
from merilo.backup.restore import SPARE
from merilo.cli.doctor import backed
from merilo.errors import FileError, Impossible, Unwritable
from merilo.facts.lake import Lake
from merilo.facts.lake.pen import pen
from tests.backup.conftest import ROOT

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def file(home, tmp_path):
    return backup(home, tmp_path / "all.tar.gz", NOW).file


def test_a_backup_is_its_owners_alone_and_is_not_written_over(home, file):
    before = file.read_bytes()
    with pytest.raises(FileError, match="there already"):
        backup(home, file, NOW + timedelta(days=1))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes() == before
    backup(home, file, NOW + timedelta(days=1), force=True)
    assert file.read_bytes() != before


def test_a_home_that_is_not_empty_stays_unless_said_and_is_kept(home, file):
    (home / "merilo.yaml").write_text("name: Other\n", "utf-8")
    with pytest.raises(Impossible, match="not empty"):
        restore(file, home, NOW)
    made = restore(file, home, NOW, force=True)

    assert made.kept == home.with_name("home.before-20261122-090000")
    assert (made.kept / "merilo.yaml").read_text("utf-8") == "name: Other\n"
    assert (made.kept / "landing").exists()
    assert "Europe/Moscow" in (home / "merilo.yaml").read_text("utf-8")
    assert Lake(home / "lake").doctor(NOW) == []
    assert stat.S_IMODE((home / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secrets/connections/toy.enc").stat().st_mode) == 0o600


def test_where_folders_cannot_change_places_it_is_done_in_two_steps(home, file, monkeypatch):
    monkeypatch.setattr(swap, "exchanged", lambda one, other: False)
    (home / "mark").touch()
    made = restore(file, home, NOW, force=True)

    assert (made.kept / "mark").exists()
    assert not (home / "mark").exists()


def test_an_empty_folder_and_a_link_to_one_are_filled(file, tmp_path):
    (tmp_path / "real").mkdir(mode=0o750)
    (tmp_path / "link").symlink_to("real")
    restore(file, tmp_path / "link", NOW)

    assert (tmp_path / "link").is_symlink()
    assert stat.S_IMODE((tmp_path / "real").stat().st_mode) == 0o750
    assert (tmp_path / "real" / "lake" / "published.json").exists()


@pytest.mark.parametrize("name", ["worker.lock", "landing/toy.lock", "lake/.writer", "."])
def test_while_somebody_works_on_it_a_home_is_left_alone(name, home, file):
    held = home / name
    if name != ".":
        held.parent.mkdir(exist_ok=True)
        held.touch()
    handle = os.open(held, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH if name == "." else fcntl.LOCK_EX)
    try:
        with pytest.raises(Impossible, match="in use"):
            restore(file, home, NOW, force=True)
    finally:
        os.close(handle)
    assert restore(file, home, NOW, force=True).kept


def test_no_server_starts_on_a_home_that_is_being_replaced(home, file):
    def begin(new):
        with pytest.raises(Impossible, match="being restored"), serving(home):
            pass

    (home / "work.sqlite3").touch()  # so that there is something to bring up to date
    again = backup(home, file.with_name("b"), NOW).file
    restore(again, home, NOW, force=True, migrate=begin)


def test_without_room_nothing_is_begun(file, tmp_path, monkeypatch):
    class Full:
        free = SPARE

    monkeypatch.setattr("shutil.disk_usage", lambda path: Full)
    with pytest.raises(Unwritable, match="MB are free"):
        restore(file, tmp_path / "new", NOW)
    assert not (tmp_path / "new").exists()


def test_two_at_once_are_one_too_many(home, file):
    folder = home / "tmp" / "backup"
    folder.mkdir(parents=True)
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(Impossible, match="another process"):
            backup(home, file.with_name("b"), NOW)
    finally:
        os.close(handle)


def test_a_backup_goes_on_while_somebody_holds_the_pen(home, tmp_path):
    with pen(home / "lake", "a long import", NOW):
        made = backup(home, tmp_path / "b", NOW)
    assert made.manifest.snapshot == 1


def test_a_server_of_databases_is_marked(home, tmp_path):
    (home / "work.sqlite3").write_bytes(b"left from before")
    made = backup(home, tmp_path / "b", NOW, server=True)

    assert made.manifest.database == "server"
    assert "work.sqlite3" not in [one.name for one in made.manifest.members]
    restore(made.file, tmp_path / "new", NOW, server=True)


def test_the_last_one_is_remembered(home, file):
    found = last(home)
    assert (found.at, found.file) == (NOW, file)
    assert backed(home, NOW) == f"The last backup is of 2026-11-22 09:00 UTC: {file}"
    assert "(8 days ago)" in backed(home, NOW + timedelta(days=8))
    (home / "backup.json").write_text("{", "utf-8")
    assert "No backup was made yet" in backed(home, NOW)


def test_killed_at_any_step_of_a_restore_there_is_the_old_home_or_the_new(home, file, tmp_path):
    ends = killed("restore", home, file, tmp_path / "r")
    assert {"old", "new"} <= {*ends}
    assert {*ends} <= {"old", "new"}


def test_killed_at_any_step_of_a_backup_there_is_none_or_a_whole_one(home, file, tmp_path):
    ends = killed("backup", home, file, tmp_path / "b")
    assert {"none", "whole"} <= {*ends}
    assert {*ends} <= {"none", "whole"}


def killed(what, home, file, folder):
    command = [sys.executable, "-m", "tests.backup.killed", what, str(home), str(file), str(folder)]
    begun = time.monotonic()
    here = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=here)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - begun < 60
    return done.stdout.split()
