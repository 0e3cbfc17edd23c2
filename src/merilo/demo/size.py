"""How large the demo company is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`branches` of 24 sellers each, through `months`; the rest are multiples of an ordinary day.

    `block` is how many days of leads are worked out at once: memory grows with it.
    """

    name: str
    months: int = 24
    branches: int = 1
    leads: float = 1.0  # leads a seller gets
    touches: float = 1.0  # calls, letters, meetings a deal gets
    cold: float = 1.0  # cold calls a day
    sampled: float = 1.0  # the share that is surveyed, reviewed, reported
    block: int = 10_000


S = Size("S")
M = Size("M", months=36, branches=12, leads=4.9, touches=1.36, cold=2.0, sampled=0.05, block=61)
sizes = {size.name: size for size in (S, M)}
