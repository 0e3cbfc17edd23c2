"""What can be done with a task. Everything leaves a trace, and tells whom it concerns."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from merilo.report.figures import day
from merilo.web.accounts.models import User
from merilo.web.clock import calendar
from merilo.web.notices.tell import speaking, tell
from merilo.web.tasks import log
from merilo.web.tasks.models import LONGEST, Entry, State, Task
from merilo.web.tasks.moments import clocked, reminder
from merilo.web.tasks.repeat import Rule
from merilo.web.tasks.sight import Sight, accounts, owner_of
from merilo.words import say, spoken

PLANNED = ("due", "since", "until", "ahead", "kind")  # what its moments depend on
RULE = ("repeat", "every", "moved")
STATES = {  # from which to which, by what was done
    "done": ["open", "done"], "cancelled": ["open", "cancelled"], "reopened": ["done", "open"],
}  # fmt: skip
CHANGED = ("title", "text", "priority", "link", *PLANNED, *RULE)


@transaction.atomic
def give(task: Task, by: User, at: datetime) -> Task:
    """Keep a new task; its owner is told, unless they made it themselves."""
    task.title = " ".join(task.title.split())[:LONGEST]
    task.by, task.made_at, task.changed_at = by, at, at
    clocked(scheduled(task), at, calendar())
    task.save()
    note(task, "made", by, at)
    if not owns(by, task):
        log.others(task, by, {"owner": ["", Sight.of(by).owner(task)]}, made=True)
        told(task, by, at, "given")
    return task


@transaction.atomic
def close(task: Task, by: User, at: datetime, state: State, why: str = "") -> bool:
    """Done, or cancelled: once; False if it was closed already. What repeats comes again after it
    is done; cancelled, it does no more."""
    found = Task.objects.filter(pk=task.pk, state=State.OPEN).update(
        state=state, closed_at=at, closed_by=by, remind_at=None, late_at=None, changed_at=at,
        version=F("version") + 1,
    )  # fmt: skip
    if not found:
        return False
    task.refresh_from_db()
    note(task, str(state), by, at, why)
    if state is State.CANCELLED:
        Task.objects.filter(pk=task.pk).update(next_on=None)
    else:
        follow(task, at)
    concern(task, by, at, str(state), why)
    return True


@transaction.atomic
def skip(task: Task, by: User, at: datetime) -> bool:
    """Not this time: cancelled, and it comes again."""
    follow(task, at)
    return close(task, by, at, State.CANCELLED)


@transaction.atomic
def reopen(task: Task, by: User, at: datetime) -> bool:
    """Open again; False if it is."""
    closed = Task.objects.filter(pk=task.pk).exclude(state=State.OPEN)
    if not closed.update(state=State.OPEN, closed_at=None, closed_by=None, changed_at=at,
                         version=F("version") + 1):  # fmt: skip
        return False
    task.refresh_from_db()
    clocked(task, at, calendar()).save(update_fields=["remind_at", "late_at"])
    note(task, "reopened", by, at)
    concern(task, by, at, "reopened")
    return True


@transaction.atomic
def hand(task: Task, owner: str, by: User, at: datetime, why: str = "") -> bool:
    """To somebody else: `p:KEY` or `a:NUMBER`, whom the caller has checked. False if it is theirs
    already."""
    if task.owner == owner:
        return False
    sight = Sight.of(by)
    before = sight.owner(task)
    task.person = owner[2:] if owner.startswith("p:") else ""
    task.account_id = int(owner[2:]) if owner.startswith("a:") else None
    task.changed_at, task.version = at, task.version + 1
    clocked(task, at, calendar()).save()
    task = Task.objects.select_related("account", "by").get(pk=task.pk)
    note(task, "handed", by, at, why, before, sight.owner(task))
    log.others(task, by, {"owner": [before, sight.owner(task)]})
    told(task, by, at, "given", why)
    return True


@transaction.atomic
def change(task: Task, said: Mapping[str, object], by: User, at: datetime) -> bool:
    """Let the fields be as said; False if they are. A changed due day is told to the owner and to
    who gave it."""
    wanted = {name: said[name] for name in CHANGED if name in said}
    before = {name: getattr(task, name) for name in wanted}
    other = [name for name in wanted if wanted[name] != before[name]]
    if not other:
        return False
    for name in other:
        setattr(task, name, wanted[name])
    task.changed_at, task.version = at, task.version + 1
    if {*other} & {*RULE, "due"}:
        scheduled(task, fresh=bool({*other} & {*RULE}))
    if {*other} & {*PLANNED, *RULE}:
        clocked(task, at, calendar())
    task.save()
    changes = {name: [plain(before[name]), plain(wanted[name])] for name in other}
    due = changes.get("due", ["", ""])
    note(task, "changed", by, at, ", ".join(other), *due)
    if not owns(by, task):
        log.others(task, by, changes)
    if "due" in other:
        concern(task, by, at, "moved")
    return True


@transaction.atomic
def comment(task: Task, text: str, by: User, at: datetime) -> None:
    """Say something; the owner and who gave it are told."""
    note(task, "comment", by, at, text)
    Task.objects.filter(pk=task.pk).update(changed_at=at)
    concern(task, by, at, "comment", text)


def unmade(task: Task, by: User) -> bool:
    """Take back what one has only just made oneself, and nobody has touched; False otherwise."""
    mine = Task.objects.filter(pk=task.pk, by=by, version=0, state=State.OPEN)
    if Entry.objects.filter(task=task).count() > 1 or not owns(by, task):
        return False
    return bool(mine.delete()[0])


def follow(task: Task, at: datetime) -> Task | None:
    """The next of what repeats, once, whoever comes first; None if there is none to come."""
    if not Task.objects.filter(pk=task.pk, next_on__isnull=False).update(next_on=None):
        return None
    task.next_on = None
    works = calendar()
    rule, slot = rule_of(task), task.slot or task.due
    assert slot is not None
    fresh = rule.following(slot, at.astimezone(works.zone).date(), works)
    kept = ("uid", "kind", "title", "text", "person", "account", "by", "priority", "since", "until",
            "repeat", "every", "moved", "anchor", "ahead", "origin", "link", "version")  # fmt: skip
    said = {name: getattr(task, name) for name in kept}
    made = Task(**said, slot=fresh, due=rule.day(fresh, works), made_at=at, changed_at=at)
    made.next_on = next_day(made)
    clocked(made, at, works)
    late = reminder(made, works)
    if late and late <= at:  # nobody was there to make it in time
        made.remind_at = at
    made, new = Task.objects.get_or_create(uid=task.uid, slot=fresh, defaults={
        one.attname: getattr(made, one.attname) for one in Task._meta.concrete_fields
        if one.attname not in ("id", "uid", "slot")
    })  # fmt: skip
    if new:
        note(made, "repeated", None, at)
    return made


def scheduled(task: Task, fresh: bool = True) -> Task:
    """The task with its place in a series, begun anew where the rule is another."""
    if not task.repeat or task.due is None:
        task.repeat, task.slot, task.next_on, task.anchor = "", None, None, 0
        return task
    if fresh:
        task.slot, task.anchor = task.due, task.due.day
        if task.pk and Task.objects.filter(uid=task.uid).exclude(pk=task.pk).exists():
            task.uid = type(task)().uid
        if task.moved:
            task.due = rule_of(task).day(task.due, calendar())
    if task.open:
        task.next_on = next_day(task)
    return task


def rule_of(task: Task) -> Rule:
    """How it repeats."""
    return Rule(task.repeat, task.every, task.moved, task.anchor)


def next_day(task: Task) -> date | None:
    """When the next one appears at the latest."""
    assert task.slot is not None
    coming = rule_of(task).coming(task.slot, 1, calendar())
    return coming[0][1] if coming else None


def note(
    task: Task, kind: str, who: User | None, at: datetime, text: str = "", before: str = "",
    after: str = "",
) -> Entry:  # fmt: skip
    """A line of its story."""
    return Entry.objects.create(task=task, kind=kind, who=who, at=at, text=text,
                                before=before[:200], after=after[:200])  # fmt: skip


def owns(user: User, task: Task) -> bool:
    """The task is that account's own."""
    return task.owner == owner_of(user) or task.account_id == user.pk


