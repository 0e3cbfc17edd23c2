"""Tasks, what became of each, and the secret of a calendar that reads them."""

import secrets
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from merilo.web.accounts.models import User, print_of

LONGEST = 200  # of a title


class Kind(models.TextChoices):
    """What it is: something to do, a time that is taken, somewhere to arrive."""

    TASK = "task"
    EVENT = "event"
    GOAL = "goal"


class State(models.TextChoices):
    """Whether it is still to be done."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Priority(models.IntegerChoices):
    """How much it matters."""

    LOW = 0
    NORMAL = 1
    HIGH = 2


class Repeat(models.TextChoices):
    """How often it comes again; times `every`."""

    DAY = "day"
    WORK = "work"  # working days of the company
    WEEK = "week"
    MONTH = "month"


class Task(models.Model):
    """Something somebody is to do: a person by their key in the facts, account or not, or an
    account without a person.

    `since` and `until` are times of the due day. Of a task that repeats, each time is a row: all
    of them have one `uid`, and `slot` is its day by the rule, before it was moved off a holiday;
    on `next_on` the next one appears at the latest. `remind_at` and `late_at` are when the owner
    is still to be told. `version` grows with every change.
    """

    uid = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.TASK)
    title = models.CharField(max_length=LONGEST)
    text = models.TextField(blank=True)
    words = models.TextField(blank=True)  # for the search: SQLite knows no small И
    person = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="tasks"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="given"
    )
    priority = models.SmallIntegerField(choices=Priority, default=Priority.NORMAL)
    due = models.DateField(null=True)
    since = models.TimeField(null=True)
    until = models.TimeField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    repeat = models.CharField(max_length=5, choices=Repeat, blank=True)
    every = models.PositiveSmallIntegerField(default=1)
    moved = models.BooleanField(default=False)  # off holidays, to the next working day
    anchor = models.PositiveSmallIntegerField(default=0)  # the day of the month it repeats on
    slot = models.DateField(null=True)
    next_on = models.DateField(null=True)
    ahead = models.SmallIntegerField(default=0)  # minutes; 0: in the morning, -1: not at all
    remind_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["uid", "slot"], condition=Q(slot__isnull=False), name="task_once"
            ),
        ]
        indexes: ClassVar[Any] = [
            models.Index(fields=["person", "state", "due"]),
            models.Index(fields=["remind_at"]),
            models.Index(fields=["late_at"]),
            models.Index(fields=["next_on"]),
            models.Index(fields=["changed_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **more: Any) -> None:
        self.words = f"{self.title}\n{self.text}".casefold()
        super().save(*args, **more)

    @property
    def owner(self) -> str:
        """Whose it is, as forms say it: `p:KEY` or `a:NUMBER`."""
        return f"p:{self.person}" if self.person else f"a:{self.account_id or ''}"

    @property
    def open(self) -> bool:
        """It is still to be done."""
        return self.state == State.OPEN


class Entry(models.Model):
    """What became of a task: who did what with it, when, from what to what, and why."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="story")
    kind = models.CharField(max_length=10)  # made, comment, handed, changed, done, ...
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[Any] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class Feed(models.Model):
    """The secret address of somebody's tasks for a calendar. Only its fingerprint is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed")
    fingerprint = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def renew(cls, user: User, now: Any) -> str:
        """A new secret; the one before opens nothing any more."""
        word = secrets.token_urlsafe(32)
        said = {"fingerprint": print_of(word), "since": now}
        cls.objects.update_or_create(user=user, defaults=said)
        return word

    @classmethod
    def find(cls, word: str) -> User | None:
        """Whose secret it is; nobody's if their account is switched off."""
        found = cls.objects.select_related("user").filter(fingerprint=print_of(word)).first()
        return found.user if found and found.user.is_active else None
