"""`merilo backup`: a home in one file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from babel.numbers import format_decimal

from merilo.cli.help import Spoken
from merilo.cli.options import at_home, put
from merilo.words import _, say, spoken

if TYPE_CHECKING:
    from merilo.backup import Made
    from merilo.facts.lake import Holder


@click.command(cls=Spoken)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@at_home
def backup(file: Path, force: bool, home: Path, lang: Any) -> None:
    """Copy all of the home folder into one file, while everybody goes on working.

    Facts, accounts, plans, tasks, settings and connections as they were at one moment. The file is
    read back before it counts. No key is in it, so that by itself it opens no connection.

    Example: merilo backup merilo.tar.gz
    """
    from merilo.backup import backup as make
    from merilo.cli.progress import share
    from merilo.web import env

    def waiting(holder: "Holder") -> None:
        click.echo(say("{holder} is writing; waiting ...", holder=holder), err=True)

    with share(_("Backup")) as tell:
        server = bool(env.text("DATABASE_URL"))
        made = make(home, file, datetime.now(UTC), server, force, tell, waiting)
    for line in lines(made):
        put(line)


def lines(made: "Made") -> list[str]:
    """What was made, and what it does not hold."""
    listed = made.manifest
    counts = dict(listed.counts)
    accounts, connections = counts.pop("accounts"), counts.pop("connections")
    found = [
        say("{file}: {size} MB, read back and whole.", file=made.file,
            size=many(round(made.size / 1e6, 1))),
        say("Facts: {rows} rows, load {number}. Accounts: {accounts}. Connections: {connections}.",
            rows=many(sum(counts.values())), number=listed.snapshot or 0,
            accounts=many(accounts), connections=many(connections)),
    ]  # fmt: skip
    if listed.database == "server":
        found.append(_("Accounts and work are on the server that DATABASE_URL names, and not in "
                       "this file: run pg_dump now, and keep its dump beside it."))  # fmt: skip
    if made.keyless:
        found.append(_("Second factors and ways of notices will have to be set up anew: the key "
                       "here is not the one that this home works with (MERILO_KEY)."))  # fmt: skip
    return found


def many(count: float) -> str:
    """A number as the reader writes it."""
    return str(format_decimal(count, locale=spoken.get()))
