"""Which of the company's thresholds a metric is counted by."""

from dataclasses import fields, replace
from typing import Any

from merilo.company import Rules
from merilo.metrics.query import expression
from merilo.metrics.question import Question


class Watched:
    """Thresholds that remember which of them were looked at."""

    def __init__(self, rules: Rules) -> None:
        self.rules, self.seen = rules, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(name)
        return getattr(self.rules, name)


def used(metric: str, question: Question) -> tuple[str, ...]:
    """The names of the thresholds that the figure depends on, in the order of the settings."""
    watched = Watched(question.rules)
    asked = replace(question, metrics=(metric,), rules=watched, turns=())  # type: ignore[arg-type]
    expression(asked)
    return tuple(rule.name for rule in fields(Rules) if rule.name in watched.seen)
