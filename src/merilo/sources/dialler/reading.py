"""What is new in the files of a folder: which are read, from where on, by which columns.

A file that is as it was is not opened. A CSV that grew is read on; what was changed further up is
seen by a digest of all that was read, and the file is read anew. What cannot be read is left for
the next time, for it may be on its way, and is told of once it stays as it is.
"""

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha1
from json import dumps
from typing import Any

from arro3.core import Table

from merilo.errors import FileError
from merilo.sources.dialler import window
from merilo.sources.dialler.columns import Columns, columns
from merilo.sources.dialler.doubts import TOLD, Empty, Unclear, dated, lacks, turned, unclear
from merilo.sources.dialler.state import Seen, State, same
from merilo.sources.files.encoding import guess
from merilo.sources.files.kind import Kind, kind
from merilo.sources.files.open import sheets
from merilo.sources.files.sample import Sample
from merilo.sources.files.sheet import Sheet
from merilo.sources.files.source import Source
from merilo.sources.files.words import normal
from merilo.sources.sync.folder import Found
from merilo.sources.sync.protocol import Record
from merilo.words import _

QUIET_S = 20.0  # so long after it was written a file is no more on its way
LAST_S = 600.0  # so long a last line without an end is waited for
PART = 4 << 20  # bytes of a CSV at once
ROWS = 1_000  # rows of a record
LOAD = 100_000  # rows of a load; what is left waits for the next one
CHOICES = ("columns", "dates", "zone", "region", "way", "extension_digits", "lines")


