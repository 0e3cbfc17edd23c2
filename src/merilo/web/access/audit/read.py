"""The audit log as people read it: who did what to whom, before and after, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from merilo.web.access.audit.words import DEEDS, EVENTS, MODELS, field_title, value_said
from merilo.web.accounts.models import User
from merilo.words import _, say

SECRET = frozenset({"password", "fingerprint", "last_login", "id"})
DID = {LogEntry.Action.CREATE: "made", LogEntry.Action.UPDATE: "changed",
       LogEntry.Action.DELETE: "deleted"}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What is looked for: somebody by name or address, a kind of deed, from a day to a day."""

    who: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Change:
    """A field, and what stood in it before and after."""

    title: str
    before: str
    after: str

    @property
    def text(self) -> str:
        """Both, or the one that there is."""
        return " → ".join(part for part in (self.before, self.after) if part)


@dataclass(frozen=True)
class Line:
    """An entry in words."""

    at: datetime
    who: str
    what: str
    about: str
    address: str
    changes: Sequence[Change] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The changes in one line."""
        return "; ".join(f"{one.title}: {one.text}" for one in self.changes)


def kinds() -> Sequence[tuple[str, str]]:
    """The kinds of deeds that can be looked for, and what they are called."""
    events = [(event, _(said)) for event, said in EVENTS.items()]
    changed = ContentType.objects.filter(
        pk__in=LogEntry.objects.exclude(additional_data__event__isnull=False)
        .order_by().values("content_type").distinct()
    )  # fmt: skip
    records = [(f"{one.app_label}.{one.model}", record(one)) for one in changed]
    return events + sorted(records, key=lambda pair: pair[1])


def entries(wanted: Wanted, zone: ZoneInfo) -> QuerySet[LogEntry]:
    """The entries that are looked for, the newest first."""
    found: QuerySet[LogEntry] = LogEntry.objects.select_related("actor", "content_type")
    found = found.order_by("-timestamp", "-pk")
    if wanted.who:
        found = found.filter(by(wanted.who))
    if wanted.what in EVENTS:
        found = found.filter(additional_data__event=wanted.what)
    elif "." in wanted.what:
        app, _dot, model = wanted.what.partition(".")
        found = found.filter(content_type__app_label=app, content_type__model=model,
                             additional_data__event__isnull=True)  # fmt: skip
    if wanted.since:
        found = found.filter(timestamp__gte=midnight(wanted.since, zone))
    if wanted.until:
        found = found.filter(timestamp__lt=midnight(wanted.until + timedelta(days=1), zone))
    return found


def by(who: str) -> Q:
    """Who did it, or to whom it was done, has these letters in the name or address.

    The names are compared here: SQLite does not know that И is и.
    """
    letters = who.casefold()
    known = User.objects.values_list("pk", "name", "email")
    keys = [pk for pk, name, email in known if letters in f"{name} {email}".casefold()]
    account = ContentType.objects.get_for_model(User)
    return (
        Q(actor__in=keys) | Q(content_type=account, object_id__in=keys)
        | Q(object_repr__icontains=who) | Q(actor_email__icontains=who)
    )  # fmt: skip


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins at the company."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def lines(found: Iterable[LogEntry], people: Mapping[str, str]) -> list[Line]:
    """Entries in words; `people` are the names of people of the facts by key."""
    return [line(entry, people) for entry in found]


def line(entry: LogEntry, people: Mapping[str, str]) -> Line:
    """An entry in words."""
    event = (entry.additional_data or {}).get("event", "")
    return Line(
        entry.timestamp, actor(entry), _(EVENTS.get(event, "")) or done(entry),
        entry.object_repr, entry.remote_addr or "",
        changes(entry, people),
    )  # fmt: skip


def actor(entry: LogEntry) -> str:
    """Who did it; nobody where a stranger or the server did."""
    return str(entry.actor or entry.actor_email or "")


def done(entry: LogEntry) -> str:
    """What was done to a record."""
    return say(DEEDS[DID.get(entry.action, "opened")], record=record(entry.content_type))


def record(kind: ContentType) -> str:
    """What a record of that kind is called."""
    name = f"{kind.app_label}.{kind.model}"
    return _(MODELS.get(name) or kind.name.capitalize())


def changes(entry: LogEntry, people: Mapping[str, str]) -> Sequence[Change]:
    """The fields that changed; secrets stay out, whatever is in the entry.

    Of what is made only the new values are told, of what is deleted only the old ones.
    """
    said: Mapping[str, Any] = entry.changes or {}
    pairs = {name: pair for name, pair in said.items() if name not in SECRET and told(pair)}
    found = []
    for name, pair in pairs.items():
        before, after = (value_said(name, value, people) for value in pair[:2])
        if entry.action == LogEntry.Action.CREATE:
            before = ""
        elif entry.action == LogEntry.Action.DELETE:
            after = ""
        found.append(Change(field_title(name), before, after))
    return found


def told(pair: object) -> bool:
    """It is worth telling: not from nothing to nothing, nor a list of other records."""
    return isinstance(pair, list) and len(pair) >= 2 and any(not empty(one) for one in pair[:2])


def empty(value: object) -> bool:
    """Nothing is in it: how django-auditlog writes it."""
    return value in (None, "None", "", "False", False) or str(value).endswith(".None")
