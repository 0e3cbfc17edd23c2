"""Options that every command takes, and what follows from them."""

import os
import re
import shlex
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from merilo.errors import NoFacts
from merilo.words import LANGS, Lang, fitting, spoken

Command = Callable[..., object]


def said(_context: click.Context, _option: click.Parameter, _value: str | None) -> Lang:
    """The language chosen: see `lang_of`. The option itself only says what it may be."""
    return spoken.get()


def lang_of(arguments: list[str]) -> Lang:
    """The language that a command line asks for: the option, MERILO_LANG, the terminal's; else
    English. The whole line is looked at, for `--help` may stand before the option."""
    typed = re.findall(r"--lang[= ](\w+)", " ".join(arguments))[-1:]
    terminal = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return fitting("".join(typed) or os.environ.get("MERILO_LANG") or terminal)


LANG = click.option(
    "--lang", type=click.Choice(LANGS), envvar="MERILO_LANG", callback=said, is_eager=True,
    help="Language of what is shown: en, ru or hu.",
)  # fmt: skip
HOME = click.option(
    "--home", envvar="MERILO_HOME", type=click.Path(path_type=Path, file_okay=False),
    default=Path.home() / "merilo", help="Merilo's folder; else MERILO_HOME, else ~/merilo.",
)  # fmt: skip
TODAY = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True,
    callback=lambda _c, _o, value: value.date() if value else None,
    help="As if asked on that day.",
)  # fmt: skip


def at_home(command: Command) -> Command:
    """A command that works on a home folder, in a language."""
    return HOME(LANG(command))


def today_in(zone: str, today: date | None) -> date:
    """The company's day now, unless another was named."""
    return today or datetime.now(UTC).astimezone(ZoneInfo(zone)).date()


def put(text: str, output: Path | None = None) -> None:
    """Text to the screen, or into a file as UTF-8."""
    if output:
        output.write_text(text, "utf-8")
    else:
        click.echo(text, nl=not text.endswith("\n"))


def terminal() -> bool:
    """Somebody is looking."""
    return sys.stdout.isatty()


def lake_of(home: Path) -> Any:
    """The lake of a home; one sentence if there is none."""
    from merilo.facts.lake import Lake

    lake = Lake(home / "lake")
    if not lake.exists():
        raise NoFacts(str(home))
    return lake


def typed(words: str, home: Path | None = None) -> str:
    """A command as the reader has to type it here: from a clone, and with the home in use."""
    name = "./merilo" if Path("merilo").is_file() else "merilo"
    usual = os.environ.get("MERILO_HOME", str(Path.home() / "merilo"))
    named = "" if home is None or str(home) == usual else f" --home {shlex.quote(str(home))}"
    return f"{name} {words}{named}"
