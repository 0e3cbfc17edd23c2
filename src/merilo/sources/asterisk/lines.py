"""Lines of call records: their columns by a header, or in an order that is a setting."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

MASTER = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp",
    "lastdata", "start", "answer", "end", "duration", "billsec", "disposition", "amaflags",
    "uniqueid", "userfield",
)  # fmt: skip
# What newer systems write after it.
LATER = ("linkedid", "peeraccount", "sequence")
NEEDED = {"src", "dst", "disposition"}
KEPT = (
    "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "start", "answer", "end",
    "duration", "billsec", "disposition", "uniqueid", "userfield", "linkedid", "cnum",
    "recordingfile",
)  # fmt: skip


def separator(line: str) -> str:
    """What stands between cells: whichever of these there is most of."""
    return max(",;\t", key=line.count)


def cells(line: str, mark: str) -> list[str]:
    """The cells of a line; none of what is no such line."""
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return []


def columns(first: str, settings: Mapping[str, Any]) -> tuple[list[str], bool]:
    """The names of the columns, and whether the first line says them."""
    said = [name.strip().lower() for name in cells(first, separator(first))]
    if {*said} >= NEEDED:
        return ["start" if name == "calldate" else name for name in said], True
    order = str(settings.get("columns") or "").replace(",", " ").lower().split()
    names = ["start" if name == "calldate" else name for name in order]
    return names or [*MASTER, *LATER], False


def rows(lines: Iterable[str], names: Sequence[str], mark: str) -> Iterator[dict[str, str]]:
    """Each line as a row; one that has no such columns is kept as it is, to be refused."""
    for line in lines:
        said = cells(line, mark)
        if [one.strip().lower().replace("calldate", "start") for one in said] == [*names]:
            continue  # the header
        if len(said) < 10 or line.count('"') % 2:
            yield {"unread": "line"}
            continue
        row = dict(zip(names, said, strict=False))
        yield {name: row[name].strip() for name in KEPT if row.get(name, "").strip()}


def key(row: Mapping[str, str]) -> str:
    """Which call a row belongs to."""
    return row.get("linkedid") or row.get("uniqueid") or ""
