"""Queries that only read: what is let through, and what its columns mean."""

import re
from collections.abc import Mapping
from typing import Any

from merilo.errors import Impossible
from merilo.sources.files.targets import TARGETS
from merilo.words import say

QUIET = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]\n]*\]", re.DOTALL
)  # comments, texts and names in quotes
WRITES = frozenset({
    "insert", "update", "delete", "merge", "drop", "alter", "create", "truncate", "grant",
    "revoke", "into", "copy", "attach",
})  # fmt: skip
SINCE, UNTIL = re.compile(r"(?<!:):since\b"), re.compile(r"(?<!:):until\b")


def checked(query: str) -> str:
    """The query without what may stand at its end. Impossible unless it is one that reads."""
    bare = QUIET.sub(" ", query).strip().rstrip(";").strip()
    words = re.findall(r"[a-z_]+", bare.lower())
    if ";" in bare:
        raise Impossible(say("one query at a time: there is a “;” in the middle"))
    if not words or words[0] not in ("select", "with"):
        raise Impossible(say("a query that reads begins with SELECT or WITH"))
    if found := WRITES.intersection(words):
        raise Impossible(say("a query that reads does not say {word}", word=min(found).upper()))
    return query.strip().rstrip(";").strip()


def chosen(settings: Mapping[str, Any]) -> dict[str, str]:
    """The queries by their tables, checked. Impossible if there is no such table."""
    said = settings.get("queries") or {}
    for table in said:
        if table not in TARGETS:
            raise Impossible(say("there is no table {table}", table=table))
    return {str(table): checked(str(query)) for table, query in said.items() if query}


def slots(table: str, columns: list[str]) -> dict[str, str]:
    """Which slot a column of a query fills, by its name; those of none are left out."""
    names = {name.lower(): slot for name, slot in TARGETS[table].names.items()}
    return {column: names[column.lower()] for column in columns if column.lower() in names}
