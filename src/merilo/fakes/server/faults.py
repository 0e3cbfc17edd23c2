"""What goes wrong, by script or by chance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

STATUSES = ("400", "401", "402", "403", "404", "422", "429", "500", "502", "503", "504")
# before the headers; after half the body; half of the JSON said to be whole; a length too long;
# an error page where JSON belongs, with 200; slow to begin; slow in the body
BROKEN = ("drop", "half", "cut", "length", "html", "slow", "drip")
KINDS = STATUSES + BROKEN


@dataclass
class Fault:
    """One kind of fault: at which requests of those whose path contains `path`."""

    kind: str
    at: frozenset[int] = frozenset()  # counted from 1 since it was set; none: each
    path: str = ""
    left: int | None = None  # times
    share: float = 1.0
    retry_after: float | None = None
    plain: bool = False  # the body is no JSON
    delay: float = 0.0  # of slow and drip, seconds
    seen: int = 0


class Faults:
    """The faults that are set. The first that strikes is the one."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rules: list[Fault] = []

    def add(
        self, kind: str, at: int | Iterable[int] | None = None, path: str = "",
        times: int | None = None, **more: float | bool | None,
    ) -> Fault:  # fmt: skip
        """At these requests from now on; `times` alone: the next so many; neither: each."""
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}; there are {', '.join(KINDS)}")
        places = () if at is None else (at,) if isinstance(at, int) else at
        fault = Fault(kind, frozenset(places), path, times, **more)  # type: ignore[arg-type]
        self.rules.append(fault)
        return fault

    def chance(self, shares: Mapping[str, float], path: str = "") -> None:
        """Each of these kinds with its probability, at any request."""
        for kind, share in shares.items():
            self.add(kind, path=path, share=share)

    def clear(self) -> None:
        """None any more."""
        self.rules.clear()

    def strike(self, path: str) -> Fault | None:
        """What goes wrong with this request."""
        struck = None
        for fault in self.rules:
            if fault.path not in path:
                continue
            fault.seen += 1
            due = fault.seen in fault.at if fault.at else fault.left != 0
            if struck or not due or (fault.share < 1 and self.rng.random() >= fault.share):
                continue
            if fault.left:
                fault.left -= 1
            struck = fault
        return struck
