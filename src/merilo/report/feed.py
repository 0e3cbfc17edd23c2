"""The feed of what was done, the deals in hand, and the hours of the week somebody works in."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from merilo.metrics import feed as rows
from merilo.metrics.engines.template import shape
from merilo.metrics.feed import HOURLY, KINDS
from merilo.metrics.question import Question, Scope
from merilo.report.desk import Desk

PAGE = 40  # entries of the feed at once
DEALS = 8  # open ones, and closed ones, on a card
FIRST = 2**40  # a blank for how many entries come before the page
ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """Something that was done. `recording` is an address that a browser may open, or empty."""

    kind: str
    at: datetime
    deal: str | None
    customer: str | None
    direction: str | None
    outcome: str | None
    duration_s: int | None
    recording: str
    robot: bool
    from_stage: str | None
    to_stage: str | None
    due_at: datetime | None
    amount: Decimal | None
    from_amount: Decimal | None = None


@dataclass(frozen=True)
class Feed:
    """A page of entries, the newest first, and whether there are older ones."""

    entries: Sequence[Entry]
    number: int
    more: bool


@dataclass(frozen=True)
class Deal:
    """A deal in hand, or closed lately; `days` from its creation to its end, or to today."""

    name: str
    customer: str | None
    stage: str | None
    outcome: str
    amount: Decimal | None
    days: int | None
    closed_on: date | None


@dataclass(frozen=True)
class Deals:
    """The latest of the open and of the closed, and how many of each there are."""

    open: Sequence[Deal]
    open_count: int
    closed: Sequence[Deal]
    closed_count: int


Hour = tuple[int, int]  # of the week: the weekday, Monday is 0, and the hour


def feed(
    desk: Desk, question: Question, kinds: Sequence[str] = (), number: int = 1, money: bool = True
) -> Feed:
    """A page of what was done in the period of a question about one person."""
    wanted = tuple(kind for kind in KINDS if kind in kinds) or KINDS
    found = asked(desk, rows.feed, question, wanted, PAGE + 1, FIRST, after=(number - 1) * PAGE)
    entries = [entry(row, money) for row in found]
    return Feed(entries[:PAGE], number, len(entries) > PAGE)


def entry(row: Mapping[str, Any], money: bool) -> Entry:
    """A row of the feed; without the amount for those who see no money."""
    return Entry(
        row["kind"], utc(row["at"]), row["deal_name"] or row["deal"],
        row["customer_name"] or row["customer"], row["direction"], row["outcome"],
        row["duration_s"], safe(row["recording"]), rows.robotic(row["author"]),
        row["from_stage_name"] or row["from_stage"], row["to_stage_name"] or row["to_stage"],
        utc(row["due_at"]), row["amount_base"] if money else None,
        row["from_amount_base"] if money else None,
    )  # fmt: skip


def safe(address: str | None) -> str:
    """The address if a browser may be sent there: a page or a file, never a script.

    >>> safe("https://pbx.example/1.mp3"), safe("javascript:alert(1)"), safe("calls/1.mp3")
    ('https://pbx.example/1.mp3', '', '')
    """
    return address.strip() if address and ADDRESS.fullmatch(address.strip()) else ""


def utc(moment: datetime | None) -> Any:
    """An instant; engines answer it in UTC, with or without saying so."""
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def deals(desk: Desk, question: Question, money: bool = True) -> Deals:
    """The person's deals: those open today, and those closed within a year."""
    found: dict[bool, list[Deal]] = {False: [], True: []}
    count = {False: 0, True: 0}
    for row in asked(desk, rows.deals, question, DEALS):
        found[row["over"]].append(deal(row, money))
        count[row["over"]] = row["all"]
    return Deals(found[False], count[False], found[True], count[True])


def deal(row: Mapping[str, Any], money: bool) -> Deal:
    """A row of the deals."""
    return Deal(
        row["title"] or row["deal"], row["customer_name"] or row["customer"],
        row["stage_name"] or row["stage"], row["outcome"] or "open",
        row["amount_base"] if money else None, row["days"], row["closed_on"],
    )  # fmt: skip


def hours(desk: Desk, question: Question, kind: str = HOURLY[0]) -> dict[Hour, int]:
    """How many of a kind by the hours of the week, as the company's clocks showed them."""
    zone, found = ZoneInfo(desk.company.zone), dict[Hour, int]()
    for row in asked(desk, rows.half_hours, question, kind):
        if row["slot"] is not None:
            local = datetime.fromtimestamp(int(row["slot"]) * rows.HALF_HOUR_S, UTC)
            local = local.astimezone(zone)
            hour = local.weekday(), local.hour
            found[hour] = found.get(hour, 0) + int(row["count"])
    return found


@lru_cache(maxsize=200)
def asked(
    desk: Desk, make: Callable[..., Any], question: Question, *more: Hashable, after: int = 0
) -> Sequence[Mapping[str, Any]]:
    """The rows that `make` makes of the question; asked again, they are at hand."""
    sql = desk.engine.template(shape(question), make, *more).filled(question)
    return [*desk.engine.rows(sql.replace(str(FIRST), str(after)), desk.snapshot)]


def narrowed(scope: Scope, person: str) -> Scope:
    """What of one person is in sight."""
    if scope.people is None or person in scope.people:
        return Scope(frozenset({person}))
    return Scope(frozenset(), tuple(span for span in scope.spans if span.person == person))
