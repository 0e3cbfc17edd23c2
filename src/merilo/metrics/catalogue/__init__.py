"""The catalogue: every metric by its id."""

from collections.abc import Iterator, Sequence

from merilo.errors import Unknown
from merilo.metrics.catalogue import activity, conversion, economics, sales, speed
from merilo.metrics.model import Metric
from merilo.words import say

FAMILIES = {
    "sales": sales, "activity": activity, "conversion": conversion, "speed": speed,
    "economics": economics,
}  # fmt: skip


def listed(family: object) -> Iterator[Metric]:
    """The metrics of a module, those of its durations included, in the order of definition."""
    for value in vars(family).values():
        if isinstance(value, Metric):
            yield value
        elif isinstance(value, Sequence):
            yield from (metric for metric in value if isinstance(metric, Metric))


BY_FAMILY = {name: {m.id: m for m in listed(module)} for name, module in FAMILIES.items()}
# A family's metric may be an input of another's; it is listed where it comes first.
METRICS = {id: metric for family in BY_FAMILY.values() for id, metric in family.items()}


def find(id: str) -> Metric:
    """The metric of that id; an unknown one offers the nearest."""
    if id not in METRICS:
        raise Unknown(say("metric"), id, METRICS)
    return METRICS[id]
