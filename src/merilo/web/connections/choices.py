"""What is taken from a connection and how it is read: each choice is kept at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from merilo.errors import Error, Impossible
from merilo.facts.brought import brought, kinds
from merilo.sources.files.targets import TARGETS
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.protocol import Connector
from merilo.sources.sync.told import Field
from merilo.sources.sync.vault import Vault
from merilo.web.access.request import SignedIn
from merilo.web.clock import today
from merilo.web.connections import change
from merilo.web.connections.find import asked, connection_of, known, shared
from merilo.web.connections.models import Reading
from merilo.web.connections.news import pipelines_of, texts, untold
from merilo.web.connections.recognised import picked, recognised
from merilo.web.connections.standing import at
from merilo.web.connections.wanted import Filled, filled, tried
from merilo.web.connections.words import CARDS, ENTITIES, PIPELINES, SLOTS, STAGES, TYPES
from merilo.words import _, say, several, told

KINDS = ("task", "meeting", "presentation", "call")
TAGS = "tags"
LONGEST = 20_000  # letters of a query
OFTEN = (10, 30, 60, 300, 900, 3600, 21600, 86400)


@dataclass(frozen=True)
class Slot:
    """A column that a field may be taken for, the fields there are by card, the chosen one."""

    table: str
    name: str
    title: str
    cards: Sequence[tuple[str, Sequence[Field]]]
    chosen: str


@dataclass(frozen=True)
class Kind:
    """A type of tasks, how many there are of it, and what they count as."""

    id: str
    name: str
    count: int
    chosen: str


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: SignedIn, name: str) -> HttpResponse:
    """All choices; one of them is kept by itself."""
    connection, connector = connection_of(name)
    if request.method != "POST":
        return page(request, connection, connector)
    part = PARTS.get(request.POST.get("part", ""))
    if part is None:
        raise Http404
    problem = ""
    try:
        wanted = part(request, connection, connector)
        if change.kept(request.user, connection, wanted) and wanted.since != connection.since:
            Reading.objects.filter(name=name).update(whole=False)
    except Error as error:
        problem = told(error)
    if request.htmx:  # type: ignore[attr-defined]
        seen = recognised(connector, connection_of(name)[0].settings)
        return render(request, "connections/saved.html", {"problem": problem, "seen": seen},
                      status=422 if problem else 200)  # fmt: skip
    if problem:
        return page(request, connection, connector, problem, 422)
    return redirect("connection_choices", name)


def page(
    request: SignedIn, connection: Connection, connector: Connector, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of choices."""
    own, _looked = known(connection.name)
    chosen = connection.settings
    rows = asked(brought, connection.name, [])
    return render(request, "connections/choices.html", {
        **shared(connection), "problem": problem, "chosen": chosen, "wanted": connector.settings,
        "pipelines": pipelines_of(connection), "taken": texts(chosen, PIPELINES),
        "qualifies": texts(chosen, "qualifies"), "offers": texts(chosen, "offers"),
        "kinds": [*types(connection, own)], "KINDS": KINDS, "slots": [*slots(connection, own)],
        "often": {seconds: often(seconds) for seconds in sorted({*OFTEN, connection.every_s})},
        "first": min((one.since for one in rows if one.since), default=today()),
        "asks": [*TARGETS] if hasattr(connector, "chosen") else [],
        "queries": chosen.get("queries") or {}, "today": today(), "TAGS": TAGS,
        "read": bool(rows), "crm": connector.kind == "crm",
        "seen": recognised(connector, chosen),
    }, status=status)  # fmt: skip


