"""Plans in the audit: who set what, before and after."""

from collections.abc import Sequence

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from merilo.metrics.catalogue.names import called
from merilo.report.desk import Desk
from merilo.report.scorecard import Kpi, Kpis
from merilo.sources.engine.planned import Planned
from merilo.web.accounts.models import User
from merilo.web.outbox.models import Parcel
from merilo.web.plans.asked import Asked
from merilo.web.plans.cells import title
from merilo.web.plans.models import KpiSet, Proposal, Switch
from merilo.web.plans.names import metric_name, span_name, whose_name
from merilo.words import spoken


def planned(asked: Asked, wanted: Sequence[Planned], who: User, event: str = "plans") -> None:
    """One entry for what was set, or proposed, at once."""
    changes = {}
    for one in wanted:
        key = f"p|{one.person}" if one.person else f"u|{one.unit}"
        line, before = asked.line(key), asked.stands(one)
        span = next(span for span in asked.spans if span.since == one.since)
        name = f"{line.name if line else key}, {title(asked, span)}"
        changes[name] = [plain(before.target if before else None), plain(one.target)]
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Parcel), object_pk=asked.metric,
        object_repr=called(asked.about, spoken.get()).full, action=LogEntry.Action.UPDATE,
        actor=who, changes=changes, additional_data={"event": event},
    )  # fmt: skip


def decided(now: Desk, done: Sequence[Proposal], do: str, who: User) -> None:
    """One entry for what was decided at once, by metric."""
    for metric in dict.fromkeys(one.metric for one in done):
        mine = [one for one in done if one.metric == metric]
        changes = {
            f"{whose_name(now, one)}, {span_name(now, one)}":
                [one.was.partition(" ")[2], plain(one.target or None)]
            for one in mine
        }  # fmt: skip
        LogEntry.objects.create(
            content_type=ContentType.objects.get_for_model(Proposal), object_pk=metric,
            object_repr=metric_name(now, metric), action=LogEntry.Action.UPDATE, actor=who,
            changes=changes, additional_data={"event": f"plans_{do}"},
        )  # fmt: skip


def switched(on: bool, who: User) -> None:
    """One entry for approval switched on or off."""
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Switch), object_pk="approval",
        object_repr="", action=LogEntry.Action.UPDATE, actor=who,
        changes={"is_active": [str(not on), str(on)]},
        additional_data={"event": "plans_approval"},
    )  # fmt: skip


def measured(role: str, title: str, before: Kpis, now: Kpis, who: User) -> None:
    """One entry for a set of KPIs of a role, or of a person."""
    was, is_now = ({one.metric: told(one) for one in those} for those in (before, now))
    changes = {
        metric: [was.get(metric, ""), is_now.get(metric, "")]
        for metric in {**is_now, **was} if was.get(metric) != is_now.get(metric)
    }  # fmt: skip
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(KpiSet), object_pk=role,
        object_repr=title, action=LogEntry.Action.UPDATE, actor=who,
        changes=changes, additional_data={"event": "kpis"},
    )  # fmt: skip


def told(one: Kpi) -> str:
    """A KPI as the audit keeps it: its weight, floor and cap."""
    return f"{one.weight:g}, {one.floor * 100:g}–{one.cap * 100:g} %"


def plain(value: object) -> str:
    """A target as the audit keeps it."""
    return "" if value is None else f"{float(str(value)):.10g}"
