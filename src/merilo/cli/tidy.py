"""`merilo tidy`: small files become large ones, and what no snapshot needs goes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import at_home, lake_of
from merilo.words import say


@click.command(cls=Spoken)
@at_home
def tidy(home: Path, lang: Any) -> None:
    """Join small files and remove what no snapshot needs.

    Kept are the newest snapshot, the pinned ones, the last of each day for 400 days and of each
    month for ever.
    """
    from merilo.company import Company

    done = lake_of(home).tidy(datetime.now(UTC), Company.load(home).clock)
    click.echo(
        say(
            "Months written anew: {months}. Snapshots dropped: {snapshots}. "
            "Files removed: {files} ({size} MB).",
            months=done.months, snapshots=done.snapshots, files=done.files,
            size=round(done.bytes / 1e6, 1),
        )
    )  # fmt: skip
