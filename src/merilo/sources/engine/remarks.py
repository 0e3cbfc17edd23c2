"""What is odd in the rows that were let in, counted and said aloud; nothing of it is refused."""

from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from merilo.sources.engine.check import Check
from merilo.words import several

ODD = (
    (
        {"outcome", "closed_on"},
        "outcome = 'open' and closed_on is not null",
        "{count} open deal has a closing date: it is kept as the expected one.",
        "{count} open deals have a closing date: it is kept as the expected one.",
    ),
    (
        {"outcome"},
        "outcome <> 'open' and {closed_on} is null",
        "{count} deal is won or lost without a date: it counts in no period.",
        "{count} deals are won or lost without a date: they count in no period.",
    ),
    (
        {"created_on", "closed_on"},
        "closed_on < created_on",
        "{count} deal was closed before it was created.",
        "{count} deals were closed before they were created.",
    ),
    (
        {"outcome", "amount"},
        "outcome = 'won' and amount is null",
        "{count} won deal has no amount of its own.",
        "{count} won deals have no amount of their own.",
    ),
)


def remarks(db: DuckDBPyConnection, check: Check) -> Iterator[str]:
    """Sentences about a feed, in the language spoken."""
    staged = {*check.script.columns}
    if check.script.feed.table == "deals":
        yield from _deals(db, check, staged)
    if check.doubles and check.extra.keys:
        lost = db.execute(
            f"select count(*) from {check.fate} f join {check.stage} s using (_row) "
            f"join {check.stage} o on o._row = f.first "
            "where f.kind = 'same' and s.extra is distinct from o.extra"
        ).fetchall()[0][0]
        if lost:
            yield several(
                "{count} repeated row differed only in columns that nobody mapped: "
                "what the first one says there is kept.",
                "{count} repeated rows differed only in columns that nobody mapped: "
                "what the first one says there is kept.",
                lost,
            )


def _deals(db: DuckDBPyConnection, check: Check, staged: set[str]) -> Iterator[str]:
    asked = [odd for odd in ODD if odd[0] <= staged]
    if not asked:
        return
    closed = "closed_on" if "closed_on" in staged else "null"
    counts = ", ".join(f"count(*) filter ({odd[1].format(closed_on=closed)})" for odd in asked)
    found = db.execute(f"select {counts} from ({check.accepted})").fetchall()[0]
    for count, (_, _, one, many) in zip(found, asked, strict=True):
        if count:
            yield several(one, many, count)
