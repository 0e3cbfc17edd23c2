"""How far the reading of a connection is, and what was said of it; who is away to sign in."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models


class Reading(models.Model):
    """Of one connection, by its name. `part` of the past is read, 0 to 1; whoever reads gives a
    sign of life. `wanted`: at once; `stop`: no longer. `told` is the trouble that administrators
    were told of."""

    STALE: ClassVar[timedelta] = timedelta(seconds=60)  # without a sign of life: the reader died

    name = models.CharField(max_length=40, primary_key=True)
    part = models.FloatField(default=0)
    began_part = models.FloatField(default=0)  # when this reading began
    stream = models.CharField(max_length=60, blank=True)
    began = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    whole = models.BooleanField(default=False)  # all of the past is read
    wanted = models.BooleanField(default=False)
    stop = models.BooleanField(default=False)
    told = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name

    def at_work(self, now: datetime) -> bool:
        """Somebody reads it now."""
        return self.heartbeat is not None and now - self.heartbeat < self.STALE


class Trip(models.Model):
    """Somebody who was sent to agree at a provider, and is not back. `state` is the digest of the
    word that has to come back with them, once, in the same `session`; what was filled in is
    `sealed`."""

    LIFE: ClassVar[timedelta] = timedelta(minutes=15)

    state = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    session = models.CharField(max_length=64)  # its digest
    system = models.CharField(max_length=40)
    connection = models.CharField(max_length=40)
    known = models.BooleanField()  # the connection is there already
    sealed = models.BinaryField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.system} {self.connection}"
