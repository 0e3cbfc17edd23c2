"""Merilo: how well each of a company's sales people works, why, and what to do next."""

from __future__ import annotations

from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from merilo.library import Home

__all__ = ["open"]
__version__ = "0.1.0"


def open(home: str | PathLike[str], today: date | None = None) -> Home:
    """The home folder at that path, to be asked in Python: see `merilo.library`."""
    from merilo.library import Home  # the command line does without

    return Home(Path(home), today)
