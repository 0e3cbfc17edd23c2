"""`merilo invite`: a link that makes an account, also when nobody can sign in any more."""

import os
from pathlib import Path
from typing import Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import at_home
from merilo.report.roles import ROLES as TITLES
from merilo.words import _, say

ROLES = ("administrator", "director", "head", "analyst", "quality", "trainer", "seller")


@click.command(cls=Spoken)
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="administrator",
    show_default=True,
    help="What the account may see and do.",
)
@click.option("--email", default="", help="For whom; else whoever opens the link says it.")
@click.option(
    "--address",
    default="http://localhost:8000",
    show_default=True,
    help="Where the pages are reached; the link begins with it.",
)
@at_home
def invite(role: str, email: str, address: str, home: Path, lang: Any) -> None:  # fmt: skip
    """Print a link that makes one account, once, within seven days.

    It needs no account: whoever may run commands on the server may let people in.
    """
    os.environ["MERILO_HOME"] = str(home.absolute())
    from merilo.web.serve import invitation

    word = invitation(role, email)
    click.echo(
        say("This link makes one account ({role}), once, within seven days:", role=_(TITLES[role]))
    )
    click.echo(f"  {address.rstrip('/')}/join/{word}/")
