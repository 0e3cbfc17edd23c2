"""Runs two ways of doing the same thing and prints how they compare."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Time:
    """The best of several tries: seconds by the clock, and of the processors."""

    wall: float
    cpu: float


def timed(work: Callable[[], object], tries: int = 5) -> Time:
    """How long `work` takes at best."""
    times = []
    for _ in range(tries):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        times.append(Time(time.perf_counter() - wall, time.process_time() - cpu))
    return min(times, key=lambda t: t.wall)


def line(what: str, ours: Time, plain: Time) -> None:
    """One comparison."""
    print(  # noqa: T201
        f"{what:44} ours {ours.wall * 1000:9.0f} ms {ours.cpu * 1000:8.0f} cpu   "
        f"plain {plain.wall * 1000:9.0f} ms {plain.cpu * 1000:8.0f} cpu   "
        f"ratio {ours.wall / plain.wall:5.2f} ({ours.cpu / plain.cpu:.2f} cpu)"
    )


def alone(what: str, ours: Time) -> None:
    """One measurement without a rival."""
    print(f"{what:44} ours {ours.wall * 1000:9.0f} ms {ours.cpu * 1000:8.0f} cpu")  # noqa: T201


def peak() -> float:
    """The most memory this process has held, in MiB.

    Not getrusage: its peak begins with that of whoever started the process.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
