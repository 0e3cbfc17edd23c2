"""The card of a person: who they are, their key figures beside the past and beside the team."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from merilo.analysis.difference import Verdict
from merilo.analysis.interval import Interval
from merilo.analysis.ranks import Range
from merilo.metrics.evidence import evidence
from merilo.metrics.model import Metric
from merilo.metrics.question import EVERYBODY, Question, Scope
from merilo.periods import Grain, Period
from merilo.report.column import Column
from merilo.report.compare import changed, earlier
from merilo.report.desk import Desk
from merilo.report.feed import narrowed
from merilo.report.others import ends, middle, standings, wider
from merilo.report.people import months
from merilo.report.sight import ask
from merilo.report.together import at_once, with_whole

MOST = 8  # tiles
FEWEST = 3  # in a team of two, its mean would tell the one colleague's figures to the other
CALLING = (
    "calls", "connect_rate", "conversations", "talk_time_per_day", "meetings", "call_to_meeting",
    "leads_qualified", "first_response",
)  # fmt: skip
SELLING = (
    "revenue", "deals_won", "average_check", "win_rate", "deal_closing", "lead_processing",
    "proposals", "meetings",
)  # fmt: skip
KEEPING = (
    "revenue", "customers_active", "repeat_share", "repeat_average_check", "deals_won",
    "retention", "calls", "satisfaction",
)  # fmt: skip
BY_ROLE: Mapping[str | None, Sequence[str]] = {
    "cold_caller": CALLING, "account_manager": KEEPING, "seller": SELLING, "closer": SELLING,
}  # fmt: skip
# What stands in the place of figures that are not for the reader.
OTHERS = (
    "calls", "conversations", "meetings", "first_response", "task_discipline", "emails",
    "call_quality", "satisfaction",
)  # fmt: skip


class Profile(NamedTuple):
    """Who somebody is. `since` is the first day at work; `away_until` the first day back, where
    they are away today and it is known."""

    key: str
    name: str
    role: str | None
    unit: str | None
    head: str | None
    since: date | None
    left_on: date | None
    away: bool = False
    away_until: date | None = None

    def gone(self, today: date) -> bool:
        """They no longer work here."""
        return self.left_on is not None and self.left_on <= today


def profile(desk: Desk, scope: Scope, person: str) -> Profile:
    """Who the person is. Where and what they are today is told to those who see today."""
    people, postings, absences = _directory(desk)
    row = people.get(person, {})
    mine = [p for p in postings.get(person, ()) if in_sight(scope, person, p, desk.today)]
    latest = max(mine, key=lambda p: p["since"] or date.min, default=None)
    today = sees(scope, person, desk.today)
    away = next((a for a in absences.get(person, ()) if holds(a, desk.today)), None)
    first = min((p["since"] for p in mine if p["since"]), default=None)
    place = latest or (row if today else {})
    return Profile(
        person, desk.labels("person").get(person, person), place.get("role"), place.get("unit"),
        row.get("head") if today else None, row.get("hired_on") or first, row.get("left_on"),
        bool(away) and today, away["until"] if away and today else None,
    )  # fmt: skip


def sees(scope: Scope, person: str, day: date) -> bool:
    """That day of the person is in sight."""
    found = narrowed(scope, person)
    return bool(found.people) or any(one.since <= day < one.until for one in found.spans)


def in_sight(scope: Scope, person: str, posting: Mapping[str, Any], today: date) -> bool:
    """The posting has begun, and some of its days are in sight."""
    since, until = posting["since"] or date.min, posting["until"] or date.max
    found = narrowed(scope, person)
    return since <= today and (
        bool(found.people) or any(one.since < until and since < one.until for one in found.spans)
    )


def holds(span: Mapping[str, Any], day: date) -> bool:
    """The day is within."""
    return (span["since"] or date.min) <= day < (span["until"] or date.max)


Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@lru_cache(maxsize=2)
def _directory(desk: Desk) -> tuple[Mapping[str, Mapping[str, Any]], Rows, Rows]:
    people = ask(desk, "people", "key", "role", "unit", "head", "hired_on", "left_on")
    postings = ask(desk, "postings", "person", "unit", "role", "since", "until")
    absences = ask(desk, "absences", "person", "since", "until")
    return {str(row["key"]): row for row in people}, by_person(postings), by_person(absences)


def by_person(rows: Any) -> Rows:
    """Rows by whose they are."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["person"], []).append(row)
    return found


@dataclass(frozen=True)
class Team:
    """The people of the person's role in their unit: who else is there, and how many."""

    unit: str | None
    role: str | None

    def question(self, question: Question) -> Question:
        """The same question about all of the team, whoever asks: nobody of it is named."""
        where = (("unit", (self.unit,)), ("role", (self.role,)))
        return replace(question, scope=EVERYBODY, where=where, by=("person",))


def team(desk: Desk, question: Question) -> Team | None:
    """The team in which the person worked most of the period's days, of those in sight."""
    rows = [row for row in desk.ask(days(question)).rows if row["unit"] is not None]
    most = max(rows, key=lambda row: row["days_worked"] or 0, default=None)
    return Team(most["unit"], most["role"]) if most else None


