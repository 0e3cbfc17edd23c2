"""Accounts, invitations and people without either, as lists to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from merilo.report.addresses import Addressed, owner
from merilo.report.roles import ROLES
from merilo.web.accounts.invite import Guest
from merilo.web.accounts.models import Invitation, Role, User
from merilo.words import _

STATES = ("active", "off", "unproven", "unmatched")
# The role of an account by what people do in the facts; whoever is not here sells.
BY_DUTY = {
    "head_of_sales": Role.HEAD, "head": Role.HEAD, "team_lead": Role.HEAD,
    "director": Role.DIRECTOR, "quality_specialist": Role.QUALITY, "quality": Role.QUALITY,
    "trainer": Role.TRAINER, "analyst": Role.ANALYST,
}  # fmt: skip


@dataclass(frozen=True)
class Account:
    """An account as a line: who, as what, whose figures, state, when last, how well proven."""

    pk: int
    name: str
    email: str
    role: str
    person: str
    active: bool
    demo: bool
    seen: datetime | None
    proven: bool


@dataclass(frozen=True)
class Open:
    """An invitation that nobody used yet."""

    pk: int
    name: str
    email: str
    role: str
    person: str
    until: datetime
    over: bool


def accounts(people: Mapping[str, Addressed], text: str = "", state: str = "") -> list[Account]:
    """The accounts whose name, address or person has the text, by name."""
    factors = Authenticator.objects.filter(
        user=OuterRef("pk"), type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    )
    found = [account(user, people) for user in User.objects.annotate(proven=Exists(factors))]
    letters = text.casefold()
    kept = [one for one in found if within(one, state)
            and letters in f"{one.name} {one.email} {one.person}".casefold()]  # fmt: skip
    return sorted(kept, key=lambda one: (not one.active, one.name.casefold(), one.pk))


def account(user: User, people: Mapping[str, Addressed]) -> Account:
    """An account as a line."""
    proven: bool = user.proven  # type: ignore[attr-defined]
    return Account(user.pk, str(user), user.email, _(ROLES[user.role]), person(user.person, people),
                   user.is_active, user.demo, user.last_login, proven)  # fmt: skip


def within(one: Account, state: str) -> bool:
    """It is in the state that is looked for."""
    match state:
        case "active":
            return one.active
        case "off":
            return not one.active
        case "unproven":
            return one.active and not one.proven
        case "unmatched":
            return one.active and not one.person
    return True


def person(key: str, people: Mapping[str, Addressed]) -> str:
    """The name of a person; the key of one whom the facts no longer know."""
    return people[key].name if key in people else key


def open_invitations(people: Mapping[str, Addressed]) -> list[Open]:
    """The invitations nobody used yet, also those that are over, the newest first."""
    now = datetime.now(UTC)
    return [
        Open(one.pk, one.name, one.email, _(ROLES[one.role]), person(one.person, people),
             one.until, one.until <= now)
        for one in Invitation.objects.filter(used=False).exclude(email="").order_by("-until", "-pk")
    ]  # fmt: skip


def unmatched(people: Mapping[str, Addressed]) -> list[tuple[User, Addressed]]:
    """The accounts without a person whose address one person of the facts has, whom nobody has.

    Only where the address was vouched for by whoever invited: one that was typed may be anybody's.
    """
    taken = {*User.objects.exclude(person="").filter(demo=False).values_list("person", flat=True)}
    vouched = User.objects.filter(person="", is_active=True, demo=False,
                                  emailaddress__verified=True).distinct()  # fmt: skip
    found = [(user, owner(people, user.email)) for user in vouched]
    return [(user, person) for user, person in found if person and person.key not in taken]


def uninvited(people: Mapping[str, Addressed]) -> list[Guest]:
    """The people there now who have an address of their own, no account and no invitation."""
    waiting = Invitation.objects.filter(used=False, until__gt=datetime.now(UTC))
    mails = (
        *User.objects.values_list("email", flat=True),
        *waiting.values_list("email", flat=True),
    )
    written = {email.casefold() for email in mails}
    has = {*User.objects.filter(demo=False).values_list("person", flat=True),
           *waiting.values_list("person", flat=True)}  # fmt: skip
    shared = [one.email for one in people.values()]
    return [
        Guest(one.email, one.name, BY_DUTY.get(one.role, Role.SELLER), one.key)
        for one in people.values()
        if one.there and one.email and one.email not in written and one.key not in has
        and shared.count(one.email) == 1
    ]  # fmt: skip
