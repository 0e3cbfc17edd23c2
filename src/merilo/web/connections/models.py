"""How far the reading of a connection is, and what was said of it."""

from datetime import datetime, timedelta
from typing import ClassVar

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
