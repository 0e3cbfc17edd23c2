"""Leads nobody spoke to, deals that do not move, deals on which no task is open."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from merilo.metrics.question import Question
from merilo.metrics.wanting import LATELY, wanting
from merilo.report.desk import Desk
from merilo.report.feed import utc
from merilo.report.figures import day
from merilo.report.today.matter import Kind, Matter, Subject
from merilo.report.today.worth import worth
from merilo.words import say, several, spoken

Row = Mapping[str, Any]


def find(desk: Desk, question: Question) -> Iterable[Matter]:
    """By person, each deal once: as a lead that waits, else as stuck, else as without a task."""
    names = desk.labels("person")
    lead = worth(desk, question, ("deals_created",)).get("deals_created")
    found: dict[tuple[Kind, str], list[Subject]] = {}
    for row in desk.listed(wanting, question):
        kind = kind_of(row, desk)
        if kind and row["person"]:
            found.setdefault((kind, row["person"]), []).append(subject(row, kind, lead))
    for (kind, person), subjects in found.items():
        yield Matter(kind, person, names.get(person, person), dearest(subjects))


def kind_of(row: Row, desk: Desk) -> Kind | None:
    """What is the matter with a deal. A lead may wait as long as a reply may take, in working
    time; None while it may."""
    if row["untouched"]:
        return Kind.LEADS if late(row, desk) else None
    if (row["still"] or 0) > row["stale"]:  # when some deals began nobody knows
        return Kind.STUCK
    return Kind.TASKLESS


def late(row: Row, desk: Desk) -> bool:
    """The first word is overdue by the company's clock, as of the newest facts."""
    created, asked = utc(row["created_at"]), timedelta(minutes=desk.company.rules.reply_minutes)
    if created is None:
        return True
    if row["created_on"] < desk.today - timedelta(days=31):
        return True
    return desk.company.calendar.worked(created, max(created, desk.snapshot.at)) > asked


def subject(row: Row, kind: Kind, lead: Decimal | None) -> Subject:
    """A deal in words. A lead without an amount is worth what one brings here on average."""
    stake = row["amount_base"]
    if kind is Kind.LEADS and not stake:
        stake = lead
    since = row["moved_on"] or row["created_on"]
    return Subject(
        f"{kind}|{row['key']}|{since}", row["title"] or row["customer_name"] or row["key"],
        [part for part in parts(row, kind) if part], stake,
    )  # fmt: skip


def parts(row: Row, kind: Kind) -> Iterator[str]:
    """What is said of a deal: where it stands, how long, when somebody last spoke to them."""
    yield row["stage_name"] or ""
    if kind is Kind.LEADS:
        yield say("came {day}", day=said(row["created_on"]))
        return
    if kind is Kind.STUCK:
        yield several("{count} day without a move", "{count} days without a move", row["still"])
        yield several("{count} day allowed", "{count} days allowed", row["stale"])
    if row["touched_on"]:
        yield say("last word {day}", day=said(row["touched_on"]))
    else:
        yield several("no word for {count} day", "no word for {count} days", LATELY)


def said(on: date) -> str:
    """A day in words."""
    return day(on, "day", spoken.get())


def dearest(subjects: Iterable[Subject]) -> list[Subject]:
    """The dearest first."""
    return sorted(subjects, key=lambda one: (-(one.stake or 0), one.title))
