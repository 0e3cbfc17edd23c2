"""The comparison of people, teams, departments, companies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.analysis.difference import Verdict
from merilo.metrics.catalogue.names import called
from merilo.metrics.evidence import evidence
from merilo.report.charts.dots import dots
from merilo.report.charts.drawing import Drawing
from merilo.report.charts.funnel import funnel
from merilo.report.compare import place
from merilo.report.desk import Desk
from merilo.report.figures import written
from merilo.report.forms.side import semicolon, workbook
from merilo.report.others import Standing
from merilo.report.side import Line, Side, side
from merilo.report.side import dots as dots_content
from merilo.report.side import funnel as funnel_content
from merilo.report.table import DIMENSION_TITLES
from merilo.web.access.policy import Rights, rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import NONE, SPLITS, Asked, keep, picker
from merilo.web.frame.jinja import on
from merilo.web.people.cells import arrow_of, signed, tone
from merilo.web.people.charts import block
from merilo.web.people.files import FORMS, disposition
from merilo.web.people.views import offered, seen, usual
from merilo.web.people.work import capital, piece, varied
from merilo.words import _, say, spoken

LEAST = 2  # can be compared


@dataclass(frozen=True)
class Cell:
    """A value as it is drawn, and what is to be thought of it."""

    text: str
    difference: str = ""
    verdict: str = ""
    place: str = ""
    tone: str = ""
    arrow: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Chosen:
    """Who is compared by what, as the address says it, within the reader's rights."""

    asked: Asked
    keys: Sequence[str | None]
    metric: str

    @classmethod
    def of(cls, request: HttpRequest, allowed: Rights) -> "Chosen":
        """What the address says; a key that is there twice counts once."""
        asked = replace(Asked.of(request, usual(allowed)), who="all")
        keys = dict.fromkeys(key for key in request.GET.getlist("key") if key)
        known = tuple(None if key == NONE else key for key in keys)
        metric = request.GET.get("metric", "")
        return cls(asked, known, metric if metric in asked.columns else asked.columns[0])

    def said(self, **other: Any) -> dict[str, Any]:
        """The same for an address."""
        keys = [key or NONE for key in self.keys]
        return {**self.asked.said(who="", compare="", sort="", spark="", q=""), "key": keys,
                "metric": self.metric} | other  # fmt: skip

    def content(self, now: Desk, allowed: Rights) -> Side | None:
        """The comparison, of two at least."""
        question = self.asked.question(now, allowed, self.asked.columns)
        if len(self.keys) < LEAST:
            return None
        found = side(now, question, self.keys)
        return found if len(found.keys) >= LEAST else None


@require_safe
def compare(request: SignedIn) -> HttpResponse:
    """Those chosen, side by side; as a file where one is asked for."""
    now = desk()
    allowed = rights(request.user, now)
    chosen = Chosen.of(request, allowed)
    found = chosen.content(now, allowed)
    form = request.GET.get("form", "")
    if found and form in FORMS:
        return file(found, form)
    keep(request, chosen.asked)
    shown = drawings(now, allowed, chosen, found) if found else []
    if found and piece(request) and request.headers.get("HX-Target") == "compare-charts":
        return varied(render(request, "people/compare_charts.html", {
            "charts": shown, "said": chosen.said(), "metric": chosen.metric,
        }))  # fmt: skip
    return varied(render(request, "people/compare.html", {
        "chosen": chosen, "asked": chosen.asked, "found": found, "charts": shown,
        "picker": picker(now, chosen.asked.period), "said": chosen.said(), "metric": chosen.metric,
        "lines": lines(found) if found else [], "metrics": offered(now, allowed),
        "heads": heads(now, chosen), "splits": SPLITS, "title_of": DIMENSION_TITLES,
        "dimension": DIMENSION_TITLES[chosen.asked.by],
        "offered": seen(now, allowed, chosen.asked, chosen.asked.by),
        "common": common(found) if found else "",
    }))  # fmt: skip


def heads(now: Desk, chosen: Chosen) -> Sequence[Any]:
    """The metrics compared, as columns."""
    from merilo.report.column import Column

    catalogue = now.catalogue(chosen.asked.columns)
    return [Column.of(catalogue.find(id)) for id in chosen.asked.columns]


def lines(found: Side) -> Sequence[tuple[Line, Sequence[Cell], Cell, Cell]]:
    """The lines as they are drawn: the cells, the mean, the group's own figure."""
    return [
        (line,
         [cell(line, value, one, found.currency)
          for value, one in zip(line.values, line.standings, strict=True)],
         Cell(told(line, line.mean, found.currency)), Cell(told(line, line.group, found.currency)))
        for line in found.lines
    ]  # fmt: skip


