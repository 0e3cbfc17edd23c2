"""Changes of accounts. The last administrator stays one, also when two people change at once."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction

from merilo.web.access.audit.note import note
from merilo.web.accounts.models import Role, User


class LastAdministrator(Exception):
    """Nobody would be left who can let others in."""


@transaction.atomic
def change(user: User, **fields: Any) -> User:
    """Sets fields of an account. LastAdministrator if nobody would be left as one.

    All administrators are locked first: of two who take each other's role away, one is refused.
    """
    administrators = User.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR, is_active=True, demo=user.demo
    )
    keys = {one.pk for one in administrators.order_by("pk")}
    now = User.objects.select_for_update().get(pk=user.pk)
    for name, value in fields.items():
        setattr(now, name, value)
    if keys == {now.pk} and not (now.is_active and now.role == Role.ADMINISTRATOR):
        raise LastAdministrator
    now.save(update_fields=[*fields])
    if not now.is_active:
        end(now)
    return now


def end(user: User, but: str = "") -> int:
    """Ends the sessions of an account, except the one of that key; how many there were."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=but)
    count = 0
    for session in sessions:
        session.end()
        count += 1
    if count:
        note("sessions_ended", user)
    return count
