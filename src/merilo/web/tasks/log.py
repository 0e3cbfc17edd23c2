"""Tasks in the audit: what somebody did with those of others."""

from collections.abc import Mapping

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from merilo.web.accounts.models import User
from merilo.web.tasks.models import Task

NAMES = {"since": "starts", "until": "ends"}  # which mean other things of accounts


def others(task: Task, who: User, changes: Mapping[str, list[str]], made: bool = False) -> None:
    """One entry: what was given, handed over, changed, closed, opened again. Titles, not texts."""
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Task), object_pk=str(task.pk),
        object_id=task.pk, object_repr=task.title,
        action=LogEntry.Action.CREATE if made else LogEntry.Action.UPDATE, actor=who,
        changes={NAMES.get(name, name): pair for name, pair in changes.items() if name != "text"},
        additional_data={"event": "tasks"},
    )  # fmt: skip
