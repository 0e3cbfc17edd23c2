"""The reference page of the commands, and their contexts for whoever goes through them."""

from collections.abc import Iterator
from pathlib import Path

import click

from merilo.cli.main import cli
from merilo.words import _


def commands() -> str:
    """Every command with its options, as `--help` says it."""
    parts = [f"# {_('Commands')}\n\n{_('Made from the command line by `make docs`.')}\n"]
    for context in every():
        said = context.command.get_help(context)
        parts.append(f"\n## {context.command_path}\n\n```text\n{said}\n```\n")
    home = str(Path.home())
    return "".join(parts).replace(home, "~")


def every() -> Iterator[click.Context]:
    """The program and every command of it."""
    return walked(contextual(cli, "merilo"))


def contextual(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    """The context the program itself would make: what a group sets holds for those below it."""
    wide = {"terminal_width": 90, "max_content_width": 90}
    return click.Context(command, parent, name, **{**wide, **command.context_settings})


def walked(context: click.Context) -> Iterator[click.Context]:
    """A command and those below it."""
    yield context
    if isinstance(context.command, click.Group):
        for word in context.command.list_commands(context):
            below = context.command.get_command(context, word)
            if below:
                yield from walked(contextual(below, word, context))
