"""Imports: files sent, read as a person wants it, tried, and let in."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merilo.errors import Error
from merilo.sources.files.load import NAME
from merilo.web.access.request import SignedIn
from merilo.web.clock import clock, day_of
from merilo.web.data import arrive, log
from merilo.web.data.mapping import take
from merilo.web.data.models import Paper, Sheet, Upload
from merilo.web.data.page import said, view
from merilo.web.jobs.alive import alive
from merilo.web.jobs.start import start, stop
from merilo.web.people.files import disposition
from merilo.words import _, told

RECENT = 20
MOST = 50  # files at once


@require_safe
def imports(request: SignedIn) -> HttpResponse:
    """Where files are sent from, and what was sent lately."""
    return shown(request)


def shown(request: SignedIn, problem: str = "", status: int = 200) -> HttpResponse:
    """The page, with what is wrong with what was sent."""
    recent = Upload.objects.select_related("who", "run").prefetch_related("papers__sheets")
    return render(request, "data/imports.html", {
        "recent": recent.order_by("-at")[:RECENT], "problem": problem, "when": clock,
        "most": arrive.said(settings.UPLOAD_MOST), "limit": settings.UPLOAD_MOST,
        "company": (Path(settings.HOME) / "merilo.yaml").exists(),
    }, status=status)  # fmt: skip


@require_POST
def send(request: SignedIn) -> HttpResponse:
    """Files have arrived: they are kept under numbers, and the worker looks at them."""
    files = request.FILES.getlist("files")
    why = getattr(request, "turned_away", "")
    if why or not files:
        return shown(request, why or _("No file came. Choose one, or drop it on the page."), 422)
    if len(files) > MOST:
        return shown(request, _("So many files at once are not taken: send a zip of them."), 422)
    with transaction.atomic():
        upload = Upload.objects.create(who=request.user)
        for place, file in enumerate(files):
            paper = Paper.objects.create(
                upload=upload, place=place, size=file.size or 0,
                name=arrive.named(getattr(file, "said_name", file.name or "")),
            )  # fmt: skip
            arrive.keep(file.temporary_file_path(), paper.path)  # type: ignore[attr-defined]
        go(request, upload, "look")
    return redirect("upload", upload.pk)


def go(request: SignedIn, upload: Upload, kind: str) -> None:
    """The worker's turn. One piece of work at a time for an upload."""
    if upload.run and not upload.run.over:
        return
    upload.run = start(kind, request.user, upload=str(upload.pk))
    upload.save()


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedIn, sent: UUID) -> HttpResponse:
    """An upload as far as it is: read, mapped, tried, in."""
    found = get_object_or_404(Upload.objects.select_related("run", "who"), pk=sent)
    if request.method != "POST":
        return page(request, found)
    if busy(found) or found.stage == "done":
        return redirect("upload", sent)
    return mapped(request, found)


def busy(found: Upload) -> bool:
    """The worker is at it."""
    return found.run is not None and not found.run.over


def page(request: SignedIn, found: Upload, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of an upload, whatever stage it is at."""
    at_work = busy(found)
    there = found.folder.exists()
    sheets = [*Sheet.objects.filter(paper__upload=found).select_related("paper__upload")]
    mapping = not at_work and there and found.stage in ("map", "tried")
    return render(request, "data/upload.html", {
        "upload": found, "run": found.run, "worker": not at_work or alive(), "at_work": at_work,
        "papers": found.papers.all(), "sheets": sheets, "there": there, "problem": problem,
        "views": [view(sheet) for sheet in sheets] if mapping else [], "when": clock,
        "usable": [sheet for sheet in sheets if sheet.wanted and sheet.tried],
        "day_of": day_of, "clean": not any(sheet.problem for sheet in sheets if sheet.wanted),
    }, status=status)  # fmt: skip


def mapped(request: SignedIn, found: Upload) -> HttpResponse:
    """What a person wants of every sheet; tried at once if nothing is left to decide."""
    connection = request.POST.get("connection", "").strip()
    if connection and not (NAME.fullmatch(connection) and len(connection) <= 60):
        problem = _("A connection's name is one word of letters, digits, dots and dashes.")
        return page(request, found, problem, 422)
    found.connection, found.stage = connection, "map"
    found.save()
    sheets = [*Sheet.objects.filter(paper__upload=found).select_related("paper__upload")]
    whole, any_wanted = True, False
    for sheet in sheets:
        sheet.wanted = f"{sheet.pk}-wanted" in request.POST
        any_wanted |= sheet.wanted
        whole &= taken(sheet, request) or not sheet.wanted
    if "as" in request.POST:
        return redirect("upload", found.pk)
    if not any_wanted:
        return page(request, found, _("All tables are left out: nothing would be imported."), 422)
    if not whole:
        return page(request, found, _("Something is still to be decided; it stands below."), 422)
    go(request, found, "try")
    return redirect("upload", found.pk)


def taken(sheet: Sheet, request: SignedIn) -> bool:
    """A sheet as it is wanted; False if that cannot be, or something is still open."""
    sheet.tried = {}
    try:
        return not take(sheet, said(sheet, request.POST)).questions
    except Error as error:
        fresh = Sheet.objects.filter(pk=sheet.pk)
        fresh.update(problem=told(error), wanted=sheet.wanted, tried={})
        return False


@require_POST
def again(request: SignedIn, sent: UUID) -> HttpResponse:
    """Read the files once more, with another encoding or separator."""
    found = get_object_or_404(Upload.objects.select_related("run"), pk=sent)
    if not busy(found) and found.stage in ("map", "tried", "look"):
        found.encoding = request.POST.get("encoding", "").strip()[:30]
        found.separator = request.POST.get("separator", "")[:3]
        found.stage = "look"
        go(request, found, "look")
    return redirect("upload", sent)


@require_POST
def let_in(request: SignedIn, sent: UUID) -> HttpResponse:
    """Import what was tried."""
    found = get_object_or_404(Upload.objects.select_related("run"), pk=sent)
    if not busy(found) and found.stage == "tried":
        go(request, found, "import")
    return redirect("upload", sent)


@require_POST
def change(request: SignedIn, sent: UUID) -> HttpResponse:
    """Back to the mapping."""
    found = get_object_or_404(Upload.objects.select_related("run"), pk=sent)
    if not busy(found) and found.stage == "tried":
        Upload.objects.filter(pk=sent).update(stage="map")
    return redirect("upload", sent)


@require_POST
def discard(request: SignedIn, sent: UUID) -> HttpResponse:
    """Forget an upload; what was imported of it stays imported."""
    import shutil

    found = get_object_or_404(Upload.objects.select_related("run"), pk=sent)
    if found.run:
        stop(found.run)
    shutil.rmtree(found.folder, ignore_errors=True)
    log.write("discard", str(found.pk), request.user, {})
    if not Sheet.objects.filter(paper__upload=found).exclude(loaded={}).exists():
        found.delete()
    return redirect("imports")


@require_safe
def refused(request: SignedIn, name: str) -> FileResponse:
    """The refused rows of a load, to be mended and sent again."""
    folder = (Path(settings.HOME) / "refused").resolve()
    path = (folder / name).resolve()
    if path.parent != folder or path.suffix != ".csv" or not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = disposition(path.name)
    return answer
