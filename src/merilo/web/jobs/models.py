"""Work that outlives a request: who asked for it, how far it is, what came of it."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

from merilo.words import LANGS


class State(models.TextChoices):
    """Where a piece of work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


OVER = (State.DONE, State.FAILED, State.STOPPED)
LANGUAGES = [(lang, lang) for lang in LANGS]


class Run(models.Model):
    """One piece of work. The row is the truth; what waits in the queue only names it."""

    STALE: ClassVar[timedelta] = timedelta(seconds=60)  # without a sign of life: its worker died
    TRIES: ClassVar[int] = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    arguments = models.JSONField(default=dict)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING, db_index=True)
    part = models.FloatField(default=0)  # of the work that is done, 0 to 1
    saying = models.CharField(max_length=300, blank=True)  # what is being done, in words
    tries = models.PositiveSmallIntegerField(default=0)
    asked = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def over(self) -> bool:
        """Nothing more will come of it by itself."""
        return self.state in OVER
