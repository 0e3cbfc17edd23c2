"""`merilo metrics`: the dictionary, and the company's own metrics in it."""

from pathlib import Path
from typing import Any

import click

from merilo.cli.help import SpokenGroup
from merilo.cli.options import TODAY, at_home, put, today_in
from merilo.errors import Error
from merilo.words import _, say, told

BETTER = {"more": "+", "less": "−", "neither": " "}
FILE = click.Path(path_type=Path, dir_okay=False)


class Dictionary(SpokenGroup):
    """Commands on own metrics; any other word is a metric to show: `merilo metrics win_rate`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        word = next((word for word in args if word in self.commands), "")
        if not word and {"--help", "-h"} & {*args}:
            return super().parse_args(ctx, ["--help"])
        if word:
            args.remove(word)
        return super().parse_args(ctx, [word or "show", *args])


@click.group(cls=Dictionary)
def metrics() -> None:
    """List the metrics, say all about one, or define your own.

    Examples: merilo metrics, merilo metrics win_rate, merilo metrics add metrics.yaml
    """


@metrics.command()
@click.argument("metric", required=False)
@at_home
def show(metric: str | None, home: Path, lang: Any) -> None:
    """List the metrics; with METRIC, say all about one. The word `show` may be left out."""
    from merilo.metrics.catalogue import BY_FAMILY
    from merilo.metrics.own import catalogue, load
    from merilo.metrics.own.book import as_said

    own = load(home)
    if metric:
        return click.echo(entry(catalogue(own, [metric], as_said).find(metric), lang))
    width = max(map(len, [*own, *(id for family in BY_FAMILY.values() for id in family)]))
    for family, members in BY_FAMILY.items():
        click.echo(click.style(_(family.capitalize()), bold=True))
        for member in members.values():
            click.echo(f"  {member.id:{width}}  {summary(member, lang)}")
    if own:
        click.echo(click.style(_("Own"), bold=True))
        for id in own:
            click.echo(f"  {id:{width}}  {own_summary(own, id, lang)}")


def summary(metric: Any, lang: Any) -> str:
    """Which way a metric should go, and its name."""
    from merilo.metrics.catalogue.names import called

    return f"{BETTER[metric.better]}  {called(metric, lang).full}"


def own_summary(own: Any, id: str, lang: Any) -> str:
    """The same of an own metric; or what is wrong with it, where its file was edited by hand."""
    from merilo.metrics.own import Book

    try:
        return summary(Book(own).metric(id), lang)
    except Error as error:
        return f"!  {told(error)}"


@metrics.command()
@click.argument("file", type=FILE)
@TODAY
@at_home
def add(file: Path, today: Any, home: Path, lang: Any) -> None:
    """Take in the own metrics of a YAML FILE: all of them, or none if one is wrong.

    A metric of an id that is there already is replaced.
    """
    from merilo.company import Company
    from merilo.report.own import add as taken

    added, notes = taken(home, file, today_in(Company.load(home).zone, today))
    for note in notes:
        click.echo(note)
    click.echo(say("Own metrics taken in: {ids}.", ids=", ".join(added)))


@metrics.command()
@click.argument("metric")
@at_home
def remove(metric: str, home: Path, lang: Any) -> None:
    """Remove an own METRIC; not while another is made of it."""
    from merilo.report.own import remove as gone

    gone(home, metric)
    click.echo(say("Own metric removed: {id}.", id=metric))


@metrics.command()
@click.argument("file", required=False, type=FILE)
@at_home
def export(file: Path | None, home: Path, lang: Any) -> None:
    """Write the own metrics as YAML, to the screen or into FILE."""
    from merilo.metrics.own import load, written

    put(written(load(home).values()), file)


def entry(metric: Any, lang: Any) -> str:
    """The page of the dictionary about one metric."""
    from merilo.metrics.catalogue.names import called
    from merilo.metrics.dimensions import DIMENSIONS, common

    facts = {part.fact.name: part.fact for part in metric.parts}
    lines = [
        (_("Name"), called(metric, lang).full),
        (_("Definition"), _(metric.doc)),
        (_("Measured in"), _(str(metric.unit))),
        (_("Better"), _(str(metric.better))),
        (_("Made of"), ", ".join(dict.fromkeys(part.id for part in metric.parts))),
        (_("Counts on"), "; ".join(dict.fromkeys(_(fact.counts_on) for fact in facts.values()))),
        (_("Belongs to"), "; ".join(dict.fromkeys(_(fact.whose) for fact in facts.values()))),
        (_("Can be split by"), ", ".join(d for d in DIMENSIONS if d in common(metric))),
        (_("Source"), _(metric.source)),
    ]
    width = max(len(head) for head, _line in lines)
    return "\n".join([metric.id, *(f"  {head:{width}}  {line}" for head, line in lines)])
