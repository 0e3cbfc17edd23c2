"""The doctor: finds what a power cut can leave in a lake, and mends it without deleting facts."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from dataclasses import replace as altered
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from merilo.errors import Broken
from merilo.facts.lake import delta
from merilo.facts.lake.disk import replace
from merilo.facts.lake.draft import UNBORN
from merilo.facts.lake.findings import Finding
from merilo.facts.lake.log import Log
from merilo.facts.lake.pen import Holder
from merilo.facts.lake.pins import name_of, places
from merilo.facts.lake.snapshot import (
    BEGINNING,
    PUBLISHED,
    Snapshot,
    numbers,
    past,
    publish,
    published,
    read,
)
from merilo.facts.lake.undo import (
    CHECKPOINT,
    COMMIT,
    aside,
    cut,
    numbered,
    tables,
    undo,
    unpublished,
)
from merilo.facts.lake.whole import Judge


@dataclass
class Doctor:
    """Looks the lake over; with `mend`, and the pen in hand, puts right what it finds."""

    root: Path
    now: datetime
    mend: bool
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loads = numbers(self.root)

    def find(self, kind: str, mending: Callable[[], object] | None, **about: Any) -> None:
        """Note it down, and mend it if that is possible and wished."""
        mended = self.mend and mending is not None
        if self.mend and mending is not None:
            mending()
        self.findings.append(Finding(kind, about, mended))

    def examine(self, busy: Holder | None, dead: Holder | None) -> list[Finding]:
        """All that is wrong. `busy` is who writes at this moment, `dead` who did not finish."""
        if busy:
            self.find("busy", None, holder=busy)
        elif dead:
            self.find("pen", lambda: None, holder=dead)  # whoever lets go of the pen wipes it
        shown, problem = self._shown()
        history, kept = self._history(), self._pins()
        judge = Judge([*history, *kept.values(), *([shown] if shown else [])])
        newest = self._newest(judge, shown, problem, history)
        stay = [s for s in history if newest and s.number < newest.number]
        for snapshot in [*stay]:
            if why := judge.problem(snapshot):
                self._set_aside("past", past(self.root, snapshot.number), snapshot.number, why)
                stay.remove(snapshot)
        for name, snapshot in kept.items():
            if why := judge.problem(snapshot):
                self.find("pin", None, name=name, problem=why)
        if newest:
            self._summaries(judge, newest)
        if newest and not busy and not self._lost():
            self._leftovers(judge, newest, [newest, *stay, *kept.values()])
        return self.findings

    def _lost(self) -> bool:
        """Whether loads are lost and it is not decided yet: what lies about may be all of them."""
        return any(f.kind == "back" and not f.mended for f in self.findings)

    def _shown(self) -> tuple[Snapshot | None, str]:
        """What the lake shows; None, and why, if that cannot be read."""
        try:
            return published(self.root), ""
        except Broken as broken:
            return None, broken.problem

    def _history(self) -> list[Snapshot]:
        """The snapshots that can be read, by number."""
        found = []
        for number in self.loads:
            path = past(self.root, number)
            try:
                found.append(read(self.root, path))
            except Broken as broken:
                self._set_aside("past", path, number, broken.problem)
        return found

    def _pins(self) -> dict[str, Snapshot]:
        """The pins that can be read."""
        found = {}
        for path in places(self.root):
            try:
                found[name_of(self.root, path)] = read(self.root, path)
            except Broken as broken:
                self.find("pin", None, name=path.stem, problem=broken.problem)
        return found

    def _set_aside(self, kind: str, path: Path, number: int, problem: str) -> None:
        self.find(kind, lambda: aside(path, self.root), number=number, problem=problem)

    def _newest(
        self, judge: Judge, shown: Snapshot | None, problem: str, history: Sequence[Snapshot]
    ) -> Snapshot | None:
        """The newest whole snapshot, which the lake shows from now on if it did not."""
        whole = [snapshot for snapshot in history if not judge.problem(snapshot)]
        if shown and not (problem := problem or judge.problem(shown)):
            ahead = [snapshot for snapshot in whole if snapshot.number > shown.number]
            if not ahead:
                return shown
            self.find("ahead", lambda: self._show(ahead[-1]), number=ahead[-1].number,
                      shown=shown.number)  # fmt: skip
            return ahead[-1]
        if not whole and not any(tables(self.root)):
            whole = [Snapshot(self.root, 0, BEGINNING, {})]
        if not whole:
            self.find("published", None, problem=problem)
            self.find("nothing", None)
            return None
        self.find("published", lambda: None, problem=problem)
        self._back(whole[-1], shown)
        return whole[-1]

    def _back(self, target: Snapshot, shown: Snapshot | None) -> None:
        """Show `target`, whatever was loaded after it."""
        names = {number: "" for number in self.loads if number > target.number}
        if shown and shown.number > target.number:
            names[shown.number] = shown.who
        about = {"number": target.number, "at": f"{target.at:%Y-%m-%d %H:%M} UTC"}
        if not names:
            self.find("shown", lambda: self._show(target), **about)
            return
        for number in names:
            with suppress(Broken):  # then nobody knows any more what that load was
                names[number] = read(self.root, past(self.root, number)).who
        lost = ", ".join(f"load {number} ({who or '?'})" for number, who in sorted(names.items()))
        self.find("back", lambda: self._retreat(target, max(names)), **about, lost=lost)

    def _show(self, snapshot: Snapshot) -> None:
        if (shown := self.root / PUBLISHED).exists():
            aside(shown, self.root)
        replace(shown, snapshot.text)

    def _retreat(self, target: Snapshot, last: int) -> None:
        """Go back to `target`, as a new load, for the numbers of the lost ones may be in caches."""
        for folder in tables(self.root):
            cut(folder, target.versions.get(folder.name, UNBORN), keep=True)
        for number in numbers(self.root):
            if number > target.number:
                aside(past(self.root, number), self.root)
        self._show(target)
        publish(altered(target, number=last + 1, at=self.now, who="doctor"))

    def _summaries(self, judge: Judge, newest: Snapshot) -> None:
        """Checkpoints that Delta stumbles over are put aside: it does without."""
        for table in sorted(newest.versions):
            if problem := judge.misread(newest, table):
                log = self.root / table / delta.LOG
                sums = [*numbered(log, CHECKPOINT), *log.glob(delta.HINT)]
                if sums:
                    self.find("checkpoint", partial(self._aside, sums), table=table)
                else:
                    self.find("foreign", None, table=table, problem=problem)

    def _leftovers(self, judge: Judge, newest: Snapshot, stay: Sequence[Snapshot]) -> None:
        """What lies about and none of the snapshots that stay needs."""
        shown = published(self.root) if self.mend else newest
        needed = {file for snapshot in stay for file in judge.files(snapshot)}
        commits, files, orphans = 0, 0, []
        for folder in tables(self.root):
            version = shown.versions.get(folder.name, UNBORN)
            commits += len(numbered(folder / delta.LOG, COMMIT, version))
            late = {*unpublished(folder, shown.number)}
            files += len(late)
            known = {folder / path for path in Log.of(folder).named()} | needed
            orphans += sorted({*folder.glob("month=*/*")} - late - known)
        if commits or files:
            self.find("unfinished", lambda: undo(shown), commits=commits, files=files)
        if orphans:
            size = sum(file.stat().st_size for file in orphans)
            self.find("orphans", partial(self._aside, orphans), files=len(orphans), bytes=size)
        forms = ("*.new", "*/*.new", f"*/{delta.LOG}/*.tmp")
        if scraps := [path for form in forms for path in self.root.glob(form)]:
            self.find("scraps", partial(self._remove, scraps), files=len(scraps))

    def _aside(self, files: Iterable[Path]) -> None:
        for file in files:
            aside(file, self.root)

    def _remove(self, files: Iterable[Path]) -> None:
        for file in files:
            file.unlink()
