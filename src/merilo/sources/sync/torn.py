"""Marks without the pages that lie behind them: what is neither in the lake nor on the disk counts
as not read."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from merilo.sources.sync.again import AGAIN, SOON
from merilo.sources.sync.marks import Head

FRESH = {name: vars(Head())[name] for name in ("span", "mark", "pages", "done")}
SWEPT = "swept"


def torn(path: Path, batches: Mapping[str, int], now: float) -> None:
    """Settle a copy of the marks, taken while the lake had these `batches`, and no landed pages.

    A load that was being read begins anew. One that was read and is not in the lake is gone: its
    spans are wished once more, with all lists, files and deletions, for nobody knows what of them
    it held. What is read twice changes nothing.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("begin immediate")
        found = db.execute(
            "select connection, number, state, plan from loads where state in ('fetch', 'load')"
        ).fetchall()
        lost: dict[str, list[list[int]]] = {}
        for connection, number, state, plan in found:
            done = number <= batches.get(f"sync:{connection}", 0)
            if state == "load" and not done:
                lost.setdefault(connection, []).extend(period(json.loads(plan)))
            what = "update loads set state = 'done', ended = :now" if done else "delete from loads"
            said = {"now": now, "connection": connection, "number": number}
            db.execute(f"{what} where connection = :connection and number = :number", said)
        for connection, periods in lost.items():
            wish(db, connection, periods, now)
        rewind(db, lost)
        db.execute("commit")


def period(plan: Mapping[str, Any]) -> list[list[int]]:
    """From when to when a load was to read. Lists that have no time are read from 0, and as a
    whole each time: they are none of it."""
    spans = [(since, until) for since, until in plan["spans"].values() if since]
    if not spans:
        return []
    return [[min(since for since, _until in spans), max(until for _since, until in spans)]]


def wish(db: sqlite3.Connection, connection: str, periods: list[list[int]], now: float) -> None:
    """Have these read once more by whoever reads the connection next."""
    said = db.execute("select state from states where connection = ?", (connection,)).fetchone()
    state = json.loads(said[0]) if said else {}
    state |= {AGAIN: [*state.get(AGAIN, []), *periods], SOON: now}
    if SWEPT in state:
        state[SWEPT] = 0
    db.execute("insert or replace into states values (?, ?)", (connection, json.dumps(state)))


def rewind(db: sqlite3.Connection, lost: Mapping[str, object]) -> None:
    """Streams in the middle of a span begin it anew; files that are read on from where the last
    reading ended begin at their beginning, where a load is lost."""
    for connection, stream, text in db.execute("select * from streams").fetchall():
        head = json.loads(text)
        if head["span"] or (connection in lost and head["mark"]):
            db.execute(
                "insert or replace into streams values (?, ?, ?)",
                (connection, stream, json.dumps(head | FRESH)),
            )
