"""What a connected system may answer instead of what was asked, by what follows from it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from merilo.errors import SourceFailure


class Again(Exception):
    """Ask the same once more: after `wait` seconds, or, if it is None, after a growing while."""

    def __init__(self, said: str, wait: float | None = None) -> None:
        super().__init__(said)
        self.said, self.wait = said, wait


class Many(Again):
    """It is asked too often. If it shuts us out after that, it is our address."""


@dataclass(eq=False)
class Refused(SourceFailure):
    """It will not do this, however often it is asked."""

    code, text = "source.refused", "The connected system refuses it ({status}): {said}."
    status: int = 0


@dataclass(eq=False)
class Lacking(SourceFailure):
    """A right, or a function that is not paid for: what else is asked may still come."""

    code = "source.lacking"
    text = "The connected system does not let us read this: {said}. The rest goes on without it."


@dataclass(eq=False)
class SignIn(SourceFailure):
    """It does not know us any more; what was read stays, and reading goes on after signing in."""

    code = "source.sign-in"
    text = "The connected system does not let us in any more: {said}. Sign in again."


@dataclass(eq=False)
class Blocked(SourceFailure):
    """Our address is shut out; every further request would make it worse."""

    code = "source.blocked"
    text = (
        "The connected system has blocked this server's address after too many requests: {said}. "
        "Reading stops for an hour."
    )


@dataclass(eq=False)
class Paused(SourceFailure):
    """The budget of the day is used up; `until` is when it goes on, seconds since 1970."""

    code = "source.paused"
    text = "The connected system gives no more today: {said}. Reading goes on at {time} UTC."
    until: float = 0.0

    def __post_init__(self) -> None:
        self.time = f"{datetime.fromtimestamp(self.until, UTC):%Y-%m-%d %H:%M}"


@dataclass(eq=False)
class Away(SourceFailure):
    """It does not answer, however long we wait."""

    code = "source.away"
    text = "The connected system does not answer: {said}. It is asked again in a while."


@dataclass(eq=False)
class Broken(SourceFailure):
    """It answers what cannot be so; better to stop than to take it for facts."""

    code, text = "source.broken", "The connected system answers what cannot be so: {said}."


@dataclass(eq=False)
class TooHeavy(SourceFailure):
    """It gave up on a request for too much at once: ask for less."""

    code, text = "source.heavy", "The connected system gave up on so much at once: {said}."
