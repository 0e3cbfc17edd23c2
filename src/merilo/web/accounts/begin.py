"""The first accounts: a link for the administrator, and the people of the demo company."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from merilo.errors import Error
from merilo.report.desk import Desk
from merilo.report.roles import ROLES
from merilo.web.accounts.models import Invitation, Role, User
from merilo.web.desks import desk
from merilo.words import _

# Whom a newcomer may look around as: their role, by their key in the demo company.
PERSONAS = {
    "demo:110": Role.HEAD, "demo:112": Role.SELLER, "demo:101": Role.DIRECTOR,
    "demo:125": Role.HEAD, "demo:104": Role.QUALITY,
}  # fmt: skip
# The same of the company that keeps happening.
LIVING = {"demo-crm:502": Role.HEAD, "demo-crm:506": Role.SELLER, "demo-crm:501": Role.DIRECTOR}
ADMINISTRATOR = "administrator@demo.example"
ICONS = {
    Role.HEAD: "users-group", Role.SELLER: "user", Role.DIRECTOR: "building",
    Role.QUALITY: "phone-call", Role.ADMINISTRATOR: "shield",
}  # fmt: skip


@dataclass(frozen=True)
class Persona:
    """Somebody to look around as."""

    pk: int
    role: str
    title: str
    name: str
    icon: str


def first(now: datetime) -> str:
    """The word of the link by which the first administrator comes in; "" once there is one."""
    there = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    if not settings.DEMO_DOOR:  # nobody can come in by an account of the demo company
        there = there.filter(demo=False)
    if there.exists():
        return ""
    Invitation.objects.filter(role=Role.ADMINISTRATOR, by=None, used=False).delete()
    return Invitation.make(now, role=Role.ADMINISTRATOR)[1]


def begin() -> None:
    """The accounts of the demo company, where the facts are its."""
    try:
        now = desk()
    except Error:
        return
    if settings.DEMO_DOOR and demo(now):
        names = now.labels("person")
        for key, role in (PERSONAS if "demo:101" in names else LIVING).items():
            persona(f"{key.partition(':')[2]}@demo.example", names.get(key, key), role, key)
        persona(ADMINISTRATOR, "", Role.ADMINISTRATOR, "")


def persona(email: str, name: str, role: Role, person: str) -> None:
    """An account without a password: only the demo door leads to it."""
    if not User.objects.filter(email=email).exists():
        User.objects.create_user(email, name=name, role=role, person=person, demo=True)


def demo(now: Desk) -> bool:
    """The lake holds the demo company."""
    return any(source.startswith(("demo ", "sync:demo-crm")) for source in now.snapshot.batches)


def personas() -> list[Persona]:
    """Whom a newcomer may look around as; nobody where the pages are for other machines, too."""
    if not settings.DEMO_DOOR:
        return []
    order = [*ICONS]
    users = User.objects.filter(demo=True, is_active=True)
    return [
        Persona(user.pk, user.role, _(ROLES[user.role]), user.name,
                ICONS.get(Role(user.role), "user"))
        for user in sorted(users, key=lambda user: (order.index(Role(user.role)), user.pk))
    ]  # fmt: skip
