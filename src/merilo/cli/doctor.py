"""`merilo doctor`: is the lake whole, and if not, make it so."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import at_home, lake_of, typed
from merilo.words import _, say, several

UNMENDED = 3
LONG_DAYS = 7  # without a backup


@click.command(cls=Spoken)
@click.option("--look", is_flag=True, help="Only say what is wrong; change nothing.")
@at_home
def doctor(look: bool, home: Path, lang: Any) -> None:
    """Find what a power cut can leave in the lake, and mend it. No fact is deleted."""
    from merilo.facts.lake.findings import SAYINGS

    lake = lake_of(home)
    findings = lake.doctor(datetime.now(UTC), mend=not look)
    for finding in findings:
        mark = _("mended") if finding.mended else _("found")
        click.echo(f"{mark}: {say(SAYINGS[finding.kind], **finding.about)}")
    if not findings:
        now = lake.snapshot()
        click.echo(say("The lake is whole: load {number} of {at}.", number=now.number,
                       at=f"{now.at:%Y-%m-%d %H:%M} UTC"))  # fmt: skip
    click.echo(backed(home, datetime.now(UTC)))
    if not all(finding.mended for finding in findings):
        raise SystemExit(UNMENDED)


def backed(home: Path, now: datetime) -> str:
    """When the last backup was made; what to do if that is long ago, or never was."""
    from merilo.backup import last

    found = last(home)
    if found is None:
        return say("No backup was made yet. Run: {command}", command=typed("backup FILE", home))
    at = f"{found.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    line = say("The last backup is of {at}: {file}", at=at, file=found.file)
    days = (now - found.at).days
    if days < LONG_DAYS:
        return line
    ago = several("{count} day ago", "{count} days ago", days)
    return f"{line} ({ago})"
