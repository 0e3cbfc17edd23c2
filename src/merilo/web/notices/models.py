"""What somebody is told."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """A message to an account, in its language. `key` says what it is about: of what has the same
    key nobody is told twice. `link` is a path of ours."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    read = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[Any] = ["-at", "-pk"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["to", "key"], name="notice_once"),
        ]

    def __str__(self) -> str:
        return self.title
