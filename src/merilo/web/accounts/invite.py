"""Invitations: a link made, shown once, sent if mail is set up, made anew, taken back."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from merilo.web.accounts.models import Invitation, Role, User
from merilo.words import _, say

LOG = logging.getLogger("merilo.web")


@dataclass(frozen=True)
class Guest:
    """Whom to invite: address, name, role, their key in the facts."""

    email: str
    name: str
    role: Role
    person: str = ""


@dataclass(frozen=True)
class Letter:
    """An invitation with its link, which is shown once, and whether it went by mail."""

    invitation: Invitation
    link: str
    sent: bool = False


@transaction.atomic
def invite(request: HttpRequest, by: User, guests: Sequence[Guest]) -> list[Letter]:
    """A link for each; an earlier one to the same address opens nothing from now on."""
    now, made = datetime.now(UTC), []
    for guest in guests:
        for older in Invitation.objects.filter(email__iexact=guest.email, used=False):
            older.delete()
        invitation, word = Invitation.make(
            now, email=guest.email.casefold(), name=guest.name, role=guest.role,
            person=guest.person, by=by,
        )  # fmt: skip
        made.append(Letter(invitation, link(request, word)))
    return made


@transaction.atomic
def again(request: HttpRequest, invitation: Invitation) -> Letter:
    """A fresh link for the same; the old one opens nothing from now on."""
    return Letter(invitation, link(request, invitation.renew(datetime.now(UTC))))


def link(request: HttpRequest, word: str) -> str:
    """The address that the word makes."""
    return request.build_absolute_uri(reverse("join", args=[word]))


def send(letters: Sequence[Letter]) -> list[Letter]:
    """Sends the links, where mail is set up; those that the server did not take stay unsent."""
    if not settings.MAIL:
        return list(letters)
    done = []
    connection = get_connection()
    for letter in letters:
        try:
            mail(letter, connection).send()
            done.append(Letter(letter.invitation, letter.link, sent=True))
        except (OSError, SMTPException) as error:  # the link is shown, so nothing is lost
            LOG.warning("mail failed", extra={"fields": {"error": type(error).__name__}})
            done.append(letter)
    return done


def mail(letter: Letter, connection: BaseEmailBackend) -> EmailMessage:
    """The letter itself: a link and until when it holds, no figures."""
    text = say(
        "{name}, you are invited to Merilo, where the work of the sales people is measured.\n\n"
        "Open this link within seven days and choose a password:\n{link}\n\n"
        "It works once, and for you alone.",
        name=letter.invitation.name or letter.invitation.email, link=letter.link,
    )  # fmt: skip
    return EmailMessage(_("Your invitation to Merilo"), text, to=[letter.invitation.email],
                        connection=connection)  # fmt: skip
