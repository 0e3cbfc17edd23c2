"""The form of a rule: what is typed, what it means, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.http import QueryDict

from merilo.analysis.attainment import Kind as PlanKind
from merilo.errors import Impossible
from merilo.metrics.model import Metric, Unit
from merilo.periods import Grain
from merilo.report.alerts.norm import GRAINS, WAYS, Kind, Norm, checked
from merilo.report.desk import Desk
from merilo.sources.files import values
from merilo.web.alerts.models import Rule
from merilo.web.alerts.sight import Ruling
from merilo.web.frame.asked import one_of
from merilo.web.plans.figures import decimal, scale
from merilo.words import _, say, spoken

MANY = 500  # of whom one rule names


@dataclass(frozen=True)
class Form:
    """As it is typed."""

    name: str = ""
    metric: str = "calls"
    kind: str = "less"
    way: str = "number"
    limit: str = ""
    grain: str = "day"
    each: str = "person"
    roles: Sequence[str] = ()
    units: Sequence[str] = ()
    people: Sequence[str] = ()
    since: str = ""
    severe: bool = False
    to_person: bool = False
    to_head: bool = True
    accounts: Sequence[str] = ()

    @classmethod
    def typed(cls, said: QueryDict) -> "Form":
        """What came. What is not asked of a kind has its usual value."""
        kind = one_of(said.get("kind", ""), [*Kind], Kind.LESS)
        return cls(
            said.get("name", "").strip()[:120], said.get("metric", "")[:100], kind,
            one_of(said.get("way", ""), WAYS[Kind(kind)], WAYS[Kind(kind)][0]),
            said.get("limit", "").strip()[:40],
            one_of(said.get("grain", ""), GRAINS[Kind(kind)], GRAINS[Kind(kind)][0]),
            one_of(said.get("each", ""), ("person", "unit"), "person"),
            tuple(said.getlist("roles")[:MANY]), tuple(said.getlist("units")[:MANY]),
            tuple(said.getlist("people")[:MANY]), said.get("since", ""), "severe" in said,
            "to_person" in said, "to_head" in said, tuple(said.getlist("accounts")[:MANY]),
        )  # fmt: skip

    @classmethod
    def of(cls, rule: Rule, metric: Metric) -> "Form":
        """As a rule stands."""
        norm = rule.norm
        return cls(
            rule.name, norm.metric, norm.kind, norm.how, limit_said(norm, metric), norm.grain,
            norm.each, norm.roles, norm.units, norm.people, rule.since.isoformat(), rule.severe,
            rule.to_person, rule.to_head,
            tuple(str(pk) for pk in rule.accounts.values_list("pk", flat=True)),
        )  # fmt: skip

    def norm(self, desk: Desk, ruling: Ruling, today: date) -> Norm:
        """What it asks. Impossible, or Unknown, in words for what cannot be."""
        ruling.sight.rights.check(desk, (self.metric,))
        metric = desk.catalogue([self.metric]).find(self.metric)
        if not ruling.may(self.units, self.people):
            raise Impossible(say("choose the units or people of yours that the rule is about"))
        try:
            since = date.fromisoformat(self.since) if self.since else today
        except ValueError:
            raise Impossible(say("say from which day on the rule holds")) from None
        norm = Norm(
            self.metric, Kind(self.kind), 0.0, self.way, Grain(self.grain), self.each,
            (*self.roles,), (*self.units,), (*self.people,) if self.each == "person" else (), since,
        )  # fmt: skip
        return checked(replace(norm, limit=limit(norm, metric, self.limit)), metric)


@dataclass(frozen=True)
class Ruler:
    """How a limit is written: in which unit, times what."""

    sign: str
    times: Decimal = Decimal(1)


def ruler(norm: Norm, metric: Metric, currency: str = "") -> Ruler:
    """That of a norm."""
    if norm.of_plan or norm.kind is Kind.FELL:
        return Ruler("%", Decimal(100))
    if norm.kind in (Kind.NOTHING, Kind.UNUSUAL):
        return Ruler("")
    if metric.unit is Unit.SECONDS:
        return Ruler(_("min"), 1 / Decimal(60))
    usual = scale(metric, PlanKind.AT_LEAST, currency)
    return Ruler(usual.sign, Decimal(usual.times))


def limit(norm: Norm, metric: Metric, text: str) -> float:
    """A limit as it is meant. Impossible if it is no number."""
    found = values.number(text.rstrip(" %"), "." if spoken.get() == "en" else ",")
    if found is None or abs(found) > 10**12:
        raise Impossible(say("“{said}” is no number", said=text[:40]))
    return float(found / ruler(norm, metric).times)


def limit_said(norm: Norm, metric: Metric) -> str:
    """A limit as it is typed."""
    return decimal(Decimal(str(norm.limit)) * ruler(norm, metric).times, spoken.get())


def signs(metrics: Sequence[Metric], currency: str) -> Mapping[str, str]:
    """In which unit the limit of each metric is typed, where it is in any."""
    norm = Norm("", Kind.LESS, 0)
    found = {one.id: ruler(norm, one, currency).sign for one in metrics}
    return {id: sign for id, sign in found.items() if sign}
