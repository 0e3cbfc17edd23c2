"""What people are measured by."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class KpiSet(models.Model):
    """The KPIs of a role from a day on; without any, the role has none from then on. Of two of the
    same day the later one holds."""

    role = models.CharField(max_length=60, db_index=True)
    since = models.DateField()
    parts = models.JSONField(default=list)  # metric, weight, floor, cap
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[Any] = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.role} {self.since}"
