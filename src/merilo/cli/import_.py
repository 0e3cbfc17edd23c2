"""`merilo import`: files into the lake."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import at_home, put
from merilo.cli.words import _, say
from merilo.errors import FileError, Unknown

if TYPE_CHECKING:  # half a second of imports: not for --help
    from merilo.company import Company
    from merilo.facts.lake import Holder
    from merilo.sources.files.sheet import Sheet
    from merilo.sources.files.suggest import Suggestion

REFUSED = 1  # the exit code of --strict
FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True)
class Asked:
    """What the command line said."""

    home: Path
    table: str
    map: Path | None
    connection: str
    dry: bool
    encoding: str
    separator: str
    sheet: str
    zone: str
    wait: float


@click.command("import", cls=Spoken)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.option(
    "--as", "table", default="", metavar="TABLE", help="What the rows are: deals, calls ..."
)
@click.option("--map", "map_", type=FILE, help="A mapping file that says what the columns are.")
@click.option("--connection", default="", metavar="NAME", help="Whose ids these are.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a row was refused.")
@click.option("--encoding", default="", help="Of a CSV: utf-8, cp1251 ... Else it is found.")
@click.option("--separator", default="", help="Of a CSV: ; or , ... Else it is found.")
@click.option("--sheet", default="", metavar="NAME", help="Which worksheet. Else all that fit.")
@click.option("--zone", default="", help="Of clock times: Europe/Moscow ... Else the company's.")
@click.option("--wait", type=float, default=10.0, show_default=True, metavar="SECONDS",
              help="For whoever is writing now.")  # fmt: skip
@at_home
@click.pass_context
def import_(
    ctx: click.Context, paths: tuple[Path, ...], table: str, map_: Path | None, connection: str,
    dry_run: bool, strict: bool, encoding: str, separator: str, sheet: str, zone: str,
    wait: float, home: Path, lang: Any,
) -> None:  # fmt: skip
    """Import files: CSV, XLSX, ODS, Bitrix24's .xls, each also zipped.

    Example: merilo import deals.csv --dry-run
    """
    separator = {"tab": "\t", "\\t": "\t"}.get(separator, separator)
    asked = Asked(home, table, map_, connection, dry_run, encoding, separator, sheet, zone, wait)
    found = [pair for path in paths for pair in _found(path, asked)]
    whole = True
    for paper, suggestion in found:
        whole &= _import(paper, suggestion, asked)
    if strict and not whole:
        ctx.exit(REFUSED)


def _found(path: Path, asked: Asked) -> Iterator[tuple["Sheet", "Suggestion"]]:
    """The tables of a file, each with its plan; those that say nothing to us are left out, as long
    as one of them does."""
    from merilo.cli.ask import settled
    from merilo.sources.engine.refused import mended
    from merilo.sources.files.find import find
    from merilo.sources.files.open import sheets

    papers = [mended(s) for s in sheets(path, asked.sheet, asked.encoding, asked.separator)]
    if asked.table and len(papers) > 1:
        parts = ", ".join(paper.part for paper in papers)
        raise FileError(str(path), say("it holds {parts}; say which with --sheet", parts=parts))
    problems: list[FileError] = []
    for paper in papers:
        try:
            plan = find(paper, asked.home, asked.table, asked.map)
        except FileError as error:
            problems.append(error)
        else:
            yield paper, plan if asked.dry else settled(plan, asked.home)
    if len(problems) == len(papers):
        raise problems[0]
    for problem in problems:
        put(say("Left out: {problem}", problem=problem))


def _import(paper: "Sheet", found: "Suggestion", asked: Asked) -> bool:
    """Import a table; whether all its rows are in."""
    from merilo.cli.ask import spoken
    from merilo.cli.outcome import lines, next_step
    from merilo.cli.progress import progress
    from merilo.sources.files.load import Home, Import

    name = f"{paper.path.name} {paper.part}".strip()
    found = _zoned(found, asked.zone)
    plan = found.plan
    put(f"{name} ({paper.form})")
    _indented([*map(spoken, plan.said)])
    _indented([say("To decide: {question}", question=spoken(q.text)) for q in found.questions])
    company = _company(asked, plan.formats.currency)
    home = Home(asked.home, company, datetime.now(UTC), asked.wait, _waiting)
    with progress(name) as told:
        outcome = Import(paper, plan, home, asked.connection, told).run(asked.dry)
    _indented([*lines(outcome, asked.dry)])
    if not asked.dry:
        _keep(found, asked)
        if next_ := next_step(outcome, asked.home):
            put(say("Now ask: {command}", command=next_))
    return outcome.whole


def _zoned(found: "Suggestion", zone: str) -> "Suggestion":
    """The same with clock times of that zone. Unknown if there is none of that name."""
    from merilo.company.codes import zones

    if not zone:
        return found
    if zone not in zones():
        raise Unknown(_("time zone"), zone, zones())
    plan = replace(found.plan, formats=replace(found.plan.formats, zone=zone))
    return replace(found, plan=plan)


def _indented(sentences: list[str]) -> None:
    for sentence in sentences:
        put(f"  {sentence}")


def _company(asked: Asked, currency: str) -> "Company":
    """Whose facts these are. A new home is the machine's zone and the first file's currency."""
    from merilo.company import Company

    if (asked.home / "merilo.yaml").exists():
        return Company.load(asked.home)
    zone = os.environ.get("TZ") or os.path.realpath("/etc/localtime")
    company = Company.found(zone)
    company = replace(company, currency=currency or company.currency)
    if not asked.dry:
        company.save(asked.home)
    put(
        say(
            "  A new home: days are those of {zone}, amounts are added up in {currency}. "
            "If that is wrong, change it in {path} and import again.",
            zone=company.zone, currency=company.currency, path=asked.home / "merilo.yaml",
        )
    )  # fmt: skip
    return company


def _waiting(holder: "Holder") -> None:
    click.echo(say("{holder} is writing; waiting ...", holder=holder), err=True)


def _keep(found: "Suggestion", asked: Asked) -> None:
    """What was decided once is not asked again for such a file."""
    from merilo.sources.files.remember import keep

    if found.answers or asked.map:
        path = keep(asked.home, found)
        put(say("  Files with these captions are read so from now on: {path}", path=path))
