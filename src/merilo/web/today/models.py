"""What heads answered on Today, and how long their walk took."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class How(models.TextChoices):
    """How a matter was answered."""

    SEEN = "seen"
    COMMENT = "comment"
    MESSAGE = "message"
    TASK = "task"
    SNOOZE = "snooze"


class Answer(models.Model):
    """A matter answered: of what kind, about whom, which of its subjects. Until that day they are
    not shown to whoever answered; if they still are then, they come back."""

    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=12)
    person = models.CharField(max_length=200)
    subjects = models.JSONField(default=list)
    how = models.CharField(max_length=8, choices=How)
    note = models.TextField(blank=True)
    until = models.DateField()
    day = models.DateField(db_index=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[Any] = ["-at", "-pk"]
        indexes: ClassVar[Any] = [models.Index(fields=["person", "until"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.person} {self.how}"


class Walk(models.Model):
    """How long somebody has looked at Today on a day, in seconds; `seen` is when we last heard."""

    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    day = models.DateField()
    seconds = models.PositiveIntegerField(default=0)
    seen = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["who", "day"], name="walk_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.day}"
