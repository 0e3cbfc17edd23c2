"""As it was known then, and what is kept under a name."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from merilo.errors import NotYet, Unknown
from merilo.facts.lake import Lake
from tests.facts.lake.given import deal, ids, put

UTC_ZONE, BUDAPEST, VLADIVOSTOK = map(ZoneInfo, ("UTC", "Europe/Budapest", "Asia/Vladivostok"))
MARCH = [
    datetime(2017, 3, 30, 12, tzinfo=UTC),
    datetime(2017, 3, 31, 21, 30, tzinfo=UTC),  # in Budapest still 31 March, in the east 1 April
    datetime(2017, 3, 31, 22, 0, tzinfo=UTC),  # the first instant of 1 April in Budapest
    datetime(2017, 4, 5, 12, tzinfo=UTC),
]


@pytest.mark.parametrize(
    ("day", "zone", "number"),
    [
        (date(2017, 3, 30), UTC_ZONE, 1),
        (date(2017, 3, 31), BUDAPEST, 2),
        (date(2017, 3, 31), UTC_ZONE, 3),
        (date(2017, 3, 31), VLADIVOSTOK, 1),
        (date(2017, 4, 1), BUDAPEST, 3),
        (date(2017, 4, 4), BUDAPEST, 3),
        (date(2030, 1, 1), BUDAPEST, 4),
    ],
)
def test_as_of_a_day_is_as_the_day_ended_where_the_company_is(
    lake: Lake, day: date, zone: ZoneInfo, number: int
) -> None:
    for n, now in enumerate(MARCH, 1):
        put(lake, [deal(n)], now=now)
    snapshot = lake.as_of(day, zone)
    assert snapshot.number == number
    assert ids(snapshot) == [str(n) for n in range(1, number + 1)]


def test_before_the_first_load_nothing_is_known(lake: Lake) -> None:
    with pytest.raises(NotYet, match="2017-03-29 yet; the first load is of —"):
        lake.as_of(date(2017, 3, 29), BUDAPEST)
    put(lake, [deal(1)], now=MARCH[1])
    with pytest.raises(NotYet, match=r"2017-03-30 yet; the first load is of 2017-03-31\."):
        lake.as_of(date(2017, 3, 30), BUDAPEST)


def test_a_load_that_was_never_shown_is_no_history(lake: Lake) -> None:
    put(lake, [deal(1)], now=MARCH[0])
    said = (lake.root / "snapshots/1.json").read_text()
    (lake.root / "snapshots/2.json").write_text(said.replace('"number": 1', '"number": 2'))
    assert lake.as_of(date(2017, 4, 1), BUDAPEST).number == 1


def test_a_pin_stays_where_it_was_set(lake: Lake) -> None:
    put(lake, [deal(1)])
    assert lake.pin("Премия / 2017-10") == lake.snapshot()
    put(lake, [deal(2)])
    assert ids(lake.pinned("Премия / 2017-10")) == ["1"]
    lake.pin("Премия / 2017-10")
    assert ids(lake.pinned("Премия / 2017-10")) == ["1", "2"]
    lake.unpin("Премия / 2017-10")
    lake.unpin("Премия / 2017-10")
    with pytest.raises(Unknown, match="no pin"):
        lake.pinned("Премия / 2017-10")


def test_pins_of_any_name_lie_in_their_folder_and_apart(lake: Lake) -> None:
    names = ["a/b", "a-b", "../../x", "", "\n", "Ж" * 500, "Ж" * 501, "a b", "A B"]
    for n, name in enumerate(names):
        put(lake, [deal(n)])
        lake.pin(name)
    assert len([*(lake.root / "pins").iterdir()]) == len(names)
    for n, name in enumerate(names):
        assert len(ids(lake.pinned(name))) == n + 1


def test_an_unknown_pin_is_answered_with_its_neighbours(lake: Lake) -> None:
    lake.pin("October")
    with pytest.raises(Unknown, match="Nearest: October"):
        lake.pinned("Octobre")
