"""Which of the company's thresholds a metric is counted by."""

from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any

from merilo.company import Rules
from merilo.metrics.catalogue import Catalogue
from merilo.metrics.model import Metric
from merilo.metrics.query import expression
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period

DAY = date(2017, 10, 5)  # any will do


class Watched:
    """Thresholds that remember which of them were looked at."""

    def __init__(self, rules: Rules) -> None:
        self.rules, self.seen = rules, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(name)
        return getattr(self.rules, name)


@lru_cache(maxsize=1000)
def used(metric: Metric) -> tuple[str, ...]:
    """The names of the thresholds that the figure depends on, in the order of the settings."""
    rules = Watched(Rules())
    expression(Question(
        (metric.id,), Period(DAY, DAY.replace(day=6)), EVERYBODY, DAY,
        rules=rules, catalogue=Catalogue([metric]),  # type: ignore[arg-type]
    ))  # fmt: skip
    return tuple(rule.name for rule in fields(Rules) if rule.name in rules.seen)
