"""What the worker does with files and loads. Each may be killed at any moment and done again."""

import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from merilo.company import NAME, Company
from merilo.errors import Error, FileError, Unknown
from merilo.facts.lake import Holder, Lake, Undone
from merilo.facts.lake.snapshot import past
from merilo.facts.lake.snapshot import read as snapshot_of
from merilo.sources.files.kept import first, text
from merilo.sources.files.load import Home, Import, Outcome
from merilo.sources.files.remember import keep
from merilo.sources.files.sample import Sample
from merilo.sources.files.sheet import Sheet as Read
from merilo.web.data import log
from merilo.web.data.mapping import beginning, suggestion
from merilo.web.data.models import Paper, Sheet, Upload
from merilo.web.data.outcome import told as outcome_told
from merilo.web.data.read import called, read
from merilo.web.jobs.at_work import Work
from merilo.words import say, told

WAIT_S = 3600.0  # for somebody else's load
SHOWN = 5  # rows of a preview


def look(work: Work) -> Mapping[str, Any]:
    """Open every file, find its tables, and suggest how each is to be read."""
    upload = Upload.objects.get(pk=work.arguments["upload"])
    papers = [*upload.papers.all()]
    for n, paper in enumerate(papers):
        work.tell(n / len(papers), say("Reading {name} ...", name=paper.name))
        problem, found = "", []
        try:
            found = read(paper, upload)
        except Error as error:
            problem = told(error)
        with transaction.atomic():
            paper.sheets.all().delete()
            Paper.objects.filter(pk=paper.pk).update(problem=problem)
            for place, sheet in enumerate(found):
                with called(paper):
                    look_at(paper, place, sheet)
    Upload.objects.filter(pk=upload.pk, stage="look").update(stage="map")
    return {}


def look_at(paper: Paper, place: int, sheet: Read) -> None:
    """A table of a file: its sample set aside, its mapping begun."""
    sample = Sample.of(sheet)
    made = Sheet(paper=paper, place=place, part=sheet.part[:200], form=sheet.form[:100],
                 preview=first(sheet, SHOWN))  # fmt: skip
    made.kept.write_text(text(sample), "utf-8")
    beginning(made, sample)
    made.save()


def attempt(work: Work) -> Mapping[str, Any]:
    """The dry run of every sheet that is wanted: all is done, and nothing kept."""
    upload = Upload.objects.get(pk=work.arguments["upload"])
    for sheet, found in wanted(work, upload):
        problem, tried = "", {}
        try:
            outcome = importing(work, upload, sheet, found).run(dry=True)
            tried = outcome_told(outcome)
        except FileError as error:
            problem = told(error)
        Sheet.objects.filter(pk=sheet.pk).update(tried=tried, problem=problem)
    Upload.objects.filter(pk=upload.pk).update(stage="tried")
    return {}


def load(work: Work) -> Mapping[str, Any]:
    """The import: each sheet is a load of its own, seen at once or not at all."""
    upload = Upload.objects.get(pk=work.arguments["upload"])
    found_company(upload)
    for sheet, found in wanted(work, upload):
        if not sheet.loaded and not finished(sheet, work):
            let_in(work, upload, sheet, found)
    Upload.objects.filter(pk=upload.pk).update(stage="done")
    return {}


def let_in(work: Work, upload: Upload, sheet: Sheet, found: Read) -> None:
    """A sheet, as a load of its own; why not, if it cannot be."""
    importer = importing(work, upload, sheet, found)
    done: dict[str, Any] = {}

    def settling(outcome: Outcome, number: int) -> None:
        """Written down before it is seen: whoever goes on after a kill can tell."""
        work.check()
        done.update(outcome_told(outcome), load=number)
        at = importer.home.now.isoformat()
        work.note(**{str(sheet.pk): {"load": number, "at": at, "outcome": done}})

    try:
        replace(importer, settling=settling).run()
    except FileError as error:
        Sheet.objects.filter(pk=sheet.pk).update(problem=told(error))
    else:
        settle(sheet, done, work)


def finished(sheet: Sheet, work: Work) -> bool:
    """A worker that died had stored it already, and did not live to say so."""
    noted = work.run.result.get(str(sheet.pk))
    if not noted or not stored(noted["load"], noted["at"]):
        return False
    settle(sheet, noted["outcome"], work)
    return True


