"""`merilo demo`: the demo company, and its people table."""

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import TODAY, at_home, put, today_in, typed
from merilo.words import _, say

METRICS = (
    "calls", "meetings", "deals_won", "revenue", "average_check", "call_to_meeting",
    "lead_processing", "deal_closing",
)  # fmt: skip
SELLERS = ("role=cold_caller", "role=account_manager", "role=seller")


@click.command(cls=Spoken)
@click.option(
    "--size",
    type=click.Choice(("S", "M")),
    default="S",
    show_default=True,
    help="S: 24 sellers, two years. M: 300 sellers, 20 million activities.",
)
@click.option("--quiet", is_flag=True, help="Make it, and show nothing.")
@click.option("--live", is_flag=True, help="One that keeps happening, with its pages.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where the pages of the live one are.",
)
@TODAY
@at_home
def demo(
    size: str, quiet: bool, live: bool, port: int, today: date | None, home: Path, lang: Any
) -> None:  # fmt: skip
    """Make the demo company, and show how its people did last month.

    With --live: an invented amoCRM on this machine, connected, in which deals are made and calls
    come while you look; until Ctrl+C.
    """
    if live:
        return happening(home, port)
    from merilo.demo import company, load, sizes
    from merilo.report.desk import Desk
    from merilo.report.figures import day as shown
    from merilo.report.forms.text import text
    from merilo.report.table import table

    now = datetime.now(UTC)
    day = today_in(company().zone, today)
    click.echo(say("Making the demo company in {home} ...", home=home), err=True)
    load(home, sizes[size], day, now)
    if quiet:
        return
    desk = Desk.at(home, day)
    question = desk.question(METRICS, "last-month", ("person",), SELLERS)
    month = shown(question.period.since, "month", lang)
    put(say("Sellers of the demo company, {month}", month=month) + "\n")
    put(text(table(desk, question, total=True, mean=True), lang,
             shutil.get_terminal_size((120, 24)).columns))  # fmt: skip
    put("\n" + _("What to ask next:"))
    for words in ABOUT_THESE:
        put(f"  {typed(words, home)}")
    put(_("With your own file:"))
    put(f"  {typed('import FILE.csv --dry-run')}")


def happening(home: Path, port: int) -> None:
    """The company that keeps happening, and its pages, until they are stopped."""
    from merilo.demo.live import live
    from merilo.web.serve import serve

    os.environ["MERILO_HOME"] = str(home.absolute())
    click.echo(say("Making a company that keeps happening in {home} ...", home=home), err=True)
    with live(home.absolute(), port):
        serve(home.absolute(), "127.0.0.1", port)


ABOUT_THESE = (
    "table revenue win_rate --by department --by month --period last-quarter",
    "table stage_conversion time_in_stage --by pipeline --by stage --period this-year",
    "rows call_to_meeting --period yesterday",
    "metrics average_check",
)
