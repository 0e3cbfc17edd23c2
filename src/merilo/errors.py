"""Every error Merilo raises on purpose, by who can act on it. Imports nothing of Merilo.

Error
├── SetupError        the administrator: the installation is not as it must be
│   └── NoSettings      the file of settings cannot be read as it is
├── QuestionError     the asker: it cannot be answered, or read, as asked
│   ├── Unknown         a name that is not in its list; offers the nearest
│   │   ├── NoPeriod      days that are not in the calendar, or not said as periods are
│   │   └── UnknownIn     in the definition of an own metric
│   ├── TooMany         more columns than stand side by side
│   ├── NoFacts         there is nothing to ask yet
│   ├── Taken           a folder that holds somebody else's facts
│   ├── NotBy           a figure that does not know the dimension; offers those it knows
│   ├── NotYet          as of a day on which nothing was known yet
│   ├── Impossible      what was typed cannot be so
│   ├── Forgotten       a load that cannot be undone: what was before it is not kept
│   ├── FileError       a file that cannot be read as it is
│   │   └── Untold        its columns do not tell what it holds
│   ├── Circular        an own metric that is made of itself
│   ├── Used            an own metric that cannot go: others are made of it
│   └── Misdefined      an own metric that cannot be as it is defined
│       ├── Unparsed      its text is not understood
│       ├── Unmatched     its units do not go together
│       └── NameTaken     its id means something else
└── SystemFailure     nobody asked wrongly: the disk is full, somebody else is writing
    ├── Locked          another process holds the lake's pen
    ├── Unwritable      a file or folder that may not be written, or no room for it
    ├── Broken          the lake is not whole; `merilo doctor` says more
    ├── Unreachable     the server that computes does not answer, or does not see the lake
    ├── SourceFailure   a connected system; its kinds are in `sources.sync.faults`
    └── Fault           Merilo itself is wrong
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
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


@dataclass(eq=False)
class NoSettings(SetupError):
    """The file of settings is no such file; `value` says what is wrong with it."""

    code, text = "setup.file", "{setting} cannot be read: {value}; {wanted}."


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
        part = [name for name in sorted(self.known) if self.name.casefold() in name.casefold()]
        alike = get_close_matches(self.name, sorted(self.known))
        self.nearest = ", ".join(dict.fromkeys([*alike, *part[:3]])) or "—"


@dataclass(eq=False)
class NoPeriod(Unknown):
    """There are no such days; `known` are the forms in which periods are said."""

    code = "question.period"
    text = (
        "There is no period “{name}”. Periods are written {forms}; a range ends after it begins, "
        "and years run from 1900 to 2199."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self.forms = ", ".join(self.known)


@dataclass(eq=False)
class NotBy(QuestionError):
    """The facts behind the figure do not know this dimension."""

    code, text = "question.not-by", "“{asked}” cannot be split by {by}; it can by {can}."
    asked: str
    by: str
    can: str


@dataclass(eq=False)
class TooMany(QuestionError):
    """More than a page can hold; nothing is left out in silence."""

    code, text = (
        "question.too-many",
        "At most {most} columns stand side by side; {count} are asked.",
    )
    count: int
    most: int


@dataclass(eq=False)
class NoFacts(QuestionError):
    """There is no lake yet."""

    code, text = "question.no-facts", "{home} holds no facts yet. Run: merilo import FILE"
    home: str


@dataclass(eq=False)
class Taken(QuestionError):
    """The lake holds the facts of others; those of the demo company would mix with them."""

    code = "question.taken"
    text = (
        "{home} holds facts of {others}; nothing was changed. The demo company wants a folder of "
        "its own: merilo demo --home DIR"
    )
    home: str
    others: str


@dataclass(eq=False)
class NotYet(QuestionError):
    """As of that day there was nothing in the lake; the first load was on the day `since`."""

    code, text = "question.not-yet", "Nothing was known on {day} yet; the first load is of {first}."
    day: date
    since: date | None

    def __post_init__(self) -> None:
        self.first = self.since or "—"


@dataclass(eq=False)
class Impossible(QuestionError):
    """What somebody typed cannot be so; why, in words."""

    code, text = "question.impossible", "Nothing was changed: {problem}."
    problem: str


@dataclass(eq=False)
class Forgotten(QuestionError):
    """What was there before that load is not kept any more, so that nobody can go back to it."""

    code = "question.forgotten"
    text = (
        "Load {number} cannot be undone: what was there before it is kept no more. Import a "
        "corrected file instead."
    )
    number: int


@dataclass(eq=False)
class FileError(QuestionError):
    """A file cannot be read: what is wrong with it, and what to do, in one sentence."""

    code, text = "file", "{path}: {problem}."
    path: str
    problem: str


class Untold(FileError):
    """Its columns do not tell which table it is; somebody has to say it."""

    code = "file.untold"


@dataclass(eq=False)
class Misdefined(QuestionError):
    """An own metric cannot be as it is defined: what is wrong with it, in one sentence."""

    code, text = "question.metric", "Metric “{metric}”: {problem}."
    metric: str
    problem: str


class Unparsed(Misdefined):
    """The text of its definition is not understood."""

    code = "question.metric.text"


class Unmatched(Misdefined):
    """Its units do not go together."""

    code = "question.metric.unit"


class NameTaken(Misdefined):
    """Its id, or the name of its part, means something else."""

    code = "question.metric.taken"


@dataclass(eq=False)
class Circular(QuestionError):
    """It is made of itself; `path` says by which others."""

    code, text = "question.metric.circular", "Metric “{metric}” is made of itself: {path}."
    metric: str
    path: str


@dataclass(eq=False)
class Used(QuestionError):
    """It cannot be removed while others are made of it."""

    code = "question.metric.used"
    text = "Metric “{metric}” stays: it stands in the definition of {users}."
    metric: str
    users: str


@dataclass(eq=False)
class UnknownIn(Unknown):
    """A definition names what there is not; the nearest names are offered."""

    code = "question.metric.unknown"
    text = "Metric “{metric}”: there is no {what} “{name}”. Nearest: {nearest}."
    metric: str


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
class Unwritable(SystemFailure):
    """The file could not be written; what was there before is still there."""

    code, text = "system.unwritable", "{path} cannot be written: {problem}; nothing was changed."
    path: str
    problem: str


@dataclass(eq=False)
class Broken(SystemFailure):
    """The lake is not whole."""

    code, text = "system.broken", "{lake}: {problem}. Run: merilo doctor"
    lake: str
    problem: str


@dataclass(eq=False)
class Unreachable(SystemFailure):
    """The server that MERILO_ENGINE names does not answer, or does not see the lake."""

    code = "system.unreachable"
    text = (
        "{server} cannot compute: {problem}. See that a Spark Connect server runs there and reads "
        "the lake, or leave MERILO_ENGINE empty to compute on this machine."
    )
    server: str
    problem: str


@dataclass(eq=False)
class SourceFailure(SystemFailure):
    """A connected system does not give what is asked; `said` is what it answered, in short."""

    code, text = "source", "The connected system does not give it: {said}."
    said: str


@dataclass(eq=False)
class Fault(SystemFailure):
    """A promise between two parts of Merilo was broken; better to stop than to write it."""

    code, text = "system.fault", "Merilo made a mistake: {problem}; nothing was changed. Report it."
    problem: str