def stored(number: int, at: str) -> bool:
    """The load of that number and moment is in the lake, for all to see."""
    root = Path(settings.HOME).absolute() / "lake"
    path = past(root, number)
    if not path.exists() or snapshot_of(root, path).at != datetime.fromisoformat(at):
        return False
    if lake().snapshot().number < number:  # decided, and its worker died before it was shown
        with lake().writing("show", datetime.now(UTC), WAIT_S):
            pass
    return True


def settle(sheet: Sheet, done: Mapping[str, Any], work: Work) -> None:
    """The sheet is in: say so, remember how it was read, write it down for the audit."""
    if not stored(done["load"], work.run.result[str(sheet.pk)]["at"]):
        done = {**done, "load": 0}  # it brought nothing new, so that it is no load
    with transaction.atomic():
        fresh = Sheet.objects.filter(pk=sheet.pk, loaded={})
        if fresh.update(loaded=done, problem=""):
            log.imported(sheet, done, work.run.who)
    if sheet.settled:
        keep(Path(settings.HOME), suggestion(sheet))


def wanted(work: Work, upload: Upload) -> Any:
    """The sheets that are to be read, each as its file has it; progress goes along."""
    sheets = [*Sheet.objects.filter(paper__upload=upload, wanted=True).select_related("paper")]
    for paper in upload.papers.all():
        mine = [sheet for sheet in sheets if sheet.paper_id == paper.pk]
        found = read(paper, upload) if mine else []
        for sheet in mine:
            n = sheets.index(sheet)
            with work.stretch(n / len(sheets), (n + 1) / len(sheets)), called(paper):
                work.tell(0.0, say("Reading {name} ...", name=paper.name))
                yield sheet, found[sheet.place]


def importing(work: Work, upload: Upload, sheet: Sheet, found: Read) -> Import:
    """The import of a sheet by the plan that was settled."""
    name = str(sheet)
    plan = suggestion(sheet).plan
    company = company_of(plan.formats.currency)

    def waiting(holder: Holder) -> None:
        work.tell(0.0, say("{holder} is writing; waiting ...", holder=holder))

    def progress(rows: int, part: float, seconds: float) -> None:
        work.tell(
            part,
            say(
                "{name}: {rows} rows read ...",
                name=name[:80],
                rows=f"{rows:,}".replace(",", "\u00a0"),
            ),
        )

    home = Home(Path(settings.HOME).absolute(), company, datetime.now(UTC), WAIT_S, waiting)
    return Import(found, plan, home, upload.connection, progress)


def company_of(currency: str) -> Company:
    """Whose facts these are; of a new home, by the machine's zone and the file's currency."""
    home = Path(settings.HOME)
    if (home / NAME).exists():
        return Company.load(home)
    found = Company.found(os.environ.get("MERILO_ZONE") or os.path.realpath("/etc/localtime"))
    return replace(found, currency=currency or found.currency)


def found_company(upload: Upload) -> None:
    """A new home gets its settings before the first facts."""
    home = Path(settings.HOME)
    if not (home / NAME).exists():
        sheet = Sheet.objects.filter(paper__upload=upload, wanted=True).first()
        currency = suggestion(sheet).plan.formats.currency if sheet else ""
        company_of(currency).save(home)


def weigh(work: Work) -> Mapping[str, Any]:
    """What undoing a load would change."""
    number = work.arguments["load"]
    work.tell(0.1, say("Looking what load {number} brought ...", number=number))
    return {"weighed": counts(lake().weigh(number)), "of": lake().snapshot().number}


def undo(work: Work) -> Mapping[str, Any]:
    """Take a load back. If a worker died after it was stored, it is not done twice."""
    number, now = work.arguments["load"], datetime.now(UTC)
    noted = work.run.result
    if "undone" in noted and stored(noted["load"], noted["at"]):
        log.undone(number, noted, work.run.who)
        return {}
    work.tell(0.1, say("Taking load {number} back ...", number=number))

    def settling(found: Mapping[str, Undone], made: int) -> None:
        work.check()
        work.note(load=made, at=now.isoformat(), undone=counts(found))

    def waiting(holder: Holder) -> None:
        work.tell(0.1, say("{holder} is writing; waiting ...", holder=holder))

    lake().undo(number, now, WAIT_S, waiting, settling)
    log.undone(number, work.run.result, work.run.who)
    return {}


def counts(found: Mapping[str, Undone]) -> list[dict[str, Any]]:
    """By table, as JSON."""
    return [{"table": table, **asdict(one)} for table, one in found.items()]


def lake() -> Lake:
    """The lake of this home. Unknown if there is none."""
    found = Lake(Path(settings.HOME).absolute() / "lake")
    if not found.exists():
        raise Unknown(say("load"), "—", [])
    return found
