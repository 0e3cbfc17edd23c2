"""Tidying up changes no figure."""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.errors import Locked, NotYet
from merilo.facts.lake import Lake
from merilo.facts.lake import draft as drafts
from merilo.facts.lake.delta import LOG
from merilo.facts.lake.history import Moment
from merilo.facts.lake.keep import kept
from merilo.facts.lake.snapshot import numbers, past
from tests.facts.lake.given import ACTIVITIES, NOON, call, deal, ids, put, seen

ZONE = ZoneInfo("Europe/Budapest")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def age(lake: Lake, by: timedelta) -> None:
    """As if all data files were older by that."""
    for file in lake.root.glob("*/month=*/*"):
        when = (datetime.fromtimestamp(file.stat().st_mtime, UTC) - by).timestamp()
        os.utime(file, (when, when))


def data(lake: Lake, table: str = "deals") -> set[str]:
    """The data files on the disk."""
    return {str(path) for path in (lake.root / table).glob("month=*/*")}


def test_small_files_become_one_and_rows_stay(lake: Lake) -> None:
    for n in range(6):
        put(lake, [deal(n, amount=n), deal(f"other {n}", created_on=date(2017, 1 + n, 1))])
        put(lake, [call(n)], ACTIVITIES)
    before = seen(lake.snapshot(), "*")
    assert lake.tidy(NOON, ZONE).months == 2
    after = lake.snapshot()
    assert (after.who, after.number) == ("tidy", 13)
    assert seen(after, "*") == before
    assert len([file for file in after.files("deals") if "2017-10" in file]) == 1
    assert len(after.files("activities")) == 1
    assert lake.tidy(NOON, ZONE).months == 0
    assert lake.snapshot() == after


def test_what_no_kept_snapshot_needs_goes_after_a_day(lake: Lake) -> None:
    put(lake, [deal(1)], now=NOON)
    put(lake, [deal(1, amount=2)], now=NOON + HOUR)
    put(lake, [deal(1, amount=3)], now=NOON + 2 * HOUR)
    assert lake.tidy(NOON + 3 * HOUR, ZONE).files == 0
    later = NOON + 10 * DAY
    assert lake.tidy(later, ZONE).snapshots == 2
    assert len(data(lake)) == 3  # the files are young, whatever the snapshots say
    age(lake, by=datetime.now(UTC) - later + 2 * DAY)
    done = lake.tidy(later, ZONE)
    assert (done.files, done.snapshots, numbers(lake.root)) == (2, 0, [3])
    assert data(lake) == {*lake.snapshot().files("deals")}
    assert seen(lake.snapshot(), "amount") == [(3,)]


def test_a_reader_may_work_for_a_day(lake: Lake) -> None:
    put(lake, [deal(1)], now=NOON)
    read = lake.snapshot()
    put(lake, [deal(1, amount=2)], now=NOON + 5 * DAY)
    put(lake, [deal(1, amount=3)], now=NOON + 5 * DAY + HOUR)
    age(lake, by=datetime.now(UTC) - NOON + 30 * DAY)
    lake.tidy(NOON + 5 * DAY + 2 * HOUR, ZONE)
    assert seen(read, "amount") == [(1000,)]
    assert numbers(lake.root) == [1, 2, 3]


def test_pins_survive(lake: Lake) -> None:
    put(lake, [deal(1)], now=NOON)
    pinned = lake.pin("October")
    for n in range(5):
        put(lake, [deal(1, amount=n), deal(f"x{n}")], now=NOON + n * HOUR)
    age(lake, by=datetime.now(UTC) - NOON + 30 * DAY)
    lake.tidy(NOON + 500 * DAY, ZONE)
    assert ids(lake.pinned("October")) == ["1"]
    past(lake.root, 1).unlink()  # the pin alone holds it now
    lake.tidy(NOON + 500 * DAY, ZONE)
    assert ids(lake.pinned("October")) == ["1"]
    assert seen(pinned, "amount") == [(1000,)]
    lake.unpin("October")
    lake.tidy(NOON + 500 * DAY, ZONE)
    assert data(lake) == {*lake.snapshot().files("deals")}


def test_as_of_a_dropped_snapshot_an_earlier_one_answers(lake: Lake) -> None:
    for n in range(3):
        put(lake, [deal(n)], now=NOON + n * HOUR)
    put(lake, [deal("late")], now=NOON + 3 * DAY)
    day = NOON.date()
    lake.tidy(NOON + 30 * DAY, ZONE)
    assert numbers(lake.root) == [3, 4]
    assert ids(lake.as_of(day, ZONE)) == ids(lake.as_of(day + DAY, ZONE)) == ["0", "1", "2"]
    put(lake, [deal("December", created_on=None)], now=NOON + 20 * DAY)
    lake.tidy(NOON + 500 * DAY, ZONE)
    assert numbers(lake.root) == [4, 5]
    assert lake.as_of(NOON.date() + 10 * DAY, ZONE).number == 4
    with pytest.raises(NotYet, match="2017-11-25"):  # of old months the last state alone is known
        lake.as_of(day, ZONE)


