"""Amounts in the company's currency: at the last rate known on the day that the amount counts on.

A product of amount and rate is rounded to four places, half away from zero.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted
from merilo.sources.engine.made import Made

# The day an amount counts on: of a closed deal its closing, of all else the first known of these.
_DAYS: Mapping[str, tuple[str, ...]] = {
    "deals": ("case when {outcome} <> 'open' then {closed_on} end", "{created_on}"),
    "order_lines": (),  # that of their deal
    "proposals": ("{sent_on}",),
    "amount_changes": ("{occurred_on}",),
    "costs": ("{day}",),
}
_RATES = (
    "(select currency, day, arg_max(rate, load) as rate from rates "
    "where not coalesce(deleted, false) group by all)"
)
_DEAL = "(select connection || ':' || id as deal_key, outcome, closed_on, created_on from deals)"


@dataclass(frozen=True)
class Price:
    """Of the company whose currency is `home`; `today` is for amounts without a day."""

    db: DuckDBPyConnection
    home: str
    today: date

    def put(self, made: Made, staged: frozenset[str], day: str = "") -> None:
        """Fill currency and the amounts in the company's currency, of the `day` if one is given."""
        made.give(currency="s.currency")
        amounts = [name for name in moneys(made.table.name) if name in made.columns]
        (foreign,) = self.db.execute(
            f"select count(*) from ({made.source}) where currency <> {quoted(self.home)}"
        ).fetchall()[0]
        if not foreign:
            made.give(**{f"{name}_base": made.columns[name] for name in amounts})
            return
        if not day:
            made.joins.append(self._stored(made))
        made.joins.append(self._rate("s", day or self._day(made, staged)))
        made.give(**{f"{name}_base": self.base("s", made.columns[name]) for name in amounts})

    def base(self, row: str, amount: str) -> str:
        """The amount in the company's currency; NULL if no rate of its own is known."""
        ours = f"coalesce({row}.currency, {quoted(self.home)}) = {quoted(self.home)}"
        priced = f"try_cast({amount} * rate.rate as decimal(18, 4))"
        return f"case when {ours} then {amount} else {priced} end"

    def _rate(self, row: str, day: str) -> str:
        return (
            f"asof left join {_RATES} rate on rate.currency = {row}.currency and rate.day <= {day}"
        )

    def _stored(self, made: Made) -> str:
        """What a file does not say of a row's days may be known; of a line, its deal knows."""
        if made.table.name == "order_lines":
            return f"left join {_DEAL} k on k.deal_key = {made.ref('s.deal')}"
        return (
            f"left join (select * from {made.table.name} where connection = "
            f"{quoted(made.connection)}) k on k.id = s.id"
        )

    def _day(self, made: Made, staged: frozenset[str]) -> str:
        table = "deals" if made.table.name == "order_lines" else made.table.name
        names = [c.name for c in TABLES[table].own]
        own = table == made.table.name
        fields = {n: f"s.{n}" if own and n in staged else f"k.{n}" for n in names}
        day = self._first(_DAYS[table], fields)
        return day if own else _known(day)

    def day(self, table: str, staged: frozenset[str]) -> str:
        """The day an amount of the staged row counts on, as far as the file says it."""
        names = [c.name for c in TABLES[table].own]
        return self._first(_DAYS[table], {n: f"s.{n}" if n in staged else "null" for n in names})

    def _first(self, ways: tuple[str, ...], fields: Mapping[str, str]) -> str:
        days = ", ".join(way.format(**fields) for way in ways)
        return f"coalesce({days}, date '{self.today}')"

    def complete(self, load: Load, touched: Collection[str]) -> int:
        """Fill what lacked a rate that is known by now, in tables that a load has touched or that
        lean on them. How many rows lack one still."""
        leaning = {"rates": {*_DAYS}, "deals": {"order_lines"}}
        tables = {*touched}.union(*(leaning.get(table, ()) for table in touched)) & {*_DAYS}
        return sum(self._complete(load, table) for table in sorted(tables))

    def _complete(self, load: Load, table: str) -> int:
        lacking = " or ".join(
            f"t.{name} is not null and t.{name}_base is null" for name in moneys(table)
        )
        (before,) = self.db.execute(f"select count(*) from {table} t where {lacking}").fetchall()[0]
        if not before:
            return 0
        lines = table == "order_lines"
        names = [c.name for c in TABLES["deals" if lines else table].own]
        row = "k" if lines else "t"
        day = self._first(_DAYS["deals" if lines else table], {n: f"{row}.{n}" for n in names})
        day = _known(day) if lines else day
        bases = {
            f"{name}_base": f"coalesce(t.{name}_base, {self.base('t', f't.{name}')})"
            for name in moneys(table)
        }
        listed = ", ".join(f"{sql} as {name}" for name, sql in bases.items())
        deal = f"left join {_DEAL} k on k.deal_key = t.deal" if lines else ""
        priced = (
            f"select t.connection, t.id, {listed} from {table} t {deal} {self._rate('t', day)} "
            f"where ({lacking}) and rate.rate is not null"
        )
        done = load.put(TABLES[table], self.db.sql(priced), columns=[*bases])
        return int(before) - done.changed


def _known(day: str) -> str:
    """The day of a line, as soon as its deal is known."""
    return f"case when k.deal_key is not null then {day} end"


def moneys(table: str) -> tuple[str, ...]:
    """The columns of the table whose amounts have a currency."""
    names = {c.name for c in TABLES[table].own}
    return tuple(c.name for c in TABLES[table].own if f"{c.name}_base" in names)
