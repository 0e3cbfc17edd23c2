"""Tasks as they are drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from merilo.web.clock import clock
from merilo.web.frame.jinja import on
from merilo.web.tasks.models import Entry, Kind, Priority, Repeat, State, Task
from merilo.web.tasks.said import Said
from merilo.web.tasks.sight import Sight
from merilo.words import _, say, several, spoken

NEAR = 7  # days that are called by their weekday
ICONS = {Kind.TASK: "checklist", Kind.EVENT: "calendar-event", Kind.GOAL: "flag"}


@dataclass(frozen=True)
class Line:
    """A task in a list."""

    task: Task
    owner: str  # empty: the reader's own
    giver: str  # empty: they gave it to themselves
    due: str
    late: bool
    repeat: str
    icon: str


@dataclass(frozen=True)
class Group:
    """Tasks of about the same time."""

    title: str
    tone: str
    lines: Sequence[Line]


def line(task: Task, sight: Sight, today: date) -> Line:
    """A task in words."""
    mine = sight.owns(task)
    giver = str(task.by) if task.by and task.by_id != sight.user.pk else ""
    late = bool(task.open and task.due and task.due < today and task.kind != Kind.EVENT)
    return Line(
        task, "" if mine else sight.owner(task), giver if giver != sight.owner(task) else "",
        when(task.due, task.since, task.until, today), late, repeated(task.repeat, task.every),
        ICONS[Kind(task.kind)],
    )  # fmt: skip


def grouped(lines: Iterable[Line], today: date) -> list[Group]:
    """By how soon they are due."""
    found: dict[int, list[Line]] = {}
    for one in lines:
        found.setdefault(nearness(one.task.due, today), []).append(one)
    titles = [(_("Overdue"), "bad"), (_("Today"), ""), (_("Tomorrow"), ""),
              (_("Within seven days"), ""), (_("Later"), ""), (_("Without a day"), "")]  # fmt: skip
    return [Group(*titles[n], found[n]) for n in sorted(found)]


def nearness(due: date | None, today: date) -> int:
    """Overdue 0, today 1, tomorrow 2, within a week 3, later 4, some day 5."""
    if due is None:
        return 5
    days = (due - today).days
    return 0 if days < 0 else days + 1 if days < 2 else 3 if days < NEAR else 4


def when(due: date | None, since: object, until: object, today: date) -> str:
    """The day as one says it, with the time."""
    if due is None:
        return ""
    days = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    said = days.get((due - today).days) or day(due, today)
    return f"{said}, {times(since, until)}" if since else said


def day(due: date, today: date) -> str:
    """Weekday and day; with the year if it is another."""
    forms = {"en": "EEE d MMM", "ru": "EEE d MMM", "hu": "MMM d., EEE"}
    lang = spoken.get()
    if due.year != today.year:
        return on(due)
    return str(format_date(due, forms[lang], locale=lang))


def times(since: object, until: object) -> str:
    """From until."""
    return f"{since:%H:%M}–{until:%H:%M}" if until else f"{since:%H:%M}"


def repeated(repeat: str, every: int) -> str:
    """How often it comes again."""
    match repeat:
        case Repeat.DAY if every > 1:
            return several("every {count} day", "every {count} days", every)
        case Repeat.WORK if every > 1:
            return several("every {count} working day", "every {count} working days", every)
        case Repeat.WEEK if every > 1:
            return several("every {count} week", "every {count} weeks", every)
        case Repeat.MONTH if every > 1:
            return several("every {count} month", "every {count} months", every)
    return {
        Repeat.DAY: _("every day"), Repeat.WORK: _("every working day"),
        Repeat.WEEK: _("every week"), Repeat.MONTH: _("every month"),
    }.get(Repeat(repeat), "") if repeat else ""  # fmt: skip


def priorities() -> dict[int, str]:
    """The priorities by name."""
    return {Priority.HIGH: _("high"), Priority.NORMAL: _("normal"), Priority.LOW: _("low")}


def kinds() -> dict[str, str]:
    """What a task can be."""
    return {Kind.TASK: _("Task"), Kind.EVENT: _("Event"), Kind.GOAL: _("Goal")}


def heard(said: Said, today: date) -> str:
    """What was understood of a line, in words; empty if nothing but the title was."""
    words = [
        when(said.due, said.since, said.until, today), repeated(said.repeat, said.every),
        "" if said.priority == Priority.NORMAL else
        say("{priority} priority", priority=priorities()[said.priority]),
    ]  # fmt: skip
    return " · ".join(word for word in words if word)


@dataclass(frozen=True)
class Told:
    """A line of a task's story."""

    icon: str
    text: str
    why: str
    at: str


def story(task: Task, sight: Sight) -> list[Told]:
    """What became of it, the latest first."""
    entries = task.story.select_related("who").order_by("-at", "-pk")
    return [told(one, task) for one in entries]


def told(one: Entry, task: Task) -> Told:
    """A line of the story in words."""
    who = str(one.who) if one.who else _("somebody")
    deeds: Mapping[str, tuple[str, str]] = {
        "made": ("plus", say("{who} made it", who=who)),
        "repeated": ("repeat", _("It came round again")),
        "comment": ("message", who),
        "handed": ("user-check", say("{who}: from {before} to {after}", who=who, before=one.before,
                                     after=one.after)),
        "changed": ("edit", changed(one, who)),
        "done": ("circle-check", say("{who} did it", who=who)),
        "cancelled": ("circle-x", say("{who} cancelled it", who=who)),
        "reopened": ("arrow-left", say("{who} opened it again", who=who)),
    }  # fmt: skip
    icon, text = deeds[one.kind]
    return Told(icon, text, "" if one.kind == "changed" else one.text, clock(one.at))


def changed(one: Entry, who: str) -> str:
    """Who changed what; of the day, from which to which."""
    fields = {
        "title": _("title"), "text": _("note"), "priority": _("priority"), "link": _("link"),
        "due": _("day"), "since": _("time"), "until": _("time"), "ahead": _("reminder"),
        "kind": _("kind"), "repeat": _("repeat"), "every": _("repeat"), "moved": _("repeat"),
    }  # fmt: skip
    names = ", ".join(dict.fromkeys(fields.get(name, name) for name in one.text.split(", ")))
    said = say("{who} changed: {what}", who=who, what=names)
    if "due" not in one.text.split(", "):
        return said
    before, after = (on(date.fromisoformat(text)) if text else "—"
                     for text in (one.before, one.after))  # fmt: skip
    return f"{said} ({before} → {after})"


def closed(task: Task) -> str:
    """How it ended, when."""
    if task.state == State.OPEN:
        return ""
    at, who = clock(task.closed_at), task.closed_by or "—"
    if task.state == State.DONE:
        return say("{at}, {who}: done", at=at, who=who)
    return say("{at}, {who}: cancelled", at=at, who=who)
