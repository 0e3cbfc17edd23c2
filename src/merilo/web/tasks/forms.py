"""The full form of a task."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Self

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from merilo.web.tasks.models import LONGEST, Kind, Priority, Repeat, Task
from merilo.web.tasks.moments import DAY_MINUTES, NEVER
from merilo.words import _

FIELDS = ("title", "text", "kind", "owner", "priority", "due", "since", "until", "repeat", "every",
          "moved", "ahead", "link", "origin")  # fmt: skip
AHEAD = (0, 15, 60, DAY_MINUTES, 2 * DAY_MINUTES, 7 * DAY_MINUTES, NEVER)
EVERY = range(1, 100)
YEARS = range(2000, 2100)
TEXT = 5000


@dataclass
class Form:
    """What was typed, and what is wrong with it by field."""

    said: Mapping[str, str]
    wrong: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, task: Task) -> Self:
        """A task as it stands."""
        shown = {name: getattr(task, name) for name in FIELDS if name != "owner"}
        shown["moved"] = "on" if task.moved else ""
        said = {name: "" if value is None else plain(value) for name, value in shown.items()}
        return cls(said | {"owner": task.owner})

    @classmethod
    def typed(cls, said: QueryDict) -> Self:
        """What somebody sent."""
        return cls({name: str(said.get(name, "")).replace("\0", "") for name in FIELDS})

    def read(self) -> dict[str, Any]:
        """The fields of a task; what is wrong is in `wrong`."""
        self.wrong.clear()
        title = " ".join(self["title"].split())
        if not title:
            self.wrong["title"] = _("Say what is to be done.")
        elif len(title) > LONGEST:
            self.wrong["title"] = _("That is too long for a title.")
        found = {
            "title": title, "text": self["text"].strip()[:TEXT].replace("\r\n", "\n"),
            "kind": self.choice("kind", Kind.values, Kind.TASK),
            "priority": int(self.choice("priority", [str(n) for n in Priority.values], "1")),
            "due": self.day(), "since": self.clock("since"), "until": self.clock("until"),
            "repeat": self.choice("repeat", ["", *Repeat.values], ""), "every": self.count(),
            "moved": self["moved"] == "on", "link": self.link(), "origin": self["origin"][:40],
            "ahead": int(self.choice("ahead", [str(n) for n in AHEAD], "0")),
        }  # fmt: skip
        self.together(found)
        return found

    def together(self, found: Mapping[str, Any]) -> None:
        """What fields say of one another."""
        due, since, until = (found[name] for name in ("due", "since", "until"))
        if until and not since:
            self.wrong.setdefault("since", _("From when?"))
        if since and until and until <= since:
            self.wrong.setdefault("until", _("This is before its beginning."))
        if due is None and "due" not in self.wrong:
            if found["kind"] != Kind.TASK:
                self.wrong["due"] = _("An event or a goal has a day.")
            elif since or found["repeat"]:
                self.wrong["due"] = _("On which day?")

    def __getitem__(self, name: str) -> str:
        return self.said.get(name, "")

    def choice(self, name: str, known: Any, usual: str) -> str:
        """One of those that are known."""
        return self[name] if self[name] in [*known] else usual

    def day(self) -> date | None:
        """The due day."""
        if not self["due"]:
            return None
        try:
            found = date.fromisoformat(self["due"])
        except ValueError:
            found = date.min
        if found.year not in YEARS:
            self.wrong["due"] = _("This is no day.")
            return None
        return found

    def clock(self, name: str) -> time | None:
        """A time of the day."""
        if not self[name]:
            return None
        try:
            return time.fromisoformat(self[name]).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            self.wrong[name] = _("This is no time.")
            return None

    def count(self) -> int:
        """Every how many."""
        text = self["every"] or "1"
        if text.isascii() and text.isdigit() and int(text[:9]) in EVERY:
            return int(text)
        self.wrong["every"] = _("A number from 1 to 99 is wanted.")
        return 1

    def link(self) -> str:
        """A path of ours."""
        if self["link"] and not ours(self["link"]):
            self.wrong["link"] = _("Only the address of a page of Merilo can stand here.")
        return self["link"]


def ours(link: str) -> bool:
    """It is the path of a page of ours."""
    if len(link) > 500 or not url_has_allowed_host_and_scheme(link, allowed_hosts=None):
        return False
    try:
        resolve(link.partition("?")[0].partition("#")[0])
    except Resolver404:
        return False
    return True


def plain(value: Any) -> str:
    """A field as a form holds it."""
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def aheads() -> dict[int, str]:
    """When to be reminded, in words."""
    return {
        0: _("in the morning of the day"), 15: _("15 minutes before"), 60: _("an hour before"),
        DAY_MINUTES: _("a day before"), 2 * DAY_MINUTES: _("two days before"),
        7 * DAY_MINUTES: _("a week before"), NEVER: _("not at all"),
    }  # fmt: skip


def repeats() -> dict[str, str]:
    """How often it comes again, in words."""
    return {
        "": _("does not repeat"), Repeat.DAY: _("daily"), Repeat.WORK: _("on working days"),
        Repeat.WEEK: _("weekly"), Repeat.MONTH: _("monthly"),
    }  # fmt: skip
