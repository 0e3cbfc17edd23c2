"""Files on their way in: an upload, its files, the sheets in them, and how each is read."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models

from merilo.web.jobs.models import Run


class Upload(models.Model):
    """Files that came together. `stage` is how far a person has brought them."""

    STAGES: ClassVar[tuple[str, ...]] = ("look", "map", "try", "tried", "import", "done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField(auto_now_add=True)
    stage = models.CharField(max_length=6, default="look")
    connection = models.CharField(max_length=60, blank=True)
    encoding = models.CharField(max_length=30, blank=True)
    separator = models.CharField(max_length=3, blank=True)
    run = models.ForeignKey(Run, models.SET_NULL, null=True)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def folder(self) -> Path:
        """Where its files lie until they are done with."""
        return Path(settings.HOME) / "uploads" / self.id.hex


class Paper(models.Model):
    """A file of an upload. `name` is what its owner calls it, and only shown; on the disk it goes
    by its number."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="papers")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    size = models.BigIntegerField()
    problem = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.upload.folder / str(self.place)


class Sheet(models.Model):
    """A table in a file. `text` is its mapping as a mapping file says it, `answers` what was
    decided, `tried` and `loaded` what came of a dry run and of the import."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="sheets")
    place = models.PositiveSmallIntegerField()
    part = models.TextField(blank=True)
    form = models.CharField(max_length=100)
    table = models.CharField(max_length=30, blank=True)  # as a person forced it
    wanted = models.BooleanField(default=True)
    text = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    settled = models.BooleanField(default=False)  # somebody decided something: to be remembered
    preview = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    tried = models.JSONField(default=dict)
    loaded = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["paper__place", "place"]

    def __str__(self) -> str:
        return f"{self.paper} {self.part}".strip()

    @property
    def kept(self) -> Path:
        """Where its sample lies."""
        return self.paper.upload.folder / f"{self.paper.place}-{self.place}.json"
