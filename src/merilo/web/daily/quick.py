"""The quick log: what somebody without a CRM types is checked, kept, and sent to the facts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from merilo.errors import Impossible
from merilo.report.desk import Desk
from merilo.web.accounts.models import User
from merilo.web.daily import log
from merilo.web.daily.makes import MAKE, Typed
from merilo.web.daily.models import Logged
from merilo.web.outbox.carry import send
from merilo.words import say

KIND = "log"
BACK, AHEAD = 31, 90  # days that something may lie back; that a meeting may be planned ahead


def put(desk: Desk, user: User, typed: Typed, people: Sequence[str], at: datetime) -> Logged:
    """Keep a line, or let it take the place of what it was. `people` are those for whom the user
    may type. Impossible in words."""
    known = Logged.objects.filter(pk=typed.id).first()
    person = known.person if known else typed.person
    if person not in people or (known and known.kind != typed.kind):
        raise Impossible(say("this is not yours to type"))
    if known:
        changeable(desk, known)
    day = day_of(desk, typed)
    said = MAKE[typed.kind](desk, typed, day, known, people)
    first = date.fromisoformat(said.pop("created")) if typed.kind == "deal" else day
    if known and "new" in known.said and said.get("customer") == known.said["customer"]:
        said["new"] = known.said["new"]  # perhaps not in the facts yet
    with transaction.atomic():
        before = known.said if known else None
        made, fresh = Logged.objects.update_or_create(pk=typed.id, defaults={
            "kind": typed.kind, "person": person, "day": first, "said": said, "who": user,
            "at": at, "gone": False,
        })  # fmt: skip
        sent(made, user)
        if not fresh:
            log.logged(desk.labels("person").get(person, person), before, made, user)
    return made


def remove(desk: Desk, user: User, id: UUID, people: Sequence[str], at: datetime) -> None:
    """It was not so: the row stays, and is not counted. Impossible in words."""
    with transaction.atomic():
        known = Logged.objects.filter(pk=id, gone=False).first()
        if known is None:
            return
        if known.person not in people:
            raise Impossible(say("this is not yours to type"))
        changeable(desk, known)
        known.gone, known.at, known.who = True, at, user
        known.save(update_fields=["gone", "at", "who"])
        sent(known, user)
        log.logged(desk.labels("person").get(known.person, known.person), known.said, known, user)


def sent(made: Logged, user: User) -> None:
    """On its way to the facts."""
    content = {"kind": made.kind, "id": str(made.pk), "person": made.person,
               "day": made.day.isoformat(), "said": made.said, "gone": made.gone}  # fmt: skip
    made.parcel = send(KIND, content, user)
    made.save(update_fields=["parcel"])


def changeable(desk: Desk, known: Logged) -> None:
    """It is not too old to be changed; a deal is not while it is open."""
    last = date.fromisoformat(known.said.get("closed") or known.day.isoformat())
    still = known.kind == "deal" and known.said.get("outcome") == "open"
    if not still and (desk.today - last).days > BACK:
        raise Impossible(say("after {days} days the log is not changed any more", days=BACK))


def day_of(desk: Desk, typed: Typed) -> date:
    """The day that is said. Impossible if it is too far back, or to come."""
    try:
        day = date.fromisoformat(typed.fields.get("day", ""))
    except ValueError:
        raise Impossible(say("say on which day")) from None
    planned = typed.kind == "meeting" and typed.fields.get("outcome") == "planned"
    if day > desk.today + timedelta(days=AHEAD if planned else 0):
        raise Impossible(say("this day is still to come"))
    if (desk.today - day).days > BACK:
        raise Impossible(say("what is older than {days} days is not logged here: import it from a "
                             "file", days=BACK))  # fmt: skip
    return day
