"""Asking for work, taking it up, and taking up again what a dead worker let fall."""

import logging
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from merilo.errors import Error
from merilo.web.accounts.models import User
from merilo.web.jobs.at_work import Stopped, Work
from merilo.web.jobs.kinds import doing
from merilo.web.jobs.models import OVER, Run, State
from merilo.words import _, speak, spoken, told

LOG = logging.getLogger("merilo.web")


def start(kind: str, who: User | None, **arguments: Any) -> Run:
    """Ask for work: the row now, the call for a worker once the row is there to be seen."""
    doing(kind)
    run = Run.objects.create(kind=kind, who=who, arguments=arguments, language=spoken.get())
    transaction.on_commit(lambda: call(run))
    return run


def call(run: Run) -> None:
    """Put it into the queue; being there twice does no harm."""
    from merilo.web.jobs.tasks import work

    work(str(run.pk))


def stop(run: Run) -> bool:
    """It shall not go on; whether there was anything to stop."""
    alive = Run.objects.filter(pk=run.pk).exclude(state__in=OVER)
    return bool(alive.update(state=State.STOPPED, ended=datetime.now(UTC)))


def take(pk: str) -> Run | None:
    """The run, for whoever comes first; None for all others."""
    now = datetime.now(UTC)
    waiting = Run.objects.filter(pk=pk, state=State.WAITING)
    taken = waiting.update(
        state=State.RUNNING, started=now, heartbeat=now, tries=F("tries") + 1, part=0, saying=""
    )
    return Run.objects.select_related("who").get(pk=pk) if taken else None


def do(pk: str) -> None:
    """Do the work, if it still waits; every error ends in words on the row."""
    run = take(pk)
    if run is None:
        return
    speak(run.language)  # type: ignore[arg-type]
    state, error = State.DONE, ""
    try:
        with Work(run) as work:
            work.note(**doing(run.kind)(work))
    except Stopped:
        state = State.STOPPED
    except Error as problem:
        state, error = State.FAILED, told(problem)
        LOG.warning("work failed", extra={"fields": {"run": pk, "code": problem.code}})
    except Exception:
        state = State.FAILED
        error = _("Merilo made a mistake; it is written in the log. Nothing was half stored.")
        LOG.exception("work broke", extra={"fields": {"run": pk}})
    Run.objects.filter(pk=pk, state=State.RUNNING).update(
        state=state,
        error=error,
        ended=datetime.now(UTC),
        part=1 if state == State.DONE else F("part"),
    )


def sweep(now: datetime, dead: bool = False) -> int:
    """Take up again what a dead worker let fall, three times at most. How many were called.

    `dead`: no other worker lives, so that whatever runs is fallen. Else silence tells.
    """
    running = Run.objects.filter(state=State.RUNNING)
    fallen = running if dead else running.filter(
        Q(heartbeat__lt=now - Run.STALE) | Q(heartbeat=None)
    )  # fmt: skip
    for run in fallen.filter(tries__gte=Run.TRIES):
        speak(run.language)  # type: ignore[arg-type]
        error = _("The work was broken off three times. What was stored before is whole; see the "
                  "log, and begin it again.")  # fmt: skip
        fallen.filter(pk=run.pk).update(state=State.FAILED, error=error, ended=now)
    fallen.filter(tries__lt=Run.TRIES).update(state=State.WAITING)
    waiting = Run.objects.filter(state=State.WAITING)
    if not dead:  # the young ones are in the queue
        waiting = waiting.filter(Q(tries__gt=0) | Q(asked__lt=now - Run.STALE))
    for run in waiting:
        call(run)
    return len(waiting)
