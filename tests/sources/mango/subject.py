"""Mango Office in the kit."""

from typing import Any

from merilo.fakes import Mango
from tests.sources.kit.calls import BEFORE, compare, firm, live, numbers, staff
from tests.sources.kit.house import Place
from tests.sources.kit.subject import Subject

PAGE = 20


def told(fake: Mango) -> tuple[dict[str, Any], dict[str, str]]:
    settings = {"address": fake.url, "busy": "1123", "operators": staff(range(300, 306))}
    return settings, {"api_key": fake.api_key, "salt": fake.salt}


def listed(said: Any) -> list[Any] | None:
    parts = said.get("data") if isinstance(said, dict) else None
    return parts[0]["list"] if parts else None


def crowd(place: Place) -> None:
    place.fake.ring(2 * PAGE + 1, place.fake.clock.now() - 3600)


SUBJECT = Subject(
    "mango", lambda deals: Mango(firm(deals), waits=1), told, compare, live, since=BEFORE,
    pages=(("merilo.sources.mango.calls.PAGE", PAGE),), idle=6,
    listed=listed, silent=2, crowd=crowd, rights="/users/", signs_in=False, steps=28,
    private=lambda fake: [*numbers(fake), *told(fake)[1].values()],
)  # fmt: skip