def told(line: Line, value: Any, currency: str) -> str:
    """A figure of a line, written for the reader."""
    return written(value, line.column.unit, spoken.get(), currency)  # type: ignore[arg-type]


def cell(line: Line, value: Any, standing: Standing, currency: str) -> Cell:
    """A value beside the common one."""
    text = told(line, value, currency)
    if standing.difference is None:
        return Cell(text)
    apart, side = standing.difference, SIDES.get(standing.verdict, 0.0)
    return Cell(
        text, signed(apart, lambda by: told(line, by, currency), line.column.unit),
        verdict(standing.verdict),
        say("place {places}", places=place(standing.places)) if standing.places else "",
        tone(line.column, side), arrow_of(side), hint(line, standing, currency),
    )  # fmt: skip


SIDES = {Verdict.MORE: 1.0, Verdict.LESS: -1.0}


def verdict(said: Verdict) -> str:
    """What is to be thought of a difference."""
    return {
        Verdict.MORE: _("more than the others by more than noise"),
        Verdict.LESS: _("less than the others by more than noise"),
        Verdict.NOISE: _("within noise"),
        Verdict.FEW: _("too few to say"),
    }[said]


def hint(line: Line, standing: Standing, currency: str) -> str:
    """Between what the true value lies."""
    if standing.interval is None or abs(standing.interval.low) == float("inf"):
        return ""
    low, high = (told(line, end, currency) for end in standing.interval)
    return say("The true value lies between {low} and {high}.", low=low, high=high)


def common(found: Side) -> str:
    """What differences are told from."""
    return _(
        "Differences are told from the group's own figure for shares and means, and from the mean "
        "of those compared for counts and sums. The mean counts each of them alike; together is "
        "reckoned from totals, so it can differ from the mean."
    )


def drawings(
    now: Desk, allowed: Rights, chosen: Chosen, found: Side
) -> Sequence[tuple[Drawing, Any]]:
    """The charts of the metric chosen."""
    made = [dots_drawing(now, chosen, found), funnel_drawing(now, allowed, chosen, found)]
    return [(one, block(one)) for one in made if one]


def title(now: Desk, chosen: Chosen) -> str:
    """What the metric chosen is called."""
    metric = now.catalogue([chosen.metric]).find(chosen.metric)
    return capital(called(metric, spoken.get()).full)


def dots_drawing(now: Desk, chosen: Chosen, found: Side) -> Drawing:
    """Each value with its interval."""
    return dots(dots_content(found, found.line(chosen.metric), title(now, chosen)))


def funnel_drawing(now: Desk, allowed: Rights, chosen: Chosen, found: Side) -> Drawing | None:
    """Of a share, everybody in sight by the size of what it is of."""
    asked = replace(chosen.asked, who="" if chosen.asked.by == "person" else "all")
    question = asked.question(now, allowed, [chosen.metric])
    metric = question.catalogue.find(chosen.metric)
    proof = evidence(metric)
    if proof is None or proof.kind != "share":
        return None
    whole = capital(called(proof.figures[1], spoken.get()).full)
    name = say("{name}: by size", name=title(now, chosen))
    content = funnel_content(now, question, metric, name, whole, found.keys)
    return funnel(content) if content else None


def dots_of(request: HttpRequest, now: Desk, allowed: Rights) -> Drawing | None:
    """The dots that an address asks for."""
    chosen = Chosen.of(request, allowed)
    found = chosen.content(now, allowed)
    return timed(now, chosen, dots_drawing(now, chosen, found)) if found else None


def funnel_of(request: HttpRequest, now: Desk, allowed: Rights) -> Drawing | None:
    """The funnel plot that an address asks for."""
    chosen = Chosen.of(request, allowed)
    found = chosen.content(now, allowed)
    made = funnel_drawing(now, allowed, chosen, found) if found else None
    return timed(now, chosen, made) if made else None


def timed(now: Desk, chosen: Chosen, drawing: Drawing) -> Drawing:
    """A picture says of when it is: it goes about alone."""
    return replace(drawing, title=f"{drawing.title}. {picker(now, chosen.asked.period).days}")


def file(found: Side, form: str) -> HttpResponse:
    """The comparison as a file, as it is seen."""
    made = (workbook if form == "xlsx" else semicolon)(found, spoken.get())
    answer = HttpResponse(made, content_type=FORMS[form])
    name = f"{_('Comparison')} {on(found.period.since)} - {on(found.period.last)}.{form}"
    answer.headers["Content-Disposition"] = disposition(name.replace("\u00a0", " "))
    return answer
