"""`merilo rows`: the rows behind a figure."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import TODAY, at_home, put, today_in
from merilo.words import _


@click.command(cls=Spoken)
@click.argument("metrics", nargs=-1, required=True, metavar="METRIC...")
@click.option("--period", required=True, help="2017, 2017-Q4, 2017-10, last-month, A..B ...")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these; may be repeated.")
@click.option("--format", "form", type=click.Choice(("text", "csv")), default="text")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Into this file.")
@TODAY
@at_home
def rows(
    metrics: tuple[str, ...], period: str, where: tuple[str, ...], form: str,
    output: Path | None, today: date | None, home: Path, lang: Any,
) -> None:  # fmt: skip
    """Print the rows that METRICs count; the column `adds` sums to the figure's parts.

    Example: merilo rows win_rate --period 2017-10 --where person="Anna Snelling"
    """
    from merilo.company import Company
    from merilo.report.desk import Desk
    from merilo.report.rows import aligned, comma
    from merilo.report.rows import rows as found

    desk = Desk.at(home, today_in(Company.load(home).zone, today))
    question = desk.question(metrics, period, where=where)
    listed = found(desk, question)
    if form == "csv":
        return put(comma(listed), output)
    if not listed:
        return put(_("No rows."), output)
    width = shutil.get_terminal_size((200, 24)).columns
    put(aligned(listed, lang, width, question.catalogue), output)
