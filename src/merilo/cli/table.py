"""`merilo table`: figures on the screen or in a file."""

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import TODAY, at_home, put, today_in
from merilo.words import _

FORMATS = ("text", "csv", "json", "xlsx")
WIDE = 100_000  # columns; not for a terminal, nothing is wrapped


@click.command(cls=Spoken)
@click.argument("metrics", nargs=-1, required=True, metavar="METRIC...")
@click.option("--by", multiple=True, metavar="DIM", help="Split by this; may be repeated.")
@click.option("--period", required=True, help="2017, 2017-Q4, 2017-10, last-month, A..B ...")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these; may be repeated.")
@click.option(
    "--compare",
    type=click.Choice(("previous", "year", "plan", "others")),
    help="Beside each: the period before, the same a year ago, the plan, or how it stands "
    "among the others.",
)
@click.option("--total", is_flag=True, help="Below: the group's own figures, from its totals.")
@click.option("--mean", is_flag=True, help="Below: the mean of the rows shown.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As was known on that day.")
@click.option(
    "--unit-as",
    type=click.Choice(("then", "now")),
    default="then",
    help="A person's unit: as it was on the day counted, or as it is now.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Into this file.")
@click.option("--sql", is_flag=True, help="Show the query instead of its answer.")
@TODAY
@at_home
def table(
    metrics: tuple[str, ...], by: tuple[str, ...], period: str, where: tuple[str, ...],
    compare: str | None, total: bool, mean: bool, as_of: datetime | None, unit_as: str, form: str,
    output: Path | None, sql: bool, today: date | None, home: Path, lang: Any,
) -> None:  # fmt: skip
    """Print METRICs for a period.

    Example: merilo table revenue win_rate --by person --period 2017-10 --total --mean
    """
    from merilo.company import Company
    from merilo.report.desk import Desk
    from merilo.report.table import table as content

    zone = Company.load(home).zone
    desk = Desk.at(home, today_in(zone, today), as_of.date() if as_of else None)
    question = desk.question(metrics, period, by, where, unit_as)
    if sql:
        return put(desk.engine.written(question), output)
    made = content(desk, question, total, mean, compare or "")
    if form == "xlsx":
        return saved(made, output, lang)
    return put(formed(made, form, lang, output), output)


def formed(made: Any, form: str, lang: Any, output: Path | None) -> str:
    """The table as text of the form asked for."""
    if form == "csv":
        from merilo.report.forms.csv import comma

        return comma(made)
    if form == "json":
        from merilo.report.forms.json import braces

        return braces(made)
    from merilo.report.forms.text import text

    return text(made, lang, WIDE if output else shutil.get_terminal_size((WIDE, 24)).columns)


def saved(made: Any, output: Path | None, lang: Any) -> None:
    """The table as a workbook, into its file; a terminal is no place for one."""
    from merilo.report.forms.xlsx import workbook

    if output is None:
        raise click.UsageError(_("A workbook needs a file: add --output NAME.xlsx."))
    output.write_bytes(workbook(made, lang))
