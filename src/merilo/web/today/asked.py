"""Whose matters are looked at, and what of them is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from merilo.metrics.question import Question
from merilo.report.desk import Desk
from merilo.report.sight import line, posted, under
from merilo.report.today import Kind, Matter, find, ordered
from merilo.web.access.policy import leading, rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import one_of
from merilo.web.plans.kpis import sets
from merilo.web.today.models import Answer
from merilo.web.today.more import more


@dataclass(frozen=True)
class Asked:
    """Who asks, of which kind of matters and of which unit; "" is all."""

    request: SignedIn
    desk: Desk
    kind: str
    unit: str

    @classmethod
    def of(cls, request: SignedIn) -> Self:
        """What the address or the form says."""
        said = request.POST if request.method == "POST" else request.GET
        now = desk()
        asked = cls(request, now, one_of(said.get("of", ""), [*Kind], ""), said.get("unit", ""))
        return asked if asked.unit in asked.units else cls(request, now, asked.kind, "")

    @cached_property
    def question(self) -> Question:
        """This month, of those in sight."""
        scope = rights(self.request.user, self.desk).scope
        return self.desk.question(["days_worked"], "this-month", scope=scope)

    @cached_property
    def every(self) -> Sequence[Matter]:
        """All matters but the asker's own, whoever answered them."""
        found = find(self.desk, self.question, sets(self.desk.today))
        found = [*found, *more(self.desk, self.question.scope, self.seen)]
        people = self.people
        return ordered(
            one for one in found
            if one.person != self.request.user.person and (people is None or one.person in people)
        )  # fmt: skip

    @cached_property
    def open(self) -> Sequence[Matter]:
        """What the asker has not answered, or what came back."""
        gone: dict[str, set[str]] = {}
        for one in self.answers:
            if one.who_id == self.request.user.pk:
                gone.setdefault(one.person, set()).update(one.subjects)
        rest = (one.without(gone.get(one.person, ())) for one in self.every)
        return ordered(one for one in rest if one)

    @cached_property
    def shown(self) -> Sequence[Matter]:
        """Those of the kind that is asked for."""
        return [one for one in self.open if self.kind in ("", one.kind)]

    @cached_property
    def answers(self) -> Sequence[Answer]:
        """The answers that still hold, of everybody, the newest first."""
        holding = Answer.objects.filter(until__gt=self.desk.today).select_related("who")
        return [one for one in holding if self.sees(one.person)]

    def sees(self, key: str) -> bool:
        """The person, or the unit, is in sight."""
        unit = key in self.desk.labels("unit") and (self.seen is None or key in self.seen)
        return unit or self.question.scope.knows(key)

    @cached_property
    def seen(self) -> frozenset[str] | None:
        """The units in sight; None is all."""
        return leading(self.request.user, self.desk).seen

    @property
    def mine(self) -> Sequence[Answer]:
        """What the asker answered today."""
        day, who = self.desk.today, self.request.user.pk
        return [one for one in self.answers if one.who_id == who and one.day == day]

    def others(self, matter: Matter) -> Sequence[Answer]:
        """What others answered to a matter."""
        keys = {one.key for one in matter.subjects}
        return [
            one for one in self.answers
            if one.person == matter.person and one.who_id != self.request.user.pk
            and keys & {*one.subjects}
        ]  # fmt: skip

    @cached_property
    def units(self) -> Mapping[str, str]:
        """The units that can be looked at alone, where there is more than one."""
        names = self.desk.labels("unit")
        found = {key: name for key, name in names.items() if self.seen is None or key in self.seen}
        return {"": "", **found} if len(found) > 1 else {"": ""}

    @cached_property
    def people(self) -> frozenset[str] | None:
        """The unit, those below it, and who is in them today; None where none is asked for."""
        if not self.unit:
            return None
        known = line(self.desk)
        return frozenset(under(known, {self.unit}) | posted(known, self.unit, self.desk.today))

    def said(self, **other: str) -> dict[str, str]:
        """The same for an address."""
        return {"of": self.kind, "unit": self.unit} | other
