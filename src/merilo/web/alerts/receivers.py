"""Who is told of an alarm, and who may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from merilo.report.alerts.there import There
from merilo.report.desk import Desk
from merilo.web.access.policy import Rights, leading, rights
from merilo.web.accounts.models import Role, User
from merilo.web.alerts.models import Alarm, Rule


@dataclass(frozen=True)
class Sight:
    """What somebody may see of alarms."""

    user: User
    desk: Desk

    @cached_property
    def rights(self) -> Rights:
        """Whose rows, which families."""
        return rights(self.user, self.desk)

    @cached_property
    def units(self) -> frozenset[str] | None:
        """The units of which they see the whole; None is all."""
        if self.rights.scope.people is None:
            return None
        return leading(self.user, self.desk).seen or frozenset()

    def sees(self, alarm: Alarm) -> bool:
        """The figure of the alarm is in their sight, as of its day."""
        if not self.metric(alarm.rule.metric):
            return False
        scope = self.rights.scope
        if scope.people is None:
            return True
        if not alarm.person:
            return self.units is None or alarm.unit in self.units
        return alarm.person in scope.people or any(
            span.person == alarm.person and span.since <= alarm.day < span.until
            for span in scope.spans
        )

    def metric(self, id: str) -> bool:
        """The metric is for them; one that is gone is for nobody."""
        return self._metrics(id)

    def _metrics(self, id: str) -> bool:
        catalogue = self.desk.catalogue([id] if id in self.desk.own else [])
        return id in catalogue and self.rights.may(catalogue.find(id))

    def answers(self, alarm: Alarm) -> bool:
        """They may answer it: who leads, and not for themselves."""
        if self.user.role in (Role.DIRECTOR, Role.ADMINISTRATOR):
            return True
        return self.user.role == Role.HEAD and alarm.person != self.user.person


@dataclass(frozen=True)
class Receivers:
    """Who is told of the alarms of a rule."""

    rule: Rule
    desk: Desk
    people: There

    @cached_property
    def named(self) -> list[User]:
        """Accounts that the rule names."""
        return [*self.rule.accounts.filter(is_active=True)]

    def of(self, alarm: Alarm) -> list[User]:
        """Of one alarm: the person, their head of that day (the nearest who has an account), and
        whom the rule names; of these who may see it."""
        wanted = [*self.named]
        if self.rule.to_person and alarm.person:
            wanted += accounts([alarm.person])
        if self.rule.to_head:
            for head in self.people.heads(alarm.person, alarm.unit, alarm.day):
                if found := accounts([head]):
                    wanted += found
                    break
        unique = {user.pk: user for user in wanted}
        return [user for user in unique.values() if Sight(user, self.desk).sees(alarm)]


def accounts(people: Iterable[str]) -> list[User]:
    """The accounts of people."""
    return [*User.objects.filter(person__in=[*people], is_active=True).exclude(person="")]
