"""Daily reports as they were filed, what was said of them, the forms of roles, the quick log."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

USER = settings.AUTH_USER_MODEL


class FormOfRole(models.Model):
    """What those of a role report from a day on; without fields, nothing. Of two of the same day
    the later one holds."""

    role = models.CharField(max_length=60, db_index=True)
    since = models.DateField()
    fields = models.JSONField(default=list)  # metrics in order
    minute = models.PositiveSmallIntegerField()  # of the clock, until when
    next = models.BooleanField(default=False)  # of the next working day
    who = models.ForeignKey(USER, models.SET_NULL, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[Any] = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.role} {self.since}"


class Filed(models.Model):
    """A report of a person's day as it was filed: the first of its day, or a later correction.
    Nothing of it changes; the one with the highest `number` holds.

    `key` is made where it is typed, so that what is sent twice is kept once.
    """

    person = models.CharField(max_length=200)
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField(unique=True)
    who = models.ForeignKey(USER, models.SET_NULL, null=True)
    author = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    late = models.BooleanField(default=False)
    lines = models.JSONField(default=list)  # metric, counted, plan, typed, why, many
    comment = models.TextField(blank=True)
    tomorrow = models.TextField(blank=True)
    why = models.CharField(max_length=300, blank=True)  # of a correction
    parcel = models.ForeignKey("outbox.Parcel", models.SET_NULL, null=True)

    class Meta:
        ordering: ClassVar[Any] = ["day", "person", "number"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["person", "day", "number"], name="filed_once"),
        ]
        indexes: ClassVar[Any] = [models.Index(fields=["day", "person"])]

    def __str__(self) -> str:
        return f"{self.person} {self.day} {self.number}"


class Remark(models.Model):
    """What somebody says of a report; without words they have seen it."""

    person = models.CharField(max_length=200)
    day = models.DateField()
    who = models.ForeignKey(USER, models.SET_NULL, null=True)
    author = models.CharField(max_length=200)
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[Any] = ["at", "pk"]
        indexes: ClassVar[Any] = [models.Index(fields=["day", "person"])]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["person", "day", "who"], condition=models.Q(text=""), name="seen_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.day}: {self.text[:40]}"


class Logged(models.Model):
    """A deal, call, meeting or proposal typed in the quick log, as it stands now. Its id is made by
    the page, so that what is sent twice is there once."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10)
    person = models.CharField(max_length=200)
    day = models.DateField()
    said = models.JSONField(default=dict)
    gone = models.BooleanField(default=False)
    who = models.ForeignKey(USER, models.SET_NULL, null=True)
    at = models.DateTimeField()
    parcel = models.ForeignKey("outbox.Parcel", models.SET_NULL, null=True)

    class Meta:
        ordering: ClassVar[Any] = ["-day", "-at"]
        indexes: ClassVar[Any] = [models.Index(fields=["person", "day"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.person} {self.day}"
