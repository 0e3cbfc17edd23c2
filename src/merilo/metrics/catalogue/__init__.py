"""The catalogue: every metric by its id, ours and those a company adds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from merilo.errors import Unknown
from merilo.metrics.catalogue import (
    activity,
    conversion,
    customers,
    economics,
    gaps,
    quality,
    sales,
    speed,
    voices,
)
from merilo.metrics.model import Metric
from merilo.words import say

FAMILIES = {
    "sales": sales, "activity": activity, "conversion": conversion, "speed": speed,
    "customers": customers, "voices": voices, "economics": economics, "quality": quality,
    "data": gaps,
}  # fmt: skip


def listed(family: object) -> Iterator[Metric]:
    """The metrics of a module, those of its durations included, in the order of definition."""
    for value in vars(family).values():
        if isinstance(value, Metric):
            yield value
        elif isinstance(value, Sequence):
            yield from (metric for metric in value if isinstance(metric, Metric))


def families() -> Iterator[tuple[str, dict[str, Metric]]]:
    """The families with their metrics. One that is an input of another family's is listed there
    only if that family names it in `__all__`."""
    seen: set[str] = set()
    for name, module in FAMILIES.items():
        named = getattr(module, "__all__", ())
        members = {m.id: m for m in listed(module) if m.id not in seen or m.id in named}
        seen |= members.keys()
        yield name, members


BY_FAMILY = dict(families())
METRICS = {id: metric for family in BY_FAMILY.values() for id, metric in family.items()}


class Catalogue(Mapping[str, Metric]):
    """Metrics by id: ours, and a company's `own` ones. Two with the same own ones are equal."""

    def __init__(self, own: Iterable[Metric] = ()) -> None:
        self.own = {metric.id: metric for metric in own}
        self.all = METRICS | self.own

    def __getitem__(self, id: str) -> Metric:
        return self.all[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Catalogue) and self.own == other.own

    def __hash__(self) -> int:
        return hash(frozenset(self.own))

    def find(self, id: str) -> Metric:
        """The metric of that id; an unknown one offers the nearest."""
        if id not in self.all:
            raise Unknown(say("metric"), id, self.all)
        return self.all[id]


CATALOGUE = Catalogue()  # ours alone
