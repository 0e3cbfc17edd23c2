"""The rules that are offered, turned on: one by a click, all of them for the demo company."""

from datetime import date, timedelta

from merilo.errors import Error
from merilo.report.alerts.offered import OFFERS, Offer
from merilo.web.accounts.begin import demo
from merilo.web.accounts.models import User
from merilo.web.alerts.models import Rule
from merilo.web.desks import desk

BACK = 28  # days before its facts end from which the demo company's alarms are


def begin() -> None:
    """The demo company's rules, from the start; once, whatever became of them since."""
    try:
        now = desk()
    except Error:
        return
    if demo(now) and not Rule.objects.exists():
        for one in OFFERS:
            turn_on(one, now.today - timedelta(days=BACK), None)


def turn_on(one: Offer, since: date, by: User | None, units: tuple[str, ...] = ()) -> Rule:
    """A rule of what is offered; of a head, for their own units."""
    norm = one.norm
    return Rule.objects.create(
        metric=norm.metric, kind=norm.kind, limit=norm.limit, way=norm.how, grain=norm.grain,
        each=norm.each, roles=[*norm.roles], units=[*units], since=since, severe=one.severe,
        to_person=one.to_person, offered=one.id, by=by,
    )  # fmt: skip
