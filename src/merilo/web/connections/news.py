"""What is new in the CRM since pipelines and stages were chosen: asked about, one click each. Until
that is answered, what was chosen is read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction

from merilo.facts.brought import Pipeline, pipelines
from merilo.sources.sync.again import again
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.told import Field
from merilo.web.access.request import SignedIn
from merilo.web.clock import clock
from merilo.web.connections import change, tasks
from merilo.web.connections.find import asked, connection_of, known
from merilo.web.connections.standing import at
from merilo.web.connections.words import MEANT, PIPELINES, SEVERAL, STAGES
from merilo.words import say, several

NO = "_no"  # ends the name of the setting that holds what was said no to
GONE = "gone"
FEW = 3  # questions about the stages of one pipeline; more are asked in one
DAY_S = 86_400


@dataclass(frozen=True)
class News:
    """A question, `about` pipelines or what a stage means; `id` of the pipeline or the stage, or,
    of `several` stages at once, of their pipeline. A pipeline that is `gone` is no question."""

    about: str
    id: str
    text: str
    ids: Sequence[str]
    since: float = 0.0  # when it was met first, seconds since 1970
    several: bool = False
    last: bool = False  # nothing else is read


def there(own: Sequence[Field], looked: float, entity: str) -> dict[str, Field]:
    """The pipelines, or stages, that were there when they were looked at last, by id."""
    return {one.id: one for one in own if one.entity == entity and one.last >= looked > 0}


def texts(chosen: Mapping[str, Any], name: str) -> list[str]:
    """A list of ids among the settings."""
    return [str(one) for one in chosen.get(name) or ()]


def pipelines_of(connection: Connection) -> list[Pipeline]:
    """All that can be chosen: those that were read, then those that are only in the CRM."""
    read: list[Pipeline] = asked(pipelines, connection.name, [])
    own, looked = known(connection.name, PIPELINES)
    ids = {one.id for one in read}
    more = there(own, looked, PIPELINES).values()
    return [*read, *(Pipeline(one.id, one.name) for one in more
                     if one.id not in ids and one.type != "archived")]  # fmt: skip


def news(connection: Connection) -> list[News]:
    """What is to be asked, and what has gone; nothing while nobody has chosen anything."""
    chosen = connection.settings
    if not any(chosen.get(name) for name in (PIPELINES, *MEANT)):
        return []
    own, looked = known(connection.name, PIPELINES)
    return [*gone(connection, own, looked), *fresh(connection, own, looked),
            *unsaid(connection, own, looked)]  # fmt: skip


def gone(connection: Connection, own: Sequence[Field], looked: float) -> Iterator[News]:
    """Chosen pipelines that are no longer in the CRM."""
    here, taken = there(own, looked, PIPELINES), texts(connection.settings, PIPELINES)
    names = {one.id: one.name for one in own if one.entity == PIPELINES}
    left = [id for id in taken if id not in here]
    for id in left if here else ():
        text = say("Pipeline “{pipeline}” is no longer in the CRM. What was read of it stays.",
                   pipeline=names.get(id, id))  # fmt: skip
        yield News(GONE, id, text, [id], last=len(left) == len(taken))


def fresh(connection: Connection, own: Sequence[Field], looked: float) -> Iterator[News]:
    """Pipelines that nobody has chosen from: neither when all were read, nor since."""
    taken = texts(connection.settings, PIPELINES)
    refused = texts(connection.settings, PIPELINES + NO)
    found = [one for one in there(own, looked, PIPELINES).values()
             if one.id not in {*taken, *refused} and one.type != "archived"]  # fmt: skip
    if not taken or not found:
        return
    read = {one.id for one in asked(pipelines, connection.name, [])}
    for one in found:
        if one.id not in read:
            text = say("New in the CRM: pipeline “{pipeline}”. Is it to be read?",
                       pipeline=one.name)  # fmt: skip
            yield News(PIPELINES, one.id, text, [one.id], one.first)


def unsaid(connection: Connection, own: Sequence[Field], looked: float) -> Iterator[News]:
    """Open stages of pipelines that are read, which came after the first look, and of which nobody
    has said what they mean; asked only where somebody has said it of others."""
    chosen, here = connection.settings, there(own, looked, PIPELINES)
    first = min((one.first for one in own if one.entity == STAGES), default=0.0)
    taken = texts(chosen, PIPELINES) or [*here]
    for about in MEANT:
        said = {*texts(chosen, about), *texts(chosen, about + NO)}
        if texts(chosen, about):
            by: defaultdict[str, list[Field]] = defaultdict(list)
            for one in there(own, looked, STAGES).values():
                if one.type == "open" and one.first > first and one.id not in said:
                    by[one.id.partition("/")[0]].append(one)
            for id in taken:
                if id in here:
                    yield from meanings(about, here[id], by[id])


def meanings(about: str, pipeline: Field, stages: Sequence[Field]) -> Iterator[News]:
    """Each stage by itself; many of one pipeline, such as a new one's, at once."""
    if len(stages) > FEW:
        text = several(*SEVERAL[about], len(stages), pipeline=pipeline.name)
        yield News(about, pipeline.id, text, [one.id for one in stages], several=True)
        return
    for one in stages:
        text = say(MEANT[about], stage=one.name, pipeline=pipeline.name)
        yield News(about, one.id, text, [one.id], one.first)


def answered(connection: Connection, about: str, ids: Sequence[str], yes: bool) -> Connection:
    """With what was said of them."""
    name = about if yes else about + NO
    both = [*texts(connection.settings, name), *ids]
    return change.with_settings(connection, {name: [*dict.fromkeys(both)]})


def question(request: SignedIn, connection: Connection) -> News | None:
    """The question that a form answers; None if it is none any more."""
    asked_of = request.POST.get("about", ""), request.POST.get("id", "")
    return next((one for one in news(connection) if (one.about, one.id) == asked_of), None)


def yes(request: SignedIn, name: str) -> None:
    """A pipeline is read from now on, and since it was met; a stage means that."""
    connection, _connector = connection_of(name)
    found = question(request, connection)
    if found is None or found.several or found.about == GONE:
        return
    change.kept(request.user, connection, answered(connection, found.about, found.ids, True))
    if found.about == PIPELINES:
        since = int(found.since) - DAY_S  # it was made before it was met
        again(Path(settings.HOME), name, since, int(time()))
        transaction.on_commit(lambda: tasks.wake(name))
        text = say("It is read, with what happened in it since {time}.", time=clock(at(since)))
        messages.success(request, text)


def no(request: SignedIn, name: str) -> None:
    """It is not asked again; a pipeline that has gone is no longer chosen."""
    connection, _connector = connection_of(name)
    found = question(request, connection)
    if found is None or found.last:
        return
    if found.about == GONE:
        taken = [id for id in texts(connection.settings, PIPELINES) if id != found.id]
        after = change.with_settings(connection, {PIPELINES: taken})
    else:
        after = answered(connection, found.about, found.ids, False)
    change.kept(request.user, connection, after)


def untold(connection: Connection, about: str, ticked: Sequence[str]) -> dict[str, Any]:
    """What is new and was left without a tick where others were chosen: it is not asked about."""
    new = {id for one in news(connection) if one.about == about for id in one.ids}
    left = [id for id in texts(connection.settings, about + NO) if id not in ticked]
    return {about + NO: [*left, *sorted(new - {*left, *ticked})]}
