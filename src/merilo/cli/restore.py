"""`merilo restore`: a home out of a backup."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from merilo.cli.backup import many
from merilo.cli.help import Spoken
from merilo.cli.options import at_home, put
from merilo.errors import FileError
from merilo.words import _, say, several

if TYPE_CHECKING:
    from merilo.backup import Restored


@click.command(cls=Spoken)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--force",
    is_flag=True,
    help="Also where the folder is not empty: what was there is kept aside.",
)
@at_home
def restore(file: Path, force: bool, home: Path, lang: Any) -> None:
    """Make a home folder of a backup. Each of its files is checked before anything is touched.

    One that is there is kept under another name, never deleted. Stop the server first.

    Example: merilo restore merilo.tar.gz
    """
    from merilo.backup import restore as make
    from merilo.cli.progress import share
    from merilo.web import env

    with share(_("Restoring")) as tell:
        server = bool(env.text("DATABASE_URL"))
        made = make(
            file, home, datetime.now(UTC), server, force, lambda new: migrated(new, file), tell
        )
    for line in lines(made, home):
        put(line)


def migrated(home: Path, file: Path) -> None:
    """The database of a home as this version wants it; by Django, in a process of its own."""
    said = {"MERILO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "merilo.web.settings"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DATABASE_URL")}
    command = [sys.executable, "-m", "merilo.web.manage", "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command, env=kept | said, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        why = (done.stderr.strip() or "?").splitlines()[-1].rstrip(".")
        raise FileError(str(file), say("its database cannot be brought up to date: {why}", why=why))


def lines(made: "Restored", home: Path) -> list[str]:
    """What was put there, and what is to be done now."""
    listed = made.manifest
    found = [say("{home} is as it was on {at}: {rows} rows of facts, the lake is whole.", home=home,
                 at=f"{listed.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
                 rows=many(sum(listed.counts.values()) - listed.counts["accounts"]
                           - listed.counts["connections"]))]  # fmt: skip
    if made.kept:
        found.append(say("What was there before is in {folder}.", folder=made.kept))
    if listed.database == "server":
        found.append(_("Accounts and work were on a server of databases: give its dump back "
                       "before you start Merilo."))  # fmt: skip
    if made.locked:
        found.append(say("Sign in again on the page Connections: {names}. Their secrets were "
                         "sealed with a key that is not here; with that key (MERILO_KEY) they open "
                         "by themselves.", names=", ".join(made.locked)))  # fmt: skip
    if made.factors:
        found.append(several(
            "One second factor could not be opened without that key and was taken away.",
            "{count} second factors could not be opened without that key and were taken away.",
            made.factors,
        ))  # fmt: skip
    return found
