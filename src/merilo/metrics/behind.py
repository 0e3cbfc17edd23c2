"""The rows behind a figure: what was counted, each with what it adds."""

import ibis
from ibis.expr.types import Table

from merilo.metrics.lake import beside, table
from merilo.metrics.model import Figure
from merilo.metrics.query import seen, whole
from merilo.metrics.question import Question

SHOWN = ("on", "person", "deal", "customer", "kind", "stage", "outcome", "amount_base")
NAMED = {"person": "people", "deal": "deals", "customer": "customers"}


def behind(metric: str, question: Question) -> Table:
    """A row per row counted: which `part` of the metric it belongs to, what it `adds`, its day,
    and whose, about which deal and customer it is. Sums of `adds` re-add to the parts.

    Everybody's total is no part: its rows are not the asker's to see.
    """
    own = dict.fromkeys(part for part in question.catalogue.find(metric).parts if not whole(part))
    parts = [rows(part, question) for part in own]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def rows(part: Figure, question: Question) -> Table:
    """The rows of one part, in columns that all parts share."""
    found = part.behind(seen(part.fact, question.only(part.only), part.id, part.earlier))
    columns = {
        name: found[name] if name in found.columns else ibis.null(KINDS[name]) for name in SHOWN
    }
    shared = found.select(part=ibis.literal(part.id), adds=found.adds.cast("string"), **columns)
    for column, directory in NAMED.items():
        names = table(directory).select("name", **{column: "key"})
        shared = beside(shared, names, column)
        shared = shared.mutate(**{f"{column}_name": shared["name"]}).drop("name")
    return shared.select("part", "adds", *SHOWN, *(f"{name}_name" for name in NAMED))


KINDS = dict.fromkeys(SHOWN, "string") | {"on": "date", "amount_base": "decimal(18, 4)"}


def page(question: Question, most: int, after: int = 0) -> Table:
    """So many of the rows behind the only metric of a question, the newest first, after the first
    `after` of them."""
    (metric,) = question.metrics
    found = behind(metric, question)
    order = [found.on.desc(), *(found[name] for name in ("part", "deal", "customer", "person"))]
    return found.order_by(*order, found.adds).limit(most, offset=after)


def summed(question: Question) -> Table:
    """A row per part of the only metric of a question: how many `rows` it counts, what they `add`
    up to, and how many `different` things they name, of a part that counts such."""
    (metric,) = question.metrics
    found = behind(metric, question)
    adds = found.adds.try_cast("float64").sum()
    return found.group_by("part").agg(rows=found.count(), adds=adds, different=found.adds.nunique())
