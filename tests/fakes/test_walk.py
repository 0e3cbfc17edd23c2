"""Reading while rows change: pages lose some, the walk of `connectors.md` loses none."""

import pytest

from merilo.fakes import AmoCRM, Clock, World
from tests.fakes.asking import ask, listed


def read(fake, page, since, until, order):
    got = ask(
        fake,
        f"/api/v4/leads?limit=250&page={page}&filter[updated_at][from]={since}"
        f"&filter[updated_at][to]={until}&order[{order}]=asc",
    )
    rows = got.rows("leads")
    return rows, bool(rows) and "next" in got.said()["_links"]


def drain(fake, since, until):
    page = 1
    while rows := read(fake, page, since, until, "id")[0]:
        yield from rows
        page += 1
    for back in range(page - 2, 0, -1):
        yield from read(fake, back, since, until, "id")[0]


def walk(fake, until):
    at, seen = 0, set()
    while True:
        rows, more = read(fake, 1, at, until, "updated_at")
        if more and rows[-1]["updated_at"] == at:
            yield from drain(fake, at, at)
            at, seen = at + 1, set()
            continue
        fresh = [row for row in rows if (row["updated_at"], row["id"]) not in seen]
        if not fresh:
            return
        yield from fresh
        at = rows[-1]["updated_at"]
        seen |= {(row["updated_at"], row["id"]) for row in rows}


def missing(fake, rows, until):
    """Deals that have not changed since the walk began and that it has not seen."""
    seen = {row["id"] for row in rows}
    return {
        1_000_001 + deal.number for deal in fake.world.deals
        if not deal.deleted and deal.updated_at <= until and 1_000_001 + deal.number not in seen
    }  # fmt: skip


@pytest.fixture
def restless():
    """A company in which three rows change between any two requests."""
    with AmoCRM(World(deals=900), clock=Clock(still=True)) as fake:
        fake.clock.advance(60)
        fake.churn(edit=3, create=1, delete=1)
        yield fake


def test_pages_over_a_moving_order_lose_rows(restless):
    until = restless.world.until
    rows = listed(restless, "/leads?limit=50&order[updated_at]=asc", "leads")

    assert missing(restless, rows, until)


@pytest.mark.parametrize(
    ("crowd", "ties"), [(250, "stable"), (251, "random"), (500, "reversed"), (800, "random")]
)
def test_the_walk_loses_none_even_in_a_crowded_second(restless, ties, crowd):
    until, restless.ties = restless.world.until, ties
    restless.crowd(crowd, at=until - 10)

    assert not missing(restless, walk(restless, until), until)


def test_a_row_that_changes_leaves_its_old_place(fake):
    order = "/leads?limit=50&order[updated_at]=asc"
    before = [row["id"] for row in listed(fake, order, "leads")]
    deal = fake.world.deals[before[3] - 1_000_001]
    fake.world.price(deal, 1, fake.clock.now())
    after = [row["id"] for row in listed(fake, order, "leads")]

    assert after == [id for id in before if id != before[3]] + [before[3]]


def test_ties_come_as_told(fake):
    second = fake.crowd(40)
    path = f"/api/v4/leads?filter[updated_at]={second},{second}&order[updated_at]=asc"

    def ids():
        return [row["id"] for row in ask(fake, path).rows("leads")]

    stable = ids()
    fake.ties = "reversed"
    assert ids() == stable[::-1]
    fake.ties = "random"
    assert ids() != ids()
    assert sorted(ids()) == sorted(stable)


def test_a_living_company_goes_on_by_the_clock(world):
    with AmoCRM(world, live=True, clock=Clock(still=True)) as fake:
        before = len(listed(fake, "/events?limit=100", "events"))
        fake.clock.advance(7 * 86_400)
        after = listed(fake, "/events?limit=100", "events")

    assert len(after) > before
    assert after[0]["created_at"] <= fake.clock.now()
