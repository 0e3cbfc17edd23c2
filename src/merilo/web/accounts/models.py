"""Accounts, and the links by which they are made."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from auditlog.registry import auditlog
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from merilo.words import LANGS

LANGUAGES = [(lang, lang) for lang in LANGS]


class Role(models.TextChoices):
    """What a person is here for; what follows from it is in `access`."""

    SELLER = "seller"
    HEAD = "head"
    DIRECTOR = "director"
    QUALITY = "quality"
    TRAINER = "trainer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class Users(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account; without a password nobody can come in by one."""
        user = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """Somebody who may come in. `person` is their key in the facts, empty if they have none."""

    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=15, choices=Role, default=Role.SELLER)
    person = models.CharField(max_length=200, blank=True, db_index=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)
    theme = models.CharField(max_length=5, blank=True)  # light, dark, or as the device has it
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)  # of the demo company: anybody here may look around
    since = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    is_staff = is_superuser = False  # there is no other door than the pages
    objects: ClassVar[Users] = Users()

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link that makes one account. Only its fingerprint is kept."""

    LASTS: ClassVar[timedelta] = timedelta(days=7)

    email = models.EmailField(blank=True)
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=15, choices=Role)
    person = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="invitations")
    fingerprint = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.email or self.role

    @classmethod
    def make(cls, now: datetime, **fields: Any) -> tuple["Invitation", str]:
        """A fresh one, and the word that opens it."""
        word = secrets.token_urlsafe(32)
        made = cls.objects.create(fingerprint=print_of(word), until=now + cls.LASTS, **fields)
        return made, word

    def renew(self, now: datetime) -> str:
        """A new word that opens it, from now on instead of the old one."""
        word = secrets.token_urlsafe(32)
        self.fingerprint, self.until = print_of(word), now + self.LASTS
        self.save(update_fields=["fingerprint", "until"])
        return word

    @classmethod
    def find(cls, word: str, now: datetime) -> "Invitation | None":
        """The one that the word opens, while it holds."""
        return cls.objects.filter(fingerprint=print_of(word), used=False, until__gt=now).first()


def print_of(word: str) -> str:
    """The fingerprint of a word."""
    return hashlib.sha256(word.encode()).hexdigest()


auditlog.register(User, include_fields=["email", "name", "role", "person", "is_active", "demo"])
auditlog.register(Invitation, include_fields=["email", "name", "role", "person", "until", "used"])
