"""The files that make up a table, and what they weigh together."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A Parquet file; `path` is relative to the table's folder, `size` in bytes."""

    path: str
    month: str
    size: int
    rows: int


@dataclass(frozen=True)
class Mass:
    """What a table weighs. A log that lost a line makes another mass."""

    files: int
    bytes: int
    rows: int

    @classmethod
    def of(cls, parts: Iterable[Part]) -> "Mass":
        """The mass of these files."""
        listed = list(parts)
        return cls(len(listed), sum(p.size for p in listed), sum(p.rows for p in listed))
