"""The company's thresholds: what counts as a conversation, an active customer, a stuck deal."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from merilo.errors import SetupError
from merilo.words import say


def threshold(ordinary: int, least: int, most: int, doc: str) -> Any:
    """A whole number between bounds, both allowed; the bounds catch slips of the pen."""
    return field(default=ordinary, metadata={"doc": doc, "among": range(least, most + 1)})


def choice(ordinary: str, *others: str, doc: str) -> Any:
    """One of several words."""
    return field(default=ordinary, metadata={"doc": doc, "among": (ordinary, *others)})


@dataclass(frozen=True)
class Rules:
    """Thresholds that the metrics ask for. The end of a name is its unit; `_s` is seconds."""

    conversation_s: int = threshold(
        *(15, 0, 3600), "A call is a conversation if it lasts longer than this many seconds."
    )
    meeting_within_days: int = threshold(
        *(30, 1, 3650), "A call led to a meeting that was held within this many days after it."
    )
    active_days: int = threshold(
        *(90, 1, 3650), "A customer is active who bought within this many days."
    )
    stale_days: int = threshold(
        *(14, 1, 3650),
        "An open deal is stuck that has not moved for this many days, unless its stage says more "
        "or less.",
    )
    reply_minutes: int = threshold(
        *(15, 1, 10080), "A first reply is in time within this many minutes of working time."
    )

    survey_answers: int = threshold(
        *(5, 1, 1000), "Marks of a survey are shown from this many answers."
    )
    colleague_marks: int = threshold(
        *(3, 1, 1000), "Marks of colleagues are shown from this many of them."
    )

    shared_costs: str = choice(
        "headcount",
        "leads",
        "revenue",
        doc="How costs of all, or of a unit, are shared by those at work there that day: equally "
        "(headcount), or by the leads or the revenue of each in that month.",
    )

    def __post_init__(self) -> None:
        for one in fields(self):
            value, among = getattr(self, one.name), one.metadata["among"]
            if value not in among:
                raise SetupError(f"rules.{one.name}", value, wanted(among))


def wanted(among: Sequence[Any]) -> str:
    """What is to be said instead."""
    if isinstance(among, range):
        text = "a whole number from {least} to {most} is wanted"
        return say(text, least=among[0], most=among[-1])
    return say("one of these is wanted: {words}", words=", ".join(among))
