"""The rest of a card, which comes after it: months, hours of the week, deals, the feed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from babel.dates import get_day_names
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.metrics.catalogue.names import called
from merilo.metrics.evidence import evidence
from merilo.metrics.feed import HOURLY, KINDS
from merilo.metrics.model import Metric
from merilo.metrics.question import Question
from merilo.report.card import firsts, monthly, of_team
from merilo.report.charts.drawing import Drawing
from merilo.report.charts.heat import Heat, heat
from merilo.report.charts.trend import Trend, trend
from merilo.report.codes import code
from merilo.report.desk import Desk
from merilo.report.feed import deals, feed, hours
from merilo.report.people import months
from merilo.web.access.policy import Rights, rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import one_of, picker
from merilo.web.frame.jinja import query, url
from merilo.web.people.card import Asking
from merilo.web.people.charts import block
from merilo.words import _, say, spoken


@require_safe
def work(request: SignedIn, key: str) -> HttpResponse:
    """Months, hours and deals of a person: a piece of the card, or a page of its own."""
    now = desk()
    asking = Asking.of(request, now, rights(request.user, now), key)
    drawings = [("trend", trend_drawing(asking, metric_of(request, asking))),
                ("heat", heat_drawing(asking, kind_of(request)))]  # fmt: skip
    about = asking.question([])
    said = {"period": asking.asked.period, "metric": metric_of(request, asking),
            "kind": kind_of(request)}  # fmt: skip
    answer = render(request, "people/work.html" if piece(request) else "people/work_page.html", {
        "key": key, "who": asking.profile, "picker": picker(now, asking.asked.period),
        "charts": {name: (drawing, block(drawing)) for name, drawing in drawings},
        "metrics": choices(asking), "kinds": {kind: kind_name(kind) for kind in HOURLY},
        "said": said, "deals": deals(now, about, asking.money), "money": asking.money,
        "currency": now.company.currency, "code": code,
    })  # fmt: skip
    return followed(varied(answer), request, key, **said)


@require_safe
def doings(request: SignedIn, key: str) -> HttpResponse:
    """The feed of a person: a page of it."""
    now = desk()
    asking = Asking.of(request, now, rights(request.user, now), key)
    kinds = [kind for kind in request.GET.getlist("kinds") if kind in KINDS]
    said = request.GET.get("page", "1")
    number = int(said) if said.isdecimal() and int(said[:7]) > 0 and len(said) < 8 else 1
    found = feed(now, asking.question([]), kinds, number, asking.money)
    template = "people/feed.html" if piece(request) else "people/feed_page.html"
    answer = render(request, template, {
        "key": key, "who": asking.profile, "feed": found, "chosen": kinds,
        "picker": picker(now, asking.asked.period), "ended": ended,
        "kinds": {kind: entry_name(kind) for kind in KINDS}, "icons": ICONS,
        "said": {"period": asking.asked.period, "kinds": kinds}, "currency": now.company.currency,
        "at_home": lambda at: at.astimezone(now.company.clock), "weekday": weekday,
    })  # fmt: skip
    return followed(varied(answer), request, key, kinds=kinds)


def piece(request: HttpRequest) -> bool:
    """Only a piece of a page is wanted."""
    return bool(request.htmx and not request.htmx.boosted)  # type: ignore[attr-defined]


def varied(answer: HttpResponse) -> HttpResponse:
    """The answer, kept apart for page and piece."""
    answer.headers["Vary"] = "HX-Request, Cookie"
    return answer


def followed(answer: HttpResponse, request: HttpRequest, key: str, **said: Any) -> HttpResponse:
    """The answer after which the card's address says what was chosen in a piece of it; pieces that
    come with the page choose nothing."""
    there = urlsplit(request.htmx.current_url or "")  # type: ignore[attr-defined]
    card, chosen = url("card", key), request.headers.get("HX-Trigger") not in ("work", "feed")
    if piece(request) and chosen and there.path == card:
        known = dict(QueryDict(there.query).lists())
        answer.headers["HX-Replace-Url"] = card + query(**(known | said))
    return answer


def weekday(day: datetime) -> str:
    """The name of a day of the week."""
    return capital(get_day_names("wide", "stand-alone", spoken.get())[day.weekday()])


def metric_of(request: HttpRequest, asking: Asking) -> str:
    """The metric of the months: the one chosen, if it is for this reader, else the first."""
    return one_of(request.GET.get("metric", ""), asking.metrics, asking.metrics[0])


def kind_of(request: HttpRequest) -> str:
    """What the hours are of."""
    return one_of(request.GET.get("kind", ""), HOURLY, HOURLY[0])


def choices(asking: Asking) -> Sequence[tuple[str, str]]:
    """The metrics whose months can be shown, by name."""
    found = asking.question(asking.metrics)
    lang = spoken.get()
    return [(id, capital(called(found.catalogue.find(id), lang).full)) for id in found.metrics]


def trend_drawing(asking: Asking, id: str) -> Drawing:
    """A metric month by month."""
    now, whole = asking.desk, asking.question(asking.metrics)
    metric = whole.catalogue.find(id)
    group, name = asking.team, called(metric, spoken.get()).full
    line = of_team(now, whole, metric, group, asking.alone) if group else []
    days = firsts(now, whole.period)
    return trend(Trend(
        capital(name), asking.profile.name, metric.unit, now.company.currency, days,
        monthly(now, whole)[id], line if any(one is not None for one in line) else (),
        team_name(metric), goes_on(now, whole),
    ))  # fmt: skip


def team_name(metric: Metric) -> str:
    """What the team's line is."""
    proof = evidence(metric)
    own = proof is not None and proof.kind in ("share", "mean")
    return _("the team as a whole") if own else _("mean of the team")


