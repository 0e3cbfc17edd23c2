"""Which alarms and rules somebody has before them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from merilo.report.planning import staff
from merilo.report.staff import holding
from merilo.web.access.policy import leading
from merilo.web.accounts.models import Role, User
from merilo.web.alerts.models import Alarm, How, Rule
from merilo.web.alerts.receivers import Sight

STATES = ("open", "answered", "over")


def seen(sight: Sight) -> QuerySet[Alarm]:
    """The alarms in somebody's sight, as of the day of each."""
    metrics = Rule.objects.values_list("metric", flat=True).distinct()
    allowed = [id for id in metrics if sight.metric(id)]
    found = Alarm.objects.filter(rule__metric__in=allowed).select_related("rule", "who")
    scope = sight.rights.scope
    if scope.people is None:
        return found
    mine = Q(person__in=[*scope.people]) & ~Q(person="")
    mine |= Q(person="", unit__in=[*(sight.units or ())])
    for person, since, until in scope.spans:
        mine |= Q(person=person, day__gte=since, day__lt=until)
    return found.filter(mine)


def in_state(alarms: QuerySet[Alarm], state: str, day: date) -> QuerySet[Alarm]:
    """Those that are open, answered and not over, or over."""
    if state == "over":
        return alarms.exclude(over=None)
    going = alarms.filter(over=None)
    waits = Q(answered=None) | Q(how=How.LATER, until__lte=day)
    return going.filter(waits) if state == "open" else going.exclude(waits)


@dataclass(frozen=True)
class Ruling:
    """Whose rules somebody sets: units and people; None is everybody's."""

    sight: Sight
    units: frozenset[str] | None
    people: frozenset[str] | None

    @classmethod
    def of(cls, user: User, sight: Sight) -> "Ruling":
        """A head's are those of the units they lead and below; a director's all."""
        if user.role != Role.HEAD:
            return cls(sight, None, None)
        units = leading(user, sight.desk).seen or frozenset()
        known = staff(sight.desk)
        people = {
            key for key in known.people
            if (held := holding(known, key, sight.desk.today)) and held.unit in units
        }  # fmt: skip
        return cls(sight, units, frozenset(people))

    def sets(self, rule: Rule) -> bool:
        """The rule is theirs to change."""
        return self.may(rule.units, rule.people) and self.sight.metric(rule.metric)

    def may(self, units: Collection[str], people: Collection[str]) -> bool:
        """A rule about these is theirs."""
        if self.units is None or self.people is None:
            return True
        named = bool(people) or bool(units)
        return named and {*units} <= self.units and {*people} <= self.people

    def shows(self, rule: Rule) -> bool:
        """The rule concerns people of theirs."""
        if self.units is None or self.people is None:
            return self.sight.metric(rule.metric)
        below = {key for unit in rule.units for key in staff(self.sight.desk).below(unit)}
        meant = not rule.units and not rule.people
        meant = meant or bool(below & self.units) or bool({*rule.people} & self.people)
        return meant and self.sight.metric(rule.metric)
