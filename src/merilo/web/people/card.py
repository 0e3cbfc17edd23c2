"""The card of a person: who they are, and their key figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.analysis.difference import Verdict
from merilo.metrics.model import Unit
from merilo.metrics.question import Question
from merilo.report.card import Profile, Team, Tile, metrics, profile, team, tiles
from merilo.report.compare import finite, place
from merilo.report.desk import Desk
from merilo.report.figures import written
from merilo.report.roles import ROLES
from merilo.web.access.policy import Rights, rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import Asked, keep, picker
from merilo.web.frame.jinja import on
from merilo.web.people.cells import arrow_of, signed, spark, tone
from merilo.words import _, say, spoken

# A number and a time are never below zero, whatever the width of their interval.
NEVER_BELOW = {Unit.COUNT, Unit.SECONDS, Unit.HOURS, Unit.DAYS, Unit.MONTHS}
KEPT = ("metric", "kind", "kinds")  # what the card's address says of its pieces


@dataclass(frozen=True)
class Shown:
    """A tile as it is drawn."""

    id: str
    title: str
    doc: str
    text: str
    change: str
    tone: str
    arrow: str
    before: str
    interval: str
    place: str
    verdict: str
    mood: str
    points: Sequence[str]


@dataclass(frozen=True)
class Asking:
    """Who is asked about, by whom, and what a page of theirs was asked for."""

    desk: Desk
    rights: Rights
    person: str
    asked: Asked
    profile: Profile

    @classmethod
    def of(cls, request: HttpRequest, now: Desk, allowed: Rights, key: str) -> "Asking":
        """What the address says; 404 for whoever is out of sight."""
        if key not in now.labels("person") or not allowed.scope.knows(key):
            raise Http404
        return cls(now, allowed, key, Asked.of(request), profile(now, allowed.scope, key))

    def question(self, asked: Sequence[str]) -> Question:
        """The question about the person alone, within the asker's rights."""
        self.rights.check(self.desk, tuple(asked))
        about = self.desk.question(asked, self.asked.period, (), (), "then", self.rights.scope)
        return about.only((("person", (self.person,)),))

    @property
    def metrics(self) -> Sequence[str]:
        """The key figures of the person's role, of those for this reader."""
        return metrics(self.profile.role, self.rights.shows)

    @property
    def team(self) -> Team | None:
        """The people beside whom the person stands."""
        return team(self.desk, self.question(["days_worked"]))

    @property
    def money(self) -> bool:
        """The reader may see amounts."""
        return "sales" in self.rights.families

    @property
    def alone(self) -> bool:
        """The reader sees only themselves, and may not be told of a colleague."""
        return self.rights.scope.people is not None and len(self.rights.scope.people) <= 1


@require_safe
def card(request: SignedIn, key: str) -> HttpResponse:
    """What one person has done."""
    now = desk()
    asking = Asking.of(request, now, rights(request.user, now), key)
    found = picker(now, asking.asked.period)
    keep(request, asking.asked)
    group = asking.team
    shown = [drawn(one, now) for one in tiles(now, asking.question(asking.metrics), group)]
    rest = {name: request.GET.getlist(name) for name in KEPT}
    return render(request, "people/card.html", {
        "key": key, "asked": asking.asked, "picker": found, "who": asking.profile,
        "facts": facts(now, asking.profile), "state": state(now, asking.profile), "tiles": shown,
        "team": now.labels("unit").get(group.unit or "", group.unit) if group else None,
        "said": {"period": asking.asked.period, **rest},
    })  # fmt: skip


def facts(now: Desk, who: Profile) -> Sequence[tuple[str, str]]:
    """Who somebody is, in pairs of what and which."""
    names, units = now.labels("person"), now.labels("unit")
    said = [
        (_("Role"), _(ROLES.get(who.role or "", who.role or ""))),
        (_("Unit"), units.get(who.unit or "", who.unit or "")),
        (_("Head"), names.get(who.head or "", who.head or "")),
        (_("Working since"), on(who.since) if who.since else ""),
    ]
    return [(what, which) for what, which in said if which]


def state(now: Desk, who: Profile) -> str:
    """That somebody is gone, or away today."""
    if who.gone(now.today) and who.left_on:
        return say("Left: {day}", day=on(who.left_on - timedelta(days=1)))
    if not who.away:
        return ""
    last = who.away_until and last_day(who.away_until)
    return say("On leave until {day}", day=on(last)) if last else _("On leave today")


def last_day(until: date) -> date:
    """The last day of an absence that ends before `until`."""
    return until - timedelta(days=1)


def drawn(one: Tile, now: Desk) -> Shown:
    """A tile, written for the reader."""
    column, currency = one.column, now.company.currency

    def told(value: Any, unit: Any = column.unit) -> str:
        return written(value, unit, spoken.get(), currency)

    change = one.changed or 0.0
    moved = signed(change, lambda by: told(by, one.change.unit), column.unit)
    change = change if moved[0] in "+−" else 0.0  # what rounds to nothing is neither good nor bad
    return Shown(
        column.id, column.title, column.doc, told(one.value),
        "" if one.changed is None else moved,
        tone(column, change), arrow_of(change), told(one.before),
        interval(one, told), places(one), said(one), mood(one), spark(one.months, 128, 30),
    )  # fmt: skip


def interval(one: Tile, told: Any) -> str:
    """Between what the true value lies, if that is known."""
    ends = one.interval and [finite(end) for end in one.interval]
    if not ends or None in ends:
        return ""
    least = 0.0 if one.column.unit in NEVER_BELOW else float("-inf")
    low, high = (told(max(least, end)) for end in ends if end is not None)
    return say("Likely range: {low} – {high}", low=low, high=high)


def places(one: Tile) -> str:
    """The place in the team as a range."""
    if one.places is None or one.of < 2:
        return ""
    return say("Place {places} of {count}", places=place(one.places), count=one.of)


def said(one: Tile) -> str:
    """Whether the figure differs from the team's by more than noise."""
    if one.places is None:
        return ""
    return {
        Verdict.MORE: _("more than the team's, beyond noise"),
        Verdict.LESS: _("less than the team's, beyond noise"),
        Verdict.NOISE: _("within noise"),
        Verdict.FEW: _("too few to say"),
    }[one.verdict]


def mood(one: Tile) -> str:
    """Whether that is good."""
    sides = {Verdict.MORE: 1.0, Verdict.LESS: -1.0}
    return tone(one.column, sides.get(one.verdict, 0.0)) if one.places else ""
