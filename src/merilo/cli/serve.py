"""`merilo serve`: the web application and its worker."""

import os
from pathlib import Path
from typing import Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import at_home


@click.command(cls=Spoken)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where the pages are.",
)
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="Who may reach them: 127.0.0.1 this machine alone, 0.0.0.0 everybody.",
)
@at_home
def serve(port: int, address: str, home: Path, lang: Any) -> None:  # fmt: skip
    """Start the web application and the worker behind it, until Ctrl+C.

    Example: merilo serve --port 8080
    """
    os.environ["MERILO_HOME"] = str(home.absolute())
    from merilo.web.serve import serve as run

    run(home.absolute(), address, port)
