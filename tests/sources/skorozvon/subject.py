"""Skorozvon in the kit."""

from typing import Any

from merilo.fakes import Skorozvon
from tests.sources.kit.calls import BEFORE, compare, firm, live, numbers, staff
from tests.sources.kit.house import Place
from tests.sources.kit.subject import Subject

PAGE = 20


def told(fake: Skorozvon) -> tuple[dict[str, Any], dict[str, str]]:
    settings = {"address": fake.url, "username": fake.grant["username"], "client_id": "app",
                "operators": staff(range(300, 306))}  # fmt: skip
    return settings, {name: fake.grant[name] for name in ("api_key", "client_secret")}


def listed(said: Any) -> list[Any] | None:
    return said.get("data") if isinstance(said, dict) else None


def crowd(place: Place) -> None:
    place.fake.ring(2 * PAGE + 1, place.fake.clock.now() - 3600)


SUBJECT = Subject(
    "skorozvon", lambda deals: Skorozvon(firm(deals), odd=["growing"]), told, compare, live,
    pages=(("merilo.sources.skorozvon.pages.PAGE", PAGE),
           ("merilo.sources.skorozvon.calls.PAGE", PAGE)),
    listed=listed, crowd=crowd, steps=28, since=BEFORE,
    private=lambda fake: [*numbers(fake), *told(fake)[1].values()],
)  # fmt: skip
