"""Lists that change between any two requests: nothing is missed, wherever the reader is killed."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from merilo.sources.sync.faults import Broken, TooHeavy
from merilo.sources.sync.protocol import Batch, Mark
from merilo.sources.sync.walk import CHANGED, Page, begin, moment, walk
from merilo.sources.sync.windows import growing, windows

PAGE = 10
NOW = 10_000  # what happens while we read happens after it
UNTIL = NOW - 60


class List:
    """Rows in memory, some seconds crowded; edited between requests, ties in any order."""

    def __init__(self, random: Random, rows: int = 300, churn: int = 3) -> None:
        self.random, self.churn, self.now = random, churn, NOW
        self.asked = self.heavy = 0
        crowded = [random.randrange(1, UNTIL) for _ in range(4)]
        crowds = [s for s in crowded for _ in range(random.choice((PAGE, PAGE + 1, 47)))]
        alone = [random.randrange(1, NOW) for _ in range(rows - len(crowds))]
        self.rows = dict(enumerate([*crowds, *alone]))

    def edit(self) -> None:
        """Some rows change, now; mostly those that crowd or are about to be read."""
        self.now += 1
        for id in self.random.sample(sorted(self.rows), self.churn):
            self.rows[id] = self.now

    def read(self, page: int, since: int, until: int, order: str) -> Page:
        self.asked += 1
        self.edit()
        found = [(at, id) for id, at in self.rows.items() if since <= at <= until]
        if self.heavy and len(found) > self.heavy:
            raise TooHeavy("504")
        self.random.shuffle(found)
        if order:
            found.sort(key=lambda row: row[0] if order == CHANGED else row[1])
        part = found[(page - 1) * PAGE : page * PAGE]
        rows: list[dict[str, Any]] = [{"id": id, "updated_at": at} for at, id in part]
        return Page(rows, page * PAGE < len(found))


class Growing(List):
    """Rows are only added. In what order they come is as random as it can be."""

    def edit(self) -> None:
        self.now += 1
        self.rows[len(self.rows)] = self.now

    def read(self, page: int, since: int, until: int, order: str) -> Page:
        rows, more = super().read(page, since, until, CHANGED)
        return Page([{"id": row["id"], "created_at": row["updated_at"]} for row in rows], more)


Reading = Callable[[List, Mark], Iterator[Batch]]


def walked(source: List, mark: Mark) -> Iterator[Batch]:
    return walk(source.read, mark, UNTIL)


def drained(source: List, mark: Mark) -> Iterator[Batch]:
    return windows(source.read, mark, UNTIL, PAGE)


def grown(source: List, mark: Mark) -> Iterator[Batch]:
    return growing(source.read, mark, UNTIL, PAGE)


def read_all(reading: Reading, source: List, kills: float = 0.0) -> dict[int, int]:
    """Everything, the reader killed now and then after a request; the mark has been through a
    file. A batch that was under way is lost."""
    mark, got, alive = begin(0), {}, False
    while not alive:
        alive = True
        for rows, after in reading(source, mark):
            if source.random.random() < kills:
                alive = False
                break
            for row in rows:
                got[row["id"]] = row.get("updated_at", row.get("created_at"))
            mark = json.loads(json.dumps(after))
    return got


def missed(reading: Reading, source: List, kills: float = 0.0) -> set[int]:
    """What lay in the past, did not leave it while it was read, and did not come."""
    got = read_all(reading, source, kills)
    return truth(source) - got.keys()


def truth(source: List) -> set[int]:
    """What lies in the past now."""
    return {id for id, at in source.rows.items() if at <= UNTIL}


@pytest.mark.parametrize("reading", [walked, drained])
@pytest.mark.parametrize("kills", [0.0, 0.15])
def test_nothing_is_missed_of_a_list_that_changes(reading: Reading, kills: float) -> None:
    for seed in range(200):
        assert not missed(reading, List(Random(seed)), kills), f"seed {seed}"


@pytest.mark.parametrize("kills", [0.0, 0.15])
def test_nothing_is_missed_of_a_list_that_grows(kills: float) -> None:
    for seed in range(200):
        assert not missed(grown, Growing(Random(seed)), kills), f"seed {seed}"


@pytest.mark.parametrize("reading", [walked, drained, grown])
def test_rows_are_kept_as_they_last_were(reading: Reading) -> None:
    source = (Growing if reading is grown else List)(Random(7))
    got = read_all(reading, source)
    assert all(got[id] == source.rows[id] for id in truth(source))


def test_the_laws_are_not_empty() -> None:
    """Paging by number over the same lists does miss rows, inside a crowded second above all."""
    lost = 0
    for seed in range(50):
        source, number, got = List(Random(seed)), 1, set[int]()
        while True:
            rows, more = source.read(number, 0, UNTIL, CHANGED)
            got |= {row["id"] for row in rows}
            number += 1
            if not more:
                break
        lost += bool(truth(source) - got)
    assert lost > 40


@pytest.mark.parametrize("reading", [walked, drained, grown])
@pytest.mark.parametrize("seed", range(20))
def test_a_source_that_gives_up_is_asked_for_less(reading: Reading, seed: int) -> None:
    source = (Growing if reading is grown else List)(Random(seed))
    source.heavy = 60
    assert not missed(reading, source, 0.05)


def test_a_second_that_is_too_heavy_is_told() -> None:
    source = List(Random(1), churn=0)
    source.rows = dict.fromkeys(range(30), 500)
    source.heavy = 20
    with pytest.raises(TooHeavy):
        read_all(walked, source)


@pytest.mark.parametrize("reading", [walked, drained, grown])
def test_an_empty_list_costs_one_request_a_day(reading: Reading) -> None:
    source = List(Random(1), churn=0)
    source.rows = {}
    assert read_all(reading, source) == {}
    assert source.asked <= 3


def test_a_walk_that_is_not_disturbed_asks_little_more_than_pages() -> None:
    source = List(Random(3), churn=0)
    source.rows = {n: n + 1 for n in range(1000)}
    got = read_all(walked, source)
    assert len(got) == 1000
    assert source.asked <= 1000 / (PAGE - 1) + 2  # each page begins with the last row again


def test_windows_become_as_long_as_a_page_is() -> None:
    source = List(Random(3), churn=0)
    source.rows = {n: n * 3 + 1 for n in range(3000)}
    got = read_all(drained, source)
    assert len(got) == 3000
    assert source.asked < 3000 / PAGE * 1.6


def test_a_growing_list_is_read_in_long_stretches() -> None:
    source = Growing(Random(3))
    source.rows = {n: n * 3 + 1 for n in range(3000)}
    got = read_all(grown, source)
    assert set(range(3000)) <= got.keys()
    assert source.asked < 3000 / PAGE * 1.3  # a day at once was too much to begin with


def test_filters_that_do_nothing_are_noticed() -> None:
    def unfiltered(page: int, since: int, until: int, order: str) -> Page:
        return Page([{"id": n, "updated_at": 100 + n} for n in range(PAGE)], True)

    with pytest.raises(Broken, match="filters"):
        list(walk(unfiltered, begin(105), UNTIL))
    with pytest.raises(Broken, match="filters"):
        list(walk(unfiltered, begin(0), 101))


def test_an_order_that_is_not_kept_is_noticed() -> None:
    def disordered(page: int, since: int, until: int, order: str) -> Page:
        return Page([{"id": 1, "updated_at": 20}, {"id": 2, "updated_at": 10}], False)

    with pytest.raises(Broken, match="order"):
        list(walk(disordered, begin(0), UNTIL))


def test_rows_that_say_no_moment_or_no_id_come_through_and_end() -> None:
    odd: list[dict[str, Any]] = [
        {"unread": 5}, {"id": 1, "updated_at": 10}, {"id": 2}, {"id": None, "updated_at": "20"},
    ]  # fmt: skip

    def read(page: int, since: int, until: int, order: str) -> Page:
        known = [row for row in odd if not (at := moment(row.get("updated_at"))) or at >= since]
        return Page(known if page == 1 else [], False)

    got = [row for rows, _ in walk(read, begin(5), UNTIL) for row in rows]
    assert all(row in got for row in odd)
    again = [row for rows, _ in growing(read, begin(5), UNTIL, PAGE) for row in rows]
    assert all(row in again for row in odd)
