"""A sheet on its way into the lake: every table it feeds, checked, completed and put."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from arro3.core.types import ArrowStreamExportable

from merilo.errors import Fault
from merilo.facts.lake import Change, Load
from merilo.periods import Year
from merilo.sources.engine import lines, places
from merilo.sources.engine.arise import DIRECTORIES, Springs, arise
from merilo.sources.engine.cells import Reading, quoted
from merilo.sources.engine.check import CHUNK, LINES, Check, Count, keep
from merilo.sources.engine.extra import Extra, Given
from merilo.sources.engine.made import Made
from merilo.sources.engine.meaning import Words
from merilo.sources.engine.price import Price
from merilo.sources.engine.refused import JOINT
from merilo.sources.engine.remarks import remarks
from merilo.sources.engine.reported import withdraw
from merilo.sources.engine.rows import require
from merilo.sources.engine.script import Script
from merilo.sources.engine.typed import hold
from merilo.sources.files.mapping import Plan
from merilo.sources.files.sheet import Chunk
from merilo.sources.files.targets import TARGETS
from merilo.words import several

# Directories first, then what amounts lean on: rates, deals, their lines.
ORDER = (*DIRECTORIES, "rates", "deals", "order_lines")


@dataclass(frozen=True)
class Ground:
    """What an import stands on beside the file: whose ids, the company's habits, the day."""

    connection: str
    zone: str
    currency: str
    today: date
    year: Year


@dataclass
class Done:
    """What came of a sheet. `counts` and `changes` by table; `arisen` of tables it does not feed;
    `moved` people; rows in which what was typed here `held`; `unpriced` rows that lack a rate."""

    counts: dict[str, Count] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    arisen: dict[str, Change] = field(default_factory=dict)
    moved: int = 0
    held: int = 0
    unpriced: int = 0


