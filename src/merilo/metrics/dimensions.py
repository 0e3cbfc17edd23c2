"""What figures can be split and filtered by, and how rows come to know it."""

from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import GRAINS, sliced
from merilo.metrics.lake import beside, table
from merilo.metrics.model import Metric
from merilo.metrics.question import EVERYBODY, Question
from merilo.metrics.rows.people import placed
from merilo.periods import Period

PLACES = ("unit", "department", "company", "role")  # a person's, on the day a row counts on
OF_DEALS = ("pipeline", "stage", "channel", "segment", "loss_reason", "customer")
OF_PRODUCTS = ("product", "product_group")
OF_PEOPLE = frozenset(("person", *PLACES, *GRAINS))
DIMENSIONS = (
    "person", *PLACES, "pipeline", "stage", "channel", "segment", "territory", *OF_PRODUCTS,
    "customer", "loss_reason", *GRAINS,
)  # fmt: skip

Step = Callable[[Table, Question, Collection[str]], Table]


def known(columns: Collection[str]) -> frozenset[str]:
    """The dimensions that rows with these `columns` can be split by."""
    found = {"person", *GRAINS, *PLACES, "territory"} | set(columns) & set(OF_DEALS)
    if "deal" in columns:
        found |= {*OF_DEALS, *OF_PRODUCTS}
    if "customer" in columns:
        found |= {"segment"}
    return frozenset(found)


@lru_cache(maxsize=1000)
def common(metric: Metric) -> frozenset[str]:
    """The dimensions that all facts of a metric know."""
    day = date(2000, 1, 1)
    asked = Question((), Period(day, date(2000, 2, 1)), EVERYBODY, day)
    facts = dict.fromkeys(part.fact for part in metric.parts)
    rows = [fact.rows(asked.facing if fact.past else asked.frame) for fact in facts]
    return frozenset.intersection(*(known(table.columns) for table in rows))


def resolved(rows: Table, question: Question, wanted: Collection[str]) -> Table:
    """`rows` with a column for each of the `wanted` dimensions; only what is asked is joined."""
    for step in (by_deal, by_customer, by_place, by_product, by_grain):
        rows = step(rows, question, wanted)
    return rows


def by_deal(rows: Table, question: Question, wanted: Collection[str]) -> Table:
    """What is said of the deal: for calls, meetings, proposals about one."""
    needs = {*wanted} | ({"customer", "segment"} if {"segment", "territory"} & {*wanted} else set())
    lacks = [name for name in OF_DEALS if name in needs and name not in rows.columns]
    if not lacks or "deal" not in rows.columns:
        return rows
    return beside(rows, table("deals").select(*lacks, deal="key"), "deal")


def by_customer(rows: Table, question: Question, wanted: Collection[str]) -> Table:
    """The customer's segment, where the deal names none, and territory."""
    needs = {"segment", "territory"} & {*wanted}
    if not needs or "customer" not in rows.columns:
        return rows
    of = table("customers").select(
        customer="key", customer_segment="segment", customer_territory="territory"
    )
    rows = beside(rows, of, "customer")
    if "segment" in needs:
        own = [rows.segment] if "segment" in rows.columns else []
        rows = rows.mutate(segment=ibis.coalesce(*own, rows.customer_segment))
    return rows


def by_place(rows: Table, question: Question, wanted: Collection[str]) -> Table:
    """The unit and role the person had that day, or has now; and what is above the unit."""
    needs = {*PLACES, "territory"} & {*wanted}
    if not needs:
        return rows
    now = question.today if question.placed == "now" else None
    if now is not None or "unit" not in rows.columns:
        rows = placed(rows.drop(*{"unit", "role"} & {*rows.columns}), now)
    if needs <= {"unit", "role"}:
        return rows
    units = table("units").select("department", "company", unit="key", unit_territory="territory")
    rows = beside(rows, units, "unit")
    if "territory" in needs:
        nearer = [rows[c] for c in ("territory", "customer_territory") if c in rows.columns]
        rows = rows.mutate(territory=ibis.coalesce(*nearer, rows.unit_territory))
    return rows


def by_product(rows: Table, question: Question, wanted: Collection[str]) -> Table:
    """A row for each product of the deal, with the product's `part` of the deal's money.

    Without amounts on the lines each line has an equal part; parts of a deal sum to 1.
    """
    asked = [name for name in OF_PRODUCTS if name in wanted]
    if not asked:
        return rows
    products = table("products").select(product="key", product_group="group")
    lines = table("order_lines").filter(_.deal.notnull()).select("deal", "product", "amount_base")
    lines = beside(lines, products, "product")
    sums = lines.group_by("deal", *asked).agg(
        amount=_.amount_base.sum().cast("float64").fill_null(0.0), lines=_.count()
    )
    deal = ibis.window(group_by="deal")
    weight = ibis.ifelse(
        sums.amount.sum().over(deal) != 0, sums.amount, sums["lines"].cast("float64")
    )
    parts = sums.mutate(weight=weight)
    parts = parts.mutate(part=parts.weight / parts.weight.sum().over(deal).nullif(0))
    split = beside(rows, parts.select("deal", "part", *asked), "deal")
    return split.mutate(part=split.part.fill_null(1.0))


def by_grain(rows: Table, question: Question, wanted: Collection[str]) -> Table:
    """The first day of the week, month ... a row counts on."""
    return sliced(rows, [grain for grain in GRAINS if grain in wanted], question.year)
