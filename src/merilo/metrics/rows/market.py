"""The markets people sell in, day by day; and the length of the period itself."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import beside, table
from merilo.metrics.model import fact
from merilo.metrics.rows.people import holds, postings


def days(frame: Frame) -> Table:
    """Every day of the period until today, with its month and the `part` of the month it is."""
    every = frame.days().mutate(month_on=ibis.date(_.on.year(), _.on.month(), 1))
    following = every.month_on + ibis.interval(months=1)
    length = following.cast("date").delta(every.month_on, unit="day")
    return every.mutate(part=1 / length.cast("float64"))


@fact(counts_on="the day", whose="nobody")
def elapsed(frame: Frame) -> Table:
    """A day of the period, as a part of its month."""
    return days(frame)


@fact(counts_on="the day", whose="those who sell there: in the territory of their unit")
def sized(frame: Frame) -> Table:
    """A day's part of a market, once for everybody who sells there; without a territory it is
    everybody's. A market where nobody sells is the company's only."""
    market = table("market").select("month_on", "territory", "segment", "size", market="key")
    rows = days(frame).inner_join(market, "month_on")
    rows = rows.mutate(
        size=rows["size"].cast("float64") * rows.part,
        piece=rows.market.concat(" ", rows.on.cast("string")),
    )
    sellers = selling(frame)
    there = beside(rows, sellers, "on", "territory")
    anywhere = rows.filter(_.territory.isnull()).inner_join(sellers.drop("territory"), "on")
    columns = ("on", "person", "territory", "segment", "size", "piece")
    return there.select(*columns).union(anywhere.select(*columns))


def selling(frame: Frame) -> Table:
    """Who sold on which day in which territory: that of their unit, or of what is above it."""
    day, known, units = frame.days(), postings(), table("units")
    there = day.join(known, holds(known, day.on)).select("on", "person", "unit")
    for place in ("unit", "department", "company"):
        above = units.select(**{place: "key", f"{place}_territory": "territory"})
        if place == "unit":
            above = units.select("department", "company", unit="key", unit_territory="territory")
        there = beside(there, above, place)
    return there.select(
        "on", "person",
        territory=ibis.coalesce(
            there.unit_territory, there.department_territory, there.company_territory
        ),
    )  # fmt: skip
