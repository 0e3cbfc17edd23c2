"""What came in, counted."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Counters:
    """Since the last reset. Requests under `/_fake/` are not counted."""

    requests: int = 0
    by_path: Counter[str] = field(default_factory=Counter)
    by_status: Counter[int] = field(default_factory=Counter)
    refused: int = 0  # by the limiter
    faults: int = 0  # by script and by chance
    after_block: int = 0  # came although the address was blocked
    shortest: float | None = None  # gap between two requests, seconds of the clock
    refreshes: int = 0
    refused_refreshes: int = 0
    bytes: int = 0
    last: float | None = None

    def came(self, path: str, now: float) -> None:
        """A request."""
        self.requests += 1
        self.by_path[path] += 1
        if self.last is not None:
            gap = now - self.last
            self.shortest = gap if self.shortest is None else min(self.shortest, gap)
        self.last = now

    def went(self, status: int, size: int) -> None:
        """Its answer."""
        self.by_status[status] += 1
        self.bytes += size

    def said(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {name: dict(v) if isinstance(v, Counter) else v for name, v in vars(self).items()}
