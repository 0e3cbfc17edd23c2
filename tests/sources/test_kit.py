"""What every connector has to pass, whatever it reads: the lake equals the truth of its source.

Each connector of the product is in it by `tests/sources/<name>/subject.py`.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from merilo.sources.sync import faults, known
from tests.sources.kit.house import FAST, QUICK, Place
from tests.sources.kit.kills import killed
from tests.sources.kit.odd import spoiling
from tests.sources.kit.subject import Subject, subjects

SUBJECTS = subjects()
ASKED = [one for one in SUBJECTS if one.chance]
ALONE = {"amocrm", "bitrix24"}  # those tests use parts of the kit by themselves
ONCE = ("429", "500", "502", "503", "drop", "half", "cut", "length", "html", "slow", "drip")
# The CRMs are killed sixty times in every run of the suite; what shares their engine, less often.
KILLS = int(os.environ.get("MERILO_KILLS", "12"))
Make = Callable[..., Place]


def each(*some: Subject) -> pytest.MarkDecorator:
    """A test of these subjects."""
    return pytest.mark.parametrize("subject", some, ids=str)


@pytest.fixture
def make(tmp_path, monkeypatch) -> Iterator[Make]:
    """Makes a home that reads a subject: `make(subject, deals)`."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with ExitStack() as open:

        def made(subject: Subject, deals: int | None = None) -> Place:
            for name, size in subject.pages:
                monkeypatch.setattr(name, size)
            monkeypatch.setattr("merilo.sources.sync.load.put_calendar", lambda *_: None)  # slow
            fake = open.enter_context(subject.source(subject.deals if deals is None else deals))
            fake.clock.advance(120)  # what has just changed is left for the next time
            home = tmp_path / "home"
            return Place(home, fake, subject.connector, *subject.told(fake), since=subject.since)

        yield made


def beside(place: Place) -> Place:
    """Another home that reads the same."""
    other = place.home.parent / "other"
    return replace(place, home=other)


def test_every_connector_is_in_the_kit():
    assert {one.connector for one in SUBJECTS} == {*known.OWN} - ALONE


@each(*SUBJECTS)
def test_all_is_there_and_again_it_is_nothing(subject, make, caplog):
    caplog.set_level(logging.DEBUG)
    place = make(subject)
    place.sync()
    assert subject.compare(place) == []

    before = place.versions
    place.fake.clock.advance(120)
    place.fake.counters.requests = 0
    place.sync()
    assert place.versions == before
    assert place.fake.counters.requests <= subject.idle
    assert subject.compare(place) == []
    for private in subject.private(place.fake):
        assert private not in caplog.text
        assert leaks(place, private) == []


def leaks(place: Place, private: str) -> list[str]:
    """Files in which it stands."""
    files = [one for one in place.home.rglob("*") if one.is_file()]
    return [str(one) for one in files if private.encode() in one.read_bytes()]


@each(*SUBJECTS)
def test_nothing_at_all(subject, make):
    place = make(subject, 0)
    place.sync()
    assert subject.compare(place) == []


@each(*SUBJECTS)
def test_life_goes_on_and_some_of_it_is_seen_late(subject, make):
    place = make(subject, subject.few)
    place.sync()
    for late in (300, 0):
        place.fake.late(late, share=0.5)
        subject.live(place)
        place.later(120)
    place.later(600, times=2)
    assert subject.compare(place) == []


@each(*(one for one in SUBJECTS if one.crowd))
def test_more_than_a_page_in_one_second(subject, make):
    place = make(subject, subject.few)
    subject.crowd(place)
    place.fake.ties = "random"
    place.sync()
    assert subject.compare(place) == []


@each(*ASKED)
def test_each_fault_costs_a_request(subject, make):
    place = make(subject)
    place.sync()
    quiet, other = place.fake.counters.requests, beside(place)
    place.fake.counters.requests = 0
    for n, kind in enumerate(ONCE):
        place.fake.fault(kind, at=2 + n + n // 3, delay=0.3)
    place.fake.fault("429", at=17, retry_after=0.02)
    place.fake.fault("429", at=18, plain=True)
    place.fake.chance(subject.chance)
    other.limits = replace(FAST, timeout_s=0.25)
    other.sync(patience=replace(QUICK, tries=40))
    struck = place.fake.counters.faults
    place.fake.calm()

    assert struck >= len(ONCE) + 2
    anew = 2  # where signing in is struck, it is told so before
    assert place.fake.counters.requests <= (quiet + struck) * 1.05 + anew
    assert subject.compare(other) == []


@each(*ASKED)
def test_a_block_stops_everything_at_once(subject, make):
    place = make(subject, 0)
    place.fake.fault("429", at=3, plain=True)
    place.fake.fault("403", at=range(4, 99), plain=True)
    with pytest.raises(faults.Blocked):
        place.sync()
    assert place.fake.counters.requests == 4


@each(*(one for one in ASKED if one.signs_in))
def test_a_token_that_is_refused_asks_for_a_new_one_and_nothing_is_lost(subject, make):
    place = make(subject, subject.few)
    place.fake.fault("401", at=range(5, 99))
    with pytest.raises(faults.SignIn):
        place.sync()
    assert place.marks().state()["trouble"]["kind"].endswith("SignIn")
    place.fake.calm()
    place.sync()
    assert subject.compare(place) == []
    assert "trouble" not in place.marks().state()


@each(*(one for one in ASKED if one.rights))
def test_what_may_not_be_read_is_told_and_the_rest_goes_on(subject, make):
    place = make(subject, subject.few)
    place.sync()
    place.fake.deny(subject.rights)
    subject.live(place)
    place.fake.clock.advance(4000)
    results = place.sync()
    told = [*results[0].lacking] or place.marks().state()["account"]["lacking"]
    assert told
    place.fake.allow(subject.rights)
    place.later(4000, times=2)
    assert subject.compare(place) == []


@each(*(one for one in ASKED if one.listed))
def test_odd_records_are_taken_or_refused_and_the_others_come(subject, make, monkeypatch):
    place = make(subject, subject.few)
    odd: list[object] = []
    monkeypatch.setattr(place.fake, "serve", spoiling(place.fake.serve, subject.listed, odd))
    counts = [result.counts[subject.table] for result in place.sync() if result.counts]
    right = len(place.fake.truth()[subject.table])
    assert len(odd) > 50
    assert sum(count.read for count in counts) == right + len(odd) - subject.silent
    assert sum(count.refused for count in counts) > 10
    wrong = [line for line in subject.compare(place) if "lacks" in line or "), not (" in line]
    assert wrong == []


@pytest.mark.slow
@each(*SUBJECTS)
def test_killed_at_any_moment_nothing_is_missing_and_nothing_is_there_twice(subject, make):
    place = make(subject, subject.few)
    if subject.chance:
        place.fake.chance(subject.chance)

    def between() -> None:
        """What is published is whole: each row once. Life goes on."""
        double = f"select id from {subject.table} group by id having count(*) > 1"
        assert place.rows(double) == []
        place.fake.clock.advance(120)
        subject.live(place)

    assert killed(place, KILLS, between, subject.steps) >= KILLS * 5 // 6
    if subject.chance:
        place.fake.calm()
    place.later(times=2)
    assert subject.compare(place) == []
