"""What people are measured by; targets that wait for approval."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from merilo.periods import Period


class KpiSet(models.Model):
    """The KPIs of a role, or of one person, from a day on; without any, the role has none from then
    on, and the person those of the role. Of two of the same day the later one holds."""

    role = models.CharField(max_length=60, db_index=True)
    person = models.CharField(max_length=200, blank=True, db_index=True)
    since = models.DateField()
    parts = models.JSONField(default=list)  # metric, weight, floor, cap
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[Any] = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.person or self.role} {self.since}"


class Switch(models.Model):
    """Whether what heads set waits for approval; the last one holds, off until there is any."""

    on = models.BooleanField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[Any] = ["pk"]

    def __str__(self) -> str:
        return "on" if self.on else "off"


class State(models.TextChoices):
    """What became of a proposal."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    REPLACED = "replaced"  # by a newer one for the same cell
    WITHDRAWN = "withdrawn"


class Proposal(models.Model):
    """A target that somebody set and somebody else has to approve. Those of one `batch` were set
    at once. Without a `target` there is to be none any more; `was` is what stood there."""

    batch = models.UUIDField(db_index=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True,
                            related_name="proposals")  # fmt: skip
    author = models.CharField(max_length=200)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    person = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    metric = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    kind = models.CharField(max_length=10)
    target = models.CharField(max_length=30, blank=True)
    was = models.CharField(max_length=60, blank=True)  # as the audit writes it
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True,
                           related_name="decided_proposals")  # fmt: skip
    decided = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[Any] = ["pk"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["metric", "person", "unit", "since", "until"],
                condition=Q(state="waiting"), name="proposal_once",
            ),
        ]  # fmt: skip
        indexes: ClassVar[Any] = [models.Index(fields=["-decided"], name="proposal_decided")]

    def __str__(self) -> str:
        return f"{self.metric} {self.person or self.unit} {self.since}"

    @property
    def period(self) -> Period:
        """For when."""
        return Period(self.since, self.until)
