"""The lake beside the truth of a fake, table by table, column by column."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]


def instant(value: int | None) -> datetime | None:
    return None if value is None else datetime.fromtimestamp(value, UTC)


def money(value: str | None) -> Decimal | None:
    """No amount, and none that anybody typed, are the same."""
    return None if value is None or Decimal(value) == 0 else Decimal(value)


def differences(
    stored: Iterable[tuple], wanted: Iterable[tuple], name: str = "", most: int = 5
) -> list[str]:
    """What the lake lacks, and what it has more than the truth; rows are tuples, the id first."""
    have, want = {row[0]: row for row in stored}, {row[0]: row for row in wanted}
    found = [f"{name}: lacks {want[id]}" for id in sorted(want.keys() - have.keys())[:most]]
    found += [f"{name}: has {have[id]}" for id in sorted(have.keys() - want.keys())[:most]]
    other = [id for id in sorted(have.keys() & want.keys()) if have[id] != want[id]]
    found += [f"{name}: has {have[id]}, not {want[id]}" for id in other[:most]]
    return found


def twice(rows: Iterable[tuple]) -> list[Any]:
    """Ids that come more than once."""
    ids = [row[0] for row in rows]
    return sorted({id for id in ids if ids.count(id) > 1}) if len(ids) != len(set(ids)) else []


Compare = Callable[[Any], list[str]]
