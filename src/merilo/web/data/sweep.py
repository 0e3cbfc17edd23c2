"""What nobody finished is cleared away, what was broken off is made good."""

import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from merilo.errors import Error, Unknown
from merilo.web.data import log
from merilo.web.data.jobs import lake
from merilo.web.data.models import Upload
from merilo.web.jobs.models import OVER, Run

KEPT = timedelta(days=7)  # of files that nobody imported
WORK = timedelta(days=90)  # of rows about work that is over


def clear(now: datetime) -> int:
    """Remove the files of old and of finished uploads, and old rows about work; write down what
    the audit has missed. How many files."""
    gone = 0
    for upload in Upload.objects.filter(at__lt=now - KEPT):
        shutil.rmtree(upload.folder, ignore_errors=True)
        if not upload.papers.filter(sheets__loaded__has_key="tables").exists():
            upload.delete()
        gone += 1
    orphans(now)
    with suppress(Unknown):  # a new home has no lake
        log.mend(lake(), now)
    Run.objects.filter(state__in=OVER, ended__lt=now - WORK, upload=None).delete()
    return gone


def settle(now: datetime) -> None:
    """What a server that died has left in the lake, unless somebody writes into it now."""
    with suppress(Error):
        lake().settle(now)


def orphans(now: datetime) -> None:
    """Folders and half-arrived files that no row knows."""
    known = {upload.folder.name for upload in Upload.objects.all()} | {"coming"}
    root = Path(settings.HOME) / "uploads"
    for path in [*root.glob("*"), *(root / "coming").glob("*")]:
        old = path.stat().st_mtime < (now - timedelta(days=1)).timestamp()
        if old and (path.parent.name == "coming" or path.name not in known):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
