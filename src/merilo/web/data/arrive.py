"""Files as they arrive: onto the disk piece by piece, from those who may, while there is room."""

import os
import shutil
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from merilo.web.access.pages import PAGES
from merilo.web.access.request import viewer
from merilo.words import say

SPARE = 500 << 20  # bytes that stay free on the disk for everybody else
MB, GB = 10**6, 10**9
# The pages that get files, and how much of them; None: as much as the settings say.
GETTING = {"send": None, "plans_file": 3 * MB}


class Arriving(TemporaryFileUploadHandler):
    """Takes files only from a person whose page may get them. What is turned away is read off the
    line and forgotten; `request.turned_away` says why."""

    def handle_raw_input(
        self, input_data: IO[bytes], META: dict[str, str], content_length: int, boundary: str,
        encoding: str | None = None,
    ) -> None:  # fmt: skip
        request = self.request
        assert request is not None
        why = "" if wanted(request) else "not wanted"
        most = GETTING.get(page_of(request))
        why = why or (larger(content_length, most) if most else "")
        request.turned_away = why or too_much(content_length)  # type: ignore[attr-defined]

    def new_file(self, *args: Any, **options: Any) -> None:
        if self.request.turned_away:  # type: ignore[union-attr]
            raise SkipFile
        super().new_file(*args, **options)


def wanted(request: HttpRequest) -> bool:
    """The page is one that gets files, and the sender is somebody who may open it."""
    name, user = page_of(request), viewer(request)
    return name in GETTING and user is not None and user.role in PAGES[name]


def page_of(request: HttpRequest) -> str:
    """The name of the page that is asked for."""
    match = request.resolver_match
    return match.view_name if match else ""


def larger(size: int, most: int) -> str:
    """That so many bytes are more than a page gets; "" if they are not."""
    return say("the file is larger than {most}", most=said(most)) if size > most else ""


def too_much(size: int) -> str:
    """Why so many bytes cannot be taken; "" if they can."""
    most = settings.UPLOAD_MOST
    if size > most:
        return say(
            "These files are larger than {most} together. Send them in parts, zip them, or ask "
            "whoever runs the server to use merilo import.", most=said(most),
        )  # fmt: skip
    free = shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).free
    if size + SPARE > free:
        return say(
            "There is not enough room on the server's disk: {free} are free, and {size} came. "
            "Nothing was kept.", free=said(free), size=said(size),
        )  # fmt: skip
    return ""


def said(size: int) -> str:
    """A size as people say it."""
    number = size / GB if size >= GB else max(size / MB, 0.1)
    most = f"{number:.1f}".removesuffix(".0")
    return say("{size} GB", size=most) if size >= GB else say("{size} MB", size=most)


def named(name: str) -> str:
    """A name to show: its last part, in one line, not too long; never a path on our disk."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = " ".join("".join(c if c.isprintable() else " " for c in last).split())
    stem, dot, end = plain.rpartition(".")
    if len(plain) <= 100:
        return plain or "file"
    return f"{stem[:90]}{dot}{end[:9]}" if dot else plain[:100]


def keep(temporary: str, path: Path) -> None:
    """Move what arrived to where it stays: same disk, so nothing is copied."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chmod(temporary, 0o600)
    shutil.move(temporary, path)
