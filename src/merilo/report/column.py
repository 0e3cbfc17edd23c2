"""The columns of a table: dimensions, and figures with what they mean."""

from dataclasses import dataclass

from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Better, Metric, Unit
from merilo.words import LANGS, Lang, spoken


@dataclass(frozen=True)
class Column:
    """A dimension (no unit), or a figure with what it means."""

    id: str
    title: str
    unit: Unit | None = None
    doc: str = ""
    better: Better = Better.NEITHER
    names: tuple[tuple[Lang, str], ...] = ()  # in full, as in a sentence

    @classmethod
    def of(cls, metric: Metric) -> "Column":
        """The column of a metric."""
        names = tuple((lang, called(metric, lang).full) for lang in LANGS)
        head = called(metric, spoken.get()).head
        return cls(metric.id, head, metric.unit, metric.doc, metric.better, names)
