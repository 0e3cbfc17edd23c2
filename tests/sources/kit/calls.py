"""The calls of a telephone system in the lake beside the truth of its fake."""

import json
from datetime import timedelta
from typing import Any

from merilo.fakes.world import World
from merilo.fakes.world.world import UNTIL
from tests.sources.kit.house import Place
from tests.sources.kit.truth import differences, instant

STAFF = "staff:{}"  # whom an operator is told to be
QUERY = """
    select id, kind, direction, occurred_at, duration_s, outcome, person, author, recording,
      (extra -> '$.result')::text from activities where connection = '{}'
      and not coalesce(deleted, false)"""
SINCE = UNTIL - timedelta(days=25)
BEFORE = SINCE.date() - timedelta(days=20)  # the past is asked for, too


def firm(deals: int) -> World:
    """The company whose calls they are."""
    return World(deals=deals, people=6, since=SINCE)


def numbers(fake: Any) -> list[str]:
    """Telephone numbers of customers."""
    return [row.phone.lstrip("+") for row in fake.world.contacts]


def compare(place: Place) -> list[str]:
    """Every difference between what is stored and what is so."""
    wanted = [row(one) for one in place.fake.truth()["activities"]]
    stored = place.rows(QUERY.format(place.name))
    stored = [(*one[:-1], json.loads(one[-1] or "null")) for one in stored]
    return differences(stored, wanted, "activities", 3)


def row(one: Any) -> tuple:
    """A call of the truth."""
    person = STAFF.format(one["operator"]) if one["operator"] else None
    return (
        one["id"], one["kind"], one["direction"], instant(one["occurred_at"]), one["duration_s"],
        one["outcome"], person, one["author"], one["recording"],
        one["result"],
    )  # fmt: skip


def staff(operators: Any) -> dict[str, str]:
    """As the administrator tells who is who."""
    return {str(operator): STAFF.format(operator) for operator in operators}


def live(place: Place) -> None:
    """Calls come, and something is noted of others."""
    place.fake.create(3)
    place.fake.edit(2)