def often(seconds: int) -> str:
    """How often, in words."""
    whole = {60: _("every minute"), 3600: _("every hour"), 86400: _("once a day")}
    if seconds in whole:
        return whole[seconds]
    if seconds < 60:
        return several("every {count} second", "every {count} seconds", seconds)
    if seconds < 3600:
        return several("every {count} minute", "every {count} minutes", seconds // 60)
    return several("every {count} hour", "every {count} hours", seconds // 3600)


def types(connection: Connection, own: Iterable[Field]) -> Iterable[Kind]:
    """The types of tasks: those that the source names, and those that were met."""
    names = {one.id: one.name for one in own if one.entity == TYPES}
    met = asked(kinds, connection.name, {})
    chosen = connection.settings.get("task_kinds") or {}
    for id in [*names, *(one for one in met if one not in names)]:
        name = names.get(id) or say("type {id}", id=id)
        yield Kind(id, name, met.get(id, 0), chosen.get(id) or usual(connection, id))


def usual(connection: Connection, id: str) -> str:
    """What a type counts as while nobody says otherwise."""
    if connection.settings.get("task_kinds") is None:
        return "meeting" if (connection.connector, id) == ("amocrm", "2") else "task"
    return "task"


def slots(connection: Connection, own: Sequence[Field]) -> Iterable[Slot]:
    """The columns that fields of this account may be taken for."""
    chosen = connection.settings.get("fields") or {}
    for table, columns in SLOTS.items():
        cards = [(card, [one for one in own if one.entity == card]) for card in CARDS[table]]
        there = [(_(ENTITIES[card]), fields) for card, fields in cards if fields]
        if there:
            mine = chosen.get(table) or {}
            for slot, title in columns.items():
                yield Slot(table, slot, _(title), there, str(mine.get(slot, "")))


@require_safe
def fields(request: SignedIn, name: str) -> HttpResponse:
    """The account's own fields: which came, changed, went; what they are used for."""
    connection, _connector = connection_of(name)
    own, looked = known(name)
    own = [one for one in own if one.entity not in (TYPES, PIPELINES, STAGES)]
    first = min((one.first for one in own), default=0.0)
    used = {
        (card, str(id)): _(SLOTS[table][slot])
        for table, mine in (connection.settings.get("fields") or {}).items() if table in SLOTS
        for slot, id in mine.items() if slot in SLOTS[table] for card in CARDS[table]
    }  # fmt: skip
    return render(request, "connections/fields.html", {
        **shared(connection), "fields": own,
        "looked": at(looked) if looked else None,
        "first": first, "used": used, "at": at, "ENTITIES": ENTITIES, "gone": gone,
    })  # fmt: skip


def gone(field: Field, looked: datetime | None) -> bool:
    """It was not there when the account was looked at last."""
    return looked is not None and field.last < looked.timestamp() - 1


def taken(request: SignedIn, connection: Connection, _connector: Connector) -> Connection:
    """The pipelines that are taken; all of them is no choice."""
    every = {one.id for one in pipelines_of(connection)}
    found = [id for id in request.POST.getlist("pipeline") if id in every]
    if not found:
        raise Impossible(say("At least one pipeline has to be taken"))
    chosen = change.with_settings(connection, {PIPELINES: [] if {*found} == every else found})
    return change.with_settings(chosen, untold(chosen, PIPELINES, found))


def stages(request: SignedIn, connection: Connection, _connector: Connector) -> Connection:
    """The stages that make a lead a deal, and those in which a proposal is sent."""
    every = {stage.id for one in pipelines_of(connection) for stage in one.stages}
    said = {
        name: [id for id in request.POST.getlist(name) if id in every]
        for name in ("qualifies", "offers")
    }
    chosen = change.with_settings(connection, said)
    for name, ticked in said.items():
        chosen = change.with_settings(chosen, untold(chosen, name, ticked))
    return chosen


def kinds_chosen(request: SignedIn, connection: Connection, _connector: Connector) -> Connection:
    """What each type of tasks counts as."""
    own, _looked = known(connection.name)
    said = {one.id: request.POST.get(f"kind-{one.id}", "") for one in types(connection, own)}
    if not {*said.values()} <= {*KINDS}:
        raise Impossible(say("Choose one of the list"))
    return change.with_settings(connection, {"task_kinds": said})


def columns(request: SignedIn, connection: Connection, _connector: Connector) -> Connection:
    """Which field is which column."""
    own, _looked = known(connection.name)
    said: dict[str, dict[str, str]] = {}
    for slot in slots(connection, own):
        id = request.POST.get(f"{slot.table}-{slot.name}", "")
        there = {one.id for _title, some in slot.cards for one in some} | {TAGS, ""}
        if id not in there:
            raise Impossible(say("Choose one of the list"))
        if id:
            said.setdefault(slot.table, {})[slot.name] = id
    return change.with_settings(connection, {"fields": said})


def manner(request: SignedIn, connection: Connection, _connector: Connector) -> Connection:
    """How often it is asked, since which day it is read, what it is called."""
    post = request.POST
    every, since = post.get("every_s", ""), post.get("since", "").strip()
    if not every.isdecimal() or int(every) not in {*OFTEN, connection.every_s}:
        raise Impossible(say("Choose one of the list"))
    try:
        day = date.fromisoformat(since) if since else None
    except ValueError:
        raise Impossible(say("“{day}” is no day of the calendar", day=since)) from None
    title = " ".join(post.get("title", "").split())[:60]
    return replace(connection, every_s=int(every), since=day, title=title)


def own_settings(request: SignedIn, connection: Connection, connector: Connector) -> Connection:
    """What only this system asks."""
    found = filled(request.POST, connector.settings)
    if found.wrong:
        raise Impossible(next(iter(found.wrong.values())).rstrip("."))
    return change.with_settings(connection, found.settings)


def columns_of_files(
    request: SignedIn, connection: Connection, connector: Connector
) -> Connection:  # fmt: skip
    """What the columns of a dialler's files are; kept only if they still tell calls."""
    said = picked(request.POST, connector, connection.settings)
    after = change.with_settings(connection, {"columns": said})
    look = getattr(connector, "look", None)
    if look is None:
        raise Http404
    look(after.settings).check()
    return after


def queries(request: SignedIn, connection: Connection, connector: Connector) -> Connection:
    """What is asked of a database, by table; tried before it is kept."""
    if not hasattr(connector, "chosen"):
        raise Http404
    said = {table: request.POST.get(f"query-{table}", "").strip()[:LONGEST] for table in TARGETS}
    wanted = {table: query for table, query in said.items() if query}
    after = change.with_settings(connection, {"queries": wanted})
    secrets = Vault(Path(settings.HOME)).read(connection.name)
    _account, problem = tried(connector, Filled(connection.name, dict(after.settings), secrets))
    if problem:
        raise Impossible(problem)
    return after


Choosing = Callable[[SignedIn, Connection, Connector], Connection]
PARTS: Mapping[str, Choosing] = {
    "pipelines": taken, "stages": stages, "kinds": kinds_chosen, "fields": columns,
    "manner": manner, "own": own_settings, "queries": queries, "files": columns_of_files,
}  # fmt: skip
