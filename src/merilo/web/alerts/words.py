"""An alarm as the pages and messages tell it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from merilo.metrics.model import Metric
from merilo.periods import Period
from merilo.report.alerts.words import Broken, Words, sentence, words
from merilo.report.desk import Desk
from merilo.web.alerts.models import Alarm, Rule
from merilo.web.frame.jinja import url
from merilo.words import say, several


@dataclass(frozen=True)
class Said:
    """Whose alarm, in words, and where its figure is opened."""

    alarm: Alarm
    name: str
    words: Words
    evidence: str

    @property
    def line(self) -> str:
        """All of it in a line."""
        size = f" ({self.words.size})" if self.words.size else ""
        return say(
            "{name}: {metric}: {value}, {norm}{size}; {days}", name=self.name,
            metric=self.words.metric, value=self.words.value, norm=self.words.norm, size=size,
            days=self.words.days,
        )  # fmt: skip

    @property
    def again(self) -> str:
        """That it is not the first time."""
        if self.alarm.again < 2:
            return ""
        return several("{count} time in a row", "{count} times in a row", self.alarm.again)


def said(alarm: Alarm, desk: Desk) -> Said:
    """An alarm in words."""
    metric = metric_of(desk, alarm.rule.metric)
    broken = Broken(alarm.since, alarm.day, alarm.value, alarm.limit, alarm.low, alarm.high,
                    alarm.size)  # fmt: skip
    told = words(alarm.rule.norm, metric, broken, desk.company.currency)
    return Said(alarm, name(alarm, desk), told, evidence(alarm))


def name(alarm: Alarm, desk: Desk) -> str:
    """Whom it is about."""
    if alarm.person:
        return desk.labels("person").get(alarm.person, alarm.person)
    return desk.labels("unit").get(alarm.unit, alarm.unit)


def evidence(alarm: Alarm) -> str:
    """Where the figure is opened: what it is made of."""
    span = Period(alarm.since, alarm.day + timedelta(days=1))
    asked: dict[str, Any] = {"person": alarm.person} if alarm.person else {"unit": alarm.unit}
    return url("figure", alarm.rule.metric, period=str(span), **asked)


@lru_cache(maxsize=500)
def metric_of(desk: Desk, id: str) -> Metric:
    """The metric of a rule."""
    return desk.catalogue([id] if id in desk.own else []).find(id)


def of_rule(rule: Rule, desk: Desk) -> str:
    """A rule by its name, or as a sentence."""
    return rule.name or sentence(rule.norm, metric_of(desk, rule.metric), desk.company.currency)
