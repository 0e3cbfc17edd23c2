"""Every error Merilo raises on purpose, by who can act on it. Imports nothing of Merilo.

Error
├── SetupError        the administrator: the installation is not as it must be
├── QuestionError     the asker: it cannot be answered, or read, as asked
│   ├── Unknown         a name that is not in its list; offers the nearest
│   ├── NotBy           a figure that does not know the dimension; offers those it knows
│   └── FileError       a file that cannot be read as it is
└── SystemFailure     nobody asked wrongly: the disk is full, somebody else is writing
    ├── Locked          another process holds the lake's pen
    └── Broken          the lake is not whole; `merilo doctor` says more
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import ClassVar


@dataclass(eq=False)
class Error(Exception):
    """`code` never changes. `text` may, and is translated by whoever shows it."""

    code: ClassVar[str] = "error"
    text: ClassVar[str] = "Merilo cannot do this."

    def __str__(self) -> str:
        return self.text.format(**vars(self))

    def __reduce__(self) -> tuple[object, ...]:
        # Workers send errors between processes; ours are made of fields, not of a text.
        return type(self), tuple(getattr(self, field.name) for field in fields(self))


@dataclass(eq=False)
class SetupError(Error):
    """A setting is not what it must be."""

    code, text = "setup", "{setting} is {value!r}; {wanted}."
    setting: str
    value: object
    wanted: str


class QuestionError(Error):
    """Whoever asked can ask otherwise."""

    code = "question"


@dataclass(eq=False)
class Unknown(QuestionError):
    """There is no such name; the nearest ones are offered."""

    code, text = "question.unknown", "There is no {what} “{name}”. Nearest: {nearest}."
    what: str
    name: str
    known: Collection[str]

    def __post_init__(self) -> None:
        self.nearest = ", ".join(get_close_matches(self.name, sorted(self.known))) or "—"


@dataclass(eq=False)
class NotBy(QuestionError):
    """The facts behind the figure do not know this dimension."""

    code, text = "question.not-by", "“{asked}” cannot be split by {by}; it can by {can}."
    asked: str
    by: str
    can: str


@dataclass(eq=False)
class FileError(QuestionError):
    """A file cannot be read: what is wrong with it, and what to do, in one sentence."""

    code, text = "file", "{path}: {problem}."
    path: str
    problem: str


class SystemFailure(Error):
    """The machine or another process stands in the way."""

    code = "system"


@dataclass(eq=False)
class Locked(SystemFailure):
    """Somebody else is writing into the lake."""

    code, text = "system.locked", "{holder} is writing into {lake}; nothing was changed."
    lake: str
    holder: str


@dataclass(eq=False)
class Broken(SystemFailure):
    """The lake is not whole."""

    code, text = "system.broken", "{lake}: {problem}. Run: merilo doctor"
    lake: str
    problem: str