def goes_on(now: Desk, question: Question) -> bool:
    """The last of the twelve months is not over."""
    return months(now, question.period).until > now.today + timedelta(days=1)


def heat_drawing(asking: Asking, kind: str) -> Drawing:
    """What was done by the hours of the week."""
    counts = hours(asking.desk, asking.question([]), kind)
    title = say("{what} by hours of the week", what=kind_name(kind))
    return heat(Heat(title, kind_name(kind), counts))


def trend_of(request: HttpRequest, now: Desk, allowed: Rights) -> Drawing:
    """The months that an address asks for."""
    asking = Asking.of(request, now, allowed, request.GET.get("person", ""))
    return named(trend_drawing(asking, metric_of(request, asking)), asking)


def heat_of(request: HttpRequest, now: Desk, allowed: Rights) -> Drawing:
    """The hours that an address asks for."""
    asking = Asking.of(request, now, allowed, request.GET.get("person", ""))
    return named(heat_drawing(asking, kind_of(request)), asking)


def named(drawing: Drawing, asking: Asking) -> Drawing:
    """A picture says whose it is, and of when: it goes about alone."""
    found = picker(asking.desk, asking.asked.period)
    return replace(drawing, title=f"{asking.profile.name}. {drawing.title}, {found.days}")


def capital(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def kind_name(kind: str) -> str:
    """What a kind of work is called, many of it."""
    return {
        "call": _("Calls"), "conversation": _("Conversations"), "meeting": _("Meetings"),
        "email": _("E-mails"), "message": _("Messages"), "task": _("Tasks done"),
        "comment": _("Comments"),
    }[kind]  # fmt: skip


def entry_name(kind: str) -> str:
    """What an entry of the feed is called."""
    return {
        "call": _("Call"), "email": _("E-mail"), "message": _("Message"), "meeting": _("Meeting"),
        "presentation": _("Presentation"), "task": _("Task"), "comment": _("Comment"),
        "move": _("Stage move"), "amount": _("Amount changed"), "proposal": _("Proposal"),
        "won": _("Deal won"), "lost": _("Deal lost"),
    }[kind]  # fmt: skip


def ended(kind: str, outcome: str) -> str:
    """How an entry ended."""
    if kind != "proposal":
        return code(outcome)
    known = {"open": _("awaiting a decision"), "won": _("accepted"), "lost": _("declined")}
    return known.get(outcome, outcome)


ICONS = {
    "call": "phone", "email": "mail", "message": "message", "meeting": "users",
    "presentation": "presentation", "task": "check", "comment": "edit", "move": "arrow-right",
    "amount": "adjustments", "proposal": "send", "won": "trophy", "lost": "circle-x",
}  # fmt: skip
