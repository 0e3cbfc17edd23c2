"""What somebody is told, the ways by which they are, and each message on its way."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from auditlog.registry import auditlog
from django.conf import settings
from django.db import models
from django.db.models import Q

from merilo.web.notices.kinds import Kind, State, Way

__all__ = ["OPEN", "Channel", "Delivery", "Kind", "Notice", "State", "Way"]


OPEN = (State.WAITING, State.SENDING)


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
        indexes: ClassVar[Any] = [
            models.Index(fields=["to"], condition=Q(read=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class Channel(models.Model):
    """A way by which somebody wants to be told, beside the application itself.

    `sealed` is what nobody reads: where it leads, and the key that signs. `hour` is that of the one
    message a day that gathers all; None: each at once. Quiet hours are minutes of the company's
    day; what falls into them waits.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="channels")
    way = models.CharField(max_length=10, choices=Way)
    sealed = models.TextField(blank=True)
    kinds = models.JSONField(default=list)
    hour = models.PositiveSmallIntegerField(null=True)
    working = models.BooleanField(default=False)  # gathered on working days only
    quiet_since = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)
    private = models.BooleanField(default=False)  # nobody else reads there: figures may go

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["to", "way"], name="channel_once"),
        ]

    def __str__(self) -> str:
        return self.way


class Delivery(models.Model):
    """One message by one channel: a notice, the gathering of a day, or neither: a trial.

    Its id goes with it each time it is sent, so that whoever gets it twice knows it for the same.
    What is gathered goes `within` the message of a day.
    """

    LEASE: ClassVar[timedelta] = timedelta(minutes=5)  # whoever sends for longer has died
    KEPT: ClassVar[timedelta] = timedelta(days=90)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries")
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="deliveries")
    day = models.DateField(null=True)
    within = models.ForeignKey("self", models.SET_NULL, null=True, related_name="parts")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    lease = models.DateTimeField(null=True)  # while it is sent: until when nobody else takes it
    error = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    over = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[Any] = ["-at", "-pk"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["channel", "notice"], name="delivery_once"),
            models.UniqueConstraint(fields=["channel", "day"], name="gathering_once"),
        ]
        indexes: ClassVar[Any] = [
            models.Index(fields=["next_at"], condition=Q(state__in=OPEN), name="delivery_due"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def trial(self) -> bool:
        """It shows whether messages arrive."""
        return self.notice_id is None and self.day is None


auditlog.register(Channel, include_fields=["way", "kinds", "hour", "working", "private"])
