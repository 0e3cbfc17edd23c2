"""A load: what the holder of the pen writes, seen by nobody before all of it is published."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from duckdb import DuckDBPyConnection

from merilo.facts.lake.delta import parts
from merilo.facts.lake.difference import Change, Difference, Rows
from merilo.facts.lake.disk import mapped
from merilo.facts.lake.draft import UNBORN, Draft
from merilo.facts.lake.parts import Mass, Part
from merilo.facts.lake.reversal import Reversal, Undone
from merilo.facts.lake.snapshot import Snapshot, publish
from merilo.facts.lake.source import located, view
from merilo.facts.table import Table
from merilo.facts.tables import TABLES

CROWDED = 32  # a month of more files is written anew as soon as it gets one more


class Load:
    """Writing into the lake. `number` is that of the snapshot it will be.

    `db` is DuckDB with every table under its name, as this load sees it: its own puts included.
    """

    def __init__(self, before: Snapshot, db: DuckDBPyConnection, who: str, now: datetime) -> None:
        self.number = before.number + 1
        self.db = db
        self._before, self._who, self._now = before, who, now
        self._drafts: dict[str, Draft] = {}
        self._batches = dict(before.batches)
        with mapped(before.root):
            for table in TABLES.values():
                view(db, table, before.files(table.name))

    def once(self, source: str, number: int) -> bool:
        """Whether this batch of the source is still to be done; if so, this load does it.

        Batches are numbered from 1 and only grow. The answer is no longer True after the load
        that did it is published; if it fails, the batch is to be done again.
        """
        if number <= self._batches.get(source, 0):
            return False
        self._batches[source] = number
        return True

    def idle(self) -> bool:
        """Whether nothing was changed so far. Then no batch of this load is remembered, and
        no snapshot is made for its sake: doing it again would change nothing either."""
        if any(draft.version != draft.since for draft in self._drafts.values()):
            return False
        self._batches = dict(self._before.batches)
        return True

    def put(
        self,
        table: Table,
        rows: Rows,
        columns: Collection[str] | None = None,
        arise: bool = False,
    ) -> Change:
        """Insert or replace by key. Doing it again changes nothing.

        `rows` are a relation (of `db`: it is the fastest) or an Arrow stream, and are read once;
        each key may come once. What they lack is NULL in a new row. With `columns`, only these
        are overwritten in a row that exists; with `arise`, a row that exists stays as it is. An
        older copy, by updated_at, is ignored; one without it counts as newer. A row that exists
        stays in its month, even if the day that decided about it has moved.
        """
        difference = Difference(self.db, table, columns, arise)
        with mapped(self._before.root):
            try:
                if not difference.take(rows):
                    return Change()
                draft = self._draft(table)
                difference.find(draft.files())
                change = difference.judge(draft.files(difference.months_found()))
                if change.new or change.changed:
                    crowded = draft.crowded(CROWDED) & difference.months_new()
                    self._write(table, draft, difference, crowded)
            finally:
                difference.forget()
        return change

    def _write(
        self, table: Table, draft: Draft, difference: Difference, crowded: Collection[str]
    ) -> None:
        months = difference.months_changed().union(crowded)
        query = difference.outcome(draft.files(months), self.number)
        draft.write(self.db, table, self.number, self._now, query, months)
        view(self.db, table, draft.files())

    def reverse(self, load: Reversal) -> Mapping[str, Undone]:
        """Take back what a load brought; what later ones touched or lean on stays. By table."""
        with mapped(self._before.root):
            found = load.judge(self.db)
            for name in found:
                draft = self._draft(TABLES[name])
                months = load.months(self.db, name)
                query = load.outcome(name, draft.files(months))
                draft.write(self.db, TABLES[name], self.number, self._now, query, months)
                view(self.db, TABLES[name], draft.files())
        self._batches = load.batches(self._batches)
        return found

    def compact(self, table: Table, more_than: int) -> int:
        """Write the months that lie in more files than that into one file each. How many."""
        draft = self._draft(table)
        months = draft.crowded(more_than)
        if months:
            with mapped(self._before.root):
                query = located(table, draft.files(months))
                draft.write(self.db, table, self.number, self._now, query, months)
                view(self.db, table, draft.files())
        return len(months)

    def publish(self) -> Snapshot:
        """Show all of it at once. The snapshot before, if nothing was changed."""
        changed = {n: d for n, d in self._drafts.items() if d.version != d.since}
        if not changed and self._batches == self._before.batches:
            return self._before
        with mapped(self._before.root):
            for draft in changed.values():
                draft.settle()
            snapshot = self._snapshot(changed)
            publish(snapshot)
        return snapshot

    def _snapshot(self, changed: dict[str, Draft]) -> Snapshot:
        before = self._before
        versions = {name: draft.version for name, draft in changed.items()}
        masses = {name: Mass.of(draft.parts) for name, draft in changed.items()}
        return Snapshot(
            before.root,
            self.number,
            self._now,
            {**before.versions, **versions},
            self._who,
            {**before.masses, **masses},
            self._batches,
        )

    def _draft(self, table: Table) -> Draft:
        if table.name not in self._drafts:
            folder, since = self._before.root / table.name, UNBORN
            listed: Sequence[Part] = ()
            if table.name in self._before.versions:
                since, mass = self._before.state(table.name)
                listed = parts(folder, since, mass)
            self._drafts[table.name] = Draft(folder, since, [*listed])
        return self._drafts[table.name]