@dataclass
class Reading:
    """Of a folder, by these choices. `now`: seconds since 1970 by the clock of the files."""

    settings: Mapping[str, Any]
    state: State
    now: float = field(default_factory=time.time)
    count: int = 0  # rows so far

    def new(self, found: Sequence[Found]) -> Iterator[Record]:
        """What is new, file by file, part by part; after the last record of a part the state is
        that after it. What only another file can tell is asked last."""
        here = {one.name for one in found}
        self.state.files = {n: seen for n, seen in self.state.files.items() if n in here}
        wanted = [one for one in found if self.wanted(one)]
        for one in wanted:
            if self.count < LOAD:
                with suppress(Unclear):
                    yield from self.file(one)
        for one in filter(self.unclear, found):
            try:
                yield from self.file(one)
            except Unclear as error:
                self.odd(one, error.problem)

    @property
    def told(self) -> str:
        """Tells these choices from others."""
        said = dumps([self.settings.get(name) for name in CHOICES], sort_keys=True)
        return sha1(said.encode(), usedforsecurity=False).hexdigest()[:12]

    def wanted(self, one: Found) -> bool:
        """Whether there may be anything new in it."""
        seen = self.state.files.get(one.name)
        if seen is None or not same(one, seen) or seen.told != self.told:
            return one.size > 0
        if seen.odd and seen.kind:  # another file may have told since what this one does not
            return self.state.columns.get(seen.kind, {}).get("first") in TOLD
        return not seen.done

    def unclear(self, one: Found) -> bool:
        """Whether the order of its days was not told; another file may have told it since."""
        seen = self.state.files.get(one.name)
        if seen is None or not seen.kind or seen.offset:
            return False
        return not seen.done or (bool(seen.odd) and self.wanted(one))

    def settled(self, one: Found) -> bool:
        """Whether nobody writes it any more."""
        seen = self.state.files.get(one.name)
        return self.now - one.changed / 1e9 > QUIET_S or (seen is not None and same(one, seen))

    def odd(self, one: Found, problem: str) -> None:
        """It is not read, as it is."""
        seen = self.state.files.get(one.name)
        kind = seen.kind if seen else ""
        self.state.files[one.name] = Seen(
            one.size, one.changed, told=self.told, kind=kind, odd=problem, done=True
        )

    def file(self, one: Found) -> Iterator[Record]:
        """A file: whole, or what is new of it; what cannot be read is left, or odd."""
        try:
            source = Source.of(one.path)
            with source.guard():
                text = kind(source) is Kind.CSV
                yield from self.text(one, source) if text else self.workbook(one)
        except Unclear:
            raise
        except Empty:
            self.state.files[one.name] = Seen(one.size, one.changed, told=self.told, done=True)
        except FileError as error:
            if self.settled(one):
                self.odd(one, error.problem)
            else:
                before = self.state.files.get(one.name, Seen(0, 0, told=self.told))
                self.state.files[one.name] = replace(
                    before, size=one.size, changed=one.changed, done=False
                )

    def workbook(self, one: Found) -> Iterator[Record]:
        """All tables of it that hold calls."""
        problem, found = FileError(str(one.path), ""), list[tuple[Sheet, Columns]]()
        for sheet in sheets(one.path):
            try:
                found.append((sheet, self.columns(one, sheet)))
            except Unclear:
                raise
            except FileError as error:
                problem = problem if problem.problem else error
        if not found:
            raise problem
        for sheet, meant in found:
            yield from self.records(one, sheet, meant)
        self.state.files[one.name] = Seen(one.size, one.changed, told=self.told, done=True)

    def text(self, one: Found, source: Source) -> Iterator[Record]:
        """A CSV, from where it was read to; from its beginning, if that is another now."""
        with source.open() as stream:
            encoding = guess(stream)
        wide = encoding.startswith("utf-16")
        if wide and not self.settled(one):
            raise source.error("it is still being written")
        since, told = (0, window.digest(one.path, 0)) if wide else self.since(one)
        while since < one.size and self.count < LOAD:
            end = min(one.size, since + PART)
            until = one.size if wide else window.whole(one.path, since, end)
            if until <= since:
                since = yield from self.last(one, since, encoding, told.hexdigest())
                break
            window.extend(told, one.path, since, until)
            with suppress(Empty):
                yield from self.part(one, since, until, encoding, told.hexdigest())
            since = until
        before = self.state.files.get(one.name, Seen(0, 0, told=self.told))
        self.state.files[one.name] = replace(
            before, size=one.size, changed=one.changed, done=since >= one.size
        )

    def last(
        self, one: Found, since: int, encoding: str, digest: str
    ) -> Generator[Record, None, int]:
        """What has no end: a last line, one long cell, or lines that end otherwise. It is read when
        nobody has written for long, and once more if that goes on. Where it is read to by now."""
        if self.now - one.changed / 1e9 <= LAST_S:
            return since
        before = self.state.files.get(one.name) if since else None
        yield from self.part(one, since, one.size, encoding, digest)
        self.state.files[one.name] = before or Seen(0, 0, told=self.told)
        return one.size

    def since(self, one: Found) -> tuple[int, window.Digest]:
        """How far it was read, with the digest of that; 0 if it is another now, or is to be read by
        other choices."""
        seen = self.state.files.get(one.name)
        if seen is None or seen.told != self.told or seen.odd or not 0 < seen.offset <= one.size:
            return 0, window.digest(one.path, 0)
        told = window.digest(one.path, seen.offset)
        kept = told.hexdigest() == seen.digest
        return (seen.offset, told) if kept else (0, window.digest(one.path, 0))

    def part(
        self, one: Found, since: int, until: int, encoding: str, digest: str
    ) -> Iterator[Record]:
        """The calls of a part; `digest` is of all until its end."""
        seen = self.state.files.get(one.name, Seen(0, 0))
        held = self.state.columns.get(seen.kind) if since else None
        found = held and window.part(one.path, since, until, encoding, held["header"])
        if held and found:
            sheet, lines = found
            rows = yield from self.records(one, sheet, Columns.of(held), seen.rows - lines)
        else:
            sheet = window.sheet(one.path, until, encoding)
            all_ = window.sheet(one.path, one.size, encoding)
            rows = yield from self.records(one, sheet, self.columns(one, sheet, all_))
        self.state.files[one.name] = Seen(
            one.size, one.changed, until, rows, digest, self.told,
            fingerprint(sheet.header),
        )  # fmt: skip

    def columns(self, one: Found, sheet: Sheet, all_: Sheet | None = None) -> Columns:
        """What the columns of a table, or of a part of `all_`, mean. FileError if they tell no
        call; Unclear if they do not tell the order of its days, nor does another file of these
        captions."""
        sample, kind = Sample.of(sheet), fingerprint(sheet.header)
        if not sample.rows and not any(chunk.broken for chunk in sheet.chunks()):
            raise Empty(str(one.path), "")
        chosen, first = self.settings.get("columns") or {}, self.settings.get("dates") or ""
        meant = columns(sample, chosen, first)
        if meant.lacking:
            raise FileError(str(one.path), lacks(meant))
        if meant.first == "?":
            known = self.state.columns.get(kind, {}).get("first", "")
            first = turned(all_ or sheet, meant) or (known if known in TOLD else "")
            if not first:
                self.state.files[one.name] = Seen(one.size, one.changed, told=self.told, kind=kind)
                raise Unclear(str(one.path), unclear(sample, meant))
            meant = columns(sample, chosen, first)
        if not dated(sample, meant):
            raise FileError(str(one.path), _("no row says when a call was"))
        self.state.columns[kind] = meant.text()
        held = self.state.keys.get(kind)
        if held is None or held["columns"]["roles"].get("id") != told_id(meant, chosen, held):
            manner = {name: self.settings.get(name) for name in CHOICES if name != "columns"}
            self.state.keys[kind] = {"columns": meant.text(), "manner": manner}
        return meant

    def records(
        self, one: Found, sheet: Sheet, meant: Columns, above: int = 0
    ) -> Generator[Record, None, int]:
        """The rows, a thousand together; `above`: how many more rows are above them than the sheet
        knows. The number of the last one."""
        key = self.state.keys[fingerprint(sheet.header)]
        places = sorted({*meant.places, *Columns.of(key["columns"]).places})
        shared = {"file": one.name, "columns": meant.text(), "key": key, "places": places}
        last = 0
        for chunk in sheet.chunks():
            table = Table.from_arrow(chunk.rows)
            names = ("_row", *(f"c{n}" for n in places))
            cells = [table.column(name).to_pylist() for name in names]
            rows = [[(n or 0) + above, *said] for n, *said in zip(*cells, strict=True)]
            broken = [[line.row + above, line.reason] for line in chunk.broken]
            last = max([last, *(row[0] for row in (*rows, *broken))])
            for n in range(0, max(len(rows), 1), ROWS):
                some = rows[n : n + ROWS]
                id = f"{one.name}#{some[0][0] if some else last}"
                yield {"id": id, **shared, "rows": some, "broken": broken if n == 0 else []}
            self.count += len(rows)
        return last


def fingerprint(header: Sequence[str]) -> str:
    """Tells these captions from others."""
    said = "\n".join(map(normal, header))
    return sha1(said.encode(), usedforsecurity=False).hexdigest()[:12]


def told_id(meant: Columns, chosen: Mapping[str, str], held: Mapping[str, Any]) -> Any:
    """The columns of ids that hold: those taken first, unless somebody chose others."""
    before = held["columns"]["roles"].get("id")
    now = meant.roles.get("id")
    if "id" in chosen.values() or (before and now is None and "" in chosen.values()):
        return [*now] if now else None
    return before
