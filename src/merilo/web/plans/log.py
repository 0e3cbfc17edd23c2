"""Plans in the audit: who set what, before and after."""

from collections.abc import Sequence

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from merilo.metrics.catalogue.names import called
from merilo.report.roles import ROLES
from merilo.report.scorecard import Kpi, Kpis
from merilo.sources.engine.planned import Planned
from merilo.web.accounts.models import User
from merilo.web.outbox.models import Parcel
from merilo.web.plans.asked import Asked
from merilo.web.plans.cells import title
from merilo.web.plans.models import KpiSet
from merilo.words import _, spoken


def planned(asked: Asked, wanted: Sequence[Planned], who: User) -> None:
    """One entry for what was set at once."""
    changes = {}
    for one in wanted:
        key = f"p|{one.person}" if one.person else f"u|{one.unit}"
        line = asked.line(key)
        span = next(n for n, span in enumerate(asked.spans) if span.since == one.since)
        before = line.targets[span] if line else None
        name = f"{line.name if line else key}, {title(asked, asked.spans[span])}"
        changes[name] = [plain(before.target if before else None), plain(one.target)]
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Parcel), object_pk=asked.metric,
        object_repr=called(asked.about, spoken.get()).full, action=LogEntry.Action.UPDATE,
        actor=who, changes=changes, additional_data={"event": "plans"},
    )  # fmt: skip


def measured(role: str, before: Kpis, now: Kpis, who: User) -> None:
    """One entry for a set of KPIs."""
    was, is_now = ({one.metric: told(one) for one in those} for those in (before, now))
    changes = {
        metric: [was.get(metric, ""), is_now.get(metric, "")]
        for metric in {**is_now, **was} if was.get(metric) != is_now.get(metric)
    }  # fmt: skip
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(KpiSet), object_pk=role,
        object_repr=_(ROLES.get(role, role)), action=LogEntry.Action.UPDATE, actor=who,
        changes=changes, additional_data={"event": "kpis"},
    )  # fmt: skip


def told(one: Kpi) -> str:
    """A KPI as the audit keeps it: its weight, floor and cap."""
    return f"{one.weight:g}, {one.floor * 100:g}–{one.cap * 100:g} %"


def plain(value: object) -> str:
    """A target as the audit keeps it."""
    return "" if value is None else f"{float(str(value)):.10g}"
