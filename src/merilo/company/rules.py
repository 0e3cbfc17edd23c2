"""The company's thresholds: what counts as a conversation, an active customer, a stuck deal."""

from dataclasses import dataclass, field, fields
from typing import Any

from merilo.errors import SetupError
from merilo.words import say


def threshold(ordinary: int, least: int, most: int, doc: str) -> Any:
    """A whole number between bounds, both allowed; the bounds catch slips of the pen."""
    return field(default=ordinary, metadata={"doc": doc, "least": least, "most": most})


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

    def __post_init__(self) -> None:
        for one in fields(self):
            value, least, most = (
                getattr(self, one.name),
                one.metadata["least"],
                one.metadata["most"],
            )
            if value not in range(least, most + 1):
                text = "a whole number from {least} to {most} is wanted"
                wanted = say(text, least=least, most=most)
                raise SetupError(f"rules.{one.name}", value, wanted)
