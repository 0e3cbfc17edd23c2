"""Who sees whose tasks, who may give them to whom, and what owners are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

from django.db.models import Q

from merilo.errors import NoFacts
from merilo.metrics.question import EVERYBODY
from merilo.report.desk import Desk
from merilo.report.sight import ask
from merilo.report.table import sortable
from merilo.web.access.policy import rights
from merilo.web.accounts.models import Role, User
from merilo.web.desks import desk
from merilo.web.tasks.models import Task

EVERYBODYS = (Role.DIRECTOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Sight:
    """What one account sees of the tasks; `desk` is None while there are no facts."""

    user: User
    desk: Desk | None

    @classmethod
    def of(cls, user: User) -> Self:
        """At the desk as it is now."""
        try:
            return cls(user, desk())
        except NoFacts:
            return cls(user, None)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of people."""
        return self.desk.labels("person") if self.desk else {}

    @cached_property
    def led(self) -> frozenset[str] | None:
        """Whose tasks are seen beside the own: those below the units a head leads, of directors
        and administrators everybody's (None)."""
        if self.user.role in EVERYBODYS:
            return None
        if self.user.role != Role.HEAD:
            return frozenset()
        return self.near - {self.user.person}

    @cached_property
    def near(self) -> frozenset[str]:
        """The people in sight today; those who left are not among those who can be given tasks."""
        if self.desk is None:
            return frozenset()
        scope = rights(self.user, self.desk).scope
        if scope == EVERYBODY:
            return frozenset(present(self.desk))
        today = self.desk.today
        spans = {one.person for one in scope.spans if one.since <= today < one.until}
        return frozenset(scope.people or ()) | spans

    def sees(self) -> Q:
        """The tasks in sight: the own ones, those given, those of the people led. Whoever sees one
        may change it."""
        if self.led is None:
            return Q()
        found = self.mine() | Q(by=self.user)
        return found | Q(person__in=sorted(self.led)) if self.led else found

    def mine(self) -> Q:
        """The own ones."""
        own = Q(account=self.user)
        return own | Q(person=self.user.person) if self.user.person else own

    def owns(self, task: Task) -> bool:
        """The task is their own."""
        mine = bool(self.user.person) and task.person == self.user.person
        return mine or task.account_id == self.user.pk

    def takers(self, task: Task | None = None) -> list[tuple[str, str]]:
        """Whom they may give a task, oneself first: those in sight, the own head; of directors
        also accounts without a person; a task can go back to who gave it."""
        here = present(self.desk) if self.desk else set()
        people = {key: self.names.get(key, key) for key in self.near & here}
        if chief := self.head:
            people[chief] = self.names.get(chief, chief)
        people.pop(self.user.person, None)
        found = {f"p:{key}": name for key, name in people.items()}
        if self.user.role in EVERYBODYS:
            plain = User.objects.filter(person="", is_active=True).exclude(pk=self.user.pk)
            found |= {f"a:{one.pk}": str(one) for one in plain}
        if task and task.by and task.by_id != self.user.pk and task.by.is_active:
            found[owner_of(task.by)] = self.called(owner_of(task.by), task.by)
        ordered = sorted(found.items(), key=lambda one: sortable(one[1]))
        return [(owner_of(self.user), self.called(owner_of(self.user), self.user)), *ordered]

    @cached_property
    def head(self) -> str:
        """The key of their own head, if that is known."""
        if self.desk is None or not self.user.person:
            return ""
        return chiefs(self.desk).get(self.user.person) or ""

    def called(self, owner: str, account: User | None = None) -> str:
        """What an owner is called."""
        if owner.startswith("p:"):
            return self.names.get(owner[2:]) or (str(account) if account else owner[2:])
        return str(account or User.objects.filter(pk=owner[2:] or 0).first() or "")

    def owner(self, task: Task) -> str:
        """What the owner of a task is called."""
        return self.called(task.owner, task.account)


def owner_of(user: User) -> str:
    """How an account owns its tasks: as the person it belongs to, if there is one."""
    return f"p:{user.person}" if user.person else f"a:{user.pk}"


def accounts(task: Task) -> list[User]:
    """Who is told of what happens to a task: the accounts of its owner."""
    if task.person:
        return [*User.objects.filter(person=task.person, is_active=True).order_by("pk")]
    return [task.account] if task.account and task.account.is_active else []


@lru_cache(maxsize=2)
def present(desk: Desk) -> frozenset[str]:
    """Those who have not left: neither the firm, nor the last unit in which they were."""
    gone: dict[str, bool] = {}
    for row in ask(desk, "postings", "person", "until"):
        over = row["until"] is not None and row["until"] <= desk.today
        gone[row["person"]] = over and gone.get(row["person"], True)
    return frozenset(
        str(row["key"]) for row in ask(desk, "people", "key", "left_on")
        if (row["left_on"] is None or row["left_on"] > desk.today) and not gone.get(row["key"])
    )  # fmt: skip


@lru_cache(maxsize=2)
def chiefs(desk: Desk) -> Mapping[str, str | None]:
    """Everybody's head."""
    return {str(row["key"]): row["head"] for row in ask(desk, "people", "key", "head")}
