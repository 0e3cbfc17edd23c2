"""The reference pages, each in the language spoken."""

import inspect
from collections.abc import Iterable, Iterator

from merilo import errors
from merilo.company import Setting
from merilo.company import settings as company_settings
from merilo.facts.table import Column, Kind, Table
from merilo.facts.tables import TABLES
from merilo.metrics.catalogue import BY_FAMILY
from merilo.metrics.catalogue.names import name
from merilo.metrics.model import Metric
from merilo.sources.sync import faults
from merilo.web.env import VARIABLES
from merilo.words import LANGS, _, say, spoken

KINDS = {
    Kind.TEXT: "text", Kind.MONEY: "money", Kind.NUMBER: "number", Kind.INSTANT: "instant",
    Kind.DAY: "day", Kind.COUNT: "whole number", Kind.FLAG: "yes or no", Kind.JSON: "JSON object",
}  # fmt: skip


def metrics() -> str:
    """Every metric: names, definition, unit, what it counts on and to whom it belongs."""
    parts = [f"# {_('Metrics')}\n"]
    for family, members in BY_FAMILY.items():
        parts.append(f"\n## {_(family.capitalize())}\n")
        parts += [entry(metric) for metric in members.values()]
    return "".join(parts)


def entry(metric: Metric) -> str:
    """What the reference says of one metric, in the language spoken; its names in all."""
    facts = dict.fromkeys(f"{_(p.fact.counts_on)}; {_(p.fact.whose)}" for p in metric.parts)
    names = " · ".join(name(metric.id, one).full for one in sorted(LANGS, key=spoken.get().__ne__))
    said = {
        _("Measured in"): _(str(metric.unit)), _("Better"): _(str(metric.better)),
        _("Counts on"): " / ".join(facts), _("Source"): _(metric.source),
    }  # fmt: skip
    told = ". ".join(f"{head}: {text}" for head, text in said.items())
    return f"\n### {metric.id}\n\n{names}\n\n{_(metric.doc)}\n\n{told}.\n"


def tables() -> str:
    """Every fact table with its columns."""
    about = _(
        "Made from the declarations by `make docs`. The key of every table is `connection` and "
        "`id`; columns that name a table hold its rows' `connection:id`."
    )
    parts = [f"# {_('Fact tables')}\n\n{about}\n"]
    for table in TABLES.values():
        called = table.name if spoken.get() == "en" else f"{table.name} — {_(table.name)}"
        parts.append(f"\n## {called}\n\n{grain(table)}\n\n")
        heads = _("column"), _("kind"), _("unit of measure"), _("empty"), _("meaning")
        parts += ruled(heads, map(cells, table.columns))
    return "".join(parts)


def grain(table: Table) -> str:
    """What a row is, and in which month it lies."""
    row = say("One row: {grain}.", grain=_(table.grain))
    if not table.month_of:
        return row
    return f"{row} {say('Kept by the month of `{column}`.', column=table.month_of)}"


def cells(column: Column) -> tuple[str, ...]:
    """The line of a column."""
    kind = _(KINDS[column.kind])
    if column.ref:
        kind = say("{kind}, of `{table}`", kind=kind, table=column.ref)
    can = _("yes") if column.empty else _("no")
    about = _(column.doc)
    if column.among:
        about = f"{about} {say('One of: {words}.', words=', '.join(column.among))}"
    return f"`{column.name}`", kind, _(column.unit), can, about


def settings() -> str:
    """Every setting of merilo.yaml and of the environment."""
    about = _(
        "Made from the code by `make docs`. They stand in `merilo.yaml` in the home folder; what "
        "is not written there has the default."
    )
    heads = _("setting"), _("default value"), _("meaning")
    stand = (f"# {_('Settings')}\n\n{about}\n\n", *ruled(heads, map(line, company_settings())))
    heads = _("variable"), _("meaning")
    return "".join((*stand, f"\n## {_('Environment')}\n\n", *ruled(heads, environment())))


def line(setting: Setting) -> tuple[str, ...]:
    """The line of a setting."""
    return f"`{setting.name}`", f"`{setting.default}`", _(setting.meaning)


def environment() -> list[tuple[str, str]]:
    """The variables that are heeded."""
    return [(f"`{name}`", _(meaning)) for name, meaning in VARIABLES.items()]


def mistakes() -> str:
    """Every error by its code."""
    about = _(
        "Made from the code by `make docs`. A code never changes. Exit code 2: the question or "
        "the file cannot be answered as asked (`question...`, `file...`); 3: the system failed."
    )
    heads = _("code"), _("wording"), _("meaning")
    rows = ((f"`{e.code}`", _(e.text), _(meaning(e))) for e in by_code())
    return "".join((f"# {_('Errors')}\n\n{about}\n\n", *ruled(heads, rows)))


def by_code() -> list[type[errors.Error]]:
    """Every error there is, in the order of the codes."""
    modules = (inspect.getmembers(module, inspect.isclass) for module in (errors, faults))
    found = {one for classes in modules for _name, one in classes}
    return sorted((e for e in found if issubclass(e, errors.Error)), key=lambda e: e.code)


def meaning(error: type[errors.Error]) -> str:
    """What an error means: the first line of its docstring."""
    return (inspect.getdoc(error) or "").partition("\n")[0]


def ruled(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The lines of a table in Markdown."""
    yield f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
    yield from (f"| {' | '.join(row)} |\n" for row in rows)