class Intake:
    """Of one sheet, within one load."""

    def __init__(
        self, load: Load, plan: Plan, header: Sequence[str], ground: Ground,
        given: int | None = None, silent: str = "false",
    ) -> None:  # fmt: skip
        """`given` is the column, if there is one, that holds what goes into `extra`, as JSON.
        `silent` is SQL over `s`, a staged row: whether it is one that does not count."""
        self.load, self.plan, self.ground = load, plan, ground
        self.header, self.given, self.silent = header, given, silent
        self.db = load.db
        self.price = Price(self.db, ground.currency, ground.today)
        self.db.execute("set enable_progress_bar = false")  # we have one of our own
        self.db.execute("set threads = 1")  # a chunk has work for one; a second one only spins
        self.db.execute(Reading(plan.formats, ground.zone).macros())
        used = {c for feed in plan.feeds for take in feed.columns.values() for c in take.columns}
        free = [place for place in range(len(header)) if place not in used]
        self.checks = tuple(self._check(n, free if n == 0 else []) for n in range(len(plan.feeds)))
        self.db.execute("create or replace temp table broken (_row bigint, reason text, said text)")
        self.db.execute(f"create or replace temp table {LINES} (_row bigint, cells text[])")

    def _check(self, nth: int, free: Sequence[int]) -> Check:
        feed, name = self.plan.feeds[nth], f"feed{nth}"
        words = Words(f"{name}_meant", feed, self.plan.formats, self.ground.today, self.ground.year)
        words.open(self.db)
        reading = Reading(self.plan.formats, self.ground.zone)
        script = Script(feed, TARGETS[feed.table], reading, self.header, words)
        extra = Extra(self.header, free) if self.given is None else Given(self.given)
        return Check(self.db, script, extra, name)

    def take(self, chunks: Sequence[Chunk]) -> None:
        """Check and stage the rows of some chunks; broken lines are refused by every table."""
        shown = [flaw for chunk in chunks for flaw in chunk.flaws]
        broken = [line for chunk in chunks for line in chunk.broken]
        with self._at_hand([chunk.rows for chunk in chunks]):
            for check in self.checks:
                check.take(shown)
                check.broken += len(broken)
        if broken:
            columns = zip(*((b.row, b.reason, b.text) for b in broken), strict=True)
            lists = "unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[])"
            self.db.execute(f"insert into broken select {lists}", [list(c) for c in columns])

    @contextmanager
    def _at_hand(self, rows: Sequence[ArrowStreamExportable]) -> Iterator[None]:
        """These rows under one name; several at once, for making a plan takes a while."""
        names = [f"{CHUNK}{n}" for n in range(len(rows))]
        for name, some in zip(names, rows, strict=True):
            self.db.register(name, some)
        together = " union all ".join(f"from {name}" for name in names)
        self.db.execute(f"create or replace temp view {CHUNK} as {together}")
        # A scan of Arrow cannot do with every filter that a join hands down to it.
        self.db.execute("set disabled_optimizers = 'join_filter_pushdown'")
        try:
            yield
        finally:
            self.db.execute("reset disabled_optimizers")
            for name in names:
                self.db.unregister(name)

    def recall(self, chunk: Chunk) -> None:
        """On a second reading: keep the lines that were refused after the first."""
        with self._at_hand([chunk.rows]):
            late = f"(select * from {CHUNK} where _row in ({self._late}))"
            keep(self.db, late, len(self.header))

    @property
    def _late(self) -> str:
        refused = " union ".join(f"select _row from {check.flaws}" for check in self.checks)
        return f"select _row from ({refused}) where _row not in (select _row from {LINES})"

    def late(self) -> int:
        """How many refused rows have no line yet: their faults showed when all had been read."""
        return int(self.db.execute(f"select count(*) from ({self._late})").fetchall()[0][0])

    def refused(self) -> str:
        """A select of the refused rows: row, column, value, reason, and the cells of the line."""
        flaws = " union ".join(f"from {check.flaws}" for check in self.checks)
        joint = quoted(JOINT)
        return f"""
            select _row, string_agg(coalesce(caption, ''), {joint} order by place),
              string_agg(coalesce(said, ''), {joint} order by place),
              string_agg(reason, {joint} order by place), any_value(cells)
            from (
              select _row, min(place) as place, caption, said, reason from ({flaws}) group by all
            ) left join {LINES} using (_row) group by _row
            union all
            select _row, '', said, reason, null from broken
            order by _row"""

    def reasons(self) -> dict[str, int]:
        """How often each reason occurred, with its column; the most frequent first."""
        flaws = " union ".join(
            f"select _row, coalesce(caption, '') as caption, reason from {check.flaws}"
            for check in self.checks
        )
        found = self.db.execute(
            "select case when caption = '' then '' else caption || ': ' end || reason as why, "
            f"count(*) from ({flaws} union all select _row, '', reason from broken) "
            "group by why order by count(*) desc, why"
        )
        return dict(found.fetchall())

    def finish(self) -> Done:
        """Decide, put, complete. Fault if a row got lost or counted twice on the way."""
        done = Done()
        self.db.execute("reset threads")
        for check in self.checks:
            check.settle()
        for check in sorted(self.checks, key=lambda c: place_of(c.script.feed.table)):
            if made := lines.arising(check, self.ground.connection, self.price):
                self._arisen(done, "order_lines", put(self.load, made))
            self._put(check, done)
        self._complete(done)
        return done

    def notes(self, done: Done) -> Iterator[str]:
        """What the user should hear about rows that were let in."""
        for check in self.checks:
            yield from remarks(self.db, check)
        if done.moved:
            yield several(
                "{count} person is in another unit or role now: a new posting begins today.",
                "{count} people are in other units or roles now: new postings begin today.",
                done.moved,
            )
        if done.held:
            yield several(
                "In {count} row what was typed in Merilo stands, and not what the file says.",
                "In {count} rows what was typed in Merilo stands, and not what the file says.",
                done.held,
            )
        if done.unpriced:
            yield several(
                "{count} row has an amount in a currency without a rate for its day: "
                "import rates to have it counted.",
                "{count} rows have amounts in currencies without a rate for their day: "
                "import rates to have them counted.",
                done.unpriced,
            )

    def days(self) -> tuple[date, date] | None:
        """The first and the last day that figures of the rows let in count on."""
        for check in self.checks:
            for column in ("closed_on", "occurred_on", "sent_on", "created_on", "day"):
                if column in check.script.columns:
                    query = f"select min({column}), max({column}) from ({check.accepted})"
                    since, until = self.db.execute(query).fetchall()[0]
                    if since:
                        return since, until
        return None

    def _put(self, check: Check, done: Done) -> None:
        table = check.script.feed.table
        made = require(check, self.ground.connection, self.price)
        made.columns["deleted"] = self.silent
        change, count = put(self.load, made), check.count()
        stored = change.new + change.changed + change.same + change.ignored
        if not count.whole or stored != count.accepted:
            raise Fault(f"of {table}, {count} was counted and {change} was stored")
        done.counts[table] = done.counts.get(table, Count()) + count
        done.changes[table] = _sum(done.changes.get(table, Change()), change)

    def _arisen(self, done: Done, table: str, change: Change) -> None:
        if change.new or change.changed:
            done.arisen[table] = _sum(done.arisen.get(table, Change()), change)

    def _complete(self, done: Done) -> None:
        """What follows from the rows put: directories, places, amounts."""
        springs = Springs(self.ground.connection, self.checks)
        for directory in DIRECTORIES:
            self._arisen(done, directory, arise(self.load, springs, directory))
        touched = {*done.counts, *done.arisen}
        if touched & {"people", "units", "postings"}:
            done.held = hold(self.load)
        if "units" in touched:
            places.hierarchy(self.load)
        if "people" in touched:
            places.titles(self.load)
        if touched & {"people", "postings"}:
            done.moved = places.postings(self.load, self.ground.today)
        done.unpriced = self.price.complete(self.load, touched)
        if touched & {"deals", "order_lines"}:
            lines.complete(self.load)
        if "activities" in touched:
            withdraw(self.load)


def place_of(table: str) -> int:
    """Where a table stands in the order in which tables are put."""
    return ORDER.index(table) if table in ORDER else len(ORDER)


def put(load: Load, made: Made) -> Change:
    """Put the rows: what the file speaks of overwrites what is stored."""
    return load.put(made.table, load.db.sql(made.query), columns=made.said)


def _sum(one: Change, other: Change) -> Change:
    return Change(
        one.new + other.new,
        one.changed + other.changed,
        one.same + other.same,
        one.ignored + other.ignored,
    )
