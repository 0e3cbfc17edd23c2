"""Names of the metrics in three languages: the full one for sentences, the head for tables."""

from csv import DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from merilo.metrics.model import Metric

Lang = Literal["en", "ru", "hu"]
LANGS: tuple[Lang, ...] = ("en", "ru", "hu")

# What a duration's suffix adds to its name: the full form, and the head's.
ENDINGS = {
    "_median": {"en": ("median", "med."), "ru": ("медиана", "мед."), "hu": ("medián", "med.")},
    "_p90": {
        "en": ("90th percentile", "p90"),
        "ru": ("90-й перцентиль", "p90"),
        "hu": ("90. percentilis", "p90"),
    },
    "_working": {
        "en": ("working hours", "work"),
        "ru": ("рабочее время", "раб."),
        "hu": ("munkaidőben", "munkaidő"),
    },
    "_before": {
        "en": ("before", "before"),
        "ru": ("период сравнения", "было"),
        "hu": ("összehasonlítási időszak", "előtte"),
    },
    "_calendar": {
        "en": ("by the calendar", "cal."),
        "ru": ("по календарю", "кал."),
        "hu": ("naptár szerint", "napt."),
    },
}


@dataclass(frozen=True)
class Name:
    """The full name, in lower case as in a sentence, and the head of a column."""

    full: str
    head: str


def called(metric: Metric, lang: Lang = "en") -> Name:
    """The name of a metric, ours or a company's own."""
    own = dict(metric.names).get(lang)
    return Name(own, own[:1].upper() + own[1:]) if own else name(metric.id, lang)


@cache
def written() -> dict[str, dict[str, str]]:
    """The lines of `names.tsv` by id."""
    text = files(__package__).joinpath("names.tsv").read_text("utf-8")
    return {line["id"]: line for line in DictReader(text.splitlines(), delimiter="\t")}


def name(id: str, lang: Lang = "en") -> Name:
    """The name of a metric; that of a duration's variant is its own with the ending's words.

    >>> name("lead_processing_working_median").full
    'lead processing time, working hours, median'
    """
    endings: list[tuple[str, str]] = []
    while id not in written():
        id, ending = id[: id.rindex("_")], id[id.rindex("_") :]
        endings.insert(0, ENDINGS[ending][lang])
    own = written()[id]
    full = ", ".join((own[lang], *(full for full, _ in endings)))
    return Name(full, ", ".join((own[f"{lang}_head"], *(head for _, head in endings))))
