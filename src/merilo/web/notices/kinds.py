"""What notices are about, how they leave the house, where a message stands."""

from django.db import models


class Kind(models.TextChoices):
    """What a notice is about."""

    TASK = "task"
    REPORT = "report"
    ALERT = "alert"
    MESSAGE = "message"
    DIGEST = "digest"
    PLAN = "plan"


class Way(models.TextChoices):
    """How messages leave the house; each is a module of `ways`."""

    MAIL = "mail"
    TELEGRAM = "telegram"
    WEBHOOK = "webhook"


class State(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"  # nobody wants it any more
