"""The sheet on which plans are set."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from babel.dates import format_date
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merilo.analysis.attainment import Kind
from merilo.errors import Impossible
from merilo.metrics.catalogue.names import called
from merilo.periods import Grain
from merilo.report.planning import Line
from merilo.sources.engine.planned import Planned
from merilo.web.access.request import SignedIn
from merilo.web.frame.jinja import again
from merilo.web.people.files import FORMS
from merilo.web.plans import log, tidings
from merilo.web.plans.approval import concerns, propose, waits
from merilo.web.plans.approvals import asked_for, waits_for
from merilo.web.plans.asked import Asked, name_of
from merilo.web.plans.brought import Taken
from merilo.web.plans.cells import drawn, own, title
from merilo.web.plans.divide import ways
from merilo.web.plans.figures import kinds, scale
from merilo.web.plans.files import download
from merilo.web.plans.first import beside
from merilo.web.plans.outbox import plan
from merilo.words import _, say, several, spoken, told

LONGEST = 300  # of a reason


@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: SignedIn) -> HttpResponse:
    """The sheet; what was typed on it is kept as a whole or not at all."""
    if request.method != "POST":
        asked = Asked.of(request)
        kind, form = kind_of(asked, request.GET), request.GET.get("form", "")
        return download(asked, kind, form) if form in FORMS else shown(request, asked, kind)
    asked = Asked.of(request, request.POST)
    kind, why = kind_of(asked, request.POST), " ".join(request.POST.get("why", "").split())
    wanted, problems = changes(asked, kind, request.POST)
    if problems:
        return shown(request, asked, kind, request.POST, problems)
    if wanted:
        keep(request, asked, wanted, why[:LONGEST])
    return redirect(f"{request.path}{again(asked.said())}")


def keep(request: SignedIn, asked: Asked, wanted: Sequence[Planned], why: str) -> None:
    """Set the targets; or let them wait for somebody above."""
    user, count = request.user, len(wanted)
    if not waits(user):
        plan(wanted, why, user)
        log.planned(asked, wanted, user)
        messages.success(request, several("{count} target set.", "{count} targets set.", count))
        return
    at = datetime.now(UTC)
    was = [asked.stands(one) for one in wanted]
    with transaction.atomic():
        made = propose(wanted, was, why, user, at)
        log.planned(asked, wanted, user, "plans_proposed")
        tidings.proposed(asked.desk, made, at)
    messages.success(request, several("{count} target waits for approval.",
                                      "{count} targets wait for approval.", count))  # fmt: skip


def shown(
    request: SignedIn, asked: Asked, kind: Kind, said: QueryDict | None = None,
    problems: Mapping[str, str] | None = None, wrong: str = "", taken: Taken | None = None,
) -> HttpResponse:  # fmt: skip
    """The page; with what was typed, or came in a file, and what of it cannot be."""
    posted = fields(said)
    typed = {name[2:]: text for name, text in posted.items() if name.startswith("t|")}
    typed |= taken.cells if taken else {}
    return render(request, "plans/page.html", {
        "wrong": wrong, "taken": taken, "firsts": beside(asked), "asked_for": asked_for(asked),
        "waiting": waits_for(request.user, asked.desk) if asked.changes else "",
        "waits": waits(request.user), "approving": concerns(request.user),
        "asked": asked, "sheet": asked.sheet, "rows": drawn(asked, kind, typed, problems),
        "titles": asked.spans, "heads": heads(asked), "today": asked.desk.today,
        "kind": kind, "kinds": kinds(),
        "ruler": scale(asked.sheet.metric, kind, asked.desk.company.currency),
        "metrics": offered(asked), "why": posted.get("why", ""), "ways": ways(),
        "problems": sorted({*(problems or {}).values()}),
        "grains": {"month": _("Months"), "quarter": _("Quarters"), "year": _("Years")},
    }, status=422 if problems or wrong else 200)  # fmt: skip


def heads(asked: Asked) -> list[str]:
    """What stands over the columns: months without the year, which stands above."""
    if asked.grain != Grain.MONTH or asked.desk.company.year.weeks:
        return [title(asked, span) for span in asked.spans]
    return [str(format_date(span.since, "LLL", locale=spoken.get())) for span in asked.spans]


def fields(said: QueryDict | None) -> dict[str, str]:
    """What a form says, the last of each name."""
    return {name: str(text) for name, text in said.items()} if said else {}


def kind_of(asked: Asked, said: QueryDict) -> Kind:
    """What is asked for: what is said, else what the targets on the sheet ask for, or what is
    usual."""
    if (kind := str(said.get("kind", ""))) in [*Kind]:
        return Kind(kind)
    known = [one.kind for line in asked.sheet.lines for one in line.targets if one]
    return max(known, key=known.count) if known else asked.sheet.kind


def offered(asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    """The metrics that can be planned, by family: their ids and names."""
    lang = spoken.get()
    return [
        (family, [(metric.id, called(metric, lang).full) for metric in metrics])
        for family, metrics in asked.rights.families_of(asked.desk)
    ]


def changes(asked: Asked, kind: Kind, said: QueryDict) -> tuple[list[Planned], dict[str, str]]:
    """What is set otherwise than it stands, and what of it cannot be, by cell."""
    cells = {f"{name_of(line.whose)}|{span.since}": (line, n)
             for line in asked.sheet.lines for n, span in enumerate(asked.spans)}  # fmt: skip
    wanted, problems = [], {}
    posted = fields(said)
    for name, text in posted.items():
        if not name.startswith("t|"):
            continue
        if name[2:] not in cells:
            raise Http404  # of somebody out of sight, or of another sheet
        line, n = cells[name[2:]]
        try:
            if found := changed(asked, line, n, kind, text, posted.get(f"w{name[1:]}")):
                wanted.append(found)
        except Impossible as wrong:
            problems[name[2:]] = told(wrong)
    return wanted, problems


def changed(
    asked: Asked, line: Line, n: int, kind: Kind, text: str, was: str | None
) -> Planned | None:
    """A cell that is set otherwise than it stands; Impossible if somebody was faster."""
    ruler = scale(asked.sheet.metric, kind, asked.desk.company.currency)
    now, stands = line.targets[n], own(asked, line.targets[n], ruler)
    if text.strip() == stands:
        return None
    if not line.mine:
        raise Http404
    if was is not None and was != stands:
        raise Impossible(say("somebody has set another target meanwhile: {target}",
                             target=stands or "—"))  # fmt: skip
    target = ruler.read(text)
    if now and target is not None and now.kind == kind and abs(float(target) - now.target) < 1e-9:
        return None
    if now is None and target is None:
        return None
    span, whose = asked.spans[n], line.whose
    return Planned(whose.person, whose.unit, asked.metric, span.since, span.until, kind, target)
