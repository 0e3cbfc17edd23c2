"""What connected systems have called, until it is drained."""

from typing import Any, ClassVar

from django.db import models


class Call(models.Model):
    """One call of a system: the body as it came, sealed, for it holds what people wrote."""

    connection = models.CharField(max_length=40)
    sealed = models.BinaryField()
    kind = models.CharField(max_length=100, blank=True)  # the content type
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[Any] = ["pk"]

    def __str__(self) -> str:
        return f"{self.connection} {self.at:%H:%M:%S}"
