"""Operators of telephone systems whose calls are nobody's yet."""

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb

from merilo.facts.lake import Snapshot
from merilo.facts.show import show

_NOBODYS = """
    select extra ->> '$.operator', count(*), max(occurred_at) from activities
    where connection = ? and kind = 'call' and person is null and not coalesce(deleted, false)
      and contains(extra, '"operator"')
    group by all order by count(*) desc, 1"""


@dataclass(frozen=True)
class Operator:
    """Somebody a telephone system knows; how many calls are theirs, and when the last one was."""

    id: str
    extension: str
    name: str
    email: str
    calls: int
    last: datetime


def unmatched(snapshot: Snapshot, connection: str) -> list[Operator]:
    """Those who are no person of ours, as far as we know; who called most comes first."""
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        show(db, snapshot, ["activities"])
        rows = db.execute(_NOBODYS, [connection]).fetchall()
    found = [(json.loads(said or "{}"), calls, last) for said, calls, last in rows]
    return [
        Operator(
            str(who.get("id") or ""), str(who.get("extension") or ""), str(who.get("name") or ""),
            str(who.get("email") or ""), calls, last,
        )
        for who, calls, last in found
    ]  # fmt: skip