def days(question: Question) -> Question:
    """The days somebody worked, by where and as what."""
    return replace(question, metrics=("days_worked",), by=("unit", "role"))


@dataclass(frozen=True)
class Tile:
    """A key figure: beside what it was, how sure it is, where it stands in the team."""

    column: Column
    value: Any
    before: Any
    change: Column  # in what the change is told
    changed: float | None
    interval: Interval | None
    verdict: Verdict
    places: Range | None
    of: int  # people in the team who have a place
    months: Sequence[float | None]


def metrics(role: str | None, shows: Callable[[str], bool]) -> Sequence[str]:
    """The key figures of a role, of those that are for the reader."""
    usual = BY_ROLE.get(role, SELLING)
    found = [id for id in usual if shows(id)]
    more = [id for id in OTHERS if shows(id) and id not in found]
    return (found + more)[:MOST] if len(found) < 6 else found


def tiles(desk: Desk, question: Question, group: Team | None) -> Sequence[Tile]:
    """The tiles of the metrics asked for; `question` is about the person alone."""
    asked = [question.catalogue.find(id) for id in question.metrics]
    own, lines_of, all_of = questions(desk, question, group)
    at_once(desk, own, lines_of)
    if all_of:
        with_whole(desk, all_of)
    (row,) = desk.ask(own).rows
    lines = monthly(desk, question)
    person = dict(question.where)["person"][0]
    return [tile(desk, metric, row, lines[metric.id], all_of, person) for metric in asked]


def questions(
    desk: Desk, question: Question, group: Team | None
) -> tuple[Question, Question, Question | None]:
    """What tiles are made of: the person's figures beside those before, month by month, the
    team's."""
    asked = [question.catalogue.find(id) for id in question.metrics]
    own = earlier(desk, wider(question, asked), asked, "previous")
    all_of = wider(group.question(question), asked) if group else None
    return own, by_month(desk, question), all_of


def tile(
    desk: Desk, metric: Metric, row: Mapping[str, Any], line: Sequence[float | None],
    group: Question | None, person: str | None,
) -> Tile:  # fmt: skip
    """One tile, by the person's own row."""
    proof, change = evidence(metric), changed(metric)
    sure = ends(metric, proof, row) if proof and row[metric.id] is not None else None
    verdict, places, count = stood(desk, metric, group, person)
    return Tile(
        Column.of(metric), row[metric.id], row[f"{metric.id}_before"], change.column,
        change.of(row), sure, verdict, places, count, line,
    )  # fmt: skip


def stood(
    desk: Desk, metric: Metric, group: Question | None, person: str | None
) -> tuple[Verdict, Range | None, int]:
    """What is to be thought of the person's figure in the team, its places, of how many."""
    if group is None:
        return Verdict.FEW, None, 0
    rows, found = desk.ask(group).rows, standings(desk, group, metric)
    count = sum(one.places is not None for one in found)
    own = next((one for row, one in zip(rows, found, strict=True) if row["person"] == person), None)
    if own is None or count < 2:
        return Verdict.FEW, None, count
    return own.verdict, own.places, count


def monthly(desk: Desk, question: Question) -> dict[str, list[float | None]]:
    """Each metric month by month, of the last twelve months."""
    rows = {row["month"]: row for row in desk.ask(by_month(desk, question)).rows}
    days = firsts(desk, question.period)
    return {id: [number(rows.get(day, {}).get(id)) for day in days] for id in question.metrics}


def by_month(desk: Desk, question: Question, *by: str) -> Question:
    """The question about twelve months."""
    return replace(question, by=(*by, "month"), period=months(desk, question.period))


def firsts(desk: Desk, period: Period) -> Sequence[date]:
    """The first days of the twelve months."""
    year = desk.company.year
    return [one.since for one in months(desk, period).slices(Grain.MONTH, year)]


def number(value: Any) -> float | None:
    """A figure as Vega takes it."""
    return None if value is None else float(value)


def of_team(
    desk: Desk, question: Question, metric: Metric, group: Team, alone: bool
) -> Sequence[float | None]:
    """The team's figure month by month: of shares and means its own, of counts and sums the mean
    of its people. Of a team so small that this tells somebody's figure, nothing where the reader
    sees them `alone`."""
    asked = by_month(desk, group.question(replace(question, metrics=(metric.id,))), "person")
    at_once(desk, asked, asked.over("month"))
    groups = {row["month"]: row for row in desk.ask(asked.over("month")).rows}
    found: dict[date, list[Mapping[str, Any]]] = {}
    for row in desk.ask(asked).rows:
        if row[metric.id] is not None:
            found.setdefault(row["month"], []).append(row)
    least = FEWEST if alone else 2
    return [
        middle(metric, evidence(metric), found[day], groups[day])
        if len(found.get(day, ())) >= least else None
        for day in firsts(desk, question.period)
    ]  # fmt: skip
