"""`merilo doctor`: is the lake whole, and if not, make it so."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import at_home, lake_of
from merilo.words import _, say

UNMENDED = 3


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
    elif not all(finding.mended for finding in findings):
        raise SystemExit(UNMENDED)
