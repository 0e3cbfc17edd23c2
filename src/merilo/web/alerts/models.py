"""Rules, the alarms they raised, and who is to be told of them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from merilo.periods import Grain
from merilo.report.alerts.norm import Kind, Norm, Whose


class Rule(models.Model):
    """A norm, and who is told when it is broken. A removed one is kept for its alarms' sake."""

    name = models.CharField(max_length=120, blank=True)
    metric = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    limit = models.FloatField()
    way = models.CharField(max_length=10)
    grain = models.CharField(max_length=5, default="day")
    each = models.CharField(max_length=6, default="person")
    roles = models.JSONField(default=list)
    units = models.JSONField(default=list)
    people = models.JSONField(default=list)
    since = models.DateField()
    severe = models.BooleanField(default=False)  # told at once; others in the morning
    to_person = models.BooleanField(default=False)
    to_head = models.BooleanField(default=True)
    accounts = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    offered = models.CharField(max_length=40, blank=True)  # the template it came from
    paused = models.BooleanField(default=False)
    removed = models.DateTimeField(null=True)
    judged = models.DateField(null=True)  # the last day that was looked at
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[Any] = ["pk"]

    def __str__(self) -> str:
        return self.name or f"{self.metric} {self.kind}"

    @property
    def norm(self) -> Norm:
        """What it asks."""
        return Norm(
            self.metric, Kind(self.kind), self.limit, self.way, Grain(self.grain), self.each,
            tuple(self.roles), tuple(self.units), tuple(self.people), self.since,
        )  # fmt: skip

    @property
    def live(self) -> bool:
        """It is judged."""
        return not self.paused and self.removed is None


class How(models.TextChoices):
    """How an alarm was answered."""

    SEEN = "seen"
    LATER = "later"  # not before a day
    TASK = "task"


class Alarm(models.Model):
    """A norm broken by somebody in a period. Of a person's, `unit` is where they were that day.

    `since` to `day` is what the figure is of; `first` the first day of it. It is open until it is
    over (the norm is kept again) or answered; one answered with a day comes back on it.
    """

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="alarms")
    person = models.CharField(max_length=200, blank=True, db_index=True)
    unit = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=40)
    first = models.DateField()
    since = models.DateField()
    day = models.DateField(db_index=True)
    value = models.FloatField(null=True)
    limit = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    size = models.FloatField(default=0)
    again = models.PositiveSmallIntegerField(
        default=1
    )  # of how many broken periods in a row it is the last
    found = models.DateTimeField()
    over = models.DateTimeField(null=True, db_index=True)
    answered = models.DateTimeField(null=True)
    how = models.CharField(max_length=5, choices=How, blank=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    until = models.DateField(null=True)  # not before that day
    task = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering: ClassVar[Any] = ["-day", "-size", "pk"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["rule", "person", "unit", "key"], name="alarm_once",
                                    condition=models.Q(person="")),
            models.UniqueConstraint(fields=["rule", "person", "key"], name="alarm_once_person",
                                    condition=~models.Q(person="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rule_id} {self.person or self.unit} {self.key}"

    @property
    def metric(self) -> str:
        """The metric that it is about."""
        return self.rule.metric

    @property
    def kind(self) -> str:
        """Of what kind the rule is."""
        return self.rule.kind

    @property
    def side(self) -> str:
        """Whether it is too little or too much."""
        return "below" if (self.value or 0) < (self.limit or 0) else "above"

    @property
    def whose(self) -> Whose:
        """Whom it is about."""
        return Whose(self.person) if self.person else Whose(unit=self.unit)


class Telling(models.Model):
    """Somebody who is to be told of an alarm, and when they were. Made with the alarm, so that
    whatever falls in between is told afterwards, and once."""

    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="tellings")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    round = models.PositiveIntegerField(default=0)  # the day on which it came back, as a number
    at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["alarm", "to", "round"], name="telling_once"),
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.to_id}"


class Check(models.Model):
    """The one row that says who is checking now, and what was checked last."""

    busy = models.DateTimeField(null=True)
    at = models.DateTimeField(null=True)
    mark = models.CharField(max_length=64, blank=True)
    waiting = models.JSONField(default=dict)  # by rule: a day whose facts are not in yet
    young = models.JSONField(default=dict)  # by rule: of whom too little is known yet
    took_s = models.FloatField(default=0)

    def __str__(self) -> str:
        return str(self.at)
