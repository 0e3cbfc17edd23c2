"""How fast a source is asked: one measure for all processes."""

import subprocess
import sys
from itertools import pairwise

from merilo.sources.sync.pace import Pace
from merilo.sources.sync.protocol import Limits

ASK = """
import sys, time
from pathlib import Path
from merilo.sources.sync.pace import Pace
from merilo.sources.sync.protocol import Limits
pace = Pace(Path(sys.argv[1]), Limits(per_second=50, page=1))
for _ in range(20):
    pace.take()
    print(time.time())
"""


def turns(pace: Pace, count: int, clock: list[float]) -> list[float]:
    found = []
    for _ in range(count):
        pace.take()
        found.append(clock[0])
    return found


def measured(tmp_path, burst: int = 1) -> tuple[Pace, list[float]]:
    clock = [1000.0]

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    limits = Limits(per_second=5, page=1, burst=burst)
    return Pace(tmp_path / "pace", limits, lambda: clock[0], sleep), clock


def test_turns_are_apart(tmp_path):
    pace, clock = measured(tmp_path)
    found = turns(pace, 6, clock)
    assert [round(b - a, 6) for a, b in pairwise(found)] == [0.2] * 5


def test_after_a_silence_some_at_once_and_never_more_than_the_rate_allows(tmp_path):
    pace, clock = measured(tmp_path, burst=5)
    found = turns(pace, 25, clock)
    assert found[:5] == [1000.0] * 5
    for n in range(len(found) - 5):
        assert found[n + 5] - found[n] >= 0.2 - 1e-9
    assert sum(at < 1001.0 for at in found) <= 10


def test_told_to_wait_everybody_waits(tmp_path):
    pace, clock = measured(tmp_path, burst=5)
    pace.hold(30)
    assert turns(pace, 1, clock)[0] >= 1030


def test_a_file_from_another_clock_holds_nobody_up(tmp_path):
    pace, clock = measured(tmp_path)
    (tmp_path / "pace").write_text("99999999999")
    assert turns(pace, 1, clock) == [1000.0]
    (tmp_path / "pace").write_text("nonsense")
    assert turns(pace, 1, clock) == [1000.0]


def test_three_processes_share_one_measure(tmp_path):
    run = [sys.executable, "-c", ASK, str(tmp_path / "pace")]
    those = [subprocess.Popen(run, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    found = sorted(float(line) for one in those for line in one.communicate()[0].split())

    assert len(found) == 60
    # A turn may be used late, not early: 60 turns take 59 steps, whoever they belong to.
    assert found[-1] - found[0] >= 59 / 50 - 0.05
