"""The sheet as a file, and a file onto the sheet."""

from decimal import Decimal
from pathlib import Path

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from merilo.analysis.attainment import Kind
from merilo.errors import FileError, Impossible
from merilo.metrics.catalogue.names import called
from merilo.report.forms.plans import Paper, Value, semicolon, workbook
from merilo.report.planning import Set
from merilo.sources.files.small import grids
from merilo.web.access.request import SignedIn
from merilo.web.people.files import FORMS, disposition
from merilo.web.plans.asked import Asked, name_of
from merilo.web.plans.brought import brought
from merilo.web.plans.cells import own, title
from merilo.web.plans.figures import Scale, scale
from merilo.words import _, spoken


def download(asked: Asked, kind: Kind, form: str) -> HttpResponse:
    """The file to keep, named by what it holds."""
    ruler = scale(asked.about, kind, asked.desk.company.currency)
    name = called(asked.about, spoken.get()).full
    head = f"{name}, {ruler.sign}" if ruler.sign else name
    rows = [
        (name_of(line.whose), line.name, line.depth,
         [value(asked, target, kind, ruler) for target in line.targets])
        for line in asked.sheet.lines
    ]  # fmt: skip
    paper = Paper(head, [title(asked, span) for span in asked.spans], rows)
    made = (workbook if form == "xlsx" else semicolon)(paper, spoken.get())
    answer = HttpResponse(made, content_type=FORMS[form])
    file_name = f"{_('Plans')} - {name} - {asked.spans[0].since.year}.{form}"
    answer.headers["Content-Disposition"] = disposition(file_name.replace("\u00a0", " "))
    return answer


def value(asked: Asked, target: Set | None, kind: Kind, ruler: Scale) -> Value:
    """A target as a figure; one that asks for something else as its words."""
    if target is None:
        return None
    if target.kind != kind:
        return own(asked, target, ruler)
    return Decimal(str(target.target)) * ruler.times


@require_POST
def file(request: SignedIn) -> HttpResponse:
    """A file has come: the sheet with its figures as if they were typed. Nothing is set."""
    from merilo.web.plans.views import kind_of, shown

    asked = Asked.of(request, request.POST)
    kind = kind_of(asked, request.POST)
    came = request.FILES.get("file")
    why = getattr(request, "turned_away", "")
    if why or came is None:
        why = f"{why[:1].upper()}{why[1:]}." if why else _("No file came. Choose one.")
        return shown(request, asked, kind, wrong=why)
    try:
        path = Path(came.temporary_file_path())  # type: ignore[attr-defined]
        taken = brought(asked, kind, grids(path))
    except (FileError, Impossible) as error:
        return shown(request, asked, kind, wrong=named(came.name, error.problem))
    return shown(request, asked, kind, taken=taken)


def named(name: str | None, problem: str) -> str:
    """A sentence about a file."""
    from merilo.web.data.arrive import named as plain

    return f"{plain(name or '')}: {problem}."
