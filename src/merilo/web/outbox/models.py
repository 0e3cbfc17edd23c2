"""What was typed and is to become facts."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class Parcel(models.Model):
    """Something typed at a page, as it goes into the lake.

    `number` is given when it is taken up, one after another: rows of this table may be seen in
    another order than they were made in. `load` is that in which it arrived.
    """

    kind = models.CharField(max_length=20)
    content = models.JSONField(default=dict)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    author = models.CharField(max_length=200, blank=True)  # whose name stands in the facts
    at = models.DateTimeField(auto_now_add=True)
    number = models.PositiveBigIntegerField(null=True, unique=True)
    load = models.PositiveBigIntegerField(null=True, db_index=True)

    class Meta:
        ordering: ClassVar[Any] = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
