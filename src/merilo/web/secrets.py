"""The keys of an installation: made once, kept in the home folder, for its owner's eyes alone."""

import os
import secrets
from pathlib import Path

from merilo.errors import Unwritable

FOLDER = "secrets"


def key(home: Path, name: str) -> str:
    """The key of that name; made when it is first asked for."""
    path = Path(folder(home / FOLDER)) / f"{name}.key"
    try:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text("ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(made := secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        return made
    except OSError as error:
        raise Unwritable(str(path), (error.strerror or str(error)).lower()) from None


def folder(path: Path) -> str:
    """A folder that only the owner looks into; made if it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unwritable(str(path), (error.strerror or str(error)).lower()) from None
    return str(path)
