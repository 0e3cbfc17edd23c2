"""What came of a sheet, as JSON that a page shows and a later worker understands."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from merilo.sources.files.load import Outcome


def told(outcome: Outcome) -> dict[str, Any]:
    """All that a page shows of it."""
    tables = [
        {"table": table, **asdict(count), **asdict(outcome.changes[table])}
        for table, count in outcome.counts.items()
    ]
    return {
        "connection": outcome.connection,
        "tables": tables,
        "arisen": [{"table": t, **asdict(change)} for t, change in outcome.arisen.items()],
        "reasons": list(outcome.reasons.items()),
        "notes": list(outcome.notes),
        "examples": [one._asdict() for one in outcome.examples],
        "refused": outcome.refused.name if outcome.refused else "",
        "days": [day.isoformat() for day in outcome.days] if outcome.days else [],
    }


def refused(found: Mapping[str, Any]) -> int:
    """How many rows were refused."""
    return sum(table["refused"] for table in found.get("tables", ()))
