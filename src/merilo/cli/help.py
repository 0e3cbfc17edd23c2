"""Help in the language spoken: translated when it is shown, for a command is made before that."""

import re
from collections.abc import Iterator
from inspect import cleandoc

import click

from merilo.words import _, say

NAME = re.compile(r"[A-Z]{2,}")  # what stands for a value: FILE, METRIC


class Spoken(click.Command):
    """A command whose help is in the language spoken."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(map(named, self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, f"{_('Usage')}: ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("\n\n".join(map(_, paragraphs(self))))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(named(one.get_help_spec(ctx)), meant(one, ctx)) for one in shown(self, ctx)]
        with formatter.section(_("Options")):
            formatter.write_dl(rows)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, whole: half of one says nothing."""
        return re.split(r"(?<=\.)\s", _(paragraphs(self)[0]))[0]


class SpokenGroup(Spoken, click.Group):
    """A group of them."""

    command_class = Spoken

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        below = ((word, self.get_command(ctx, word)) for word in self.list_commands(ctx))
        rows = [(word, one.get_short_help_str()) for word, one in below if one and not one.hidden]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


def paragraphs(command: click.Command) -> list[str]:
    """What a command says of itself, each paragraph in one line."""
    return [" ".join(part.split()) for part in cleandoc(command.help or "").split("\n\n")]


def shown(command: click.Command, ctx: click.Context) -> list[click.Option]:
    """The options that help lists."""
    return [
        one for one in command.get_params(ctx) if isinstance(one, click.Option) and not one.hidden
    ]


def meant(option: click.Option, ctx: click.Context) -> str:
    """What an option does, its ordinary value, its limits, and whether it has to be given."""
    extra = option.get_help_extra(ctx)
    said = [say("default: {default}", default=extra["default"])] if "default" in extra else []
    said += [extra["range"]] if "range" in extra else []
    said += [_("required")] if "required" in extra else []
    told = [_(option.help or ""), f"[{'; '.join(said)}]" if said else ""]
    return "  ".join(filter(None, told))


def named(spec: str) -> str:
    """An option or argument with the names of its values translated: `--output FILE`."""
    return NAME.sub(lambda found: _(found[0]), spec)


def texts(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Everything in the help of a command that is there to be translated."""
    yield from paragraphs(command)
    yield from (option.help or "" for option in shown(command, ctx))
    specs = [option.get_help_spec(ctx) for option in shown(command, ctx)]
    for spec in (*specs, *command.collect_usage_pieces(ctx)):
        yield from NAME.findall(spec)
