"""Rules in the audit: who set which, before and after."""

from collections.abc import Mapping
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from merilo.web.accounts.models import User
from merilo.web.alerts.models import Rule

LONGEST = 300


def ruled(
    rule: Rule, before: Mapping[str, Any], now: Mapping[str, Any], who: User, title: str
) -> None:
    """One entry for a rule made, changed or removed; nothing if it is as it was."""
    names = {**now, **before}
    changes = {
        name: [text(before.get(name)), text(now.get(name))]
        for name in names if before.get(name) != now.get(name)
    }  # fmt: skip
    if not changes:
        return
    action = LogEntry.Action.CREATE if not before else (
        LogEntry.Action.UPDATE if now else LogEntry.Action.DELETE)  # fmt: skip
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Rule), object_pk=str(rule.pk),
        object_repr=title[:LONGEST], action=action, actor=who, changes=changes,
        additional_data={"event": "alert_rule"},
    )  # fmt: skip


def text(value: object) -> str:
    """A value as the audit keeps it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
