"""A backup each night, where a folder is named for it."""

from datetime import UTC, datetime, timedelta

import pytest

from merilo.facts.lake import Lake
from merilo.web.accounts.models import Role
from merilo.web.jobs.nightly import tonight
from merilo.web.notices.models import Notice
from merilo.web.outbox.carry import settle
from merilo.web.outbox.models import Parcel

NIGHT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # 2:30 in Moscow
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(own_home, settings, tmp_path):
    """Where backups go."""
    settings.BACKUP = str(tmp_path / "kept")
    return tmp_path / "kept"


def test_each_night_once_and_fourteen_are_kept(folder):
    assert not tonight(NIGHT - timedelta(hours=1))
    made = [tonight(NIGHT + timedelta(days=n // 2)) for n in range(32)]
    (folder / "merilo-old.tar.gz").touch()
    assert tonight(NIGHT + timedelta(days=16))

    assert made == [True, False] * 16
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "merilo-2026-11-25.tar.gz"
    assert names[-2:] == ["merilo-2026-12-08.tar.gz", "merilo-old.tar.gz"]
    assert len(names) == 15


def test_administrators_are_told_once_a_day_why_there_is_none(folder, user):
    admin = user(Role.ADMINISTRATOR)
    user(Role.DIRECTOR)
    folder.write_text("a file is in its place")

    assert not tonight(NIGHT)
    assert not tonight(NIGHT + timedelta(hours=1))
    (notice,) = Notice.objects.all()
    assert (notice.to, notice.title) == (admin, "No backup was made")
    assert "kept" in notice.text


def test_without_a_folder_there_is_none(own_home):
    assert not tonight(NIGHT)


def test_where_the_lake_was_put_back_what_was_typed_since_is_carried_again(own_home):
    number = Lake(own_home / "lake").snapshot().number
    for n, load in enumerate((number, number + 1, None), start=1):
        Parcel.objects.create(kind="log", author="A", number=n, load=load)
    assert settle() == 1

    assert [one.load for one in Parcel.objects.all()] == [number, None, None]
