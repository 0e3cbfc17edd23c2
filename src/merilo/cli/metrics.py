"""`merilo metrics`: the dictionary."""

from pathlib import Path
from typing import Any

import click

from merilo.cli.options import at_home
from merilo.words import _

BETTER = {"more": "+", "less": "−", "neither": " "}


@click.command()
@click.argument("metric", required=False)
@at_home
def metrics(metric: str | None, home: Path, lang: Any) -> None:
    """List the metrics; with METRIC, say all about one."""
    from merilo.metrics.catalogue import BY_FAMILY, CATALOGUE
    from merilo.metrics.catalogue.names import name

    if metric:
        return click.echo(entry(CATALOGUE.find(metric), lang))
    width = max(len(id) for family in BY_FAMILY.values() for id in family)
    for family, members in BY_FAMILY.items():
        click.echo(click.style(_(family.capitalize()), bold=True))
        for member in members.values():
            click.echo(
                f"  {member.id:{width}}  {BETTER[member.better]}  {name(member.id, lang).full}"
            )


def entry(metric: Any, lang: Any) -> str:
    """The page of the dictionary about one metric."""
    from merilo.metrics.catalogue.names import name
    from merilo.metrics.dimensions import DIMENSIONS

    facts = {part.fact.name: part.fact for part in metric.parts}
    lines = [
        (_("Name"), name(metric.id, lang).full),
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


def common(metric: Any) -> frozenset[str]:
    """The dimensions that all facts of a metric know."""
    from datetime import date

    from merilo.metrics.dimensions import known
    from merilo.metrics.frame import Frame
    from merilo.periods import Period

    frame = Frame(Period(date(2000, 1, 1), date(2000, 2, 1)), date(2000, 1, 1))
    splits = [known(part.fact.rows(frame).columns) for part in metric.parts]
    return frozenset.intersection(*splits)
