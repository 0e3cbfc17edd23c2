"""UIS in the kit."""

from typing import Any

from merilo.fakes import UIS
from tests.sources.kit.calls import BEFORE, compare, firm, live, numbers, staff
from tests.sources.kit.house import Place
from tests.sources.kit.subject import Subject

PAGE = 20


def told(fake: UIS) -> tuple[dict[str, Any], dict[str, str]]:
    return {"address": fake.url, "operators": staff(range(300, 306))}, {"token": fake.token}


def listed(said: Any) -> list[Any] | None:
    rows = (said.get("result") or {}).get("data") if isinstance(said, dict) else None
    return rows if rows and "start_time" in rows[0] else None


def crowd(place: Place) -> None:
    place.fake.ring(2 * PAGE + 1, place.fake.clock.now() - 3600)


SUBJECT = Subject(
    "uis", lambda deals: UIS(firm(deals)), told, compare, live, since=BEFORE,
    pages=(("merilo.sources.uis.calls.PAGE", PAGE),),
    listed=listed, crowd=crowd, rights="get.employees", steps=28,
    private=lambda fake: [*numbers(fake), fake.token],
)  # fmt: skip
