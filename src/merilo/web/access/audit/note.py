"""Writes what is no change of a record: coming and going, files taken away, proofs of identity.

Changes of records write themselves, through django-auditlog. Nothing here takes a password, a code
or a link.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from auditlog.models import LogEntry
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.contenttypes.models import ContentType
from django.dispatch import receiver

from merilo.web.accounts.models import User

LONGEST = 400


def note(event: str, about: User | None = None, text: str = "", actor: User | None = None) -> None:
    """An entry about somebody; who did it is who is signed in, unless `actor` says otherwise."""
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(User),
        object_pk=str(about.pk) if about else "", object_id=about.pk if about else None,
        object_repr=(text or str(about or ""))[:LONGEST],
        action=LogEntry.Action.ACCESS, additional_data={"event": event},
        actor=actor, actor_email=actor.email if actor else None,
    )  # fmt: skip


@receiver(user_logged_in)
def came(user: User, **_: Any) -> None:
    """Somebody signed in."""
    note("sign_in", user, actor=user)


@receiver(user_logged_out)
def went(user: User | None, **_: Any) -> None:
    """Somebody signed out."""
    if user:
        note("sign_out", user, actor=user)


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], **_: Any) -> None:
    """Somebody tried an address and a password that do not belong together."""
    said = str(credentials.get("email") or credentials.get("username") or "")
    note("sign_in_failed", User.objects.filter(email__iexact=said).first(), said)


@receiver([account.password_changed, account.password_set])
def changed(user: User, **_: Any) -> None:
    """Somebody changed the own password."""
    note("password", user)


@receiver(account.password_reset)
def reset(user: User, **_: Any) -> None:
    """Somebody set a new password by a link from a mail."""
    note("password_reset", user, actor=user)


@receiver(factors.authenticator_added)
def added(user: User, **_: Any) -> None:
    """A second factor, a passkey or recovery codes were added."""
    note("factor_added", user)


@receiver(factors.authenticator_removed)
def removed(user: User, **_: Any) -> None:
    """A second factor or a passkey was taken away."""
    note("factor_removed", user)


@receiver(factors.authenticator_reset)
def renewed(user: User, **_: Any) -> None:
    """The recovery codes were made anew."""
    note("codes", user)
