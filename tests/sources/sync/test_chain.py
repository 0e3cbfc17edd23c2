"""Moves that tell only where a deal came to, and owners without a history: put together here."""

from collections.abc import Iterator

import pytest

from merilo.sources.sync.protocol import Batch, Row
from tests.sources.sync.toy import START, Deals, iso


class Moves(Deals):
    """A history as Bitrix24 has it."""

    name = "moves"
    feeds = ("stage_changes",)

    def rows(self, record, ground) -> Iterator[Row]:
        values = {"id": record["id"], "deal": "a", "occurred": iso(record["at"]),
                  "to_stage": record["stage"]}  # fmt: skip
        yield Row("stage_changes", values, {"first": True} if record["id"] == "9" else {})

    def fetch(self, client, span, mark) -> Iterator[Batch]:
        """The newest first: in no order that could be relied upon."""
        for batch in [*super().fetch(client, span, mark)][::-1]:
            yield Batch(batch.records[::-1], batch.mark)


@pytest.fixture
def chained(house):
    house.toy.chains = house.toy.compares = True
    house.toy.streams = (house.deals, Moves({}))
    return house


def moved(house) -> list[tuple]:
    """Every move, and who made it."""
    return house.rows(
        "select id, from_stage, to_stage, person, author from stage_changes "
        "where not coalesce(deleted, false) order by occurred_at"
    )


def history(house, *rows: tuple[str, int, str]) -> None:
    for id, at, stage in rows:
        house.toy.streams[1].put(id, at, stage=stage)


def deal(house, owner: str, stage: str, at: int, by: str) -> None:
    extra = {"created_by": "1", "moved_by": by, "moved": iso(at)}
    house.deals.put("a", at, owner=owner, stage=stage, created=START - 100 * 86_400, extra=extra)


def test_whichever_page_comes_first_a_move_begins_where_the_one_before_ended(chained):
    day = 86_400
    history(chained, ("9", START - 100 * day, "p/new"), ("10", START - 90 * day, "p/deal"),
            ("11", START - 500, "p/won"))  # fmt: skip
    deal(chained, "7", "p/won", START - 500, "8")
    chained.sync()

    assert moved(chained) == [
        ("9", None, "toy:p/new", "toy:1", "person"),  # who made the deal
        ("10", "toy:p/new", "toy:p/deal", "toy:7", "assumed"),
        ("11", "toy:p/deal", "toy:p/won", "toy:8", "person"),  # who moved it last
    ]


def test_who_moved_it_stays_known_and_who_held_it_then_is_asked(chained):
    history(chained, ("9", START - 900, "p/new"), ("10", START - 800, "p/b"),
            ("11", START - 700, "p/c"))  # fmt: skip
    deal(chained, "7", "p/c", START - 700, "8")
    chained.sync()
    history(chained, ("12", START + 50, "p/d"), ("13", START + 100, "p/e"))
    deal(chained, "5", "p/e", START + 100, "2")
    chained.now += 300
    chained.sync()

    assert [row[3:] for row in moved(chained)] == [
        ("toy:1", "person"),
        ("toy:7", "assumed"),
        ("toy:8", "person"),  # it was the last one when we came
        ("toy:7", "assumed"),  # before it was handed over
        ("toy:2", "person"),
    ]
    deal(chained, "5", "p/e", START + 400, "2")  # something else was changed
    chained.now += 300
    chained.sync()
    assert chained.rows(
        "select deal, from_person, to_person, epoch(occurred_at)::bigint, extra from owner_changes"
    ) == [("toy:a", "toy:7", "toy:5", START + 100, '{"evidence":"compared"}')]


def test_again_nothing_changes(chained):
    history(chained, ("9", START - 900, "p/new"), ("10", START - 800, "p/b"))
    deal(chained, "7", "p/b", START - 800, "8")
    chained.sync()
    before = chained.number
    chained.now += 30
    chained.sync()
    assert chained.number == before
