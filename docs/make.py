"""Makes the reference pages out of what they describe: `make docs`."""

import inspect
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from merilo import errors
from merilo.cli.main import cli
from merilo.company import settings as company_settings
from merilo.facts.tables import TABLES
from merilo.metrics.catalogue import BY_FAMILY
from merilo.metrics.catalogue.names import name
from merilo.metrics.model import Metric
from merilo.words import LANGS, Lang, _, speak

DOCS = Path(__file__).parent


def metrics(lang: Lang = "en") -> str:
    """Every metric: names, definition, unit, what it counts on and to whom it belongs."""
    speak(lang)
    try:
        parts = [f"# {HEADS[lang]}\n"]
        for family, members in BY_FAMILY.items():
            parts.append(f"\n## {_(family.capitalize())}\n")
            parts += [entry(metric, lang) for metric in members.values()]
        return "".join(parts)
    finally:
        speak("en")


HEADS: dict[Lang, str] = {"en": "Metrics", "ru": "Показатели", "hu": "Mutatók"}


def entry(metric: Metric, lang: Lang) -> str:
    """What the reference says of one metric, in the language spoken; its names in all."""
    facts = dict.fromkeys(f"{_(p.fact.counts_on)}; {_(p.fact.whose)}" for p in metric.parts)
    names = " · ".join(name(metric.id, one).full for one in sorted(LANGS, key=lang.__ne__))
    said = {
        "Measured in": _(str(metric.unit)), "Better": _(str(metric.better)),
        "Counts on": " / ".join(facts), "Source": _(metric.source),
    }  # fmt: skip
    told = ". ".join(f"{_(head)}: {text}" for head, text in said.items())
    return f"\n### {metric.id}\n\n{names}\n\n{_(metric.doc)}\n\n{told}.\n"


def tables() -> str:
    """Every fact table with its columns."""
    parts = [
        "# Fact tables\n\nMade from the declarations by `make docs`. The key of every table is "
        "`connection` and `id`; columns that name a table hold its rows' `connection:id`.\n"
    ]
    for table in TABLES.values():
        month = f" Kept by the month of `{table.month_of}`." if table.month_of else ""
        parts.append(f"\n## {table.name}\n\nOne row: {table.grain}.{month}\n\n")
        parts.append("| column | kind | unit | empty | meaning |\n|---|---|---|---|---|\n")
        for c in table.columns:
            among = f" One of: {', '.join(c.among)}." if c.among else ""
            kind = f"{c.kind}, of `{c.ref}`" if c.ref else c.kind
            can = "yes" if c.empty else "no"
            parts.append(f"| `{c.name}` | {kind} | {c.unit} | {can} | {c.doc}{among} |\n")
    return "".join(parts)


def settings() -> str:
    """Every setting of merilo.yaml and of the environment."""
    parts = [
        "# Settings\n\nMade from the code by `make docs`. They stand in `merilo.yaml` in the home "
        "folder; what is not written there has the default.\n\n"
        "| setting | default | meaning |\n|---|---|---|\n"
    ]
    for s in company_settings():
        parts.append(f"| `{s.name}` | `{s.default}` | {s.meaning} |\n")
    parts.append(
        "\n## Environment\n\n| variable | meaning |\n|---|---|\n"
        "| `MERILO_HOME` | The home folder, where `--home` does not name one. |\n"
        "| `MERILO_ENGINE` | Who computes: empty for this machine, `sc://host:port` for a Spark "
        "Connect server. |\n"
        "| `MERILO_LANG` | The language of what is shown: en, ru or hu. |\n"
    )
    return "".join(parts)


def mistakes() -> str:
    """Every error by its code."""
    found = [
        e for _, e in inspect.getmembers(errors, inspect.isclass) if issubclass(e, errors.Error)
    ]
    parts = [
        "# Errors\n\nMade from the code by `make docs`. A code never changes. Exit code 2: the "
        "question or the file cannot be answered as asked (`question...`, `file...`); 3: the "
        "system failed.\n\n| code | text | meaning |\n|---|---|---|\n"
    ]
    for error in sorted(found, key=lambda e: e.code):
        doc = (error.__doc__ or "").strip().splitlines()[0]
        parts.append(f"| `{error.code}` | {error.text} | {doc} |\n")
    return "".join(parts)


def commands() -> str:
    """Every command with its options, as `--help` says it."""
    parts = ["# Commands\n\nMade from the command line by `make docs`.\n"]
    for context in walked(contextual(cli, "merilo")):
        said = context.command.get_help(context)
        parts.append(f"\n## {context.command_path}\n\n```text\n{said}\n```\n")
    home = str(Path.home())
    return "".join(parts).replace(home, "~")


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


MADE: dict[str, Callable[[], str]] = {
    "reference/metrics.md": metrics,
    "reference/metrics.ru.md": partial(metrics, "ru"),
    "reference/metrics.hu.md": partial(metrics, "hu"),
    "reference/tables.md": tables,
    "reference/settings.md": settings,
    "reference/errors.md": mistakes,
    "reference/commands.md": commands,
}

if __name__ == "__main__":
    for page, made in MADE.items():
        (DOCS / page).write_text(made(), "utf-8")
