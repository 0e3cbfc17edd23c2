"""A piece of work in hand: says how far it is, gives a sign of life, hears that it shall stop."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Any, Self

from django.db import DatabaseError, close_old_connections

from merilo.web.jobs.models import Run, State

LOG = logging.getLogger("merilo.web")
BEAT_S = 5.0
TELL_S = 0.3  # between two lines of progress; a page looks once a second


class Stopped(Exception):
    """Somebody wants it to stop; nothing of it is kept."""


class Work:
    """What the doing of a kind gets."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.arguments: dict[str, Any] = run.arguments
        self._told = 0.0
        self._span = (0.0, 1.0)
        self._over = Event()

    def __enter__(self) -> Self:
        self._pulse = Thread(target=self._beat, daemon=True)
        self._pulse.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._over.set()
        self._pulse.join()

    def tell(self, part: float, saying: str) -> None:
        """How far it is, 0 to 1, and with what. Stopped if it is not wanted any more."""
        if monotonic() - self._told < TELL_S and part < 1:
            return
        since, until = self._span
        reached = since + min(max(part, 0.0), 1.0) * (until - since)
        mine = Run.objects.filter(pk=self.run.pk, state=State.RUNNING)
        if not mine.update(part=reached, saying=saying[:300], heartbeat=datetime.now(UTC)):
            raise Stopped
        self._told = monotonic()

    def check(self) -> None:
        """Stopped if somebody wants it to stop; asked once more before anything is stored."""
        if not Run.objects.filter(pk=self.run.pk, state=State.RUNNING).exists():
            raise Stopped

    @contextmanager
    def stretch(self, since: float, until: float) -> Iterator[None]:
        """What is told inside is of this stretch of the whole."""
        before, self._span = self._span, (since, until)
        try:
            yield
        finally:
            self._span = before

    def note(self, **result: Any) -> None:
        """Write down what is about to happen, so that whoever goes on after us knows of it."""
        self.run.result = {**self.run.result, **result}
        self.run.save(update_fields=["result"])

    def _beat(self) -> None:
        """A sign of life from a thread of its own: a step of the work may take minutes."""
        while not self._over.wait(BEAT_S):
            try:
                Run.objects.filter(pk=self.run.pk).update(heartbeat=datetime.now(UTC))
            except DatabaseError:
                LOG.warning("no sign of life", exc_info=True)
            finally:
                close_old_connections()