def test_strange_files_go_when_they_are_old(lake: Lake) -> None:
    put(lake, [deal(1)])
    month = lake.root / "deals/month=2017-10"
    (month / "half.parquet").write_text("x" * 10)
    (lake.root / "deals/month=1999-01").mkdir()
    now = datetime.now(UTC)
    assert lake.tidy(now, ZONE).files == 0
    done = lake.tidy(now + 2 * DAY, ZONE)
    assert (done.files, done.bytes) == (1, 10)
    assert [path.name for path in (lake.root / "deals").iterdir() if "month" in path.name] == [
        "month=2017-10"
    ]


START = datetime(2017, 1, 1, tzinfo=UTC)
TIMES = st.lists(st.integers(0, 3 * 365 * 24 * 60), max_size=60, unique=True).map(sorted)


def moments(minutes: Iterable[int]) -> list[Moment]:
    return [Moment(n, START + timedelta(minutes=m)) for n, m in enumerate(minutes, 1)]


@given(minutes=TIMES, since=st.integers(0, 500), pinned=st.sets(st.integers(1, 60), max_size=2))
def test_as_of_any_day_of_400_tidy_changes_nothing(
    minutes: list[int], since: int, pinned: set[int]
) -> None:
    known = moments(minutes)
    now = (known[-1].at if known else START) + timedelta(days=since)
    stay = kept(known, now, ZONE, pinned)
    assert stay - pinned <= {moment.number for moment in known}
    assert kept([m for m in known if m.number in stay], now, ZONE, pinned) == stay
    ends = {m.at.astimezone(ZONE).date() for m in known if m.at >= now - 399 * DAY}
    for day in ends:
        end = datetime.combine(day + DAY, datetime.min.time(), ZONE)
        newest = [m.number for m in known if m.at < end][-1]
        assert newest in stay
    before = [moment.number for moment in known if moment.at < now - DAY]
    assert {*before[-1:]} <= stay, "who began on it just before is still reading"
    for moment in known:
        month = (moment.at.astimezone(ZONE).year, moment.at.astimezone(ZONE).month)
        assert any(
            m.number in stay
            for m in known
            if (m.at.astimezone(ZONE).year, m.at.astimezone(ZONE).month) == month
        )
        if moment.at >= now - DAY:
            assert moment.number in stay


def test_most_of_a_busy_year_is_forgotten() -> None:
    every_hour = moments(range(0, 365 * 24 * 60, 60))
    now = every_hour[-1].at + DAY
    stay = kept(every_hour, now, ZONE, ())
    assert len(stay) == 365 + 1  # days that ended in Budapest, and the one that began there
    years_later = kept(every_hour, now + 500 * DAY, ZONE, {7})
    assert len(years_later) == 12 + 1 + 1  # months, the one that began in Budapest, the pin


def test_the_log_is_summed_up_and_still_tells_of_the_past(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts.delta, "CHECKPOINT_EVERY", 3)
    snapshots = []
    for n in range(8):
        put(lake, [deal(n)])
        snapshots.append(lake.snapshot())
    names = sorted(path.name for path in (lake.root / "deals" / LOG).glob("*checkpoint*"))
    assert names == [
        "00000000000000000003.checkpoint.parquet",
        "00000000000000000006.checkpoint.parquet",
        "_last_checkpoint",
    ]
    for n, snapshot in enumerate(snapshots):
        assert len(ids(snapshot)) == n + 1


def test_nobody_tidies_while_another_writes(lake: Lake) -> None:
    with lake.writing("import", NOON), pytest.raises(Locked):
        lake.tidy(NOON, ZONE)


def test_whoever_began_a_day_ago_is_still_reading() -> None:
    at_ten, at_two = moments([10 * 60, 14 * 60])
    noon = START + timedelta(hours=12)  # when somebody began to read the one of ten o'clock
    assert kept([at_ten, at_two], noon + DAY - HOUR, ZONE, ()) == {1, 2}
    assert kept([at_ten, at_two], noon + DAY + HOUR, ZONE, ()) == {1, 2}
    assert kept([at_ten, at_two], noon + DAY + 3 * HOUR, ZONE, ()) == {2}
