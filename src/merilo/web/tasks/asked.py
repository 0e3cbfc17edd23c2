"""Which tasks are asked for: whose, in which state, of whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.http import QueryDict

from merilo.web.clock import today
from merilo.web.frame.asked import LONGEST, one_of
from merilo.web.tasks.models import Kind, State, Task
from merilo.web.tasks.sight import Sight
from merilo.words import _

WHOSE = ("mine", "given", "people")
LONG = 16  # digits: more than any account has
STATES = ("open", "overdue", "done")


@dataclass(frozen=True)
class Asked:
    """What the address of the list says."""

    whose: str = "mine"
    state: str = "open"
    person: str = ""  # of whom, as forms say owners
    text: str = ""

    @classmethod
    def of(cls, said: QueryDict) -> Self:
        """What is known of it."""
        return cls(
            one_of(said.get("whose", ""), WHOSE, "mine"),
            one_of(said.get("state", ""), STATES, "open"),
            said.get("person", "")[:LONGEST],
            " ".join(said.get("q", "").split())[:LONGEST],
        )

    def tasks(self, sight: Sight) -> QuerySet[Task]:
        """Those tasks, within what the reader sees, in the order in which they are to be done; of
        those that are done the latest first."""
        found = Task.objects.filter(sight.sees()).filter(self.of_whom(sight))
        if self.person:
            found = found.filter(owned(self.person))
        if self.text:
            found = found.filter(words__contains=self.text.casefold())
        found = found.filter(in_state(self.state, today())).select_related("account", "by")
        if self.state == "done":
            return found.order_by("-closed_at", "-due", "-pk")
        return ordered(found)

    def of_whom(self, sight: Sight) -> Q:
        """The own ones; those one gave to others; those of the people one leads."""
        if self.whose == "mine":
            return sight.mine()
        return Q(by=sight.user) & ~sight.mine() if self.whose == "given" else ~sight.mine()

    def said(self, **other: Any) -> dict[str, Any]:
        """The same for an address."""
        now = {
            "whose": "" if self.whose == "mine" else self.whose,
            "state": "" if self.state == "open" else self.state,
            "person": self.person, "q": self.text,
        }  # fmt: skip
        return now | other


def in_state(state: str, day: date) -> Q:
    """Open, overdue or closed on that day. An event that is over is neither open nor overdue."""
    passed = Q(kind=Kind.EVENT, due__lt=day)
    if state == "done":
        return ~Q(state=State.OPEN) | passed
    still = Q(state=State.OPEN) & ~passed
    return still & Q(due__lt=day) if state == "overdue" else still


def ordered(found: QuerySet[Task]) -> QuerySet[Task]:
    """By day, of a day by priority and time; those without a day last."""
    from django.db.models import F

    return found.order_by(
        F("due").asc(nulls_last=True), "-priority", F("since").asc(nulls_last=True), "pk"
    )


def owned(owner: str) -> Q:
    """The tasks of an owner, as forms say them."""
    if owner.startswith("p:"):
        return Q(person=owner[2:])
    number = owner[2:]
    known = number.isascii() and number.isdecimal() and len(number) < LONG
    return Q(account=int(number)) if known else Q(pk=None)


def whose_titles(sight: Sight) -> dict[str, str]:
    """The choices of whose, for that reader."""
    found = {"mine": _("Mine"), "given": _("Given by me")}
    return found | ({"people": _("My people's")} if sight.led is None or sight.led else {})


def state_titles() -> dict[str, str]:
    """The choices of the state."""
    return {"open": _("To do"), "overdue": _("Overdue"), "done": _("Done")}
