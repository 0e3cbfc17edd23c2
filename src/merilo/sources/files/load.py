"""A sheet into the lake: read, checked, put; what came of it, told."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from merilo.company import Company
from merilo.errors import FileError
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Change, Holder, Lake, Load
from merilo.facts.lake.disk import mapped
from merilo.sources.engine.check import Count
from merilo.sources.engine.intake import Done, Ground, Intake
from merilo.sources.engine.refused import write
from merilo.sources.files.mapping import Plan
from merilo.sources.files.sheet import Sheet
from merilo.words import say

Progress = Callable[[int, float, float], object]  # rows, part of the file, seconds
AT_ONCE = 4  # chunks
READING = 0.6  # of the work; the rest is putting the rows into the lake
NAME = re.compile(r"[\w.-]+")
EXAMPLES = 20  # of refused rows; all of them are in their file
LONGEST = 80  # letters of a name in a file's name
FILES = "files"  # the connection of files that belong to no recognised export


class Refusal(NamedTuple):
    """A row that was refused: as Excel counts it, the column, the value, the reason."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What came of a sheet; of a dry run, what would.

    By table: `counts` of its rows, `changes` of the lake; `arisen` are changes of tables that the
    file is not about. `reasons` of refusal, with how many rows, most frequent first. `refused` is
    the file of refused rows: None if there are none, or in a dry run. `notes` are sentences for
    the user. `days` are the first and the last day that figures of these rows count on; None if
    they count on none. `examples` are the first rows refused.
    """

    connection: str
    counts: Mapping[str, Count]
    changes: Mapping[str, Change]
    arisen: Mapping[str, Change]
    reasons: Mapping[str, int]
    notes: tuple[str, ...]
    refused: Path | None
    days: tuple[date, date] | None
    examples: tuple[Refusal, ...] = ()

    @property
    def whole(self) -> bool:
        """No row was refused."""
        return not any(count.refused for count in self.counts.values())


@dataclass(frozen=True)
class Home:
    """Where to: the folder, whose company it is, when, and how long to wait for the pen."""

    path: Path
    company: Company
    now: datetime
    wait: float = 0.0
    waiting: Callable[[Holder], object] | None = None


class _Dry(Exception):
    """Nothing is to be kept."""


@dataclass(frozen=True)
class Import:
    """Of one sheet by one plan. `connection` is whose ids these are; "": as the plan says, else
    its layout's name, else `files`."""

    sheet: Sheet
    plan: Plan
    home: Home
    connection: str = ""
    progress: Progress | None = None
    settling: Callable[[Outcome, int], object] | None = None  # told before it is seen

    def run(self, dry: bool = False) -> Outcome:
        """One load: all of it is seen at once, or nothing. A dry run does the same and keeps
        nothing of it.

        FileError if no row can be let in; Locked if somebody else is writing.
        """
        found: list[Outcome] = []
        with self._lake(dry) as lake, suppress(_Dry):
            who = f"import {self.sheet.path.name}"
            with lake.writing(who, self.home.now, self.home.wait, self.home.waiting) as pen:
                found.append(self._import(pen, dry))
                if dry:
                    raise _Dry
                if self.settling:
                    self.settling(found[0], pen.number)
        return found[0]

    @contextmanager
    def _lake(self, dry: bool) -> Iterator[Lake]:
        """The lake; for a dry run where there is none, one that is thrown away."""
        root = self.home.path.absolute() / "lake"
        if not dry or Lake(root).exists():
            yield Lake.open(root)
            return
        with TemporaryDirectory() as folder:
            yield Lake.open(Path(folder) / "lake")

    def _import(self, pen: Load, dry: bool) -> Outcome:
        intake = Intake(pen, self.plan, self.sheet.header, self._ground())
        start = time.monotonic()
        rows = self._read(intake)
        done = intake.finish()
        put_calendar(pen, self.home.company)
        if self.progress:
            self.progress(rows, 1.0, time.monotonic() - start)
        reasons = intake.reasons()
        refused = self._refused(intake, pen.number) if reasons and not dry else None
        if not any(count.accepted for count in done.counts.values()):
            raise FileError(str(self.sheet.path), _nothing(done, reasons, refused))
        return Outcome(
            self._ground().connection,
            done.counts,
            done.changes,
            done.arisen,
            reasons,
            tuple(intake.notes(done)),
            refused,
            intake.days(),
            self._examples(intake) if reasons else (),
        )

    def _examples(self, intake: Intake) -> tuple[Refusal, ...]:
        """The first refused rows, each with all that is wrong with it."""
        rows = intake.db.execute(f"{intake.refused()} limit {EXAMPLES}").fetchall()
        return tuple(Refusal(row, *(text or "" for text in said)) for row, *said, _cells in rows)

    def _ground(self) -> Ground:
        company = self.home.company
        connection = self.connection or self.plan.connection or self.plan.layout or FILES
        if not NAME.fullmatch(connection):  # a colon parts it from the ids
            wanted = say("“{name}” is no name of a connection; use a word", name=connection)
            raise FileError(str(self.sheet.path), wanted)
        today = company.day(self.home.now)
        return Ground(connection, company.zone, company.currency, today, company.year)

    def _read(self, intake: Intake) -> int:
        """Take in all rows; how many there are."""
        start, rows = time.monotonic(), 0
        chunks = self.sheet.chunks()
        while some := list(islice(chunks, AT_ONCE)):
            intake.take(some)
            rows += sum(chunk.count + len(chunk.broken) for chunk in some)
            if self.progress:
                self.progress(rows, some[-1].read * READING, time.monotonic() - start)
        if not rows:
            raise FileError(str(self.sheet.path), say("it holds a header and no rows"))
        return rows

    def _refused(self, intake: Intake, number: int) -> Path:
        if intake.late():
            for chunk in self.sheet.chunks():
                intake.recall(chunk)
        names = (self.sheet.path.stem, self.sheet.part)
        name = "-".join("".join(c if c.isalnum() else "_" for c in n) for n in names if n)
        path = self.home.path / "refused" / f"{number}-{name[:LONGEST]}.csv"
        with mapped(path.parent):
            write(path, intake.db, intake.refused(), self.sheet.header)
        return path


def _nothing(done: Done, reasons: Mapping[str, int], refused: Path | None) -> str:
    """Why not a single row could be let in."""
    rows = max(count.read for count in done.counts.values())
    said = say(
        "none of its {rows} rows can be let in, most often for: {reason}; nothing was stored",
        rows=rows,
        reason=next(iter(reasons)),
    )
    return said + (say("; all with their reasons: {path}", path=refused) if refused else "")
