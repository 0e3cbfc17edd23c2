"""Staged rows as the rows of their table: references made global, what we find out added."""

from collections.abc import Callable, Mapping

from merilo.sources.engine.cells import PIPELINE, named, quoted
from merilo.sources.engine.check import Check
from merilo.sources.engine.lines import line_amount, summed
from merilo.sources.engine.made import Made
from merilo.sources.engine.price import Price
from merilo.sources.files.targets import Parse, Slot
from merilo.words import _

STAGES = ("stage", "from_stage", "to_stage")
LEVELS = (("unit", "team"), ("department", "department"), ("company", "company"))  # upwards


def rows(check: Check, connection: str, price: Price) -> Made:
    """The accepted rows of a feed as rows of its table."""
    script = check.script
    made = Made(script.target.table, connection, check.accepted)
    for slot in script.slots:
        filled = dict(_own(made, slot)) if slot.name != "id" else {}
        made.columns.update(filled)
        if slot.name in script.feed.columns:
            made.said.update(filled)
    if check.extra.keys:
        made.give(extra="s.extra")
    special = _SPECIAL.get(script.feed.table)
    if special:
        special(made, frozenset(script.columns))
    if "currency" in script.columns and script.feed.table != "rates":
        price.put(made, frozenset(script.columns))
    if script.feed.table == "deals" and "amount" in script.columns:
        summed(made)
    return made


def require(check: Check, connection: str, price: Price) -> Made:
    """The rows, without those that lack what the table needs and no cell was looked at for.

    A file may leave out a needed column and still change rows that are known by their id.
    """
    made = rows(check, connection, price)
    needed = [c.name for c in made.table.own if not c.empty and c.name not in made.columns]
    derived = [
        c.name
        for c in made.table.own
        if not c.empty and c.name in made.said and c.name not in check.script.feed.columns
    ]
    if needed:
        known = f"(select id from {made.table.name} where connection = {quoted(connection)})"
        unknown = f"select _row from ({check.accepted}) anti join {known} using (id)"
        check.refuse(unknown, ", ".join(needed), _("new, and the file does not say it"))
    for name in derived:
        lacking = f"({made.columns[name]}) is null"
        check.refuse(f"{made.select('s._row')} where {lacking}", name, _("empty, and needed"))
    return rows(check, connection, price) if needed or derived else made


def _own(made: Made, slot: Slot) -> Mapping[str, str]:
    """The columns that a slot fills by itself."""
    staged = [slot.name]
    if slot.parse is Parse.INSTANT:
        staged = [f"{slot.name}_at", f"{slot.name}_on"]
    elif slot.parse is Parse.MONEY:
        staged = [slot.name]  # the amount in the company's currency is found later
    found = {fills: f"s.{named(column)}" for fills, column in zip(slot.fills, staged, strict=False)}
    if slot.ref:
        return {slot.name: made.ref(found[slot.name])}
    return found


def _deals(made: Made, staged: frozenset[str]) -> None:
    if "stage" in staged:
        pipeline = "s.pipeline" if "pipeline" in staged else "null"
        made.give(
            stage=made.ref(f"stage_id({pipeline}, s.stage)"),
            pipeline=made.ref(f"coalesce({pipeline}, {quoted(PIPELINE)})"),
        )
    if "closed_on" in staged and "outcome" in staged:
        # While a deal is open, its closing date is when it is expected to close.
        expected = "s.expected_close_on" if "expected_close_on" in staged else "null"
        closing = "case when s.outcome = 'open' then s.closed_on end"
        made.give(
            closed_at="case when s.outcome <> 'open' then s.closed_at end",
            closed_on="case when s.outcome <> 'open' then s.closed_on end",
            expected_close_on=f"coalesce({expected}, {closing})",
        )


def _order_lines(made: Made, staged: frozenset[str]) -> None:
    if "price" in staged:
        made.give(amount=line_amount(staged, "amount"))


def _people(made: Made, staged: frozenset[str]) -> None:
    if levels := [f"s.{name}" for name, _ in LEVELS if name in staged]:
        made.give(unit=made.ref(f"coalesce({', '.join(levels)})"))


def _stages(made: Made, staged: frozenset[str]) -> None:
    pipeline = "s.pipeline" if "pipeline" in staged else "null"
    made.give(pipeline=made.ref(f"coalesce({pipeline}, {quoted(PIPELINE)})"))
    if "name" not in staged:
        made.columns["name"] = "split_part(s.id, '/', -1)"
    if "position" not in staged:
        made.columns["position"] = f"row_number() over (partition by {pipeline} order by s._row)"


def _stage_changes(made: Made, staged: frozenset[str]) -> None:
    """A file of moves names stages; which pipeline's they are, the deal knows."""
    key = quoted(made.connection + ":")
    made.joins.append(
        f"left join (select connection || ':' || id as deal_key, substr(pipeline, "
        f"length({key}) + 1) as pipeline from deals) d on d.deal_key = {key} || s.deal"
    )
    for name in {*STAGES} & staged:
        made.give(**{name: made.ref(f"stage_id(d.pipeline, s.{name})")})


def _plans(made: Made, staged: frozenset[str]) -> None:
    """A period is said by its ends, by its last day, its name, its month, or how long it is."""
    since = {"period_since": "s.period_since", "period_first": "s.period_first", "month": "s.month"}
    until = {
        "period_until": "s.period_until",
        "last": "s.last + 1",
        "period_after": "s.period_after",
        "month": "(s.month + interval 1 month)::date",
    }
    if {"period_since", "length"} <= staged:
        until["length"] = _after(made, "s.period_since", "s.length")
    for column, ways in (("period_since", since), ("period_until", until)):
        if known := [sql for name, sql in ways.items() if name in staged]:
            made.give(**{column: f"coalesce({', '.join(known)})"})


def _after(made: Made, day: str, length: str) -> str:
    """The first day after so long. Up to the next such day: the last one as long as that before."""
    spans = {"day": "1 day", "week": "7 days", "month": "1 month", "quarter": "3 months"}
    whens = " ".join(f"when '{name}' then {day} + interval '{n}'" for name, n in spans.items())
    made.joins.append(
        "left join (select day as first_day, coalesce(lead(day) over w, "
        "day + (day - lag(day) over w)::int, (day + interval '1 month')::date) as next_day "
        f"from (select distinct {day} as day from ({made.source}) s) window w as (order by day)"
        f") n on n.first_day = {day}"
    )
    years = f"when 'year' then {day} + interval '1 year'"
    return f"(case {length} {whens} {years} when 'next' then n.next_day end)::date"


def _spans(made: Made, staged: frozenset[str]) -> None:
    """A last day that is said is included; ours is the first day after."""
    if "last" in staged:
        said = "s.until, " if "until" in staged else ""
        made.give(until=f"coalesce({said}s.last + 1)")


_SPECIAL: Mapping[str, Callable[[Made, frozenset[str]], None]] = {
    "deals": _deals,
    "order_lines": _order_lines,
    "people": _people,
    "stages": _stages,
    "stage_changes": _stage_changes,
    "plans": _plans,
    "postings": _spans,
    "absences": _spans,
}
