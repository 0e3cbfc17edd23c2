"""One table of a sheet: its rows cast, judged and staged, chunk by chunk; one script for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from merilo.sources.engine.cells import named, quoted
from merilo.sources.engine.extra import Extra, Given, captions
from merilo.sources.engine.script import Script
from merilo.sources.files.sheet import Flaw
from merilo.words import _

CHUNK = "chunk"  # the rows at hand, under this name in the database
LINES = "lines"  # whole lines of refused rows: _row, cells
SAMPLE = 1000  # cells looked at to see in which form a column writes its days


@dataclass(frozen=True)
class Count:
    """What became of the rows of one table: read = accepted + refused + superseded."""

    read: int = 0
    accepted: int = 0
    refused: int = 0
    superseded: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.read + other.read,
            self.accepted + other.accepted,
            self.refused + other.refused,
            self.superseded + other.superseded,
        )

    @property
    def whole(self) -> bool:
        """No row is missing, none counts twice."""
        return self.read == self.accepted + self.refused + self.superseded


def keep(db: DuckDBPyConnection, source: str, width: int) -> None:
    """Keep the whole lines of `source`, for the file of refused rows."""
    cells = ", ".join(f"c{place}" for place in range(width))
    db.execute(
        f"insert into {LINES} select _row, [{cells}] from {source} "
        f"where _row not in (select _row from {LINES})"
    )


class Check:
    """Rows of one feed on their way into its table. `broken` lines were refused by the reader."""

    def __init__(
        self, db: DuckDBPyConnection, script: Script, extra: Extra | Given, name: str
    ) -> None:
        self.db, self.script, self.extra = db, script, extra
        self.stage, self.fate, self.flaws = f"{name}_stage", f"{name}_fate", f"{name}_flaws"
        self.rows = self.bad = self.broken = 0
        self.doubles = False
        self.db.execute(
            f"create or replace temp table {self.flaws} "
            "(_row bigint, place integer, caption text, said text, reason text)"
        )
        self.db.execute(
            f"create or replace temp table {self.fate} (_row bigint, kind text, first bigint)"
        )

    def take(self, shown: Sequence[Flaw] = ()) -> None:
        """Stage the rows of the chunk, and write down what is wrong with the bad ones.

        `shown` are cells in which the file itself shows an error.
        """
        if not self.rows:
            self._look()
        for slot in self.script.looked_up:
            texts = self.db.execute(f"select distinct {self.script.said(slot)} from {CHUNK}")
            self.script.words.learn(self.db, slot, (said for (said,) in texts.fetchall() if said))
        rows = self.script.rows(CHUNK, self.extra.json(self.db, CHUNK))
        into = f"insert into {self.stage}" if self.rows else f"create temp table {self.stage} as"
        self.db.execute(f"{into} {rows}")
        before = self.rows
        (self.rows,) = self._one(f"select count(*) from {self.stage}")
        self._shown(shown)
        at_hand = f"select _row from {self.stage} where rowid >= {before} and _bad"
        (bad,) = self._one(f"select count(*) from ({at_hand})")
        if bad:
            self.bad += bad
            source = f"(select * from {CHUNK} where _row in ({at_hand}))"
            self.db.execute(f"insert into {self.flaws} {self.script.reasons(source)}")
            keep(self.db, source, len(self.script.header))

    def _shown(self, shown: Sequence[Flaw]) -> None:
        """Rows with an error in a cell that counts are bad."""
        used = {c for take in self.script.feed.columns.values() for c in take.columns}
        names = captions(self.script.header)
        found = [(f.row, f.column, names[f.column], f.text) for f in shown if f.column in used]
        if found:
            lists = "unnest(?::bigint[]), unnest(?::int[]), unnest(?::text[]), unnest(?::text[])"
            self.db.execute(
                f"insert into {self.flaws} select {lists}, ?",
                [*(list(column) for column in zip(*found, strict=True)), _("an error in the file")],
            )
            rows = ", ".join(str(row) for row, *_rest in found)
            self.db.execute(f"update {self.stage} set _bad = true where _row in ({rows})")

    def _look(self) -> None:
        """Which form the days are in, so that the others are tried only where it fails."""
        self.db.execute(f"drop table if exists {self.stage}")
        for slot in self.script.moments:
            ways = self.script.reading.ways()
            cells = f"select {self.script.said(slot)} as said from {CHUNK} where said is not null"
            hits = ", ".join(f"count(sane({way.format(said='said')}))" for way in ways)
            found = self._one(f"select {hits} from ({cells} limit {SAMPLE})")
            order = sorted(range(len(ways)), key=lambda n: -found[n])
            self.script.ways[slot.name] = [ways[n] for n in order]

    def settle(self) -> None:
        """Decide between rows of one key: the same again is superseded, another one refused."""
        twice = f"select id from {self.stage} where not _bad group by id having count(*) > 1"
        self.db.execute(f"create or replace temp table twice as {twice}")
        (keys,) = self._one("select count(*) from twice")
        if not keys:
            return
        self.doubles = True
        self.db.execute(f"insert into {self.fate} {self._fates()}")
        self.db.execute(f"insert into {self.flaws} {self._differences()}")

    def _fates(self) -> str:
        """Which of the rows of one key do not stand: older, same, or other than the first."""
        pack = ", ".join(f"{quoted(c)}: {named(c)}" for c in self.script.own)
        changed = "updated_at" if self.dated else "null"
        newest = "max(updated_at) over (partition by id)" if self.dated else "null"
        return f"""
            with doubles as (
              select _row, id, {{{pack}}} as said, {changed} as changed, {newest} as newest
              from {self.stage} semi join twice using (id) where not _bad
            ), standing as (
              select *, min(_row) over same as first, first_value(said) over (same order by _row)
                as first_said
              from doubles where newest is null or coalesce(changed = newest, false)
              window same as (partition by id)
            )
            select _row,
              case when said is not distinct from first_said then 'same' else 'other' end, first
            from standing where _row <> first
            union all
            select _row, 'older', null from doubles where newest is not null
              and not coalesce(changed = newest, false)"""

    def _differences(self) -> str:
        """For each refused one, the first column in which it differs."""
        found = " ".join(
            f"when l.{named(c)} is distinct from f.{named(c)} then "
            f"{{'caption': {quoted(self._caption(c))}, 'said': l.{named(c)}::text}}"
            for c in self.script.own
            if c != "id"
        )
        reason = quoted(_("another value than in row {row}, which has the same key"))
        return f"""
            select _row, 0, flaw.caption, flaw.said, replace({reason}, '{{row}}', first::text)
            from (
              select l._row, r.first, case {found} end as flaw
              from {self.fate} r join {self.stage} l using (_row)
              join {self.stage} f on f._row = r.first where r.kind = 'other')"""

    def _caption(self, column: str) -> str:
        slots = self.script.target.slots
        name = column if column in slots else column.rsplit("_", 1)[0]
        return self.script.caption(slots[name]) if name in slots else column

    def refuse(self, rows: str, caption: str, reason: str) -> None:
        """Refuse staged rows that `rows` selects by _row, for what only the lake could tell."""
        self.db.execute(f"create or replace temp table unfit as {rows}")
        self.db.execute(f"insert into {self.fate} select _row, 'other', null from unfit")
        self.db.execute(
            f"insert into {self.flaws} select _row, 0, ?, null, ? from unfit", [caption, reason]
        )
        self.doubles = True

    @property
    def dated(self) -> bool:
        """The file says when each row was last changed."""
        return "updated_at" in self.script.columns

    @property
    def accepted(self) -> str:
        """A select of the staged rows that are let in."""
        rows = f"select * exclude (_bad) from {self.stage} where not _bad"
        return f"{rows} and _row not in (select _row from {self.fate})" if self.doubles else rows

    @property
    def telling(self) -> str:
        """Those, and the ones superseded by an equal row: a deal's second product is in them."""
        rows = f"select * exclude (_bad) from {self.stage} where not _bad"
        gone = f"select _row from {self.fate} where kind <> 'same'"
        return f"{rows} and _row not in ({gone})" if self.doubles else rows

    def count(self) -> Count:
        """What became of the rows, each counted on its own: the identity is a real test."""
        (accepted,) = self._one(f"select count(*) from ({self.accepted})")
        fates = dict(
            self.db.execute(f"select kind, count(*) from {self.fate} group by kind").fetchall()
        )
        refused = self.bad + self.broken + fates.get("other", 0)
        superseded = fates.get("same", 0) + fates.get("older", 0)
        return Count(self.rows + self.broken, accepted, refused, superseded)

    def _one(self, query: str) -> tuple[int, ...]:
        return self.db.execute(query).fetchall()[0]