def concern(task: Task, by: User, at: datetime, what: str, text: str = "") -> None:
    """Tell the owner and who gave it, except who did it; keep it in the audit if it is others'."""
    if not owns(by, task) and what in STATES:
        log.others(task, by, {"state": STATES[what]})
    told(task, by, at, what, text)
    if task.by and task.by != by and task.by.is_active and not owns(task.by, task):
        tell_one(task, task.by, by, at, what, text)


def told(task: Task, by: User, at: datetime, what: str, text: str = "") -> None:
    """Tell the accounts of the owner, except who did it."""
    for one in accounts(task):
        if one != by:
            tell_one(task, one, by, at, what, text)


def tell_one(task: Task, to: User, by: User, at: datetime, what: str, text: str) -> None:
    """Tell an account in its language."""
    number = task.story.count()
    with speaking(to):
        said = words(task, by)[what]
        tell(to, "task", f"task:{task.pk}:{number}:{what}", said, at,
             text or task.text, reverse("task", args=[task.pk]))  # fmt: skip


def words(task: Task, by: User) -> Mapping[str, str]:
    """What is said of each thing that can become of a task."""
    due = day(task.due, "day", spoken.get()) if task.due else ""
    given = (
        say("{who} gives you a task until {day}: {title}", who=by, day=due, title=task.title)
        if due else say("{who} gives you a task: {title}", who=by, title=task.title)
    )  # fmt: skip
    return {
        "given": given,
        "done": say("{who} has done: {title}", who=by, title=task.title),
        "cancelled": say("{who} has cancelled: {title}", who=by, title=task.title),
        "reopened": say("{who} has opened again: {title}", who=by, title=task.title),
        "comment": say("{who} writes about: {title}", who=by, title=task.title),
        "moved": say("{who} has moved to {day}: {title}", who=by, day=due or "—", title=task.title),
    }


def plain(value: object) -> str:
    """A field as the story and the audit keep it."""
    return "" if value is None else str(value)
