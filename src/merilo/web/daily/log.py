"""What was done to forms and reports, in the audit log: one entry for each deed."""

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from merilo.metrics.own import Definition
from merilo.report.daily import Form
from merilo.report.desk import Desk
from merilo.report.roles import ROLES
from merilo.web.accounts.models import User
from merilo.web.daily.models import Filed, FormOfRole, Logged
from merilo.words import _


def form(now: Desk, before: Form | None, made: FormOfRole, who: User) -> None:
    """The form of a role."""
    was = ", ".join(before.fields) if before else ""
    late = clock(before.minute, before.next) if before else ""
    write("report_form", FormOfRole, made.role, _(ROLES.get(made.role, made.role)), who, {
        "fields": [was, ", ".join(made.fields)], "until": [late, clock(made.minute, made.next)],
        "since": ["", made.since.isoformat()],
    })  # fmt: skip


def clock(minute: int, next: bool) -> str:
    """A deadline as the audit keeps it."""
    return f"{'+1 ' if next else ''}{minute // 60:02}:{minute % 60:02}"


def field(said: Definition, who: User) -> None:
    """A field of the company's own."""
    changes = {"name": ["", said.names[0][1]], "unit": ["", said.unit]}
    write("report_field", FormOfRole, said.id, said.names[0][1], who, changes)


def corrected(name: str, before: Filed, now: Filed, who: User) -> None:
    """A report that was filed again, otherwise."""
    was, is_now = ({one["metric"]: told(one) for one in each.lines} for each in (before, now))
    changes = {
        metric: [was.get(metric, ""), is_now.get(metric, "")]
        for metric in {**was, **is_now} if was.get(metric) != is_now.get(metric)
    }  # fmt: skip
    write("report", Filed, f"{now.person} {now.day}", f"{name}, {now.day}", who, changes)


def told(line: dict[str, str | None]) -> str:
    """What was typed into a field."""
    return " ".join(part for part in (line.get("typed"), line.get("why")) if part)


def logged(name: str, before: dict[str, object] | None, one: Logged, who: User) -> None:
    """A line of the quick log that was corrected or deleted."""
    now: dict[str, object] = {} if one.gone else one.said
    was = before or {}
    changes = {key: [plain(was.get(key)), plain(now.get(key))]
               for key in {**was, **now} if was.get(key) != now.get(key)}  # fmt: skip
    write("quick_log", Logged, str(one.pk), f"{name}, {one.kind}, {one.day}", who, changes)


def plain(value: object) -> str:
    """A value as the audit keeps it."""
    if isinstance(value, dict):
        return str(value.get("name", ""))
    return "" if value is None else str(value)


def write(
    event: str, about: type, key: str, name: str, who: User, changes: dict[str, list[str]]
) -> None:
    """One entry."""
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(about), object_pk=key,
        object_repr=name[:400], action=LogEntry.Action.UPDATE, actor=who, changes=changes,
        additional_data={"event": event},
    )  # fmt: skip
