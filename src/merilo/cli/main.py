"""`merilo`: the command line. Each command is a few lines over the core."""

import os
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from traceback import format_exc

import click

from merilo import __version__
from merilo.cli.help import SpokenGroup
from merilo.cli.options import LANG, lang_of
from merilo.errors import Error, QuestionError
from merilo.words import say, speak, told

COMMANDS = {
    "demo": "demo", "serve": "serve", "import": "import_", "sync": "sync", "table": "table",
    "rows": "rows", "metrics": "metrics", "doctor": "doctor", "backup": "backup",
    "restore": "restore", "tidy": "tidy", "invite": "invite",
}  # fmt: skip
ASKED_WRONG, FAILED = 2, 3


class Commands(SpokenGroup):
    """Commands are loaded when they are asked for: `--help` is at once."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        speak(lang_of(args))  # before anything is said: help, and what is wrong with a word
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"merilo.cli.{module}"), module)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="merilo", help="Show the version and exit.")
@LANG
def cli(lang: str) -> None:
    """How well each of your sales people works, why, and what to do next."""


def run() -> None:
    """The program: an error of ours is one line and an exit code; a bug is written to the log."""
    try:
        code = cli(standalone_mode=False)
    except Error as error:
        click.echo(told(error), err=True)
        code = ASKED_WRONG if isinstance(error, QuestionError) else FAILED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("Stopped; nothing was changed."), err=True)
        code = 130
    except BrokenPipeError:  # `merilo table ... | head`
        sys.stderr.close()
        code = 0
    except Exception:
        code = failed()
    sys.exit(code if isinstance(code, int) else 0)


def failed() -> int:
    """Writes what happened to the log, and says where that is."""
    what = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} merilo {sys.argv[1:2]}\n{format_exc()}\n"
    log = home_of(sys.argv) / "log" / "merilo.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(what)
    except OSError:
        click.echo(what, err=True)
        log = Path("-")
    text = "Something went wrong inside Merilo; what happened is written in {log}."
    click.echo(say(text, log=log), err=True)
    return FAILED


def home_of(arguments: list[str]) -> Path:
    """The folder that a command line names, for the log."""
    for place, word in enumerate(arguments):
        if word.startswith("--home="):
            return Path(word.removeprefix("--home="))
        if word == "--home" and place + 1 < len(arguments):
            return Path(arguments[place + 1])
    return Path(os.environ.get("MERILO_HOME", Path.home() / "merilo"))
