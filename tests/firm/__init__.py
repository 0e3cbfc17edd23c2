"""A small company in Budapest, made by a formula: all that the traps of style.md speak of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from merilo.facts.lake import Lake
from merilo.facts.rows import Row, create
from merilo.facts.tables import TABLES
from tests.firm import clock, deals, money, people, voices, work
from tests.firm.clock import TODAY

__all__ = ["TODAY", "facts", "lake"]

MADE = {
    "people": people.people, "units": people.units, "postings": people.postings,
    "absences": people.absences, "customers": money.customers, "stages": deals.stages,
    "deals": deals.deals, "stage_changes": deals.stage_changes,
    "owner_changes": deals.owner_changes, "amount_changes": deals.amount_changes,
    "credits": deals.credits,
    "activities": work.activities, "proposals": work.proposals, "products": money.products,
    "order_lines": money.order_lines, "costs": money.costs, "calendar": clock.calendar,
    "answers": voices.answers, "complaints": voices.complaints, "reviews": voices.reviews,
    "market": voices.market,
}  # fmt: skip


@cache
def facts() -> Mapping[str, Sequence[Row]]:
    """The rows of every table that has any."""
    return {name: [*rows()] for name, rows in MADE.items()}


def lake(root: Path, tables: Mapping[str, Iterable[Row]] | None = None) -> Lake:
    """The same, or other facts, in a lake."""
    made = Lake.open(root)
    with made.writing("tests", datetime(2016, 5, 15, 22, tzinfo=UTC)) as load:
        for name, rows in (tables or facts()).items():
            create(load.db, TABLES[name], rows, f"new_{name}")
            load.put(TABLES[name], load.db.table(f"new_{name}"))
    return made
