"""What the doctor may find, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SAYINGS = {
    "busy": "{holder} is writing: what is not published yet was not looked at.",
    "pen": "{holder} did not live to finish writing.",
    "ahead": "Load {number} was finished, but the lake still shows load {shown}.",
    "checkpoint": "The summary of the log of {table} is damaged; the log itself is whole.",
    "foreign": "Merilo cannot read {table} rightly: {problem}.",
    "published": "The newest snapshot cannot be used: {problem}.",
    "shown": "Load {number} of {at} is the newest that is whole; nothing is lost.",
    "back": "Load {number} of {at} is the newest that is whole. Lost, to be done again: {lost}.",
    "nothing": "No snapshot is whole any more: put a backup in the lake's place.",
    "past": "The snapshot of load {number} is not whole: {problem}. An earlier one stands in.",
    "pin": "What is kept under “{name}” is not whole: {problem}.",
    "unfinished": "Loads that never finished left {commits} commits and {files} files.",
    "orphans": "{files} files belong to no snapshot ({bytes} bytes).",
    "scraps": "{files} half-written files lie about.",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `kind` never changes; its saying is translated by who shows it."""

    kind: str
    about: Mapping[str, Any]
    mended: bool

    def __str__(self) -> str:
        return SAYINGS[self.kind].format(**self.about)
