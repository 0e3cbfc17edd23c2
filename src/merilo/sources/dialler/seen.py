"""What was recognised in the newest file of a folder: to be looked at, and corrected."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from merilo.errors import FileError, Impossible
from merilo.sources.dialler.calls import files
from merilo.sources.dialler.columns import ROLES, Columns, columns
from merilo.sources.dialler.doubts import lacks, turned, unclear
from merilo.sources.dialler.reading import QUIET_S
from merilo.sources.files.open import sheets
from merilo.sources.files.sample import Sample
from merilo.sources.files.sheet import Sheet
from merilo.sources.files.words import normal
from merilo.sources.sync.folder import Found
from merilo.words import say, several

TRIED = 10  # files that are looked into for one that holds calls
SHOWN = 3  # examples of a column
MOST = 200_000  # rows that are counted while somebody waits
LONGEST = 40  # letters of an example


@dataclass(frozen=True)
class Column:
    """A column of the newest file: its caption, some of its values, what it is taken for."""

    name: str  # as choices are kept by
    caption: str
    examples: tuple[str, ...]
    role: str


@dataclass(frozen=True)
class Look:
    """`count` files; the newest that could be read, how many rows it has, whether there are more
    than were counted; its columns; what is wrong with it."""

    count: int
    name: str = ""
    rows: int = 0
    more: bool = False
    columns: Sequence[Column] = ()
    problem: str = ""
    warning: str = ""

    def check(self) -> None:
        """Impossible if there are files, and none of them holds calls."""
        if self.problem:
            raise Impossible(self.problem)

    def called(self, role: str) -> str:
        """The caption of a role's column; "" if there is none."""
        found = [one.caption for one in self.columns if one.role == role]
        return " + ".join(found)


def look(settings: Mapping[str, Any]) -> Look:
    """Into the newest file that holds calls; if none does, the newest that can be read. Impossible
    if there is no such folder."""
    found = files(settings)
    first, problem = None, ""
    for one in found[: -TRIED - 1 : -1]:
        try:
            seen = into(one, settings, len(found))
        except FileError as error:
            if time.time() - one.changed / 1e9 > QUIET_S:
                problem = problem or say("{name}: {problem}", name=one.name, problem=error.problem)
            continue
        if not seen.problem:
            return seen
        first = first or seen
    return first or Look(len(found), problem=problem.rstrip("."))


def into(one: Found, settings: Mapping[str, Any], count: int) -> Look:
    """One file: the table of it that holds calls, else its first one."""
    chosen, first = settings.get("columns") or {}, settings.get("dates") or ""
    tables = [(sheet, Sample.of(sheet)) for sheet in sheets(one.path)]
    meant = [columns(sample, chosen, first) for _sheet, sample in tables]
    best = next((n for n, found in enumerate(meant) if not found.lacking), 0)
    (sheet, sample), found = tables[best], meant[best]
    rows, more = counted(sheet)
    problem = warning = ""
    if found.lacking:
        problem = say("{name}: {problem}", name=one.name, problem=lacks(found))
    elif found.first == "?" and not turned(sheet, found):
        warning = say("{name}: {problem}", name=one.name, problem=unclear(sample, found))
    return Look(count, one.name, rows, more, described(sample, found), problem, warning)


def described(sample: Sample, meant: Columns) -> tuple[Column, ...]:
    """The columns, from the left."""
    roles = {place: role for role in ROLES for place in meant.roles.get(role, ())}
    return tuple(
        Column(normal(sample.caption(n)), sample.caption(n), examples(sample.texts[n]),
               roles.get(n, ""))
        for n in range(len(sample.header))
    )  # fmt: skip


def examples(texts: Sequence[str]) -> tuple[str, ...]:
    """Some of the values."""
    found = [*dict.fromkeys(text.strip() for text in texts)][:SHOWN]
    return tuple(text if len(text) <= LONGEST else f"{text[:LONGEST]}…" for text in found)


def counted(sheet: Sheet) -> tuple[int, bool]:
    """How many rows there are, and whether there are more than that."""
    rows = 0
    for chunk in sheet.chunks():
        rows += chunk.count
        if rows > MOST:
            return MOST, True
    return rows, False


def sentence(seen: Look, titles: Mapping[str, str]) -> str:
    """What was found, in one sentence; `titles` of the roles that are told."""
    if not seen.count:
        return say("There is no file yet: the first that comes is recognised and read.")
    count = several("{count} file", "{count} files", seen.count)
    if not seen.name:
        return say("{files}; none of them can be read yet", files=count)
    rows = several("{count} call", "{count} calls", seen.rows)
    rows = say("more than {calls}", calls=rows) if seen.more else rows
    told = ", ".join(
        say("{what}: “{caption}”", what=titles[role], caption=caption)
        for role in titles if (caption := seen.called(role))
    )  # fmt: skip
    return say("{files}; {name}: {calls}; {columns}",
               files=count, name=seen.name, calls=rows, columns=told)  # fmt: skip
