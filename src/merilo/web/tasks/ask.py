"""The door for other parts of Merilo: give somebody a task."""

from datetime import date, datetime

from merilo.errors import Unknown
from merilo.web.accounts.models import User
from merilo.web.tasks.change import give
from merilo.web.tasks.models import Priority, Task
from merilo.web.tasks.sight import Sight, owner_of
from merilo.words import say

PRIORITIES = {"low": Priority.LOW, "normal": Priority.NORMAL, "high": Priority.HIGH}


def ask(
    by: User, person: str, title: str, due: date, at: datetime, why: str = "", link: str = "",
    priority: str = "normal", origin: str = "",
) -> Task:  # fmt: skip
    """A task for a person by their key in the facts, who is told of it. `why` stands below the
    title, `origin` says where it comes from (alert, Today, meeting), `link` is a path of ours.

    Unknown for somebody to whom `by` may not give tasks.
    """
    owner, sight = f"p:{person}", Sight.of(by)
    if owner not in {taker for taker, _name in sight.takers()} | {owner_of(by)}:
        raise Unknown(say("person"), person, [])
    task = Task(
        title=title, text=why, due=due, link=link, origin=origin, person=person,
        priority=PRIORITIES[priority],
    )  # fmt: skip
    return give(task, by, at)
